"""Geometry of the report's pictures. The templates draw it as inline SVG with classes instead of colours, so that
one picture follows the page into dark mode, print and high contrast, and its marks are links.

Chart libraries were weighed: none that is light and permissively licensed writes SVG without inline styles, which
the page's Content-Security-Policy forbids, and with links and colours from the page's style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from lagebild.core import Forecast

from . import format as f

_TOPS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


class Tick(NamedTuple):
    """A label on an axis at a coordinate of the picture."""

    at: float
    label: str


class Flag(NamedTuple):
    """A step of the probability in the chart: its letter, its place (`label_x` for the letter), what it was."""

    letter: str
    x: float
    y: float
    label_x: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Probability over time. All coordinates in the units of `width` × `height`; `line` and `band` are SVG paths:
    a step holds until the next date on which the answer was reckoned."""

    name: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    line: str
    band: str
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    flags: tuple[Flag, ...]
    last: tuple[float, float]
    last_label: str
    cut: bool


class Bar(NamedTuple):
    """One bar: its place and size, its label and its figure."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Counts by week, gaps included."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    first: str
    last: str
    most: int


def history(
    points: Sequence[Forecast],
    flags: Sequence[tuple[str, date, str]],
    language: str,
    *,
    name: str,
    width: int,
    height: int,
    last_label: str,
) -> Chart:
    """The history as a chart of one size. `points`: oldest first, not empty; `flags`: (letter, date, title)."""
    left, right, top, bottom = 44.0, width - 48.0, 30.0, height - 30.0
    begin, end = points[0].at, points[-1].at
    days = max(1, (end - begin).days)
    top_level = ceiling(max(p.high for p in points))

    def x(at: date) -> float:
        share = (at - begin).days / days if end > begin else 0.5
        return round(left + share * (right - left), 1)

    def y(p: float) -> float:
        return round(bottom - min(p, top_level) / top_level * (bottom - top), 1)

    at = {p.at: p for p in points}
    placed = tuple(
        Flag(letter, x(day), y(at[day].probability), x(day), title) for letter, day, title in flags if day in at
    )
    return Chart(
        name=name, width=width, height=height, left=left, right=right, top=top, bottom=bottom,
        line=steps([(x(p.at), y(p.probability)) for p in points]),
        band=band([(x(p.at), y(p.low), y(p.high)) for p in points]),
        x=tuple(Tick(x(day), label) for day, label in date_ticks(begin, end, language, most=max(2, width // 90))),
        y=tuple(Tick(y(p), f.share(p, language)) for p in levels(top_level)),
        flags=_apart(placed, left, right),
        last=(x(end), y(points[-1].probability)), last_label=last_label, cut=top_level < 1.0,
    )  # fmt: skip


def weeks(counts: Sequence[tuple[str, int]], language: str, *, width: int = 640, height: int = 72) -> Bars | None:
    """Documents by ISO week as bars, weeks without any included; None where there is nothing to draw. Names that are
    no ISO week are left out. More than 520 weeks are drawn from the last 520."""
    by_week = {day: n for name, n in counts if (day := _monday(name)) is not None}
    if not by_week:
        return None
    last = max(by_week)
    first = max(min(by_week), last - timedelta(weeks=519))
    number = (last - first).days // 7 + 1
    most = max(n for day, n in by_week.items() if day >= first)
    step = min(24.0, width / number)
    bars = []
    for i in range(number):
        day = first + timedelta(weeks=i)
        n = by_week.get(day, 0)
        tall = round(height * n / most, 1) if most else 0.0
        label = f.week(f"{day.isocalendar().year}-W{day.isocalendar().week:02d}", language)
        bars.append(Bar(round(i * step, 1), round(height - tall, 1), round(step * 0.82, 1), tall, label, n))
    return Bars(round(step * number), height, tuple(bars), bars[0].label, bars[-1].label, most)


def _monday(week: str) -> date | None:
    year, _, number = week.partition("-W")
    if not (year.isdecimal() and number.isdecimal()):
        return None
    try:
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None


def steps(points: Sequence[tuple[float, float]]) -> str:
    """The path of a step that holds until the next point."""
    (x, y), *rest = points
    return f"M{x} {y}" + "".join(f"H{a}V{b}" for a, b in rest)


def band(points: Sequence[tuple[float, float, float]]) -> str:
    """The path around the steps between two bounds: (x, y of the lower, y of the upper)."""
    upper = steps([(x, high) for x, _, high in points])
    lower = [f"V{points[-1][1]}"]
    for before, after in zip(reversed(points[:-1]), reversed(points[1:]), strict=True):
        lower.append(f"H{after[0]}V{before[1]}")
    return f"{upper}{''.join(lower)}H{points[0][0]}Z"


def ceiling(highest: float) -> float:
    """The round probability that an axis ends at."""
    return next(t for t in _TOPS if t >= min(1.0, highest * 1.02))


def levels(top: float) -> tuple[float, ...]:
    """The probabilities that are told on an axis that ends at `top`."""
    parts = 4 if top in (0.2, 0.4, 0.8) else 3 if top in (0.15, 0.3, 0.6) else 5
    return tuple(round(top * i / parts, 4) for i in range(parts + 1))


def date_ticks(begin: date, end: date, language: str, *, most: int) -> list[tuple[date, str]]:
    """Days, Mondays or firsts of months, as many as fit."""
    days = (end - begin).days
    for every in _DAYS:
        if days / every <= most:
            first = begin if every < 7 else begin + timedelta(days=-begin.weekday() % 7)
            ticks = [first + timedelta(days=i) for i in range(0, max(0, (end - first).days) + 1, every)]
            return [(day, f.day_month(day, language)) for day in ticks]
    for every in _MONTHS:
        if days / (30.4 * every) <= most or every == _MONTHS[-1]:
            break
    months = range(begin.year * 12 + begin.month - (begin.day == 1), end.year * 12 + end.month)
    firsts = [date(m // 12, m % 12 + 1, 1) for m in months if m % every == 0 or every == 1]
    return [(day, f.month(day, language)) for day in firsts]


def _apart(flags: Sequence[Flag], left: float, right: float, gap: float = 22.0) -> tuple[Flag, ...]:
    """Letters of neighbouring days beside each other: they must not cover one another."""
    places: list[float] = []
    for flag in flags:
        places.append(max(flag.x, places[-1] + gap) if places else max(flag.x, left))
    limit = right
    for i in reversed(range(len(places))):
        places[i] = min(places[i], limit)
        limit = places[i] - gap
    return tuple(flag._replace(label_x=round(at, 1)) for flag, at in zip(flags, places, strict=True))
