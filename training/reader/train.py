"""Fine-tuning: base weights and sentences in, a checkpoint out. Resumes where it was stopped.

`python -m training.reader.train --out FOLDER [--layers 12]`, with `LAGEBILD_DATA` set.

Two things are learned at once: the labels of the words, and to leave the mean state of a text where the base model had
it, so that the same file serves for search by meaning after names have been learned.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from . import base, corpora, vocabulary
from .encoder import Encoder, pooled
from .evaluate import evaluate
from .model import Reader, partial_loss
from .windows import Batch, Window, batches, collate, windows

SEED = 20221207
HEAD_RATE, WARM_UP, EPSILON = 1e-3, 0.1, 1e-6


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of training: passes, rate of learning, bottom layers left as they are, weight of the drift of mean
    states, the corpora of others, and how often an epoch reads the project's own, by how their files begin. At too high
    a rate training collapses (all states alike)."""

    name: str
    epochs: int
    rate: float
    frozen: int
    anchor: float
    corpora: tuple[corpora.Corpus, ...]
    own: tuple[tuple[str, int], ...]


# What cases are about (train-*) is read more often than general newspapers. A second stage (three epochs at 8e-5, with
# broad-* too) read no set better beyond chance, alone or averaged with the first: docs/reader.md.
STAGES: tuple[Stage, ...] = (Stage("checkpoint", 5, 1e-4, 3, 5.0, corpora.TRAINING, (("train", 3), ("general", 2))),)
SAVE = 50
# The drift of mean states is looked at every third step: it costs a pass of the base model.
ANCHOR_EVERY = 3
DATA = Path(os.environ.get("LAGEBILD_DATA", "../shared/data"))
OWN = Path(__file__).resolve().parent.parent / "corpora/names"


def prepare(out: Path) -> tuple[base.Base, Tokenizer, Any]:
    """Base weights, pruned tokenizer and kept ids; the last two are kept in `out`."""
    weights = base.load()
    ids, file = out / "kept.npy", out / "tokenizer.json"
    if not ids.exists() or not file.exists():
        kept = vocabulary.keep(weights)
        vocabulary.save(vocabulary.tokenizer(weights, kept), file)
        np.save(ids, kept)
    return weights, Tokenizer.from_file(str(file)), np.load(ids)


def examples(stage: Stage) -> list[corpora.Example]:
    """The training sentences of an epoch."""
    found: list[corpora.Example] = []
    for corpus in stage.corpora:
        found.extend(corpora.read(DATA, corpus))
    for part, times in stage.own:
        for file in sorted(OWN.glob(f"{part}-*.txt")):
            found.extend(list(corpora.own(file)) * times)
    return found


def train(out: Path, *, layers: int, budget: int, stages: tuple[Stage, ...] = STAGES) -> None:
    """Train; each stage saves `out/<its name>.pt` every `SAVE` steps and after each epoch."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    weights, tokenizer, kept = prepare(out)
    before: Path | None = None
    for stage in stages:
        encoder = Encoder(weights, kept, layers, frozen=stage.frozen)
        for part in (encoder.words, encoder.positions, encoder.norm, *encoder.layers[: stage.frozen]):
            part.requires_grad_(not stage.frozen and part is not encoder.words)
        teacher = copy.deepcopy(encoder).eval()
        reader = Reader(encoder, weights.hidden, {"names": len(corpora.LABELS)})
        if before is not None:
            reader.load_state_dict(torch.load(before, weights_only=True)["reader"])
        found = windows(examples(stage), tokenizer)
        steps = len(batches(found, budget, random.Random(SEED))) * stage.epochs
        run = Run(stage, reader, teacher, *optimise(reader, steps, stage.rate), out / f"{stage.name}.pt")
        if run.file.exists():
            run.load()
        print(f"{stage.name}: {steps} steps, from epoch {run.epoch}, step {run.step}", flush=True)
        while run.epoch < stage.epochs:
            print(json.dumps(run.one_epoch(batches(found, budget, random.Random(SEED + run.epoch)))), flush=True)
            for row in evaluate(reader, tokenizer, DATA):
                print(json.dumps(row), flush=True)
        before = run.file


@dataclass
class Run:
    """A stage of training and how far it is."""

    stage: Stage
    reader: Reader
    teacher: Encoder
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    file: Path
    epoch: int = 0
    step: int = 0

    def save(self) -> None:
        """Everything that a resumed run needs, written aside and renamed."""
        aside = self.file.with_suffix(".part")
        state = {name: getattr(self, name).state_dict() for name in ("reader", "optimizer", "schedule")}
        torch.save({**state, "epoch": self.epoch, "step": self.step}, aside)
        aside.replace(self.file)

    def load(self) -> None:
        """Back to where the file says. Raises RuntimeError when it is of a model of another shape."""
        state = torch.load(self.file, weights_only=True)
        for name in ("reader", "optimizer", "schedule"):
            getattr(self, name).load_state_dict(state[name])
        self.epoch, self.step = state["epoch"], state["step"]

    def one_epoch(self, made: list[list[Window]]) -> dict[str, float]:
        """The rest of one pass over all batches: mean losses and seconds."""
        self.reader.train()
        label, drift, start, begin = 0.0, 0.0, time.monotonic(), self.step
        for batch in made[begin:]:
            losses = self.one_step(collate(batch))
            self.step += 1
            label, drift = label + losses[0], drift + losses[1]
            if self.step % SAVE == 0:
                self.save()
                rows = f"loss {label / (self.step - begin):.4f}, drift {drift / (self.step - begin):.4f}"
                print(f"step {self.step}: {rows}, {time.monotonic() - start:.0f} s", flush=True)
        count = max(1, self.step - begin)
        self.epoch, self.step = self.epoch + 1, 0
        self.save()
        seconds = round(time.monotonic() - start)
        return {"epoch": self.epoch, "loss": label / count, "drift": drift / count, "seconds": seconds}

    def one_step(self, data: Batch) -> tuple[float, float]:
        """One step of descent: the loss on labels, and how far the mean states have gone (0 where not looked at)."""
        encoder = self.reader.encoder
        below = encoder.lower(data.ids, data.mask)
        states = encoder.upper(below, data.mask)
        loss = partial_loss(self.reader.scores(states)["names"][data.rows, data.columns], data.allowed)
        drift = torch.zeros(())
        if self.step % ANCHOR_EVERY == 0:
            with torch.no_grad():
                # The frozen part is the same in both.
                shared = self.teacher.upper(below, data.mask) if encoder.frozen else self.teacher(data.ids, data.mask)
                before = pooled(shared, data.mask)
            drift = (1 - (pooled(states, data.mask) * before).sum(-1)).mean()
        (loss + self.stage.anchor * drift).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for p in self.reader.parameters() if p.requires_grad], 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.schedule.step()
        return float(loss.detach()), float(drift.detach()) * ANCHOR_EVERY


def optimise(
    reader: Reader, steps: int, rate: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with its own rate for the heads; linear warm-up and decay."""
    body = [p for n, p in reader.named_parameters() if p.requires_grad and not n.startswith("heads.")]
    groups = [{"params": body, "lr": rate}, {"params": list(reader.heads.parameters()), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, eps=EPSILON)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / max(1, steps - warm)))
    )
    return optimizer, schedule


def main() -> int:
    """The command; exit code."""
    options = argparse.ArgumentParser(description="Fine-tune the reader.")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--layers", type=int, default=12)
    options.add_argument("--budget", type=int, default=1024, help="pieces a step, with padding")
    chosen = options.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    train(chosen.out, layers=chosen.layers, budget=chosen.budget)
    return 0


if __name__ == "__main__":
    sys.exit(main())
