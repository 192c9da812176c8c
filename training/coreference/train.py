"""Trains the scorer of event coreference on ECB+ (CC BY 3.0), in numpy.

    LAGEBILD_DATA=… python -m training.coreference.train [--measure] [--out src/lagebild/models/coreference.npz]

The topics are split into three parts; words are weighed and topics are found within each part, as at use. The second
stage learns from what networks of the first say that have not seen the part. With --measure each part is judged by what
was trained on the other two; with --out the weights of all three are written.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from lagebild.link.coreference.chain import by_lemma, by_topic, linked
from lagebild.link.coreference.model import THRESHOLD, Net, Scorer, mean, stored
from lagebild.link.coreference.pairs import Pairs, support
from lagebild.link.coreference.text import Described, described
from lagebild.link.coreference.topics import Floats, topics
from training.coreference.measure import Score, conll

from .corpus import Annotated, folds, read

FILE = Path(os.environ.get("LAGEBILD_DATA", "../shared/data")) / "events/ecbplus_topics_1_35.jsonl"
PARTS, SEEDS = 3, 2
_WIDTHS = (48, 24)
_EPOCHS, _BATCH, _RATE, _DECAY, _DROP = 8, 1024, 4e-3, 1e-2, 0.1


class Part(NamedTuple):
    """A part of the corpus, made ready: what is known of its mentions, the topic of each text, the pairs of each topic,
    and for each pair whether it is one event."""

    texts: list[Annotated]
    known: Described
    topics: list[int]
    pairs: list[Pairs]
    same: list[Floats]


def prepared(texts: list[Annotated]) -> Part:
    """One part of the corpus."""
    known, found = described([t.text for t in texts]), topics([t.text for t in texts])
    gold = [chain for t in texts for chain in t.chains]
    pairs = [Pairs(known, members) for members in by_topic(known, found)]
    same = [
        np.array([gold[p.members[a]] == gold[p.members[b]] for a, b in zip(p.first, p.second, strict=True)], np.float32)
        for p in pairs
    ]
    return Part(texts, known, found, pairs, same)


def trained(rows: Floats, same: Floats, seed: int) -> Net:
    """A network on rows: Adam with decoupled weight decay (Loshchilov and Hutter 2019), the rate rising and falling."""
    random = np.random.default_rng(seed)
    middle, scale = rows.mean(0), rows.std(0) + 1e-6
    rows = (rows - middle) / scale
    sizes = (rows.shape[1], *_WIDTHS, 1)
    held = [
        x
        for one, other in pairwise(sizes)
        for x in (random.normal(0, one**-0.5, (one, other)).astype(np.float32), np.zeros(other, np.float32))
    ]
    moments = [(np.zeros_like(x), np.zeros_like(x)) for x in held]
    steps, step = _EPOCHS * -(-len(rows) // _BATCH), 0
    for _ in range(_EPOCHS):
        order = random.permutation(len(rows))
        for begin in range(0, len(rows), _BATCH):
            step += 1
            rate = _RATE * (step / (0.3 * steps) if step < 0.3 * steps else (steps - step + 1) / (0.7 * steps))
            chosen = order[begin : begin + _BATCH]
            slopes = _slopes(held, rows[chosen], same[chosen], random)
            for n, slope in enumerate(slopes):
                first, second = moments[n]
                moments[n] = first, second = first + 0.1 * (slope - first), second + 0.001 * (slope * slope - second)
                update = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
                held[n] = held[n] - rate * (update + _DECAY * held[n] * (held[n].ndim > 1))
    layers = tuple((held[i], held[i + 1]) for i in range(0, len(held), 2))
    return Net(middle.astype(np.float32), scale.astype(np.float32), layers)


def _slopes(held: list[Floats], rows: Floats, same: Floats, random: np.random.Generator) -> list[Floats]:
    """The gradient of the mean cross entropy, a tenth of the first layer's outputs dropped."""
    inputs = [rows]
    for layer in range(0, len(held) - 2, 2):
        x = np.maximum(0, inputs[-1] @ held[layer] + held[layer + 1])
        if layer == 0:
            x *= (random.random(x.shape, np.float32) >= _DROP) * np.float32(1 / (1 - _DROP))
        inputs.append(x)
    told = (inputs[-1] @ held[-2] + held[-1])[:, 0]
    back = ((1 / (1 + np.exp(-told)) - same) / np.float32(len(rows)))[:, None]
    slopes: list[Floats] = []
    for layer in range(len(held) - 2, -1, -2):
        x = inputs[layer // 2]
        slopes[:0] = [x.T @ back, back.sum(0)]
        # What is dropped or below zero is 0 in the output, and moves nothing; what is kept grew by the dropout's share.
        grown = np.float32(1 / (1 - _DROP)) if layer == 2 else np.float32(1)
        back = (back @ held[layer].T) * (x > 0) * grown
    return slopes


def scorer(parts: list[Part]) -> Scorer:
    """A scorer trained on these parts."""
    features = [np.concatenate([p.features for p in part.pairs]) for part in parts]
    same = [np.concatenate(part.same) for part in parts]
    widened = []
    for n, part in enumerate(parts):
        others = [i for i in range(len(parts)) if i != n]
        nets = _nets([features[i] for i in others], [same[i] for i in others])
        told = [support(p, part.known, mean(nets, p.features)) for p in part.pairs if len(p.first)]
        widened.append(np.concatenate([features[n], np.concatenate(told)], 1))
    return Scorer(_nets(features, same), _nets(widened, same))


def _nets(rows: list[Floats], same: list[Floats]) -> tuple[Net, ...]:
    return tuple(trained(np.concatenate(rows), np.concatenate(same), seed) for seed in range(SEEDS))


def judged(part: Part, events: list[list[int]]) -> Score:
    """CoNLL F1 and its three parts."""
    gold = [chain for t in part.texts for chain in t.chains]
    return conll(gold, [n for numbers in events for n in numbers])


def main() -> int:
    """See the module."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--measure", action="store_true")
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    start = time.process_time()
    parts = [prepared(texts) for texts in folds(read(FILE), PARTS)]
    if given.measure:
        scores: list[tuple[Score, Score]] = []
        for n, part in enumerate(parts):
            made = scorer([p for i, p in enumerate(parts) if i != n])
            found = linked(part.known, part.topics, made, THRESHOLD)
            scores.append((judged(part, by_lemma(part.known, part.topics)), judged(part, found)))
            for name, score in zip(("head lemma", "scorer"), scores[-1], strict=True):
                print(f"part {n + 1} {name}: {score.shown()} ({time.process_time() - start:.0f} s)", flush=True)
        for name, column in zip(("head lemma", "scorer"), zip(*scores, strict=True), strict=True):
            print(f"mean {name}: {Score(*(float(np.mean(x)) for x in zip(*column, strict=True))).shown()}")
    if given.out:
        arrays: dict[str, Any] = dict(stored(scorer(parts)))
        np.savez_compressed(given.out, **arrays)
        print(f"{given.out}: {given.out.stat().st_size / 1000:.0f} kB, {time.process_time() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
