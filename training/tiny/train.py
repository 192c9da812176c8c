"""The tiny reader: trained and written as it ships.

`python -m training.tiny.train --taught FOLDER --to src/lagebild/models/tiny.npz [--epochs 10]`, with `LAGEBILD_DATA`
set; FOLDER is what `training.tiny.teach` wrote. Word vectors stay those of the base model (multilingual-e5-small, MIT):
only what is made of them is learned, from gold labels, where a word may have several, and from what the small reader
thinks of texts without labels (Hinton et al. 2015, "Distilling the Knowledge in a Neural Network").
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from lagebild.mark.reader import shipped
from lagebild.mark.reader.decode import Floats
from lagebild.mark.reader.features import BUCKETS, SHAPES, Features, features
from lagebild.mark.reader.file import UNKNOWN
from lagebild.mark.reader.file import model as stored
from lagebild.mark.reader.tiny import FORMAT
from training.reader import corpora
from training.reader.corpora import LABELS, Example
from training.reader.model import partial_loss
from training.reader.train import DATA, OWN

Halves = NDArray[np.float16]

SEED = 20221207
PIECES, AFFIX, SHAPE, WIDE, HIDDEN, GATES = 96, 24, 16, 384, 192, 64
LAYERS = (("gates", 0), ("apart", 2), ("gates", 0))
"""After the first, in which a word is told of those beside it: the kind of each and how far it reaches."""
RATE, BATCH, DROPOUT = 2e-3, 48, 0.2
OWN_TIMES = {"train": 2, "general": 1}


class Sentence(NamedTuple):
    """The numbers of its words, and what is right: labels that each may have in 0/1, or their probabilities."""

    words: list[int]
    target: Floats
    soft: bool


class Words:
    """All words that were seen, each with its features once."""

    def __init__(self) -> None:
        self._pieces = stored(shipped(), 1).tokenizer
        self._numbers: dict[str, int] = {}
        self._features: list[Features] = []

    def number(self, word: str) -> int:
        """The number of a word."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self._features)
            self._features.append(features(word, self._pieces))
        return found

    def tables(self, vectors: Tensor) -> Tables:
        """What is known of the words, by number, with the base model's `vectors` of pieces."""
        pieces = [row.pieces or (UNKNOWN,) for row in self._features]
        counts = torch.tensor([len(row) for row in pieces])
        flat = torch.tensor([p for row in pieces for p in row])
        ends = torch.cumsum(counts, 0)
        means = nn.functional.embedding_bag(flat, vectors, ends - counts, mode="mean")
        return Tables(
            (means, vectors[flat[ends - counts]], vectors[flat[ends - 1]]),
            torch.tensor([row.affixes for row in self._features]),
            torch.tensor([row.shape for row in self._features]),
        )


class Tables(NamedTuple):
    """Of each word the mean of its pieces' vectors, that of the first and of the last, its affixes and its shape."""

    pieces: tuple[Tensor, Tensor, Tensor]
    affixes: Tensor
    shapes: Tensor


class Tiny(nn.Module):
    """Words in, label scores out; as `lagebild.mark.reader.tiny` and `layers` do it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.pieces = nn.Linear(width, PIECES, bias=False)
        self.affixes = nn.EmbeddingBag(BUCKETS, AFFIX, mode="sum")
        self.shapes = nn.Embedding(SHAPES, SHAPE)
        self.wide = nn.Linear(3 * PIECES + AFFIX + SHAPE, WIDE)
        self.enter = nn.Linear(WIDE, HIDDEN)
        self.first = nn.Parameter(torch.zeros(HIDDEN))
        self.near = Near()
        self.layers = nn.ModuleList(Gates() if kind == "gates" else Apart(reach) for kind, reach in LAYERS)
        self.last = nn.LayerNorm(HIDDEN)
        self.leave = nn.Linear(HIDDEN, len(LABELS))
        nn.init.normal_(self.affixes.weight, std=0.1)

    def forward(self, tables: Tables, batch: Batch) -> Tensor:
        """Scores of all words of a batch, `[words, labels]`, one after another."""
        pieces = [self.pieces(table[batch.words]) for table in tables.pieces]
        if self.training:
            # A word that was never seen is known by its form and by those around it.
            seen = torch.rand(len(batch.words), 1) > 0.1
            pieces = [one * seen for one in pieces]
        affixes, shapes = self.affixes(tables.affixes[batch.words]), self.shapes(tables.shapes[batch.words])
        word = self._dropped(torch.cat([*pieces, affixes, shapes], 1))
        states = self.enter(self._dropped(torch.relu(self.wide(word))))
        states = self._dropped(states.index_add(0, batch.begins, self.first.expand(len(batch.begins), -1)))
        for layer in (self.near, *self.layers):
            states = states + self._dropped(layer(states, batch))
        return self.leave(self.last(states))  # type: ignore[no-any-return]

    def _dropped(self, values: Tensor) -> Tensor:
        return nn.functional.dropout(values, DROPOUT, self.training)


class Near(nn.Module):
    """A word with those beside it, each through a matrix of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.weight = nn.LayerNorm(HIDDEN), nn.Linear(3 * HIDDEN, HIDDEN)

    def forward(self, states: Tensor, batch: Batch) -> Tensor:
        plain = self.norm(states)
        before, after = batch.apart(plain, 1)
        return torch.relu(self.weight(torch.cat([before, plain, after], 1)))


class Apart(nn.Module):
    """A word with those so far before and after it: three weights a column, then one matrix for all."""

    def __init__(self, distance: int) -> None:
        super().__init__()
        self.distance, self.norm, self.weight = distance, nn.LayerNorm(HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        taps = torch.randn(3, HIDDEN) * 0.3
        taps[1] += 0.6
        self.taps = nn.Parameter(taps)

    def forward(self, states: Tensor, batch: Batch) -> Tensor:
        plain = self.norm(states)
        before, after = batch.apart(plain, self.distance)
        return torch.relu(self.weight(self.taps[0] * before + self.taps[1] * plain + self.taps[2] * after))


class Gates(nn.Module):
    """A memory that goes through the sentence both ways."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(HIDDEN)
        self.weight, self.out = nn.Linear(HIDDEN, 4 * GATES), nn.Linear(2 * GATES, HIDDEN)

    def forward(self, states: Tensor, batch: Batch) -> Tensor:
        made = self.weight(self.norm(states))
        # [sentences, steps, 4 × gates]; the row at the end stands for no word.
        grid = torch.cat([made, made.new_zeros(1, made.shape[1])])[batch.grid]
        inside = (batch.grid < len(made))[:, :, None]
        both = []
        for way in (0, 1):
            taken = torch.sigmoid(grid[:, :, 2 * way * GATES : (2 * way + 1) * GATES]) * inside
            given = torch.tanh(grid[:, :, (2 * way + 1) * GATES : (2 * way + 2) * GATES])
            held, memory = made.new_zeros(len(grid), GATES), []
            steps = range(grid.shape[1])
            for step in reversed(steps) if way else steps:
                held = held + taken[:, step] * (given[:, step] - held)
                memory.append(held)
            both.append(torch.stack(memory[::-1] if way else memory, 1))
        return self.out(torch.cat(both, -1).flatten(0, 1)[batch.cells])  # type: ignore[no-any-return]


class Batch(NamedTuple):
    """Sentences one after another: words; where each begins; of each word its sentence; `grid` `[sentences, steps]`
    of rows, `len(words)` for none; and of each word its cell in the grid."""

    words: Tensor
    begins: Tensor
    sentences: Tensor
    grid: Tensor
    cells: Tensor
    target: Tensor
    soft: Tensor

    def apart(self, rows: Tensor, distance: int) -> tuple[Tensor, Tensor]:
        """For each row that so far before and after it in its sentence, or zeros."""
        same = (self.sentences[distance:] == self.sentences[:-distance])[:, None]
        none = rows.new_zeros(min(distance, len(rows)), rows.shape[1])
        return torch.cat([none, rows[:-distance] * same]), torch.cat([rows[distance:] * same, none])


def batch(found: Sequence[Sentence]) -> Batch:
    """Puts sentences together."""
    lengths = torch.tensor([len(s.words) for s in found])
    begins, longest = torch.cumsum(lengths, 0) - lengths, int(lengths.max())
    sentences = torch.repeat_interleave(torch.arange(len(found)), lengths)
    rows = torch.arange(len(sentences))
    cells = sentences * longest + rows - begins[sentences]
    grid = torch.full((len(found) * longest,), len(rows))
    grid[cells] = rows
    return Batch(
        torch.tensor([word for s in found for word in s.words]),
        begins,
        sentences,
        grid.view(len(found), longest),
        cells,
        torch.from_numpy(np.concatenate([s.target for s in found])),
        torch.repeat_interleave(torch.tensor([s.soft for s in found]), lengths),
    )


def sentences(taught: Path, words: Words) -> list[Sentence]:
    """All that is learned from in one epoch."""
    gold: list[Example] = []
    for corpus in corpora.TRAINING:
        gold.extend(corpora.read(DATA, corpus))
    for part, times in OWN_TIMES.items():
        for file in sorted(OWN.glob(f"{part}-*.txt")):
            gold.extend(list(corpora.own(file)) * times)
    found = []
    for example in gold:
        target = np.zeros((len(example.words), len(LABELS)), np.float32)
        for row, allowed in enumerate(example.allowed):
            target[row, list(allowed)] = 1
        found.append(Sentence([words.number(example.text[a:b]) for a, b in example.words], target, soft=False))
    for file in sorted(taught.glob("*.pkl")):
        for text, spans, logs in pickle.loads(file.read_bytes()):
            probabilities = np.exp(logs.astype(np.float32))
            found.append(Sentence([words.number(text[a:b]) for a, b in spans], probabilities, soft=True))
    print(f"{len(gold)} sentences with labels, {len(found) - len(gold)} taught", flush=True)
    return [s for s in found if s.words]


def loss(scores: Tensor, given: Batch) -> Tensor:
    """−log P(allowed) where there are labels, cross-entropy with the teacher's probabilities elsewhere."""
    hard = partial_loss(scores[~given.soft], given.target[~given.soft]) if (~given.soft).any() else torch.zeros(())
    if not given.soft.any():
        return hard
    logs = torch.log_softmax(scores[given.soft], -1)
    soft = -(given.target[given.soft] * logs).sum(-1).mean()
    share = given.soft.float().mean()
    return (1 - share) * hard + share * soft


def batches(found: list[Sentence], chance: random.Random) -> list[list[Sentence]]:
    """One pass: sentences of like length together, else at random."""
    chance.shuffle(found)
    made: list[list[Sentence]] = []
    for begin in range(0, len(found), 16 * BATCH):
        near = sorted(found[begin : begin + 16 * BATCH], key=lambda s: len(s.words))
        made.extend(near[at : at + BATCH] for at in range(0, len(near), BATCH))
    chance.shuffle(made)
    return made


def train(taught: Path, epochs: int) -> Tiny:
    """A trained model."""
    torch.manual_seed(SEED)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    words = Words()
    found = sentences(taught, words)
    vectors = base_vectors()
    tables, model = words.tables(vectors), Tiny(vectors.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01)
    chance, steps = random.Random(SEED), epochs * -(-len(found) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    model.train()
    for epoch in range(epochs):
        start, total = time.monotonic(), 0.0
        made = batches(found, chance)
        for one in map(batch, made):
            value = loss(model(tables, one), one)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += float(value.detach())
        row = {"epoch": epoch + 1, "loss": round(total / len(made), 4), "seconds": round(time.monotonic() - start)}
        print(json.dumps(row), flush=True)
    model.eval()
    return model


def base_vectors() -> Tensor:
    """The vectors of all pieces of the base model, `[pieces, 384]`."""
    blocks = stored(shipped(), 1).vectors
    ids = np.arange(len(blocks.blocks))[None]
    return torch.from_numpy((blocks(ids.T) - blocks.positions[0])[:, 0])


def write(model: Tiny, to: Path) -> None:
    """The file that ships: the table of pieces in whole numbers of 8 bits with a scale a row, the rest in 16-bit."""
    with torch.no_grad():
        table = model.pieces(base_vectors()).numpy()
    scales = np.abs(table).max(1) / 127 + 1e-12
    with np.load(shipped()) as small:
        pieces, scores = small["pieces"], small["scores"].astype(np.float16)
    made = {
        "pieces": pieces,
        "scores": scores,
        "table": np.round(table / scales[:, None]).astype(np.int8),
        "scales": scales.astype(np.float32),
        "affixes": _half(model.affixes.weight),
        "shapes": _half(model.shapes.weight),
        "first": _half(model.first),
    }
    for name in ("wide", "enter", "leave"):
        made |= _matrix(model.get_submodule(name), name)
    # `[hidden, 3 × hidden]`: what a word tells the one after it, itself and the one before it.
    near = model.near.weight.weight.view(HIDDEN, 3, HIDDEN).permute(2, 1, 0).reshape(HIDDEN, 3 * HIDDEN)
    made |= {"near": _half(near), "near_bias": _half(model.near.weight.bias)}
    norms = {"near_{}": model.near.norm, "last_{}": model.last}
    for n, layer in enumerate(model.layers):
        norms[f"{{}}_{n}"] = layer.norm  # type: ignore[assignment]
        made |= {f"weight_{n}": _half(layer.weight.weight.T), f"bias_{n}": _half(layer.weight.bias)}  # type: ignore
        if isinstance(layer, Apart):
            made[f"taps_{n}"] = _half(layer.taps)
        elif isinstance(layer, Gates):
            made |= {f"out_{n}": _half(layer.out.weight.T), f"out_bias_{n}": _half(layer.out.bias)}
    for name, norm in norms.items():
        made |= {name.format("scale"): _half(norm.weight), name.format("shift"): _half(norm.bias)}
    digest = hashlib.sha256(b"".join(made[name].tobytes() for name in sorted(made))).hexdigest()
    card = {"format": FORMAT, "version": digest[:8], "labels": LABELS, "layers": LAYERS}
    np.savez_compressed(to, card=np.frombuffer(json.dumps(card).encode(), np.uint8), **made)
    print(f"{to}: {to.stat().st_size / 1e6:.1f} MB")


def _matrix(layer: nn.Module, name: str) -> dict[str, Halves]:
    assert isinstance(layer, nn.Linear)
    return {name: _half(layer.weight.T), f"{name}_bias": _half(layer.bias)}


def _half(values: Tensor) -> Halves:
    half: Halves = values.detach().numpy().astype(np.float16)
    return half


def main() -> int:
    """The command; exit code."""
    options = argparse.ArgumentParser(description="Train the tiny reader.")
    options.add_argument("--taught", type=Path, required=True)
    options.add_argument("--to", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=10)
    chosen = options.parse_args()
    if not (DATA / "names").is_dir():
        print(f"{DATA}: no corpora; set LAGEBILD_DATA", file=sys.stderr)
        return 2
    write(train(chosen.taught, chosen.epochs), chosen.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
