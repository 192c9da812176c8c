"""The chart of the answer over time, with a place to point at for every day, and the answer as it might be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from lagebild.core import Answer
from lagebild.errors import BadInput
from lagebild.tell import format as f
from lagebild.tell.charts import Chart
from lagebild.tell.views import Report

from .desk import View

_START = re.compile(r"M([\d.]+) ([\d.]+)")
_STEP = re.compile(r"H([\d.]+)V([\d.]+)")


class Spot(NamedTuple):
    """One day of the history in the chart: its place, the stretch of the picture that stands for it, what it says."""

    x: float
    y: float
    left: float
    width: float
    day: str
    figure: str
    interval: str


class Drawn(NamedTuple):
    """A chart with its days."""

    chart: Chart
    spots: tuple[Spot, ...]


class Might(NamedTuple):
    """An answer that might be, in words and figures."""

    figure: str
    interval: str
    now: str
    probability: float
    low: float
    high: float


def drawn(answer: Answer, report: Report, language: str) -> tuple[Drawn, ...]:
    """The report's charts with the days of the history."""
    return tuple(Drawn(chart, _spots(chart, answer, language)) for chart in report.charts)


def _spots(chart: Chart, answer: Answer, language: str) -> tuple[Spot, ...]:
    """The points of the chart's line are the days of the history, in order."""
    first = _START.match(chart.line)
    points = [(first[1], first[2])] if first else []
    points += _STEP.findall(chart.line)
    places = [(float(x), float(y)) for x, y in points]
    edges = [chart.left, *((a[0] + b[0]) / 2 for a, b in pairwise(places)), chart.right]
    return tuple(
        Spot(
            x=x,
            y=y,
            left=round(edges[n], 1),
            width=round(max(0.5, edges[n + 1] - edges[n]), 1),
            day=f.day(one.at, language, short=True),
            figure=f.fine(one.probability, language),
            interval=f.interval(one.low, one.high, language),
        )
        for n, ((x, y), one) in enumerate(zip(places, answer.history, strict=False))
    )


def supposed(view: View, language: str, turns: Mapping[str, str], grades: Mapping[str, str]) -> Might | None:
    """The answer if signs were turned and findings graded; None where that makes no sense."""
    try:
        found = view.what_if().ask(turns, grades)
    except BadInput:
        return None
    return Might(
        figure=f.fine(found.probability, language),
        interval=f.interval(found.low, found.high, language),
        now=f.fine(found.now, language),
        probability=found.probability,
        low=found.low,
        high=found.high,
    )
