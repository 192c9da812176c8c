"""Competing hypotheses against evidence: a view for audit, not the engine (after Heuer 1999, ch. 8).

A row is an item of evidence, or a sign that was looked for and not found. A column is an outcome of the question or an
explanation that the catalogue names beside it ("pressure only"). A cell says how well the row goes with the column: the
chance of such reports if the hypothesis holds, over that under the hypothesis that they go with best. What counts
against a hypothesis is what does not go with it; evidence that goes with all alike tells nothing, however much of it
there is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lagebild.core import Answer, Evidence, Hypothesis, Range, Silence

YES, NO = "yes", "no"
Mark = Literal["++", "+", "-", "--"]
CLEAR, SLIGHT, LITTLE = math.log(3), math.log(1.5), math.log(1.1)
"""Log ratios from which a cell is marked "--" and "-", and below which "++"."""


@dataclass(frozen=True, slots=True)
class Column:
    """A hypothesis: `of` is the outcome that it belongs to. `inconsistency` adds up what speaks against it, in log
    ratios after age and clusters; the least is the least refuted, not the proven one."""

    id: str
    of: Literal["yes", "no"]
    name: tuple[tuple[str, str], ...]
    note: tuple[tuple[str, str], ...]
    inconsistency: float


@dataclass(frozen=True, slots=True)
class Cell:
    """How a row goes with a column: `misfit` is the log of how much better it goes with its best column (0: this
    one)."""

    misfit: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Row:
    """An item of evidence or a silence, by its id. `share` is what age and cluster have left of it; `diagnosticity` the
    log of the greatest ratio between two columns. `cells` are in the order of the columns."""

    id: str
    indicator: str
    kind: Literal["seen", "absent", "silent"]
    share: float
    diagnosticity: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All columns, and the rows with the most telling first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def matrix(answer: Answer) -> Matrix:
    """The matrix of an answer. Without a number there is nothing to compare: no rows."""
    negated = answer.question.negated
    others = tuple(h for h in answer.hypotheses if h.fits)
    found = [_seen(e, others, negated=negated) for e in answer.evidence if e.weight]
    figures = {i.id: (i.p0, i.p1) if negated else (i.p1, i.p0) for i in answer.indicators}
    found += [_silent(s, figures[s.indicator], others, negated=negated) for s in answer.silences if s.weight]
    rows = tuple(sorted(found, key=lambda r: (-r.diagnosticity * r.share, r.id)))
    totals = [math.fsum(r.share * r.cells[i].misfit for r in rows) for i in range(2 + len(others))]
    return Matrix(_columns(others, totals, negated=negated), rows)


def _columns(others: tuple[Hypothesis, ...], totals: list[float], *, negated: bool) -> tuple[Column, ...]:
    plain = [Column(YES, "yes", (), (), totals[0]), Column(NO, "no", (), (), totals[1])]
    return (
        *plain,
        *(Column(h.id, _of(h, negated), h.name, h.note, t) for h, t in zip(others, totals[2:], strict=True)),
    )


def _of(hypothesis: Hypothesis, negated: bool) -> Literal["yes", "no"]:
    if not negated:
        return hypothesis.of
    return "no" if hypothesis.of == "yes" else "yes"


def _seen(item: Evidence, others: tuple[Hypothesis, ...], *, negated: bool) -> Row:
    """A row of an item. With r = B/A, the reports' chance is p + r(1 − p) under a hypothesis of which the sign has p; r
    follows from the item's ratio. Where the analyst set the ratio, explanations go as their outcome does."""
    p1, p0, ratio = item.p1.best, item.p0.best, item.ratio.best
    absent = item.id.endswith(":absent")
    by_hand = any(n.key == "hand.ratio" for n in item.why)
    r = _solved(p1 - ratio * p0, ratio * (1 - p0) - (1 - p1))
    chances = {YES: p1 + r * (1 - p1), NO: p0 + r * (1 - p0)}
    if by_hand:
        chances = {YES: ratio, NO: 1.0}
    for other in others:
        p = _fit(other, item.indicator)
        own = None if p is None or by_hand else (1 - p if absent else p)
        chances[other.id] = chances[_of(other, negated)] if own is None else own + r * (1 - own)
    log = math.log(ratio) if ratio > 0 else 0.0
    share = min(1.0, abs(item.weight / log)) if abs(log) > 1e-9 else 0.0
    return _row(item.id, item.indicator, "absent" if absent else "seen", share, chances)


def _silent(silence: Silence, figures: tuple[Range, Range], others: tuple[Hypothesis, ...], *, negated: bool) -> Row:
    """A row of a silence: its chance is 1 − s·p; s follows from what it counts for."""
    p1, p0, ratio = figures[0].best, figures[1].best, math.exp(silence.weight)
    s = _solved(1 - ratio, p1 - ratio * p0)
    chances = {YES: 1 - s * p1, NO: 1 - s * p0}
    for other in others:
        p = _fit(other, silence.indicator)
        chances[other.id] = chances[_of(other, negated)] if p is None else 1 - s * p
    return _row(f"silent:{silence.indicator}", silence.indicator, "silent", 1.0, chances)


def _solved(above: float, below: float) -> float:
    """above / below, held between 0 and 1."""
    return min(1.0, max(0.0, above / below)) if abs(below) > 1e-12 else 0.0


def _fit(hypothesis: Hypothesis, indicator: str) -> float | None:
    return next((figure.best for name, figure in hypothesis.fits if name == indicator), None)


def _row(
    id: str, indicator: str, kind: Literal["seen", "absent", "silent"], share: float, chances: Mapping[str, float]
) -> Row:
    logs = [math.log(max(c, 1e-9)) for c in chances.values()]
    best = max(logs)
    return Row(id, indicator, kind, share, best - min(logs), tuple(Cell(best - x, _mark(best - x)) for x in logs))


def _mark(misfit: float) -> Mark:
    if misfit >= CLEAR:
        return "--"
    if misfit >= SLIGHT:
        return "-"
    return "+" if misfit >= LITTLE else "++"
