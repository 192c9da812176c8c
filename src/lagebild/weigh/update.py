"""The engine: from figures and dated reports to log-odds. Arrays only; it knows no text.

`docs/weighing.md` derives each formula. A row is one item of evidence: a happening that matched a sign (seen), the
report that the sign is not there (absent), or a sign that was looked for and not found (silent). A spell is the time
in which one origin's report of an item counts. Days are proleptic ordinals (`date.toordinal`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .figures import Figures, Floats, Ints
from .prior import WINDOW

SEEN, ABSENT, SILENT = 1, 0, 2
CAP = float(np.log(10.0))
"""No item counts for more than a likelihood ratio of 10 or less than 1/10."""
DEEP, WIDE = 64, 24
"""Items that count in a cluster, a side at a time: for the figure and for a draw. With ρ of 0.4 the 25th item would
count for 0.6^24 = 5e-6 of its weight."""
KEPT = 1024
"""Log ratios by draw that are kept between days: 4 MB at 500 draws."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All items and the spells of their reports. `until` is the last day on which the happening itself was fresh
    (a large number where no report says); `coverage` belongs to silent rows and is 0 elsewhere. Spells are sorted by
    row. `fixed` is a log ratio that somebody set in place of the catalogue's, not a number where nobody did."""

    sign: Ints
    kind: Ints
    until: Floats
    coverage: Floats
    spell_row: Ints
    spell_start: Ints
    spell_end: Ints
    spell_weight: Floats
    fixed: Floats | None = None


@dataclass(frozen=True, slots=True)
class State:
    """How things stand on `day`, one entry a row: `reports` is the sum of the weights of the origins that report it,
    `fresh` the day from which it ages (minus infinity where nobody reports it), `raw` its log ratio before decay,
    `weight` what it counts for after decay and its cluster. `kept` are the rows that weigh anything, those of one
    cluster and side together, heaviest first; `parts` are the places in it at which these begin."""

    day: int
    reports: Floats
    fresh: Floats
    raw: Floats
    weight: Floats
    kept: Ints
    parts: Ints

    @property
    def total(self) -> float:
        """The sum of the weights."""
        return float(self.weight[self.kept].sum())


def log_ratio(p1: Floats, p0: Floats, report: Floats, reports: Floats) -> Floats:
    """log LR = log[(p1 + r(1 − p1)) / (p0 + r(1 − p0))] with r = (b/a)^reports = exp(reports · report).

    This is (A·p1 + B(1 − p1)) / (A·p0 + B(1 − p0)) divided through by A: with n independent origins A = Π aᵢ and
    B = Π bᵢ. As r lies in (0, 1], the ratio lies between 1 and p1/p0 however many origins there are.
    """
    r = np.exp(reports * report)
    return np.log((p1 + r * (1 - p1)) / (p0 + r * (1 - p0)))


def log_silence(p1: Floats, p0: Floats, coverage: Floats) -> Floats:
    """log[(1 − s·p1) / (1 − s·p0)]: an expected sign was not seen by sources that would have shown a share s."""
    return np.log1p(-coverage * p1) - np.log1p(-coverage * p0)


def shares(rho: Floats, count: int) -> Floats:
    """(1 − ρ)^(i−1) for i = 1 … `count`: what the i-th largest of a cluster still counts for, one row a value of ρ."""
    return np.asarray((1 - rho)[:, None] ** np.arange(count))


def discounted(sizes: Floats, share: Floats) -> Floats:
    """Σ sizeᵢ·shareᵢ over the last axis, one row a draw, `sizes` falling where `share` is: at most size₁/ρ, and never
    less with one more item."""
    return np.asarray(np.einsum("i...j,ij->i...", sizes, share))


def hazard(rate: Floats, days: int | Ints) -> Floats:
    """1 − (1 − rate)^(days / 180), the array form of `prior.hazard`."""
    return np.asarray(-np.expm1(np.log1p(-rate) * days / WINDOW))


class Engine:
    """Figures and rows, ready to be asked about any day. Rows are grouped by cluster and side once."""

    def __init__(self, best: Figures, drawn: Figures, rows: Rows, opens: int) -> None:
        self.best, self.drawn, self.rows, self.opens = best, drawn, rows, opens
        self.sides: Ints = np.where(rows.kind == SEEN, best.side[rows.sign], -best.side[rows.sign])
        self._set = rows.fixed if rows.fixed is not None and np.isfinite(rows.fixed).any() else None
        if self._set is not None:  # who sets a ratio may turn a row to the other side
            self.sides = np.where(self._set > 0, 1, np.where(self._set < 0, -1, self.sides))
        # Cluster and side of each row, numbered from 0 without gaps.
        key = best.cluster[rows.sign] * 2 + (self.sides > 0)
        self.group_of: Ints = np.unique(key, return_inverse=True)[1].astype(np.int64)
        order = np.argsort(key, kind="stable")
        self._groups = np.split(order, np.flatnonzero(np.diff(key[order])) + 1)
        self.groups = len(self._groups)
        # Spells lie row by row: the first of each row, for the newest report of a row in one pass.
        self._spell_cuts = np.flatnonzero(np.diff(rows.spell_row, prepend=-1))
        self._first = np.searchsorted(rows.spell_row, np.arange(len(rows.sign) + 1))
        self._fall = shares(best.rho, DEEP)[0]
        # Sizes are sorted upwards, so the largest, which counts in full, comes last.
        self._shares = np.ascontiguousarray(shares(drawn.rho, WIDE)[:, ::-1])
        self._drawings = Drawings(self)
        self._silent = np.flatnonzero(rows.kind == SILENT)
        self._sized: tuple[State, Floats] | None = None

    def at(
        self,
        day: int,
        *,
        known: int | None = None,
        spells: NDArray[np.bool_] | None = None,
        rows: NDArray[np.bool_] | None = None,
    ) -> State:
        """How things stand at the end of `day`, by what was known on the day `known` (default: `day`). `spells` and
        `rows` are masks that leave some out. `walk.Walk` gives the same for one day after another in less time."""
        r = self.rows
        seen_by = day if known is None else known
        active = (r.spell_start <= seen_by) & (seen_by < r.spell_end)
        if spells is not None:
            active &= spells
        reports: Floats = np.bincount(r.spell_row[active], r.spell_weight[active], len(r.sign)).astype(np.float64)
        newest = np.full(len(r.sign), -np.inf)
        if len(self._spell_cuts):
            starts = np.where(active, r.spell_start, -np.inf)
            newest[r.spell_row[self._spell_cuts]] = np.maximum.reduceat(starts, self._spell_cuts)
        if rows is not None:
            reports = np.where(rows, reports, 0.0)
        every = np.arange(len(r.sign))
        raw = self.ratios(self.best, every, reports[:, None], self._coverage(day, reports, rows)[:, None])[:, 0]
        return self._state(day, reports, np.minimum(newest, r.until), raw)

    def fade(self, day: int, fresh: Floats, which: Ints) -> Floats:
        """The share of its weight that each of the rows `which` still has on `day`; `fresh` is theirs."""
        r = self.rows
        fade = np.exp2(np.maximum(day - fresh, 0.0) / -self.best.half_life[r.sign[which]])
        return np.where(r.kind[which] == SILENT, 1.0, fade) if len(self._silent) else fade

    def without(self, state: State, rows: Ints, *, told: int | None = None) -> State:
        """`state` had the rows `rows` never been reported, and the row `told`, so far not reported, once in full."""
        reports, fresh, raw = state.reports.copy(), state.fresh, state.raw.copy()
        reports[rows], raw[rows] = 0.0, 0.0
        changed = rows
        if told is not None:
            fresh, changed = fresh.copy(), np.append(rows, told)
            reports[told], fresh[told] = 1.0, state.day
            raw[told] = self.ratios(self.best, np.array([told]), np.ones((1, 1)), np.zeros((1, 1)))[0, 0]
        return self._changed(state, reports, fresh, raw, changed, left_out=rows)

    def without_spells(self, state: State, spells: Ints) -> State:
        """`state` had the reports `spells` never come in. It is one of a day on which all is known that it rests on."""
        r = self.rows
        rows = distinct(r.spell_row[spells])
        reports, fresh, raw = state.reports.copy(), state.fresh.copy(), state.raw.copy()
        own, at = self.spells_of(rows)
        active = (r.spell_start[at] <= state.day) & (state.day < r.spell_end[at]) & ~np.isin(at, spells)
        reports[rows], newest = self.reported(len(rows), own[active], at[active])
        fresh[rows] = np.minimum(newest, r.until[rows])
        raw[rows] = self.ratios(self.best, rows, reports[rows, None], np.zeros((len(rows), 1)))[:, 0]
        return self._changed(state, reports, fresh, raw, rows)

    def spells_of(self, rows: Ints) -> tuple[Ints, Ints]:
        """All spells of `rows`: for each the place of its row in `rows`, and its own number, row by row."""
        counts = self._first[rows + 1] - self._first[rows]
        own = np.repeat(np.arange(len(rows)), counts)
        starts = np.cumsum(counts) - counts
        return own, np.arange(len(own)) - starts[own] + self._first[rows][own]

    def reported(self, count: int, own: Ints, spells: Ints) -> tuple[Floats, Floats]:
        """The sum of the weights of `spells` and the newest of them, for `count` rows of which `own` are the places."""
        newest = np.full(count, -np.inf)
        np.maximum.at(newest, own, self.rows.spell_start[spells])
        return np.bincount(own, self.rows.spell_weight[spells], count).astype(np.float64), newest

    def _changed(
        self, state: State, reports: Floats, fresh: Floats, raw: Floats, rows: Ints, *, left_out: Ints | None = None
    ) -> State:
        """`state` after `rows` have changed: only their clusters are ranked anew."""
        if len(self._silent):
            coverage = self._coverage(state.day, reports, None)[self._silent, None]
            if left_out is not None:
                coverage[np.isin(self._silent, left_out)] = 0.0
            raw[self._silent] = self.ratios(self.best, self._silent, reports[self._silent, None], coverage)[:, 0]
            rows = np.concatenate([rows, self._silent])
        if self._sized is None or self._sized[0] is not state:
            self._sized = (state, np.abs(state.raw * self.fade(state.day, state.fresh, np.arange(len(raw)))))
        sizes = self._sized[1].copy()
        sizes[rows] = np.abs(raw[rows] * self.fade(state.day, fresh[rows], rows))
        anew = np.zeros(self.groups, dtype=bool)
        anew[self.group_of[rows]] = True
        same = state.kept[~anew[self.group_of[state.kept]]]
        which = [heaviest(self._groups[group], sizes) for group in np.flatnonzero(anew)]
        return self.clustered(state.day, reports, fresh, raw, np.sort(np.concatenate([same, *which])))

    def _state(self, day: int, reports: Floats, fresh: Floats, raw: Floats) -> State:
        sizes = np.abs(raw * self.fade(day, fresh, np.arange(len(raw))))
        which = np.concatenate([np.zeros(0, dtype=np.int64), *(heaviest(group, sizes) for group in self._groups)])
        return self.clustered(day, reports, fresh, raw, np.sort(which))

    def _coverage(self, day: int, reports: Floats, rows: NDArray[np.bool_] | None) -> Floats:
        """The coverage of silent rows: none where the sign was seen."""
        r = self.rows
        seen = np.zeros(len(self.best.side), dtype=bool)
        seen[r.sign[(r.kind == SEEN) & (reports > 0)]] = True
        coverage = np.where(seen[r.sign], 0.0, self.covered(day, np.arange(len(r.sign))))
        return coverage if rows is None else np.where(rows, coverage, 0.0)

    def covered(self, day: int, which: Ints) -> Floats:
        """The coverage of the rows `which` on `day`: it rises to its full value over one half-life of the window."""
        r = self.rows
        share = np.clip((day - self.opens) / self.best.half_life[r.sign[which]], 0.0, 1.0)
        return np.asarray(r.coverage[which] * share)

    def ratios(self, f: Figures, which: Ints, reports: Floats, coverage: Floats) -> Floats:
        """Log ratios of the rows `which`, one column a draw, capped and held to their side. `reports` and `coverage`
        are columns, one entry for each of them."""
        r = self.rows
        sign, absent = r.sign[which], (r.kind[which] == ABSENT)[:, None]
        p1, p0 = f.p1[sign], f.p0[sign]
        told = log_ratio(np.where(absent, 1 - p1, p1), np.where(absent, 1 - p0, p0), f.report[sign], reports)
        if coverage.any():
            told = np.where((r.kind[which] == SILENT)[:, None], log_silence(p1, p0, coverage), told)
        if self._set is not None:
            own = self._set[which][:, None]
            told = np.where(np.isfinite(own), np.where(reports > 0, own, 0.0), told)
        # Where the ranges of p1 and p0 overlap a draw could turn a sign round; it is held at no weight instead.
        side = self.sides[which][:, None]
        return np.clip(told, np.where(side > 0, 0.0, -CAP), np.where(side > 0, CAP, 0.0))

    def clustered(self, day: int, reports: Floats, fresh: Floats, raw: Floats, which: Ints) -> State:
        """The state in which the rows `which`, in rising order, are all that can weigh anything: those of one cluster
        and side are ranked by size, ties by row, and count for less with every rank."""
        aged = raw[which] * self.fade(day, fresh[which], which)
        some = np.flatnonzero(aged)
        order = some[ranked(self.group_of[which[some]], np.abs(aged[some]))]
        ranks = places(self.group_of[which[order]])
        deep = ranks < DEEP
        order, ranks = order[deep], ranks[deep]
        chosen, weight = which[order], np.zeros(len(raw))
        weight[chosen] = aged[order] * self._fall[ranks]
        return State(day, reports, fresh, raw, weight, chosen, np.flatnonzero(ranks == 0))

    def simulate(self, state: State) -> Floats:
        """The sum of log ratios in each draw, times the draw's shared error of elicitation."""
        count, parts = len(self.drawn.strength), len(state.parts)
        if not parts:
            return np.zeros(count)
        lengths = np.diff(state.parts, append=len(state.kept))
        ranks = np.arange(len(state.kept)) - np.repeat(state.parts, lengths)
        few = ranks < WIDE
        rows, width = state.kept[few], min(WIDE, int(lengths.max()))
        # One line for each cluster and side; where it has fewer rows than others it is filled up with zeros.
        places = (np.repeat(np.arange(parts) * width, lengths) + ranks)[few]
        sizes = self._drawings.take(rows, state, places, parts * width).reshape(count, parts, width)
        sizes.sort(axis=2)
        sums = discounted(sizes, self._shares[:, -width:]) * self.sides[state.kept[state.parts]]
        return np.asarray(sums.sum(axis=1) * self.drawn.strength)


class Drawings:
    """The sizes of log ratios by draw, one column each, kept from day to day: rows of one sign with the same reports
    share theirs. Column 0 is nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._columns: Floats = np.zeros((len(engine.drawn.strength), 1))
        self._known: dict[tuple[int, int, float, float], int] = {}
        # For each row the column that it had last, and for which reports.
        self._last = np.zeros(len(engine.rows.sign), dtype=np.int64)
        self._reports = np.zeros(len(engine.rows.sign))

    def take(self, rows: Ints, state: State, places: Ints, width: int) -> Floats:
        """A table of `width` columns with what each of `rows`, which weigh something, weighs in each draw in the column
        that `places` says, and 0 in the others."""
        engine = self._engine
        silent = engine.rows.kind[rows] == SILENT
        told = rows[~silent]
        columns, fade = np.zeros(width, dtype=np.int64), np.zeros(width)
        columns[places[~silent]] = self._of(told, state.reports[told])
        fade[places] = engine.fade(state.day, state.fresh[rows], rows)
        found: Floats = np.take(self._columns, columns, axis=1)
        found *= fade
        if silent.any():  # they weigh only where their sign is unseen, by what is covered so far
            which = rows[silent]
            nothing, coverage = np.zeros((len(which), 1)), engine.covered(state.day, which)[:, None]
            found[:, places[silent]] = np.abs(engine.ratios(engine.drawn, which, nothing, coverage)).T
        return found

    def _of(self, rows: Ints, reports: Floats) -> Ints:
        """The columns of rows with these reports."""
        new = (self._last[rows] == 0) | (self._reports[rows] != reports)
        if not new.any():
            return self._last[rows]
        if len(self._known) + len(rows) >= self._columns.shape[1]:
            self._columns = np.zeros((len(self._columns), 1 + KEPT + len(rows)))
            self._known.clear()
            self._last[:], new = 0, np.ones(len(rows), dtype=bool)
        r, set_ = self._engine.rows, self._engine.rows.fixed
        own = np.zeros(len(r.sign)) if set_ is None else np.nan_to_num(set_, nan=0.0)
        some, told = rows[new], reports[new]
        keys = list(zip(*(c.tolist() for c in (r.sign[some], r.kind[some], told, own[some])), strict=True))
        fresh = {key: n for n, key in enumerate(keys) if key not in self._known}
        if fresh:
            first = np.array(list(fresh.values()))
            sizes = np.abs(
                self._engine.ratios(self._engine.drawn, some[first], told[first, None], np.zeros((len(first), 1)))
            )
            start = len(self._known) + 1
            self._columns[:, start : start + len(fresh)] = sizes.T
            self._known.update(zip(fresh, range(start, start + len(fresh)), strict=True))
        self._last[some], self._reports[some] = [self._known[key] for key in keys], told
        return self._last[rows]


def distinct(numbers: Ints) -> Ints:
    """Each of `numbers` once, in rising order."""
    found = np.sort(numbers)
    return found[_starts(found)]


def ranked(groups: Ints, sizes: Floats) -> Ints:
    """The order that puts the entries of a group together, the largest of `sizes` first, ties as they stand. Groups are
    numbered below 2^15: so few are sorted by counting."""
    order = np.argsort(-sizes, kind="stable")
    return order[np.argsort(groups[order].astype(np.int16), kind="stable")]


def places(groups: Ints) -> Ints:
    """The place of each entry among those of its group, from 0; the entries of a group stand together."""
    first = np.flatnonzero(_starts(groups))
    return np.asarray(np.arange(len(groups)) - np.repeat(first, np.diff(first, append=len(groups))))


def _starts(groups: Ints) -> NDArray[np.bool_]:
    """True where an entry is another than the one before."""
    found = np.ones(len(groups), dtype=bool)
    np.not_equal(groups[1:], groups[:-1], out=found[1:])
    return found


def heaviest(rows: Ints, sizes: Floats) -> Ints:
    """The DEEP of `rows` with the largest of `sizes`, which has an entry for every row there is, and those that tie
    with the last of them."""
    if len(rows) <= DEEP:
        return rows
    own = sizes[rows]
    return np.asarray(rows[own >= np.partition(own, len(own) - DEEP)[len(own) - DEEP]])
