"""Union-find over edges that come a partition at a time.

Each partition is first brought down to a forest, then merged into what is known: never more is held than one number for
each document that has a copy. The work on a partition is a few passes of numpy (Shiloach and Vishkin 1982: hook to the
smaller neighbour, then jump pointers), so a chain as long as the corpus costs its logarithm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """`nodes`, sorted, are the documents that are in a group with others; `roots` the least document of each one's
    group. 16 bytes a document with a copy."""

    nodes: Ids
    roots: Ids

    def of(self, ids: Ids) -> Ids:
        """The root of each of `ids`: a document in no group is its own."""
        if not len(self.nodes):
            return ids
        at = np.minimum(np.searchsorted(self.nodes, ids), len(self.nodes) - 1)
        return np.where(self.nodes[at] == ids, self.roots[at], ids)


def groups(partitions: Iterable[tuple[Ids, Ids]]) -> Groups:
    """The groups that edges `(one, other)` make, whatever the partitions and their order."""
    known = Groups(np.empty(0, np.int64), np.empty(0, np.int64))
    for one, other in partitions:
        if len(one):
            ends = np.concatenate([known.of(one), known.nodes])
            others = np.concatenate([known.of(other), known.roots])
            known = _merged(
                np.concatenate([ends, one, other]), np.concatenate([others, known.of(one), known.of(other)])
            )
    return known


def _merged(one: Ids, other: Ids) -> Groups:
    nodes, places = np.unique(np.concatenate([one, other]), return_inverse=True)
    a, b = places[: len(one)], places[len(one) :]
    up = np.arange(len(nodes))
    while True:
        roots_a, roots_b = up[a], up[b]
        high, low = np.maximum(roots_a, roots_b), np.minimum(roots_a, roots_b)
        if (high == low).all():
            return Groups(nodes, nodes[up])
        np.minimum.at(up, high, low)
        while (up != up[up]).any():
            up = up[up]
