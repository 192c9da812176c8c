"""How well chains agree with an annotator's: MUC, B³ and CEAF-e, and their mean, the CoNLL F1."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Score(NamedTuple):
    """F1 of MUC (Vilain and others 1995), B³ (Bagga and Baldwin 1998) and CEAF-e (Luo 2005), 0 to 1."""

    muc: float
    b_cubed: float
    ceaf_e: float

    @property
    def conll(self) -> float:
        """The mean of the three (Pradhan and others 2012)."""
        return (self.muc + self.b_cubed + self.ceaf_e) / 3

    def shown(self) -> str:
        """In per cent."""
        return (
            f"CoNLL F1 {100 * self.conll:.1f} (MUC {100 * self.muc:.1f}, B³ {100 * self.b_cubed:.1f}, "
            f"CEAF-e {100 * self.ceaf_e:.1f})"
        )


def conll(gold: Sequence[Hashable], found: Sequence[Hashable]) -> Score:
    """`gold` and `found`: the event of each mention of a collection, in one order; single mentions count."""
    both = Counter(zip(gold, found, strict=True))
    sizes, made = Counter(gold), Counter(found)
    muc = _f1(*(_links(a, b) for a, b in ((found, gold), (gold, found))))
    count = max(1, len(gold))
    precision = sum(n * n / made[f] for (_, f), n in both.items()) / count
    recall = sum(n * n / sizes[g] for (g, _), n in both.items()) / count
    # Entity-based: 2 · |both| / (|one| + |other|) of the best one-to-one alignment.
    total = _aligned({(g, f): 2 * n / (sizes[g] + made[f]) for (g, f), n in both.items()})
    ceaf = _f1(total / max(1, len(made)), total / max(1, len(sizes)))
    return Score(muc, _f1(precision, recall), ceaf)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _links(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The share of the links within the groups of `one` that `other` has too."""
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for a, b in zip(one, other, strict=True):
        parts[a].add(b)
    size = Counter(one)
    links = sum(n - 1 for n in size.values())
    return sum(size[a] - len(found) for a, found in parts.items()) / links if links else 0.0


def _aligned(worth: dict[tuple[Hashable, Hashable], float]) -> float:
    """The worth of the best one-to-one alignment. What shares no mention is aligned apart, so that each problem is
    small; each is solved by successive shortest paths."""
    rows: dict[Hashable, list[tuple[Hashable, float]]] = defaultdict(list)
    columns: dict[Hashable, list[Hashable]] = defaultdict(list)
    for (g, f), value in worth.items():
        rows[g].append((f, value))
        columns[f].append(g)
    seen: set[Hashable] = set()
    total = 0.0
    for begin in rows:
        if begin in seen:
            continue
        group, waiting = [], [begin]
        seen.add(begin)
        while waiting:
            row = waiting.pop()
            group.append(row)
            for f, _ in rows[row]:
                for other in columns[f]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        total += _best([dict(rows[g]) for g in group])
    return total


def _best(rows: Sequence[dict[Hashable, float]]) -> float:
    """The largest sum of one value a row and at most one a column, by augmenting paths (Bellman–Ford on gains). A row
    may stay without a column."""
    holder: dict[Hashable, int] = {}
    taken: list[Hashable | None] = [None] * len(rows)
    for start in range(len(rows)):
        gain: dict[Hashable, float] = {}
        came: dict[Hashable, int] = {}
        rise: dict[int, float] = {start: 0.0}
        waiting = [start]
        column: Hashable | None
        while waiting:
            row = waiting.pop(0)
            for at, value in rows[row].items():
                if taken[row] == at:
                    continue
                risen = rise[row] + value
                if risen > gain.get(at, 0.0) + 1e-12:
                    gain[at], came[at] = risen, row
                    if (owner := holder.get(at)) is not None:
                        left = risen - rows[owner][at]
                        if left > rise.get(owner, -1e18) + 1e-12 and owner != start:
                            rise[owner] = left
                            waiting.append(owner)
        free = [(value, column) for column, value in gain.items() if column not in holder]
        stop = [(value, row) for row, value in rise.items() if row != start]
        best_free = max(free, key=lambda x: x[0], default=(0.0, None))
        best_stop = max(stop, key=lambda x: x[0], default=(0.0, -1))
        if max(best_free[0], best_stop[0]) <= 0:
            continue
        if best_free[0] >= best_stop[0]:
            column = best_free[1]
        else:
            # The last row of the path gives its column up for good.
            row = best_stop[1]
            column = taken[row]
            taken[row] = None
        while column is not None:
            row = came[column]
            before = taken[row]
            taken[row], holder[column] = column, row
            column = before if row != start else None
    return sum(rows[r][c] for r, c in enumerate(taken) if c is not None)
