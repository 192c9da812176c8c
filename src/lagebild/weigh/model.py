"""One question's model: its prior, its evidence as rows of the engine, its opinions, and the probability on any day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Question, Range, ReferenceClass

from .catalogue import Catalogue
from .evidence import Item, Report
from .figures import DRAWS, Floats, SignFigures, expit, figures, logit
from .opinions import Voice, pooled
from .prior import days_left
from .update import ABSENT, SEEN, SILENT, Engine, Rows, State, hazard

NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Standing:
    """The probability on a day with its 90 % interval, and what it rests on. `fade` is the share of its weight that
    each row still has."""

    at: date
    probability: float
    low: float
    high: float
    state: State


class Model:
    """Rows are the items, then one silent row for each sign whose coverage is given, then two rows for each sign that
    nobody has reported: what if it were seen, or reported not to be there. `shift` is added to the log-odds of the
    answer in the end, for one on a condition: by the best figures, and in each draw."""

    def __init__(
        self,
        question: Question,
        catalogue: Catalogue,
        classes: Sequence[ReferenceClass],
        items: Sequence[Item],
        voices: Sequence[Voice],
        *,
        shift: tuple[Floats, Floats] | None = None,
    ) -> None:
        self.shift = shift
        self.question, self.catalogue, self.classes = question, catalogue, tuple(classes)
        self.items, self.voices = tuple(items), tuple(voices)
        self.number = {s.indicator.id: i for i, s in enumerate(catalogue.signs)}
        self.silent = tuple(name for name, _ in question.coverage if name in self.number)
        rates = [c.rate for c in self.classes]
        signs = sign_figures(catalogue)
        best, drawn = (
            figures(
                signs, name=catalogue.id, rho=catalogue.rho, elicitation=catalogue.elicitation, rates=rates, count=n
            )
            for n in (0, DRAWS)
        )
        rows, self.origins = self._rows()
        self.engine = Engine(best, drawn, rows, question.opens.toordinal())
        self._ratios: dict[tuple[str, bool, float, float | None], Range] = {}

    def _rows(self) -> tuple[Rows, Sequence[str]]:
        """The rows, and the origin of each spell."""
        coverage = dict(self.question.coverage)
        signs, silent = len(self.catalogue.signs), len(self.silent)
        self.supposed = {True: len(self.items) + silent, False: len(self.items) + silent + signs}
        own, origins, starts, ends, weights = list[int](), list[str](), list[int](), list[int](), list[float]()
        for row, item in enumerate(self.items):
            for origin, start, end, weight in _spells(item.reports):
                own.append(row)
                origins.append(origin)
                starts.append(start)
                ends.append(end)
                weights.append(weight)
        kinds = [SEEN if item.seen else ABSENT for item in self.items]
        until = [item.fresh_until.toordinal() if item.fresh_until else NEVER for item in self.items]
        rows = Rows(
            sign=np.array(
                [self.number[i.sign] for i in self.items]
                + [self.number[s] for s in self.silent]
                + list(range(signs)) * 2,
                np.int64,
            ),
            kind=np.array(kinds + [SILENT] * silent + [SEEN] * signs + [ABSENT] * signs, np.int64),
            until=np.array(until + [NEVER] * (silent + 2 * signs), np.float64),
            coverage=np.array([0.0] * len(self.items) + [coverage[s] for s in self.silent] + [0.0] * 2 * signs),
            spell_row=np.array(own, np.int64),
            spell_start=np.array(starts, np.int64),
            spell_end=np.array(ends, np.int64),
            spell_weight=np.array(weights, np.float64),
            fixed=self._fixed(silent + 2 * signs) if any(i.fixed is not None for i in self.items) else None,
        )
        return rows, origins

    def _fixed(self, others: int) -> Floats:
        """The log ratios that were set, by row, on the event's own side; not a number where none was."""
        turn = -1.0 if self.question.negated else 1.0
        return np.array([np.nan if i.fixed is None else turn * i.fixed for i in self.items] + [np.nan] * others)

    def state(
        self, at: date, *, spells: NDArray[np.bool_] | None = None, rows: NDArray[np.bool_] | None = None
    ) -> State:
        """How the rows stand on a day; masks leave some out."""
        return self.engine.at(at.toordinal(), spells=spells, rows=rows)

    def probability(
        self, at: date, state: State, *, voices: Sequence[Voice] | None = None, rates: Floats | None = None
    ) -> float:
        """The probability on a day from the best figures."""
        total = np.array([state.total])
        return float(self._answer(at, total, self.engine.best.rate if rates is None else rates, voices)[0])

    def base(self, at: date) -> float:
        """The probability on a day without any evidence."""
        p = float(hazard(self.engine.best.rate, days_left(self.question, at))[0])
        return 1 - p if self.question.negated else p

    def standing(self, at: date) -> Standing:
        """The probability on a day and its interval: the 5 % and 95 % points of the simulation."""
        return self.stood(at, self.state(at))

    def stood(self, at: date, state: State) -> Standing:
        """The standing on a day of which the state is known."""
        best, drawn = self.probability(at, state), self.drawn(at, state)
        low, high = (float(q) for q in np.quantile(drawn, (0.05, 0.95)))
        return Standing(at, best, min(low, best), max(high, best), state)

    def drawn(self, at: date, state: State) -> Floats:
        """The probability on a day in each draw of the simulation."""
        return self._answer(at, self.engine.simulate(state), self.engine.drawn.rate, None)

    def by_day(self, at: date, state: State) -> Floats:
        """The probability that it comes in the next 1, 2, … days, up to the days left, by the best figures: the answer
        to the same question with an earlier close."""
        left, rate, total = days_left(self.question, at), self.engine.best.rate, np.array([state.total])
        if not self.voices:
            return expit(logit(hazard(rate, np.arange(1, left + 1))) + total)
        days = [self._answer(at, total, rate, None, left=n) for n in range(1, left + 1)]
        return np.concatenate([np.zeros(0), *days])

    def drawn_by(self, at: date, state: State, days: Sequence[int]) -> Floats:
        """The same for some numbers of days in each draw of the simulation: one row for each of `days`."""
        total = self.engine.simulate(state)
        rows = [self._answer(at, total, self.engine.drawn.rate, None, left=n) for n in days]
        return np.array(rows).reshape(len(days), len(total))

    def _answer(
        self, at: date, total: Floats, rates: Floats, voices: Sequence[Voice] | None, *, left: int | None = None
    ) -> Floats:
        left = days_left(self.question, at) if left is None else left
        if left == 0:
            p = np.zeros_like(total)
        else:
            x = logit(hazard(rates, left)) + total
            p = expit(pooled(x, self.voices if voices is None else voices, at, left))
        p = 1 - p if self.question.negated else p
        return p if self.shift is None else expit(logit(p) + self.shift[len(total) > 1])

    def ratio(self, row: int, reports: float) -> Range:
        """The likelihood ratio of an item by itself, before decay and its cluster, with its 90 % interval, for the
        question as it is asked."""
        item = self.items[row]
        key = (item.sign, item.seen, reports, item.fixed)
        found = self._ratios.get(key)
        if found is None:
            which, told, nothing = np.array([row]), np.array([[reports]]), np.zeros((1, 1))
            best, drawn = (
                np.exp(self.engine.ratios(f, which, told, nothing)[0]) for f in (self.engine.best, self.engine.drawn)
            )
            low, high = (float(q) for q in np.quantile(drawn, (0.05, 0.95)))
            found = Range(min(low, float(best[0])), float(best[0]), max(high, float(best[0])))
            if self.question.negated:
                found = Range(1 / found.high, 1 / found.best, 1 / found.low)
            self._ratios[key] = found
        return found


def sign_figures(catalogue: Catalogue) -> list[SignFigures]:
    """The signs of a catalogue as the engine takes them, in their order."""
    clusters = {c: i for i, c in enumerate(sorted({s.indicator.cluster for s in catalogue.signs}))}
    return [
        SignFigures(
            i.id, i.p1, i.p0, i.a, i.b, i.half_life, clusters[i.cluster], 1 if s.direction == "for" else -1, s.fit
        )
        for s in catalogue.signs
        for i in (s.indicator,)
    ]


def _spells(reports: Sequence[Report]) -> list[tuple[str, int, int, float]]:
    """For each origin when it reports an item and with what weight: (origin, from, to, weight).

    However many copies an origin has, it counts once, by its earliest report that stands; where several are of one
    day, by the most reliable of them. A copy therefore changes nothing, unless it is older than what was there.
    """
    if len(reports) == 1 or len({r.origin for r in reports}) == len(reports):  # and so it mostly is
        alone = [(r.origin, r.known.toordinal(), NEVER if r.until is None else r.until.toordinal(), r.weight)
                 for r in reports]  # fmt: skip
        return sorted(spell for spell in alone if spell[1] < spell[2])
    found = []
    for origin in sorted({r.origin for r in reports}):
        own = [(r.known.toordinal(), r.until.toordinal() if r.until else NEVER, r.weight) for r in reports
               if r.origin == origin]  # fmt: skip
        cuts = sorted({edge for start, end, _ in own for edge in (start, end)})
        for start, end in pairwise(cuts):
            standing = [(s, -w) for s, e, w in own if s <= start < e]
            if standing:
                first, weight = min(standing)
                found.append((origin, start, end, -weight, first))
    return _merged(found)


def _merged(found: Sequence[tuple[str, int, int, float, int]]) -> list[tuple[str, int, int, float]]:
    """Neighbouring spells of one origin and weight as one, so that a copy leaves no trace."""
    out: list[tuple[str, int, int, float]] = []
    for origin, start, end, weight, _ in found:
        if out and out[-1][0] == origin and out[-1][2] == start and out[-1][3] == weight:
            out[-1] = (origin, out[-1][1], end, weight)
        else:
            out.append((origin, start, end, weight))
    return out
