"""The engine: from figures and dated reports to log-odds. Arrays only; it knows no text.

`docs/weighing.md` derives each formula. A row is one item of evidence: a happening that matched a sign (seen), the
report that the sign is not there (absent), or a sign that was looked for and not found (silent). A spell is the time
in which one origin's report of an item counts. Days are proleptic ordinals (`date.toordinal`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Range

from .prior import WINDOW, Z90

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEEN, ABSENT, SILENT = 1, 0, 2
CAP = float(np.log(10.0))
"""No item counts for more than a likelihood ratio of 10 or less than 1/10."""
DRAWS = 500
"""Draws of the simulation. The error of a 5 % quantile's rank at 500 draws is one percentage point."""
DEEP, WIDE = 64, 24
"""Items that count in a cluster, a side at a time: for the figure and for a draw. With ρ of 0.4 the 25th item would
count for 0.6^24 = 5e-6 of its weight."""
KEPT = 1024
"""Log ratios by draw that are kept between days: 4 MB at 500 draws."""
_TINY = 1e-9


class SignFigures(NamedTuple):
    """One sign's figures. `cluster` is a number, `side` +1 where it speaks for yes, −1 where against. `fit` names the
    outcome whose `p1` it is, where a question has several."""

    id: str
    p1: Range
    p0: Range
    a: Range
    b: Range
    half_life: float
    cluster: int
    side: int
    fit: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A catalogue as arrays: one row a sign, one column a draw (one column: the best figures).
    `report` is log(b / a), at most 0. `side` is +1 for signs that speak for yes, −1 for those against."""

    p1: Floats
    p0: Floats
    report: Floats
    rho: Floats
    strength: Floats
    rate: Floats
    side: Ints
    half_life: Floats
    cluster: Ints


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
    `weight` what it counts for after decay and its cluster. `kept` are the rows that weigh anything, one array for
    each cluster and side, heaviest first."""

    day: int
    reports: Floats
    fresh: Floats
    raw: Floats
    weight: Floats
    kept: tuple[Ints, ...]


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
    """Σ sizeᵢ·shareᵢ over the last axis, `sizes` falling: at most size₁/ρ, and never less with one more item."""
    return np.asarray(np.einsum("...ij,ij->...i", sizes, share))


def logit(p: Floats | float) -> Floats:
    """Log-odds; minus and plus infinity at 0 and 1."""
    with np.errstate(divide="ignore"):
        q = np.asarray(p, dtype=np.float64)
        return np.asarray(np.log(q) - np.log1p(-q))


def expit(x: Floats | float) -> Floats:
    """Probability of log-odds, without overflow."""
    y = np.asarray(x, dtype=np.float64)
    small = np.exp(-np.abs(y))
    return np.asarray(np.where(y >= 0, 1 / (1 + small), small / (1 + small)))


def hazard(rate: Floats, days: int | Ints) -> Floats:
    """1 − (1 − rate)^(days / 180), the array form of `prior.hazard`."""
    return np.asarray(-np.expm1(np.log1p(-rate) * days / WINDOW))


def draws_of(figure: Range, name: str, count: int = DRAWS) -> Floats:
    """`count` draws of an elicited figure: normal on the log-odds scale on each side of `best` (its median), with
    `low` and `high` as its 5 % and 95 % points. The seed is the `name`, so that no other figure moves them."""
    z = generator(name).standard_normal(count)
    low, best, high = (float(logit(min(max(v, _TINY), 1 - _TINY))) for v in figure)
    spread = np.where(z < 0, best - low, high - best) / Z90
    return expit(best + z * spread)


def generator(name: str) -> np.random.Generator:
    """A PCG64 generator whose seed is the SHA-256 of `name`: the same draws on every machine and run."""
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")))


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
        self._shares = shares(drawn.rho, WIDE)
        self._told: Floats = np.zeros((len(drawn.strength), 0))
        self._column: dict[tuple[int, int, float, float], int] = {}

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
        age = np.where(np.isfinite(fresh), np.maximum(day - fresh, 0.0), np.inf)
        fade = 0.5 ** (age / self.best.half_life[r.sign[which]])
        return np.asarray(np.where(r.kind[which] == SILENT, 1.0, fade), dtype=np.float64)

    def without(self, state: State, rows: Ints, *, told: int | None = None) -> State:
        """`state` had the rows `rows` never been reported, and the row `told`, so far not reported, once in full."""
        keep = np.ones(len(self.rows.sign), dtype=bool)
        keep[rows] = False
        reports, fresh = np.where(keep, state.reports, 0.0), state.fresh
        raw = np.where(keep, state.raw, 0.0)
        if told is not None:
            fresh = fresh.copy()
            reports[told], fresh[told] = 1.0, state.day
            raw[told] = self.ratios(self.best, np.array([told]), np.ones((1, 1)), np.zeros((1, 1)))[0, 0]
        silent = np.flatnonzero(self.rows.kind == SILENT)
        if len(silent):
            coverage = self._coverage(state.day, reports, keep)[silent, None]
            raw[silent] = self.ratios(self.best, silent, reports[silent, None], coverage)[:, 0]
        return self._state(state.day, reports, fresh, raw)

    def _state(self, day: int, reports: Floats, fresh: Floats, raw: Floats) -> State:
        sizes = np.abs(raw * self.fade(day, fresh, np.arange(len(raw))))
        which = np.concatenate([heaviest(group, sizes) for group in self._groups])
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
        order = some[np.lexsort((-np.abs(aged[some]), self.group_of[which[some]]))]
        ranks = places(self.group_of[which[order]])
        order, ranks = order[ranks < DEEP], ranks[ranks < DEEP]
        chosen, weight = which[order], np.zeros(len(raw))
        weight[chosen] = aged[order] * (1 - self.best.rho[0]) ** ranks
        kept = tuple(np.split(chosen, np.flatnonzero(ranks == 0)[1:])) if len(chosen) else ()
        return State(day, reports, fresh, raw, weight, kept)

    def simulate(self, state: State) -> Floats:
        """The sum of log ratios in each draw, times the draw's shared error of elicitation."""
        total = np.zeros(len(self.drawn.strength))
        few = [chosen[:WIDE] for chosen in state.kept]
        if few:
            rows = np.concatenate(few)
            sizes = self._drawn(rows, state) * self.fade(state.day, state.fresh[rows], rows)
            end = 0
            for chosen in few:
                start, end = end, end + len(chosen)
                part = sizes[:, start:end]
                part.sort(axis=1)
                total += self.sides[chosen[0]] * discounted(part[:, ::-1], self._shares[:, : len(chosen)])
        return np.asarray(total * self.drawn.strength)

    def _drawn(self, rows: Ints, state: State) -> Floats:
        """The size of the log ratio of each of the rows, which weigh something: one row a draw, one column each. Rows
        of one sign with the same reports share theirs, so it is kept."""
        r, silent = self.rows, np.flatnonzero(self.rows.kind[rows] == SILENT)
        own = np.zeros(len(rows)) if self._set is None else np.nan_to_num(self._set[rows], nan=0.0)
        columns = (r.sign[rows], r.kind[rows], state.reports[rows], own)
        keys = list(zip(*(c.tolist() for c in columns), strict=True))
        if len(self._column) + len(keys) > self._told.shape[1]:
            self._told = np.zeros((len(self.drawn.strength), KEPT + len(keys)))
            self._column.clear()
        for row, key in zip(rows.tolist(), keys, strict=True):
            if key not in self._column:
                self._column[key] = len(self._column)
                told = self.ratios(self.drawn, np.array([row]), np.array([[key[2]]]), np.zeros((1, 1)))
                self._told[:, self._column[key]] = np.abs(told[0])
        found = np.take(self._told, [self._column[key] for key in keys], axis=1)
        if len(silent):  # they weigh only where their sign is unseen, by what is covered so far
            which = rows[silent]
            nothing, coverage = np.zeros((len(which), 1)), self.covered(state.day, which)[:, None]
            found[:, silent] = np.abs(self.ratios(self.drawn, which, nothing, coverage)).T
        return found


def places(groups: Ints) -> Ints:
    """The place of each entry among those of its group, from 0; the entries of a group stand together."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    return np.asarray(np.arange(len(groups)) - np.repeat(starts, np.diff(starts, append=len(groups))))


def heaviest(rows: Ints, sizes: Floats) -> Ints:
    """The DEEP of `rows` with the largest of `sizes`, which has an entry for every row there is, and those that tie
    with the last of them."""
    if len(rows) <= DEEP:
        return rows
    own = sizes[rows]
    return np.asarray(rows[own >= np.partition(own, len(own) - DEEP)[len(own) - DEEP]])


def figures(
    signs: Sequence[SignFigures],
    *,
    name: str,
    rho: Range,
    elicitation: float,
    rates: Sequence[Range],
    count: int,
) -> Figures:
    """The figures of `signs` by their best values (`count` 0) or in `count` draws. `rates` are the reference classes:
    the best figure is their mean, a draw comes from one of them."""

    def table(what: str, ranges: Sequence[Range], fits: Sequence[str] = ()) -> Floats:
        if not count:
            return np.array([[r.best] for r in ranges], dtype=np.float64).reshape(len(ranges), 1)
        named = zip(signs, ranges, fits or [""] * len(ranges), strict=True)
        drawn = [draws_of(r, f"{name}/{s.id}/{what}{fit}", count) for s, r, fit in named]
        return np.array(drawn).reshape(len(ranges), count)

    a, b = table("a", [s.a for s in signs]), table("b", [s.b for s in signs])
    report = np.minimum(np.log(b) - np.log(a), 0.0)
    return Figures(
        p1=table("p1", [s.p1 for s in signs], [s.fit for s in signs]),
        p0=table("p0", [s.p0 for s in signs]),
        report=report,
        rho=draws_of(rho, f"{name}/rho", count) if count else np.array([rho.best]),
        strength=np.exp(elicitation * generator(f"{name}/elicitation").standard_normal(count)) if count else np.ones(1),
        rate=_rates(rates, name, count),
        side=np.array([s.side for s in signs], dtype=np.int64),
        half_life=np.array([s.half_life for s in signs], dtype=np.float64),
        cluster=np.array([s.cluster for s in signs], dtype=np.int64),
    )


def _rates(rates: Sequence[Range], name: str, count: int) -> Floats:
    if not count:
        return np.array([sum(r.best for r in rates) / len(rates)])
    drawn = np.array([draws_of(r, f"{name}/prior/{i}", count) for i, r in enumerate(rates)])
    pick = generator(f"{name}/prior").integers(0, len(rates), count)
    return np.asarray(drawn[pick, np.arange(count)])
