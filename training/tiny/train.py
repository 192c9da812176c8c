"""The tiny reader: trained and written as it ships.

`python -m training.tiny.train --taught FOLDER --to src/lagebild/models/tiny.npz [--epochs 15]`, with `LAGEBILD_DATA`
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
from torch import Tensor, nn

from lagebild.mark.reader import shipped
from lagebild.mark.reader.features import BUCKETS, SHAPES, features
from lagebild.mark.reader.file import model as stored
from lagebild.mark.reader.tiny import FORMAT
from training.reader import corpora
from training.reader.corpora import LABELS, Example
from training.reader.model import partial_loss
from training.reader.train import DATA, OWN

SEED = 20221207
PIECES, AFFIX, SHAPE, HIDDEN, DILATIONS = 96, 24, 16, 192, (1, 2, 4)
RATE, BATCH, GAP = 2e-3, 48, max(DILATIONS)
OWN_TIMES = {"train": 2, "general": 1, "broad": 1}


class Sentence(NamedTuple):
    """Features of the words, and what is right: labels that each may have in 0/1, or their probabilities."""

    pieces: Tensor
    counts: Tensor
    affixes: Tensor
    shapes: Tensor
    target: Tensor
    soft: bool


class Tiny(nn.Module):
    """Features of words in, label scores out."""

    def __init__(self, vectors: Tensor) -> None:
        super().__init__()
        self.vectors = nn.Buffer(vectors)
        self.pieces = nn.Linear(vectors.shape[1], PIECES, bias=False)
        self.affixes = nn.EmbeddingBag(BUCKETS, AFFIX, mode="sum")
        self.shapes = nn.Embedding(SHAPES, SHAPE)
        self.enter = nn.Linear(PIECES + AFFIX + SHAPE, HIDDEN)
        self.first = nn.Parameter(torch.zeros(HIDDEN))
        self.norms = nn.ModuleList(nn.LayerNorm(HIDDEN) for _ in DILATIONS)
        self.blocks = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, padding=d, dilation=d) for d in DILATIONS)
        self.leave = nn.Linear(HIDDEN, len(LABELS))
        nn.init.normal_(self.affixes.weight, std=0.1)

    def forward(self, batch: Batch) -> Tensor:
        """Scores of all words of a batch, `[words, labels]`, one after another."""
        summed = nn.functional.embedding_bag(batch.pieces, self.vectors, batch.offsets, mode="mean")
        piece = self.pieces(summed)
        if self.training:
            # A word that was never seen is known by its form and by those around it.
            piece = piece * (torch.rand(len(piece), 1) > 0.1)
        word = torch.cat([piece, self.affixes(batch.affixes), self.shapes(batch.shapes)], 1)
        word = nn.functional.dropout(self.enter(nn.functional.dropout(word, 0.2, self.training)), 0.2, self.training)
        states = torch.zeros(batch.rows, HIDDEN).index_put((batch.places,), word)
        states = states.index_add(0, batch.begins, self.first.expand(len(batch.begins), -1))
        inside = torch.zeros(batch.rows, 1).index_put((batch.places,), torch.ones(1))
        for norm, block in zip(self.norms, self.blocks, strict=True):
            given = (norm(states) * inside).T[None]
            made = torch.relu(block(given))[0].T * inside
            states = states + nn.functional.dropout(made, 0.2, self.training)
        return self.leave(states[batch.places])  # type: ignore[no-any-return]


class Batch(NamedTuple):
    """Sentences one after another, with rows of nothing between them."""

    pieces: Tensor
    offsets: Tensor
    affixes: Tensor
    shapes: Tensor
    places: Tensor
    begins: Tensor
    rows: int
    target: Tensor
    soft: Tensor


def batch(found: Sequence[Sentence]) -> Batch:
    """Puts sentences together."""
    counts = torch.cat([s.counts for s in found])
    places, begins, row = [], [], GAP
    for sentence in found:
        begins.append(row)
        places.append(torch.arange(row, row + len(sentence.shapes)))
        row += len(sentence.shapes) + GAP
    return Batch(
        torch.cat([s.pieces for s in found]),
        torch.cumsum(counts, 0) - counts,
        torch.cat([s.affixes for s in found]),
        torch.cat([s.shapes for s in found]),
        torch.cat(places),
        torch.tensor(begins),
        row,
        torch.cat([s.target for s in found]),
        torch.cat([torch.full((len(s.shapes),), s.soft) for s in found]),
    )


class Reading:
    """Sentences into features, with the pieces of the small reader."""

    def __init__(self) -> None:
        self._pieces = stored(shipped(), 1).tokenizer

    def gold(self, example: Example) -> Sentence:
        """A sentence whose words have labels."""
        target = torch.zeros(len(example.words), len(LABELS))
        for row, allowed in enumerate(example.allowed):
            target[row, list(allowed)] = 1
        return self._made([example.text[a:b] for a, b in example.words], target, soft=False)

    def taught(self, text: str, words: Sequence[tuple[int, int]], logs: np.ndarray) -> Sentence:  # type: ignore[type-arg]
        """A sentence of which the small reader has said what it thinks."""
        return self._made([text[a:b] for a, b in words], torch.from_numpy(np.exp(logs.astype(np.float32))), soft=True)

    def _made(self, words: list[str], target: Tensor, *, soft: bool) -> Sentence:
        rows = [features(word, self._pieces) for word in words]
        pieces = [row.pieces or (3,) for row in rows]
        return Sentence(
            torch.tensor([p for row in pieces for p in row]),
            torch.tensor([len(row) for row in pieces]),
            torch.tensor([row.affixes for row in rows]),
            torch.tensor([row.shape for row in rows]),
            target,
            soft,
        )


def sentences(taught: Path) -> list[Sentence]:
    """All that is learned from in one epoch."""
    reading = Reading()
    found: list[Sentence] = []
    for corpus in corpora.TRAINING:
        found.extend(map(reading.gold, corpora.read(DATA, corpus)))
    for part, times in OWN_TIMES.items():
        for file in sorted(OWN.glob(f"{part}-*.txt")):
            found.extend(list(map(reading.gold, corpora.own(file))) * times)
    gold = len(found)
    for file in sorted(taught.glob("*.pkl")):
        found.extend(reading.taught(*row) for row in pickle.loads(file.read_bytes()))
    print(f"{gold} sentences with labels, {len(found) - gold} taught", flush=True)
    return [s for s in found if len(s.shapes)]


def loss(scores: Tensor, given: Batch) -> Tensor:
    """−log P(allowed) where there are labels, cross-entropy with the teacher's probabilities elsewhere."""
    hard = partial_loss(scores[~given.soft], given.target[~given.soft]) if (~given.soft).any() else torch.zeros(())
    if not given.soft.any():
        return hard
    logs = torch.log_softmax(scores[given.soft], -1)
    soft = -(given.target[given.soft] * logs).sum(-1).mean()
    share = given.soft.float().mean()
    return (1 - share) * hard + share * soft


def train(taught: Path, epochs: int) -> Tiny:
    """A trained model."""
    torch.manual_seed(SEED)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    found = sentences(taught)
    blocks = stored(shipped(), 1).vectors
    ids = np.arange(len(blocks.blocks))[None]
    model = Tiny(torch.from_numpy((blocks(ids.T) - blocks.positions[0])[:, 0]))
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.01)
    shuffled, steps = random.Random(SEED), epochs * (len(found) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        model.train()
        start, total = time.monotonic(), 0.0
        shuffled.shuffle(found)
        for begin in range(0, len(found), BATCH):
            given = batch(found[begin : begin + BATCH])
            value = loss(model(given), given)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            total += float(value.detach())
        mean, seconds = total / (len(found) / BATCH), round(time.monotonic() - start)
        print(json.dumps({"epoch": epoch + 1, "loss": round(mean, 4), "seconds": seconds}), flush=True)
    model.eval()
    return model


def write(model: Tiny, to: Path) -> None:
    """The file that ships: the table of pieces in whole numbers of 8 bits with a scale a row, the rest in 16-bit."""
    with torch.no_grad():
        table = model.pieces(model.vectors).numpy()
    scales = np.abs(table).max(1) / 127 + 1e-12
    held = stored(shipped(), 1)
    with np.load(shipped()) as small:
        pieces, scores = small["pieces"], small["scores"].astype(np.float16)
    assert len(table) == len(held.vectors.blocks)
    made = {
        "pieces": pieces,
        "scores": scores,
        "table": np.round(table / scales[:, None]).astype(np.int8),
        "scales": scales.astype(np.float32),
        "affixes": _half(model.affixes.weight),
        "shapes": _half(model.shapes.weight),
        "enter": _half(model.enter.weight.T),
        "enter_bias": _half(model.enter.bias),
        "first": _half(model.first),
        "leave": _half(model.leave.weight.T),
        "leave_bias": _half(model.leave.bias),
    }
    for n, (norm, block) in enumerate(zip(model.norms, model.blocks, strict=True)):
        # `[out, in, 3]` to rows of the three words' states one after another.
        wide = block.weight.permute(2, 1, 0).reshape(3 * HIDDEN, HIDDEN)  # type: ignore[operator, union-attr]
        made |= {f"scale_{n}": _half(norm.weight), f"shift_{n}": _half(norm.bias)}  # type: ignore[arg-type]
        made |= {f"weight_{n}": _half(wide), f"bias_{n}": _half(block.bias)}  # type: ignore[arg-type]
    digest = hashlib.sha256(b"".join(made[name].tobytes() for name in sorted(made))).hexdigest()
    card = {"format": FORMAT, "version": digest[:8], "labels": LABELS, "dilations": DILATIONS}
    np.savez_compressed(to, card=np.frombuffer(json.dumps(card).encode(), np.uint8), **made)
    print(f"{to}: {to.stat().st_size / 1e6:.1f} MB")


def _half(values: Tensor) -> np.ndarray:  # type: ignore[type-arg]
    half: np.ndarray = values.detach().numpy().astype(np.float16)  # type: ignore[type-arg]
    return half


def main() -> int:
    """The command; exit code."""
    options = argparse.ArgumentParser(description="Train the tiny reader.")
    options.add_argument("--taught", type=Path, required=True)
    options.add_argument("--to", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=15)
    chosen = options.parse_args()
    if not (DATA / "names").is_dir():
        print(f"{DATA}: no corpora; set LAGEBILD_DATA", file=sys.stderr)
        return 2
    write(train(chosen.taught, chosen.epochs), chosen.to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
