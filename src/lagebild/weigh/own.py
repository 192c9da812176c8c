"""A person's own distribution: of several outcomes, of a number, or of a day.

Given as text, "agreed=0.3, none=0.7", "5=1500, 50=6000, 95=25000" or "2023-01-31=0.05, 2023-05-31=0.12", and made
the same shape as the machine's, so that one scoring serves both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from lagebild.core import By, Chance, Distribution, Quantile, Question
from lagebild.errors import BadInput

from .number import LEVELS, Base

_OFF = 0.005
"""Probabilities may sum to 1 but for this: people round."""
_HOWS = {
    "outcomes": "give each outcome its probability, as in agreed=0.3,none=0.7; one may be left out, it gets the rest",
    "number": "give at least the 5, 50 and 95 % points, as in 5=1500,50=6000,95=25000",
    "date": "give the probability that it has come by some days, the last of them {closes}, as in 2023-01-31=0.1",
}


def distribution(question: Question, text: str, *, at: date) -> Distribution:
    """The distribution that `text` gives as of `at`. Its fields `base`, `low` and `high` repeat the figure itself.
    Raises BadInput for what is none, or for a question of yes or no."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    given = {key.strip(): value.strip() for key, _, value in pairs}
    if question.kind == "binary":
        raise _wrong(question, text, "is no probability")
    if not pairs or not all(mark for _, mark, _ in pairs) or len(given) < len(pairs):
        raise _wrong(question, text, "is no list of what=figure, each once")
    try:
        figures = {key: float(value) for key, value in given.items()}
    except ValueError as error:
        raise _wrong(question, text, "has something else than numbers in it") from error
    if not all(map(math.isfinite, figures.values())):
        raise _wrong(question, text, "has something else than numbers in it")
    kinds = {"outcomes": _outcomes, "number": _number, "date": _date}
    return kinds[question.kind](question, text, figures, at)


def _wrong(question: Question, text: str, reason: str) -> BadInput:
    how = _HOWS.get(question.kind, "give one between 0 and 1").format(closes=question.closes)
    return BadInput(f"own answer {text[:60]!r}", reason, how)


def _outcomes(question: Question, text: str, given: Mapping[str, float], at: date) -> Distribution:
    names = [o.id for o in question.outcomes]
    for name in given:
        if name not in names:
            raise _wrong(question, text, f"names '{name[:40]}', which is none of {', '.join(names)}")
    left = [name for name in names if name not in given]
    told = math.fsum(given.values())
    if len(left) > 1:
        raise _wrong(question, text, f"says nothing of {', '.join(left)}")
    figures = {**given, **({left[0]: 1 - told} if left else {})}
    if not all(0 < p < 1 for p in figures.values()):
        raise _wrong(question, text, "has a probability that does not lie between 0 and 1")
    whole = math.fsum(figures.values())
    if abs(whole - 1) > _OFF:
        raise _wrong(question, text, f"sums to {whole:g}, not to 1")
    shares = [(name, figures[name] / whole) for name in names]
    chances = tuple(Chance(outcome=name, probability=p, low=p, high=p, base=p) for name, p in shares)
    return Distribution(at=at, chances=chances)


def _number(question: Question, text: str, given: Mapping[str, float], at: date) -> Distribution:
    asked = question.measure
    if asked is None:
        raise ValueError(f"question {question.id} asks for no number")
    points = _points(question, text, given)
    if not {5.0, 50.0, 95.0} <= {level for level, _ in points}:
        raise _wrong(question, text, "lacks one of the 5, 50 and 95 % points")
    if not all(0 < level < 100 for level, _ in points):
        raise _wrong(question, text, "has a per cent that does not lie between 0 and 100")
    if not all(one[1] < other[1] for one, other in pairwise(points)):
        raise _wrong(question, text, "does not rise with its per cents")
    ends = (-math.inf if asked.low is None else asked.low, math.inf if asked.high is None else asked.high)
    if not all(ends[0] <= value <= ends[1] for _, value in points):
        raise _wrong(question, text, "lies beyond what the number can be")
    base = Base(replace(asked, past=(), quantiles=tuple((level / 100, value) for level, value in points)))
    values = [(level, base.value(base(level))) for level in LEVELS]
    return Distribution(at=at, quantiles=tuple(Quantile(level, v, v) for level, v in values))


def _points(question: Question, text: str, given: Mapping[str, float]) -> list[tuple[float, float]]:
    try:
        points = sorted((float(key.rstrip("% ")), value) for key, value in given.items())
    except ValueError as error:
        raise _wrong(question, text, "has something else than per cents before '='") from error
    if len({level for level, _ in points}) < len(points):
        raise _wrong(question, text, "gives a per cent twice")
    return points


def _date(question: Question, text: str, given: Mapping[str, float], at: date) -> Distribution:
    try:
        days = sorted((date.fromisoformat(key), p) for key, p in given.items())
    except ValueError as error:
        raise _wrong(question, text, "has something else than days before '='") from error
    start = max(at, question.opens - timedelta(days=1))
    if days[0][0] <= start or days[-1][0] != question.closes or len({day for day, _ in days}) < len(days):
        raise _wrong(question, text, f"has days that do not go from after {start} to {question.closes}")
    chances = [p for _, p in days]
    if not all(0 <= p < 1 for p in chances) or not chances[-1] > 0 or chances != sorted(chances):
        raise _wrong(question, text, "has probabilities that fall with the days, or do not lie between 0 and 1")
    return Distribution(at=at, by=tuple(By(day, p, p, p, p) for day, p in days))
