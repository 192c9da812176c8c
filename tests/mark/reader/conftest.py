"""A reader of one rule, in the shape of the shipped one: a word that begins with a capital of A to Z is a place."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lagebild.mark.reader import Small, file
from lagebild.mark.reader.decode import Floats
from lagebild.mark.reader.pieces import Pieces

LABELS = ("O", "B-place", "I-place", "B-other", "I-other")
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
CAPITALS = [f"{space}{letter}" for space in ("▁", "") for letter in string.ascii_uppercase]
OTHERS = ["▁", *string.ascii_lowercase, *string.digits, *string.punctuation, *"äöüß„“–"]


class Session:
    """Scores from piece ids, which stand where vectors would."""

    def __init__(self, runs: list[tuple[int, int]]) -> None:
        self.runs = runs

    def run(self, outputs: list[str], given: dict[str, Floats]) -> list[Floats]:
        ids = given["vectors"]
        self.runs.append((ids.shape[0], ids.shape[1]))
        if outputs == ["mean"]:
            sums = np.array([np.bincount(row, minlength=200)[:200] for row in ids.astype(int)], np.float32)
            return [sums / np.linalg.norm(sums, axis=1, keepdims=True)]
        capital = (ids >= len(SPECIAL)) & (ids < len(SPECIAL) + len(CAPITALS))
        scores = np.zeros((*ids.shape, len(LABELS)), np.float32)
        scores[..., 1] = np.where(capital, 9, -9)
        return [scores]


class Ids:
    """Ids in the place of vectors."""

    positions = np.zeros((128, 200), np.float32)

    def __call__(self, ids: Any) -> Floats:
        return np.asarray(ids, np.float32)


class Capitals(Small):
    """The reader of one rule; `runs` are the sizes of the batches that it ran."""

    runs: list[tuple[int, int]] = []  # noqa: RUF012 - one list for the one instance

    @property
    def _labels(self) -> tuple[str, ...]:
        return LABELS

    @property
    def _model(self) -> file.Model:
        return file.Model(TOKENIZER, Ids(), Session(self.runs))  # type: ignore[arg-type]


SCORES = [0.0] * len(SPECIAL) + [-1.0] * len(CAPITALS) + [-2.0] * len(OTHERS)
TOKENIZER = Pieces([*SPECIAL, *CAPITALS, *OTHERS], SCORES, unknown=file.UNKNOWN)


@pytest.fixture(scope="session")
def capitals() -> Capitals:
    """The reader of one rule."""
    return Capitals(Path("made"))
