"""The prior: how often such a thing came about, turned into a hazard that runs out at the deadline.

With p180 the share of 180-day windows in which it happened and a constant hazard, the chance that it still happens
in d days is 1 − (1 − p180)^(d / 180).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from lagebild.core import Question, Range, ReferenceClass
from lagebild.errors import BadInput, UnknownName

WINDOW = 180
"""Days of one window of the reference classes."""

Z90 = 1.6448536269514722
"""The 95 % point of the standard normal: bounds of a two-sided 90 % interval."""


def wilson(hits: float, windows: float, *, batch: float = 1.0) -> Range:
    """The share `hits / windows` with its 90 % score interval (Wilson 1927), on `windows / batch` effective windows.

    Dividing both counts by the design effect `batch` widens the interval for dependence (Kish 1965, ch. 8).
    """
    n, p = windows / batch, hits / windows
    z2 = Z90 * Z90
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z90 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Range(max(0.0, centre - half), p, min(1.0, centre + half))


UNUSED = ReferenceClass(id="–", name=(), rate=Range(0.5, 0.5, 0.5), hits=1, windows=2, source="–")
"""Stands where a model needs a class and nobody asks what it says: outcomes that have shares."""


@cache
def reference_classes() -> Mapping[str, ReferenceClass]:
    """All reference classes of `data/base_rates.toml`, by id."""
    text = (files("lagebild") / "data" / "base_rates.toml").read_text(encoding="utf-8")
    return {name: _reference(name, row) for name, row in sorted(tomllib.loads(text).items())}


def given(row: Mapping[str, Any]) -> ReferenceClass:
    """A reference class as a question gives it: `id`, `name`, `hits`, `windows`, `source` and, if any, `batch`."""
    return _reference(row["id"], {"batch": 1.0, **row})


def _reference(name: str, row: Mapping[str, Any]) -> ReferenceClass:
    return ReferenceClass(
        id=name,
        name=tuple(sorted(row["name"].items())),
        rate=wilson(row["hits"], row["windows"], batch=row["batch"]),
        hits=row["hits"],
        windows=row["windows"],
        source=row["source"],
    )


def choose(names: Sequence[str], source: str, own: Sequence[ReferenceClass] = ()) -> tuple[ReferenceClass, ...]:
    """The reference classes called `names`, in that order; `own` are the question's beside the built-in ones. Raises
    BadInput for fewer than two, UnknownName for one that is neither."""
    known = {**reference_classes(), **{c.id: c for c in own}}
    for name in names:
        if name not in known:
            raise UnknownName.of(f"{source}: reference class", name, known)
    if len(set(names)) < 2:
        raise BadInput(
            source,
            "rests on fewer than two reference classes",
            "name at least two in 'reference' or give their figures as [[rate]]",
        )
    return tuple(known[name] for name in dict.fromkeys(names))


def base_rate(classes: Iterable[ReferenceClass]) -> float:
    """The rate per 180 days: the plain mean of the classes.

    They overlap, so they are opinions on one rate, not independent samples: a mixture, never a product.
    """
    rates = [c.rate.best for c in classes]
    return math.fsum(rates) / len(rates)


def days_left(question: Question, at: date) -> int:
    """Days after `at` in which the event can still come: the closing day counts, `at` itself is over.
    Before the window opens it is the whole window."""
    if at < question.opens:
        return (question.closes - question.opens).days + 1
    return max(0, (question.closes - at).days)


def hazard(rate: float, days: float) -> float:
    """The chance in `days` days at `rate` per 180 days: 1 − (1 − rate)^(days/180)."""
    return -math.expm1(math.log1p(-rate) * days / WINDOW) if rate < 1 else float(days > 0)
