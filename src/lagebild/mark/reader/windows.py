"""Sentences as windows of pieces, and windows as batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .file import END, PAD, START

LENGTH = 128
"""Pieces in a window with its start and end, as in training."""
_INSIDE = LENGTH - 2
# Windows of a long sentence overlap, so that each word has at least half of this on either side.
_OVERLAP = 32
_STEP = _INSIDE - _OVERLAP
Whole = NDArray[np.int64]


class Window(NamedTuple):
    """Piece ids with start and end; where the first pieces of its words stand, and the words' numbers in the text."""

    ids: Whole
    firsts: Whole
    words: Whole


class Batch(NamedTuple):
    """Windows side by side: ids `[windows, length]`, and the mask, 1.0 on real pieces."""

    windows: tuple[Window, ...]
    ids: Whole
    mask: NDArray[np.float32]


def firsts(starts: Whole, ends: Whole, offsets: Sequence[tuple[int, int]]) -> Whole:
    """For each word `[start, end)` the number of the first piece that reaches into it, −1 where none does. Pieces are
    given by the characters that they stand for."""
    if not offsets:
        return np.full(len(starts), -1, np.int64)
    spans = np.array(offsets, np.int64)
    # Signs that a normaliser moves may step back; the pointer never does.
    at = np.searchsorted(np.maximum.accumulate(spans[:, 1]), starts, "right")
    within = at < len(spans)
    at[~within] = 0
    return np.asarray(np.where(within & (spans[at, 0] < ends), at, -1), np.int64)


def windows(ids: Whole, first: Whole, words: Whole) -> Iterator[Window]:
    """The pieces of one sentence in windows, each with the words that it is to be read for."""
    known = first >= 0
    first, words = first[known], words[known]
    count = max(1, -(-(len(ids) - _OVERLAP) // _STEP))
    owner = np.clip((first - _OVERLAP // 2) // _STEP, 0, count - 1)
    for number in np.unique(owner).tolist():
        begin, mine = number * _STEP, owner == number
        inside = np.concatenate(([START], ids[begin : begin + _INSIDE], [END]))
        yield Window(inside, first[mine] - begin + 1, words[mine])


def batches(found: Sequence[Window], budget: int) -> Iterator[Batch]:
    """Batches of at most `budget` pieces with padding, short windows first."""
    batch: list[Window] = []
    for window in sorted(found, key=lambda w: len(w.ids)):
        if batch and len(window.ids) * (len(batch) + 1) > budget:
            yield _batch(batch)
            batch = []
        batch.append(window)
    if batch:
        yield _batch(batch)


def _batch(found: list[Window]) -> Batch:
    length = max(len(window.ids) for window in found)
    ids = np.full((len(found), length), PAD, np.int64)
    mask = np.zeros((len(found), length), np.float32)
    for row, window in enumerate(found):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
    return Batch(tuple(found), ids, mask)
