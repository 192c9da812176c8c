"""What would change a distribution most: the same as `sensitivity` for questions of several outcomes and for numbers.

One thing is changed at a time and the whole distribution worked out again. How far it moves: for outcomes the total
variation distance, ½·Σ|pₖ − p′ₖ|, the most that the probability of any set of outcomes changes; for a number the mean
distance of the quantiles that are told, an estimate of the Wasserstein distance ∫|F⁻¹ − G⁻¹| (Vallender 1974), in its
unit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from lagebild.core import Cite, Distribution, Lever, Question

from .number import Found, distributions, supposed
from .sensitivity import MOST, tried
from .several import Several


def of_outcomes(several: Several, day: date) -> tuple[Lever, ...]:
    """How the probabilities would stand without each of the heaviest items, origins and signs, and with each sign seen
    or refuted by one reliable report more, largest move first."""
    states = tuple(model.state(day) for model in several.models)
    now, found = several.at(day, states), []
    for one in tried(several.models, states, day):
        then = several.at(day, one.states)
        found.append(Lever(what=one.what, id=one.id, kind=one.kind, distribution=then, moved=varied(now, then)))
    return _sorted(found)


def of_number(question: Question, found: Sequence[Found], day: date) -> tuple[Lever, ...]:
    """How the quantiles would stand without each origin, each report that counts and the base; and if a reliable origin
    more reported on `day` what the answer's 95 % or 5 % point is. Largest move first."""
    (now,), told = distributions(question, found, [day])
    counted = sorted((r for r in told if r.weight), key=lambda r: (-r.weight, r.origin))[:MOST]
    levers = []

    def add(what: str, id_: str, kind: str, others: Sequence[Found], *, based: bool = True) -> None:
        (then,), _ = distributions(question, others, [day], based=based)
        levers.append(
            Lever(what=what, id=id_, kind=kind, distribution=then, moved=distance(now, then))  # type: ignore[arg-type]
        )

    for report in counted:
        add("origin", report.origin, "without", [f for f in found if f.report.origin != report.origin])
        add("evidence", place(report.cite), "without", [f for f in found if f.report.cite != report.cite])
    if counted:
        add("prior", question.id, "without", found, based=False)
    if question.measure is not None and question.measure.drift is not None and day < question.closes:
        for kind, quantile in (("if high", now.quantiles[-1]), ("if low", now.quantiles[0])):
            if quantile.value > 0:
                add("report", question.id, kind, [*found, supposed(quantile.value, day)])
    return _sorted(levers)


def place(cite: Cite) -> str:
    """A name for the place of a report's number: document, reading, first and last character."""
    return f"{cite.document}/{cite.reading}/{cite.span.start}-{cite.span.end}"


def varied(one: Distribution, other: Distribution) -> float:
    """The total variation distance of two distributions of the same outcomes, from 0 to 1."""
    theirs = {c.outcome: c.probability for c in other.chances}
    return math.fsum(abs(c.probability - theirs[c.outcome]) for c in one.chances) / 2


def distance(one: Distribution, other: Distribution) -> float:
    """The mean distance of the quantiles of two distributions of a number, in its unit."""
    pairs = zip(one.quantiles, other.quantiles, strict=True)
    return math.fsum(abs(a.value - b.value) for a, b in pairs) / max(1, len(one.quantiles))


def _sorted(found: Sequence[Lever]) -> tuple[Lever, ...]:
    return tuple(sorted(found, key=lambda lever: (-lever.moved, lever.what, lever.id, lever.kind)))
