"""Pictures of distributions: geometry for inline SVG, drawn by the templates as `charts` are. Each has a table beside
it with the same figures, for those who don't see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from lagebild.core import By, Distribution, Quantile

from . import format as f
from .charts import Tick, band, ceiling, date_ticks, levels, steps

WIDTH = 480
"""Units of the picture: narrow, so that its words can be read on a phone."""
_LEFT, _RIGHT = 46.0, WIDTH - 40.0
_ROW, _FIRST, _HEIGHT = 40.0, 34.0, 150
_DAYS = 200


class Row(NamedTuple):
    """Quantiles in a line: the middle and the stretches that hold 50 and 90 % (x of their ends)."""

    kind: str
    y: float
    outer: tuple[float, float]
    inner: tuple[float, float]
    middle: float
    label: str


class Amounts(NamedTuple):
    """A number's distribution: as it is, and below it without evidence."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    title: str
    rows: tuple[Row, ...]
    x: tuple[Tick, ...]


class Days(NamedTuple):
    """The probability that it has come by each day: `line` with its `band`, and `base` without evidence (SVG paths)."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    title: str
    line: str
    band: str
    base: str
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    last: tuple[float, float]


def amounts(found: Distribution, language: str, say: Callable[[float], str]) -> Amounts | None:
    """The picture of a number's quantiles; None for a distribution without. `say` writes a value."""
    known = found.quantiles
    if not known:
        return None
    now, base = ([value(known, level) for level in (0.05, 0.25, 0.5, 0.75, 0.95)] for value in (_now, _base))
    low, high = min(now[0], base[0]), max(now[-1], base[-1])
    ticks = _round(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    wide = high - low

    def x(value: float) -> float:
        return round(_LEFT + (value - low) / wide * (_RIGHT - _LEFT), 1)

    rows = tuple(
        Row(kind, _FIRST + n * _ROW, (x(v[0]), x(v[4])), (x(v[1]), x(v[3])), x(v[2]), say(v[2]))
        for n, (kind, v) in enumerate((("now", now), ("base", base)))
    )
    title = "; ".join(f"{f.share(q.level, language)}: {say(q.value)}" for q in known if q.level in (0.05, 0.5, 0.95))
    return Amounts(
        WIDTH, _HEIGHT, _LEFT, _RIGHT, _FIRST + 2 * _ROW, title, rows, tuple(Tick(x(t), say(t)) for t in ticks)
    )


def days(found: Distribution, language: str) -> Days | None:
    """The picture of the probability by each day of the window; None for a distribution without."""
    by = _thinned(found.by)
    if len(by) < 2:
        return None
    begin, end, top = by[0].day, by[-1].day, ceiling(max(max(b.high, b.base) for b in by))
    bottom, height = 150.0, 180

    def x(one: By) -> float:
        return round(_LEFT + (one.day - begin).days / (end - begin).days * (_RIGHT - _LEFT), 1)

    def y(p: float) -> float:
        return round(bottom - min(p, top) / top * (bottom - 16.0), 1)

    last = by[-1]
    return Days(
        width=WIDTH,
        height=height,
        left=_LEFT,
        right=_RIGHT,
        bottom=bottom,
        title=f"{f.day(last.day, language)}: {f.fine(last.probability, language)} "
        f"({f.interval(last.low, last.high, language)})",
        line=steps([(x(b), y(b.probability)) for b in by]),
        band=band([(x(b), y(b.low), y(b.high)) for b in by]),
        base=steps([(x(b), y(b.base)) for b in by]),
        x=tuple(
            Tick(round(_LEFT + (day - begin).days / (end - begin).days * (_RIGHT - _LEFT), 1), label)
            for day, label in date_ticks(begin, end, language, most=5)
        ),
        y=tuple(Tick(y(p), f.share(p, language)) for p in levels(top)),
        last=(x(last), y(last.probability)),
    )


def _now(known: Sequence[Quantile], level: float) -> float:
    return min(known, key=lambda q: abs(q.level - level)).value


def _base(known: Sequence[Quantile], level: float) -> float:
    return min(known, key=lambda q: abs(q.level - level)).base


def _thinned(by: Sequence[By]) -> list[By]:
    """At most so many days as can be seen, the last one among them."""
    step = max(1, ceil(len(by) / _DAYS))
    return [*by[:-1][::step], *by[-1:]]


def _round(low: float, high: float) -> list[float]:
    """Three to six round values around a stretch; around a single value, that one and its neighbours."""
    size, wide = max(abs(low), abs(high)), high - low
    if wide <= max(size * 1e-9, 1e-12):
        wide = size if size > 1e-12 else 1.0
    power = 10.0 ** floor(log10(wide / 4))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= wide / 4)
    first, last = floor(low / step), ceil(high / step)
    return [round(n * step, 12) for n in range(first, max(last, first + 1) + 1)]
