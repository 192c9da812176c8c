"""Decisions about a catalogue's figures: p1, p0, a and b of a sign, for this case only."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from lagebild.core import Change, Indicator, Range
from lagebild.errors import BadInput

from ..catalogue import Catalogue

FIGURES: tuple[str, ...] = ("p1", "p0", "a", "b")


def refigured(catalogue: Catalogue, changes: Iterable[Change]) -> tuple[Catalogue, frozenset[int]]:
    """The catalogue with the figures that the analyst gave, the last one for each, and the numbers of those decisions
    whose sign it has."""
    found, now = set[int](), {s.indicator.id: s.indicator for s in catalogue.signs}
    for change in sorted(changes, key=lambda c: c.id):
        kind, _, name = change.target.partition(":")
        if change.kind == "figure" and kind == "indicator" and name in now and change.value:
            which, figure = parsed(change.value, now[name])
            now[name] = given(now[name], which, figure)
            found.add(change.id)
    if not found:
        return catalogue, frozenset()
    signs = tuple(replace(s, indicator=now[s.indicator.id]) for s in catalogue.signs)
    return replace(catalogue, signs=signs), frozenset(found)


def given(indicator: Indicator, which: str, figure: Range) -> Indicator:
    """The indicator with another p1, p0, a or b."""
    figures = {name: getattr(indicator, name) for name in FIGURES} | {which: figure}
    return replace(indicator, p1=figures["p1"], p0=figures["p0"], a=figures["a"], b=figures["b"])


def parsed(value: str, indicator: Indicator) -> tuple[str, Range]:
    """A figure as the analyst writes it: "p0=0.1,0.2,0.4" (low, best, high), or "p0=0.2", which keeps the width that
    the catalogue gives on the scale of log-odds. Raises BadInput for what is none."""
    which, _, text = value.partition("=")
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    rising = sorted(numbers) == numbers and all(0 < n < 1 for n in numbers)
    if which not in FIGURES or len(numbers) not in (1, 3) or not rising:
        raise BadInput(f"figure {value}", "is no figure of a sign", "write p0=0.2 or p0=0.1,0.2,0.4 (p1, p0, a or b)")
    if len(numbers) == 3:
        return which, Range(*numbers)
    old: Range = getattr(indicator, which)
    step = _logit(numbers[0]) - _logit(old.best)
    return which, Range(_expit(_logit(old.low) + step), numbers[0], _expit(_logit(old.high) + step))


def sound(indicator: Indicator, direction: str) -> str | None:
    """What a sign's figures contradict, in words, or None."""
    p1, p0 = indicator.p1.best, indicator.p0.best
    if (direction == "for" and p1 < p0) or (direction == "against" and p1 > p0):
        return f"p1 {p1} and p0 {p0} contradict the direction '{direction}' of {indicator.id}"
    if indicator.a.best <= indicator.b.best:
        return f"a {indicator.a.best} must lie above b {indicator.b.best} of {indicator.id}"
    return None


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))
