"""Trains the linear model of speeches on GePaDe (SpkAtt-2023, CC BY-SA 4.0): which words are cues, what they are
about, and who says it. Averaged softmax regression over candidates, in numpy.

    LAGEBILD_DATA=… python -m training.statements.train [--folds 5] [--out src/lagebild/models/speech_de.npz]

With --folds the figures of a cross-validation over whole speeches are printed; with --out the model is written.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Context, Document, Marks, Reading
from lagebild.mark.sentences import SENTENCES
from lagebild.mark.statements.lexicon import lexicon
from lagebild.mark.statements.passage import Passage, Pieces
from lagebild.mark.statements.passage import contents as candidates
from lagebild.mark.statements.speech import Model, is_candidate, speakers
from lagebild.mark.statements.speech_features import SIZE, Candidates, Columns, Rows
from lagebild.mark.words import words

IGNORED = frozenset(" \t\n\r\u00a0\"'„“”‚‘’«»‹›`´.,;:!?-–—()[]…")
_BATCH = 24
"""Words in a batch."""


class Choice(NamedTuple):
    """Candidates (one row of feature indices each) and what each is worth, the last one being none of them, with the
    indices `nobody`."""

    rows: Rows
    nobody: Rows
    worth: NDArray[np.float32]


class Speech(NamedTuple):
    """A document with its training material."""

    id: str
    passage: Passage
    gold: list[tuple[str, frozenset[int], frozenset[int], frozenset[int]]]
    cues: list[tuple[int, Rows, bool]]
    contents: list[Choice]
    speakers: list[Choice]


def letters(text: str, spans: list[list[int]]) -> frozenset[int]:
    return frozenset(i for a, b in spans for i in range(a, min(b, len(text))) if text[i] not in IGNORED)


def f1(a: frozenset[int], b: frozenset[int]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def prepare(document: dict[str, Any]) -> Speech:
    text = document["text"]
    lexis = lexicon("de")
    reading = Reading(Document(id="x"), 1, text, (), "de")
    marks = SENTENCES(reading, Marks(), Context(language="de"))
    passage = Passage(text, marks.sentences, words(text), lexis)
    gold = [
        (q["kind"], letters(text, q["parts"]), letters(text, q["speaker_parts"] or []), letters(text, q["cue_parts"]))
        for q in document["quotes"]
    ]
    at: dict[int, list[int]] = {}
    for n, (_, _, _, cue) in enumerate(gold):
        tokens = [i for i, (a, b) in enumerate(zip(passage.start, passage.end, strict=True)) if a in cue and b > a]
        tokens = [i for i in tokens if passage.part_of[i] >= 0]
        if tokens:
            at.setdefault(tokens[-1], []).append(n)
    columns = Columns(passage, lexis)
    words_there = [i for i in range(len(passage.low)) if is_candidate(passage, i) or i in at]
    rows, near, row = columns.of_cues(np.array(words_there, dtype=np.int64))
    begins = np.searchsorted(row, np.arange(len(words_there) + 1))
    cues = [(i, np.concatenate((rows[n], near[begins[n] : begins[n + 1]])), i in at) for n, i in enumerate(words_there)]
    contents, who = [], []
    for i, numbers in at.items():
        for n in numbers:
            contents.append(choice(columns, i, candidates(passage, i), gold[n][1]))
            who.append(choice(columns, i, speakers(passage, i), gold[n][2]))
    return Speech(document["id"], passage, gold, cues, contents, who)


def choice(columns: Columns, cue: int, spans: list[Pieces], wanted: frozenset[int]) -> Choice:
    passage, worth = columns.passage, []
    for pieces in spans:
        got = letters(passage.text, [[s.start, s.end] for s in passage.spans(pieces)])
        worth.append(f1(got, wanted))
    rows = columns.of_spans(Candidates.of([(cue, spans)]))
    best = max(worth, default=0.0)
    target = np.array([max(0.0, v) if v >= max(0.5, best - 0.02) else 0.0 for v in worth] + [0.0], dtype=np.float32)
    if target.sum() == 0:
        target[-1] = 1.0  # the row for "nobody"; no content is ever "nothing", for it is asked only after a cue
    return Choice(rows, columns.of_nobody(np.array([cue]))[0], target / target.sum())


class Trainer:
    """AdaGrad on one table of weights, averaged over the steps of the last epochs."""

    def __init__(self, rate: float, decay: float) -> None:
        self.w = np.zeros(SIZE)
        self.g = np.full(SIZE, 1e-3)
        self.rate, self.decay = rate, decay

    def step(self, index: Rows, gradient: NDArray[np.float64]) -> None:
        """Down the gradient; indices may repeat."""
        unique, inverse = np.unique(index, return_inverse=True)
        total = np.bincount(inverse, weights=gradient) + self.decay * self.w[unique]
        self.g[unique] += total * total
        self.w[unique] -= self.rate * total / np.sqrt(self.g[unique])

    def binary(self, data: list[tuple[int, Rows, bool]], chance: random.Random) -> None:
        """One pass over words, in small batches: as good as one by one, and four times as fast."""
        order = chance.sample(range(len(data)), len(data))
        for begin in range(0, len(order), _BATCH):
            batch = [data[n] for n in order[begin : begin + _BATCH]]
            sizes = np.array([len(row) for _, row, _ in batch])
            index = np.concatenate([row for _, row, _ in batch])
            scores = np.add.reduceat(self.w[index], np.concatenate(([0], np.cumsum(sizes)[:-1])))
            delta = 1 / (1 + np.exp(-scores)) - np.array([right for _, _, right in batch], dtype=float)
            delta[np.abs(delta) < 0.02] = 0
            if delta.any():
                self.step(index, np.repeat(delta, sizes))

    def ranked(self, data: list[Choice], chance: random.Random) -> None:
        for n in chance.sample(range(len(data)), len(data)):
            rows, nobody, worth = data[n]
            scores = np.append(self.w[rows].sum(axis=1), self.w[nobody].sum())
            p = np.exp(scores - scores.max())
            p /= p.sum()
            delta = p - worth
            keep = np.flatnonzero(np.abs(delta[:-1]) > 0.01)
            index, gradient = rows[keep].ravel(), np.repeat(delta[keep], rows.shape[1])
            if abs(delta[-1]) > 0.01:
                index = np.concatenate((index, nobody))
                gradient = np.concatenate((gradient, np.full(len(nobody), delta[-1])))
            if len(index):
                self.step(index, gradient)


def fit(speeches: list[Speech], *, epochs: int, seed: int = 7) -> Model:
    chance = random.Random(seed)
    cue, content, who = Trainer(0.1, 2e-4), Trainer(0.1, 2e-4), Trainer(0.1, 2e-4)
    means = [np.zeros(SIZE) for _ in range(3)]
    cues = [c for s in speeches for c in s.cues]
    contents = [c for s in speeches for c in s.contents]
    speaking = [c for s in speeches for c in s.speakers]
    for epoch in range(epochs):
        cue.binary(cues, chance)
        content.ranked(contents, chance)
        who.ranked(speaking, chance)
        if epoch >= epochs // 2:
            for n, trainer in enumerate((cue, content, who)):
                means[n] += trainer.w / (epochs - epochs // 2)
    return Model(*(m.astype(np.float32) for m in means))


def match(wanted: list[frozenset[int]], got: list[frozenset[int]], least: float) -> list[tuple[int, int]]:
    pairs = sorted(((f1(g, p), i, j) for i, g in enumerate(wanted) for j, p in enumerate(got) if g & p), reverse=True)
    left: set[int] = set()
    right: set[int] = set()
    found = []
    for score, i, j in pairs:
        if score >= least and i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def measure(speeches: list[Speech], model: Model, thresholds: tuple[float, ...]) -> dict[float, dict[str, int]]:
    """Counts at each threshold of the cue's probability."""
    table: dict[float, dict[str, int]] = {}
    for speech in speeches:
        text = speech.passage.text
        frames = model.frames(speech.passage, lexicon("de"), min(thresholds))
        for least in thresholds:
            n = table.setdefault(
                least, dict.fromkeys(("gold", "got", "hit", "exact", "message", "got message", "who"), 0)
            )
            kept: dict[frozenset[int], frozenset[int]] = {}
            for frame in frames:
                if frame.sure >= least:
                    got = letters(text, [[s.start, s.end] for s in speech.passage.spans(frame.content)])
                    spoken = letters(text, [[s.start, s.end] for s in speech.passage.spans(frame.speaker)])
                    if got:
                        kept.setdefault(got, spoken)
            spans = list(kept)
            wanted = [g[1] for g in speech.gold]
            pairs = match(wanted, spans, 0.5)
            messages = [g[1] for g in speech.gold if g[0] == "Message"]
            topics = [g[1] for g in speech.gold if g[0] != "Message"]
            rest = [s for s in spans if not any(f1(s, t) >= 0.5 for t in topics)]
            n["gold"] += len(wanted)
            n["got"] += len(spans)
            n["hit"] += len(pairs)
            n["exact"] += len(match(wanted, spans, 1.0))
            n["who"] += sum(
                bool(speech.gold[i][2] & kept[spans[j]]) if speech.gold[i][2] else not kept[spans[j]] for i, j in pairs
            )
            n["message gold"] = n.get("message gold", 0) + len(messages)
            n["got message"] += len(rest)
            n["message"] += len(match(messages, rest, 0.5))
    return table


def figures(n: dict[str, int]) -> str:
    def score(hits: int, got: int, gold: int) -> str:
        return f"{100 * hits / max(1, got):.1f} {100 * hits / gold:.1f} F1 {200 * hits / max(1, got + gold):.1f}"

    message = score(n["message"], n["got message"], n["message gold"])
    whole = score(n["who"], n["got"], n["gold"])
    exact = score(n["exact"], n["got"], n["gold"])
    return f"all {score(n['hit'], n['got'], n['gold'])} · message {message} · exact {exact} · end to end {whole}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, default=0, help="stop after this many folds")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    path = Path(os.environ.get("LAGEBILD_DATA", "../shared/data")) / "statements/gepade_train.jsonl"
    begin = time.process_time()
    speeches = [prepare(json.loads(line)) for line in path.read_text("utf-8").splitlines()]
    print(f"{len(speeches)} speeches read, {time.process_time() - begin:.0f} s")
    thresholds = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
    random.Random(3).shuffle(speeches)
    total: dict[float, dict[str, int]] = {}
    for fold in range(options.folds):
        if options.only and fold >= options.only:
            break
        train = [s for n, s in enumerate(speeches) if n % options.folds != fold]
        held = [s for n, s in enumerate(speeches) if n % options.folds == fold]
        model = fit(train, epochs=options.epochs)
        for least, n in measure(held, model, thresholds).items():
            row = total.setdefault(least, {})
            for key, value in n.items():
                row[key] = row.get(key, 0) + value
        print(f"fold {fold}, {time.process_time() - begin:.0f} s")
    for least, n in total.items():
        print(least, figures(n))
    if options.out:
        fit(speeches, epochs=options.epochs).save(options.out)
        print(f"{options.out}: {options.out.stat().st_size} bytes, {time.process_time() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
