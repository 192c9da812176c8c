"""Questions for a day: when, if at all, does the family's event come in the window?

The answer is that of the same question of yes or no with every earlier close: P(it comes in the next d days) has the
log-odds of the hazard over d days plus the evidence. The hazard grows with d and the evidence is the same, so these are
the values of one distribution function; at the close it is the answer to the question of yes or no. `docs/weighing.md`
says what that assumes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from lagebild.core import By, Distribution, Due

from .figures import Floats, expit, logit
from .model import Model
from .prior import days_left
from .update import State, hazard
from .walk import Walk

LEVELS: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles that are told."""
DAYS = 400
"""Days of the window that are kept, at most; in a longer one every second, third … and the last."""


def dues(model: Model, days: Sequence[date], *, step: float = 0.0) -> tuple[Distribution, ...]:
    """The distribution of the day as of each of `days`, which rise. `step` is what an analyst's own answer adds to the
    log-odds of the last one."""
    walk, found = Walk(model.engine), []
    for day in days:
        walk.to(day.toordinal())
        state = walk.at(day.toordinal())
        last = day == days[-1]
        found.append(due(model, day, state, step=step if last else 0.0, course=last))
    return tuple(found)


def due(model: Model, at: date, state: State, *, step: float = 0.0, course: bool = True) -> Distribution:
    """The distribution of the day as of `at`; with `course`, also the probability by the days of the window."""
    left = days_left(model.question, at)
    first = max(at, model.question.opens - timedelta(days=1))
    best, base = model.by_day(at, state), hazard(model.engine.best.rate, np.arange(1, left + 1))
    if step:
        best = expit(logit(best) + step)
    told = tuple(Due(level, _first(best, level, first), _first(base, level, first)) for level in LEVELS)
    if not course:
        return Distribution(at=at, dues=told)
    chosen = [left - n for n in range(0, left, max(1, -(-left // DAYS)))][::-1]
    drawn = model.drawn_by(at, state, chosen)
    if step:
        drawn = expit(logit(drawn) + step)
    by = tuple(_by(first, n, float(best[n - 1]), row, float(base[n - 1])) for n, row in zip(chosen, drawn, strict=True))
    return Distribution(at=at, dues=told, by=by)


def _first(chances: Floats, level: float, first: date) -> date | None:
    """The first day by which the probability has reached `level`."""
    at = int(np.searchsorted(chances, level))
    return first + timedelta(days=at + 1) if at < len(chances) else None


def _by(first: date, days: int, best: float, drawn: Floats, base: float) -> By:
    low, high = (float(q) for q in np.quantile(drawn, (0.05, 0.95)))
    return By(first + timedelta(days=days), best, min(low, best), max(high, best), base)
