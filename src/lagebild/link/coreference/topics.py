"""Topics: texts that are about one matter, by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .text import Text, word_vectors

Floats = NDArray[np.float32]
ALIKE = 0.15
"""Mean cosine from which two groups of texts are one topic."""


def cosines(vectors: Sequence[Mapping[str, float]]) -> Floats:
    """Products of all pairs of sparse vectors: `[n, n]`."""
    columns: dict[str, int] = {}
    for vector in vectors:
        for word in vector:
            columns.setdefault(word, len(columns))
    dense = np.zeros((len(vectors), max(1, len(columns))), np.float32)
    for row, vector in enumerate(vectors):
        for word, weight in vector.items():
            dense[row, columns[word]] = weight
    return np.asarray(dense @ dense.T, np.float32)


def average_linkage(likeness: Floats, least: float) -> list[int]:
    """Groups by average linkage: the two with the highest mean likeness are joined while it is at least `least`. Gives
    the number of the group of each item. Time cubic at worst, in fact close to n² for each join."""
    count = len(likeness)
    held = np.array(likeness, np.float64)
    np.fill_diagonal(held, -np.inf)
    size = np.ones(count)
    leader = list(range(count))
    best = held.argmax(1) if count else np.zeros(0, np.int64)
    top = held[np.arange(count), best] if count else np.zeros(0)
    while count:
        one = int(top.argmax())
        if top[one] < least:
            break
        other = int(best[one])
        mean = (held[one] * size[one] + held[other] * size[other]) / (size[one] + size[other])
        mean[[one, other]] = -np.inf
        held[one], held[:, one] = mean, mean
        held[other], held[:, other] = -np.inf, -np.inf
        size[one] += size[other]
        leader = [one if held_by == other else held_by for held_by in leader]
        stale = np.flatnonzero((best == one) | (best == other))
        top[other] = -np.inf
        for row in {one, *stale.tolist()} - {other}:
            best[row] = held[row].argmax()
            top[row] = held[row, best[row]]
        better = mean > top
        best[better], top[better] = one, mean[better]
    numbers: dict[int, int] = {}
    return [numbers.setdefault(group, len(numbers)) for group in leader]


def topics(texts: Sequence[Text], *, least: float = ALIKE) -> list[int]:
    """The number of the topic of each text."""
    return average_linkage(cosines(word_vectors(texts)), least)
