"""The forecast on each day on which something was published, and what moved it since the day before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from lagebild.core import Forecast, Note

from .figures import Ints, logit
from .model import Model, Standing
from .prior import days_left
from .update import State, hazard
from .walk import Walk

LEAST = 0.05
"""Steps in log-odds below this are not told: they move no answer by a twentieth of its odds."""
MOST = 3
"""Signs that are told for one step."""


def history(model: Model, days: Sequence[date], as_of: date) -> tuple[Forecast, ...]:
    """One forecast a day of `days` from the opening to `as_of`, oldest first; the last one is the answer."""
    first = min(model.question.opens, as_of)
    dates = sorted({d for d in days if first <= d <= as_of} | {first, as_of})
    made: list[Forecast] = []
    before: Standing | None = None
    walk = Walk(model.engine)
    for day in dates:
        aged = walk.at(day.toordinal()) if before else None
        rows = walk.to(day.toordinal())
        now = model.stood(day, walk.at(day.toordinal()))
        moved, because = moves(model, before, aged, now, rows)
        made.append(Forecast(at=day, probability=now.probability, low=now.low, high=now.high,
                             because=because, moved_by=moved))  # fmt: skip
        before = now
    return tuple(made)


def moves(
    model: Model, before: Standing | None, aged: State | None, now: Standing, rows: Ints
) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The ids of the evidence that moved the answer, and why it moved, largest step first.

    `rows` are those of which something new is known. The change is taken apart by a third state between the two:
    `aged`, the old reports on today's date. From the old state to it is the work of time, from it to the new one that
    of the news. A report that comes in also pushes the others of its cluster down a rank, so the step told for it is
    the cluster's.
    """
    group, was = model.engine.group_of, aged or _empty(now.state)
    new, old = (np.bincount(group[s.kept], s.weight[s.kept], model.engine.groups) for s in (now.state, was))
    steps = new - old
    leading: dict[int, int] = {}
    changed = rows[now.state.reports[rows] != was.reports[rows]]
    changed = changed[np.argsort(-np.abs(now.state.weight[changed] - was.weight[changed]), kind="stable")]
    for first in np.unique(group[changed], return_index=True)[1]:
        leading[int(group[changed[first]])] = int(changed[first])
    told = sorted((-abs(float(steps[g])), r) for g, r in leading.items() if abs(steps[g]) >= LEAST)[:MOST]
    notes = [
        (-size, _why(model, r, float(steps[group[r]]), float(was.reports[r]), float(now.state.reports[r])))
        for size, r in told
    ]
    if before and aged:
        notes += _passing(model, before, now, aged.total - before.state.total)
    notes.sort(key=lambda n: (-n[0], repr(n[1])))
    return tuple(model.items[r].id for _, r in told), tuple(note for _, note in notes)


def _empty(state: State) -> State:
    """The state in which nothing has been reported."""
    nothing, none = np.zeros(len(state.weight)), np.zeros(0, dtype=np.int64)
    return State(state.day, nothing, nothing, nothing, nothing, none, none)


def _passing(model: Model, before: Standing, now: Standing, faded: float) -> list[tuple[float, Note]]:
    """The steps that the mere passing of days made: signs that age, silence that grows, and days left."""
    notes = []
    turn = -1.0 if model.question.negated else 1.0
    if abs(faded) >= LEAST:
        key = "weigh.moved-fading-up" if faded > 0 else "weigh.moved-fading-down"
        notes.append((abs(faded), Note(key, (("step", faded * turn),))))
    time = _time(model, before, now)
    if abs(time) >= LEAST:
        left = days_left(model.question, now.at)
        notes.append((abs(time), Note("weigh.moved-time", (("days", left), ("step", time * turn)))))
    return notes


def _why(model: Model, row: int, step: float, before: float, now: float) -> Note:
    item = model.items[row]
    if before == 0:
        key = "weigh.moved-seen" if item.seen else "weigh.moved-absent"
    elif now > before:
        key = "weigh.moved-confirmed"
    else:
        key = "weigh.moved-withdrawn"
    return Note(key, (("indicator", item.sign), ("step", -step if model.question.negated else step)))


def _time(model: Model, before: Standing, now: Standing) -> float:
    """The step of the prior's log-odds: the days that have passed without the event."""
    left, had = (days_left(model.question, s.at) for s in (now, before))
    if not left or not had or left == had:
        return 0.0
    rate = model.engine.best.rate
    return float(logit(hazard(rate, left))[0] - logit(hazard(rate, had))[0])
