"""The engine day after day: only what a day's reports changed is worked out anew.

Two facts make it fast, and both hold exactly. What is reported of a row changes only on a day on which a report comes
in or is withdrawn. And rows of one sign fade at one pace, so which of them is heavier never changes between such days:
λ·½^((day − fresh)/h) sorts like log₂ λ + fresh/h, whatever the day. So the heaviest few of each sign, found once, hold
all rows that can count until one of them changes.
"""

from __future__ import annotations

import numpy as np

from .figures import Ints
from .update import DEEP, SEEN, SILENT, Engine, State, distinct, places, ranked


class Walk:
    """Walks an engine's rows forward through the days. Each state equals `Engine.at` for the same days."""

    def __init__(self, engine: Engine) -> None:
        self._engine, r = engine, engine.rows
        count = len(r.sign)
        self._known = -1
        self._starts, self._ends = np.argsort(r.spell_start), np.argsort(r.spell_end)
        self._start_days, self._end_days = r.spell_start[self._starts], r.spell_end[self._ends]
        self._reports, self._raw = np.zeros(count), np.zeros(count)
        self._fresh, self._rank = np.full(count, -np.inf), np.full(count, -np.inf)
        self._seen = np.zeros(len(engine.best.side), dtype=np.int64)
        self._silent = np.flatnonzero(r.kind == SILENT)
        # A strand: the rows that fade alike and are summed together, those of one sign and side.
        self._strand = r.sign * 2 + (engine.sides > 0)
        self._top: Ints = np.zeros(0, dtype=np.int64)
        order = np.argsort(self._strand, kind="stable")
        order = order[r.kind[order] != SILENT]  # they change from day to day, and are few
        parts = np.split(order, np.flatnonzero(np.diff(self._strand[order])) + 1)
        self._strands = {int(self._strand[part[0]]): part for part in parts if len(part)}

    def to(self, known: int) -> Ints:
        """Takes in the reports up to the day `known`, which is not before the one given last. Returns the rows of which
        something new is known."""
        if known < self._known:
            raise ValueError(f"day {known} lies before day {self._known}")
        rows = self._changed(known)
        self._known = known
        if len(rows):
            self._take(rows)
        return rows

    def at(self, day: int) -> State:
        """How things stand at the end of `day` by what was taken in so far."""
        if day < self._known:
            raise ValueError(f"day {day} lies before what is known, day {self._known}")
        engine = self._engine
        raw = self._raw
        if len(self._silent):
            raw = raw.copy()
            unseen = self._seen[engine.rows.sign[self._silent]] == 0
            coverage = np.where(unseen, engine.covered(day, self._silent), 0.0)
            nothing = np.zeros((len(self._silent), 1))
            raw[self._silent] = engine.ratios(engine.best, self._silent, nothing, coverage[:, None])[:, 0]
        which = np.sort(np.concatenate([self._top, self._silent]))
        return engine.clustered(day, self._reports, self._fresh, raw, which)

    def _changed(self, known: int) -> Ints:
        """The rows with a spell that starts or ends after the last day and by `known`."""
        r = self._engine.rows
        found = []
        for order, days in ((self._starts, self._start_days), (self._ends, self._end_days)):
            first, last = np.searchsorted(days, (self._known, known), side="right")
            found.append(r.spell_row[order[first:last]])
        return distinct(np.concatenate(found))

    def _take(self, rows: Ints) -> None:
        """Works out the rows anew from their spells, in the order in which the plain computation adds them up."""
        engine, r = self._engine, self._engine.rows
        own, spells = engine.spells_of(rows)
        active = (r.spell_start[spells] <= self._known) & (self._known < r.spell_end[spells])
        reports, newest = engine.reported(len(rows), own[active], spells[active])
        seen = (r.kind[rows] == SEEN).astype(np.int64)
        turned = seen * ((reports > 0).astype(np.int64) - (self._reports[rows] > 0))
        np.add.at(self._seen, r.sign[rows], turned)
        # States hold the old arrays, so these are changed in copies.
        self._reports, self._fresh, self._raw = self._reports.copy(), self._fresh.copy(), self._raw.copy()
        self._reports[rows], self._fresh[rows] = reports, np.minimum(newest, r.until[rows])
        self._raw[rows] = engine.ratios(engine.best, rows, reports[:, None], np.zeros((len(rows), 1)))[:, 0]
        self._reorder(rows)

    def _reorder(self, rows: Ints) -> None:
        """Finds the heaviest rows of each strand anew, now that `rows` have changed."""
        engine, before = self._engine, self._rank[rows]
        fresh, life = self._fresh[rows] - engine.opens, engine.best.half_life[engine.rows.sign[rows]]
        with np.errstate(divide="ignore"):
            self._rank[rows] = np.log2(np.abs(self._raw[rows])) + fresh / life
        # Only where a row got lighter can one that was not among the heaviest come in.
        fallen = distinct(self._strand[rows[self._rank[rows] < before]]).tolist()
        pool = distinct(np.concatenate([self._top, rows, *(self._strands[strand] for strand in fallen)]))
        order = pool[ranked(self._strand[pool], self._rank[pool])]
        self._top = np.sort(order[places(self._strand[order]) < DEEP])
