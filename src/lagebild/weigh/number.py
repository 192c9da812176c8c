"""Questions for a number: what will it be on the closing day?

Two things can answer that. Earlier values say what such a number usually is (the base). Reports say what it is now; how
far it will have moved by the close is not in them, so they count only where the question says how far such a number
moves (`drift`). The answer is a linear opinion pool (Stone 1961): the base is one voice, and so is each independent
origin, by its latest report, for as much as that report is relied on. `docs/weighing.md` derives each part.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, cached_property
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from lagebild.core import Cite, Distribution, Links, Marked, Measure, Note, Quantile, Quantity, Question, Reported, Span

from .dating import latest_day
from .figures import Floats
from .phrases import Finder, parse
from .polarity import told
from .prior import WINDOW, Z90
from .reliability import reliability
from .scene import Scene, scenes

LEVELS: tuple[float, ...] = tuple(n / 20 for n in range(1, 20))
"""The quantiles that are told: 5, 10, … 95 %."""
OLD = 60
"""Days before its report for which a number is still one of how things stand."""
NEAR = 3
"""Words at most between a number and the phrase that names what it counts."""
_STEPS, _NEAR, _EDGE = 2001, 161, 0.0005


class Found(NamedTuple):
    """A number that a report gives, with the weight that it has by itself; `until` is the day of its correction."""

    report: Reported
    until: date | None


def distributions(
    question: Question, found: Sequence[Found], days: Sequence[date], *, based: bool = True
) -> tuple[tuple[Distribution, ...], tuple[Reported, ...]]:
    """The distribution as of each of `days`, and the reports with the share that each has in the last one. With `based`
    false the base has no voice where a report has one."""
    asked = question.measure
    if asked is None:
        raise ValueError(f"question {question.id} asks for no number")
    base, made, shares = Base(asked), [], dict[int, float]()
    for day in days:
        standing = _latest(found, day)
        share = 1.0 if based or not standing else 0.0
        told_, parts = _quantiles(asked, base, [found[n].report for n in standing], question.closes, share)
        made.append(Distribution(at=day, quantiles=told_))
        shares = dict(zip(standing, parts, strict=True))
    return tuple(made), tuple(_counted(f, shares.get(n), days[-1]) for n, f in enumerate(found))


def _counted(found: Found, share: float | None, day: date) -> Reported:
    """A report with its share of the answer."""
    report = found.report
    if share is not None or not report.weight:
        return replace(report, weight=share or 0.0)
    gone = found.until is not None and found.until <= day
    return replace(report, weight=0.0, why=Note("weigh.number-corrected" if gone else "weigh.number-superseded"))


def _latest(found: Sequence[Found], day: date) -> list[int]:
    """The report that counts of each origin: the latest by `day`; of one day the most reliable, then the first."""
    kept: dict[str, int] = {}
    for n, (report, until) in enumerate(found):
        if report.weight and report.known <= day and (until is None or day < until):
            other = found[kept[report.origin]].report if report.origin in kept else None
            if other is None or (report.known, report.weight) > (other.known, other.weight):
                kept[report.origin] = n
    return sorted(kept.values())


def _quantiles(
    asked: Measure, base: Base, standing: Sequence[Reported], closes: date, share: float
) -> tuple[tuple[Quantile, ...], list[float]]:
    """The quantiles of the pool of the base, at weight `share`, and the reports, and the share of each of these."""
    spread = [_moved(asked, report, closes) for report in standing]
    # As fine as each report needs: where past values lie orders of magnitude apart, an even grid would blur them.
    near = [centre + sd * np.linspace(-4.0, 4.0, _NEAR) for centre, sd in spread]
    grid = np.sort(np.concatenate([np.linspace(base(_EDGE), base(1 - _EDGE), _STEPS), *near]))
    whole = share + math.fsum(r.weight for r in standing)
    below = share * base.below(grid)
    for report, (centre, sd) in zip(standing, spread, strict=True):
        below = below + report.weight * _normal((grid - centre) / sd)
    below = below / whole
    told_ = (Quantile(q, base.value(float(np.interp(q, below, grid))), base.value(base(q))) for q in LEVELS)
    return tuple(told_), [report.weight / whole for report in standing]


class Base:
    """The quantile function without reports, in logs where the number is a ratio quantity.

    Of `past` values it is that of the next one, if all are drawn alike from one normal (or log-normal) distribution:
    mean + t·s·√(1 + 1/n), t with n − 1 degrees of freedom. Of elicited quantiles it is the line through them on the
    scale of the standard normal, drawn on beyond the outermost two.
    """

    def __init__(self, asked: Measure) -> None:
        self._asked, self._log = asked, _is_ratio(asked)
        turn = math.log if self._log else float
        self._t = 0
        if asked.past:
            values = [turn(v) for v in asked.past]
            self._t = len(values) - 1
            self._centre = math.fsum(values) / len(values)
            square = math.fsum((v - self._centre) ** 2 for v in values) / (len(values) - 1)
            self._scale = math.sqrt(square * (1 + 1 / len(values)))
        else:
            self._x = [normal_quantile(level) for level, _ in asked.quantiles]
            self._y = [turn(v) for _, v in asked.quantiles]

    def __call__(self, level: float) -> float:
        if self._t:
            return self._centre + self._scale * student(level, self._t)
        z, x, y = normal_quantile(level), self._x, self._y
        n = min(max(int(np.searchsorted(x, z)), 1), len(x) - 1)
        return y[n - 1] + (z - x[n - 1]) * (y[n] - y[n - 1]) / (x[n] - x[n - 1])

    def below(self, grid: Floats) -> Floats:
        """The distribution function at the points of `grid`."""
        values, levels = self._course
        return np.interp(grid, values, levels, left=0.0, right=1.0)

    @cached_property
    def _course(self) -> tuple[Floats, Floats]:
        """The quantiles at many levels, and these."""
        levels = np.linspace(_EDGE, 1 - _EDGE, 1999)
        return np.array([self(float(q)) for q in levels]), levels

    def value(self, x: float) -> float:
        """A point of the scale that is reckoned on as the number it stands for."""
        asked = self._asked
        v = math.exp(x) if self._log else x
        v = v if asked.low is None else max(v, asked.low)
        v = v if asked.high is None else min(v, asked.high)
        return float(round(v)) if asked.whole else v


def _is_ratio(asked: Measure) -> bool:
    """True for a number that can't reach 0 from above: it is reckoned with in logs, as its drift multiplies."""
    values = (*asked.past, *(v for _, v in asked.quantiles))
    return min(values) > 0 and (asked.low is None or asked.low >= 0)


def _moved(asked: Measure, report: Reported, closes: date) -> tuple[float, float]:
    """Centre and standard deviation, in logs, of the number at the close by one report: what it says, how wrong such
    reports are, and how far the number moves from then on: a random walk, so its spread grows with the root of time."""
    if asked.drift is None:
        raise ValueError("reports count only with a drift")
    time = max(0, (closes - report.known).days) / WINDOW
    said = (math.log(report.low), math.log(report.high))
    low, best, high = (math.log(v) for v in asked.drift)
    errors = (
        (said[1] - said[0]) / (2 * Z90),
        math.log1p(asked.error) / Z90,
        (high - low) / (2 * Z90) * math.sqrt(time),
    )
    return (said[0] + said[1]) / 2 + best * time, math.sqrt(math.fsum(e * e for e in errors))


def reports(links: Links, question: Question) -> tuple[Found, ...]:
    """The numbers that reports give for what is asked, oldest first, with the weight that each report has by itself: 0
    where it does not count, and why."""
    asked = question.measure
    if asked is None:
        return ()
    finders = {language: Finder([(parse(t), None) for t in texts]) for language, texts in asked.counted}
    origins = {doc: origin.id for origin in links.origins for doc in origin.documents}
    wrong = [(c, day) for x in links.corrections if (day := latest_day(x.at, question.timezone)) for c in x.corrects]
    found = [r for m in links.marked for r in _read(m, question, asked, finders, origins)]
    return tuple(
        Found(r, min((day for cite, day in wrong if _same(r.cite, cite)), default=None))
        for r in sorted(found, key=lambda r: (r.known, r.cite[:3]))
    )


def _read(
    marked: Marked, question: Question, asked: Measure, finders: Mapping[str, Finder[None]], origins: Mapping[str, str]
) -> Iterator[Reported]:
    for scene in scenes(marked, question.timezone):
        finder = finders.get(scene.language)
        hits = finder.find(scene.words) if finder else ()
        near = [(q, found.spans) for found, _ in hits for q in _quantities(scene) if _beside(scene, q, found.spans[0])]
        if not near:
            continue
        quantity, spans = near[0]
        low, high = quantity.low, quantity.high
        weight, why = 0.0, None
        if len({q.id for q, _ in near}) > 1:
            why = "weigh.number-several"
        elif low is None or high is None:
            why = "weigh.number-bound"
        elif asked.drift is None:
            why = "weigh.number-no-drift"
        elif low <= 0:
            why = "weigh.number-zero"
        else:
            why = _doubt(scene, spans)
        if why is None:
            weight, _ = reliability(scene.marked, scene.sentence, quantity.span, scene.statement(quantity.span))
        place = scene.place
        yield Reported(
            cite=Cite(*place, scene.sentence, quantity.id),
            origin=origins.get(place[0], place[0]),
            low=low if low is not None else high or 0.0,
            high=high if high is not None else low or 0.0,
            known=scene.known,
            weight=weight,
            why=Note(why) if why else Note("weigh.number-counts", (("reliance", weight),)),
        )


def _doubt(scene: Scene, spans: Sequence[Span]) -> str | None:
    """Why a number is not one of how things stand: it is denied, possible, planned, of another time."""
    sense = told(scene.words, spans, scene.language)
    if sense.sense != "present" or scene.answers_supposed():
        return "weigh.number-open"
    if sense.planned:
        return "weigh.number-planned"
    for time in scene.marked.marks.times:
        if scene.sentence.holds(time.span):
            latest = _day(time.latest)
            if latest is not None and (scene.known - latest).days > OLD:
                return "weigh.number-old"
            earliest = _day(time.earliest)
            if earliest is not None and earliest > scene.known:
                return "weigh.number-planned"
    return None


def _day(moment: str | None) -> date | None:
    try:
        return date.fromisoformat(moment[:10]) if moment else None
    except ValueError:  # a year alone, a time before Christ
        return None


def _quantities(scene: Scene) -> Sequence[Quantity]:
    return [q for q in scene.marked.marks.quantities if scene.sentence.holds(q.span)]


def _beside(scene: Scene, quantity: Quantity, phrase: Span) -> bool:
    """True where the phrase stands in the number's own words or within a few words of it."""
    if quantity.span.touches(phrase):
        return True
    low, high = min(quantity.span.end, phrase.end), max(quantity.span.start, phrase.start)
    return sum(low <= w.start < high and w.text.isalnum() for w in scene.words) <= NEAR


def _same(one: Cite, other: Cite) -> bool:
    return one[:2] == other[:2] and one.span.touches(other.span)


def supposed(value: float, day: date) -> Found:
    """A reliable report by an origin of its own on `day` that the number is `value`."""
    nowhere = Cite("–", 0, Span(0, 0))
    why = Note("weigh.number-counts", (("reliance", 1.0),))
    return Found(Reported(cite=nowhere, origin="–", low=value, high=value, known=day, weight=1.0, why=why), None)


def _normal(z: Floats) -> Floats:
    """The distribution function of the standard normal, to 1e-8: on a line between points of a fine grid, where it is
    off by at most h²/8·max|φ′| = 7.6e-9."""
    return np.interp(z, *_course_of_normal(), left=0.0, right=1.0)


@cache
def _course_of_normal() -> tuple[Floats, Floats]:
    z = np.linspace(-8.0, 8.0, 32001)
    return z, np.array([0.5 * math.erfc(-x / math.sqrt(2)) for x in z])


def normal_quantile(level: float) -> float:
    """The quantile of the standard normal."""
    return NormalDist().inv_cdf(level)


def student(level: float, freedom: int) -> float:
    """The quantile of Student's t with `freedom` degrees of freedom."""
    below, theta = _angles(freedom)
    return math.sqrt(freedom) * math.tan(float(np.interp(level, below, theta)))


@cache
def _angles(freedom: int) -> tuple[Floats, Floats]:
    """The distribution function of θ, and θ, where t = √ν·tan θ: its density is proportional to cos^(ν − 1) θ, and is
    summed up over a fine grid."""
    theta = np.linspace(-math.pi / 2, math.pi / 2, 20001)
    density = np.cos(theta) ** (freedom - 1)
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return below / below[-1], theta
