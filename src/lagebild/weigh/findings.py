"""What a model found, as the answer tells it: items of evidence, silences, judgements, and what is assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lagebild.core import Evidence, Note, Opinion, Question, Range, Reported, Silence
from lagebild.core.answers import Direction

from .catalogue import Sign
from .evidence import Item, Report
from .figures import DRAWS
from .model import Model, Standing
from .opinions import Judgement


def evidence(model: Model, now: Standing) -> tuple[Evidence, ...]:
    """The items of a model with what each counts for, in the order of the model."""
    state, count, at = now.state, len(model.items), now.at
    fades = model.engine.fade(state.day, state.fresh[:count], np.arange(count))
    columns = (column[:count].tolist() for column in (state.reports, state.raw, state.weight, fades))
    turned, known = model.question.negated, {(sign.indicator.id, seen): _figures(sign, seen, model.question.negated)
                                             for sign in model.catalogue.signs for seen in (True, False)}  # fmt: skip
    found = []
    for row, (item, reports, raw, weight, fade) in enumerate(zip(model.items, *columns, strict=True)):
        told = item.reports
        standing = [r for r in told if r.until is None or at < r.until]
        origins = {r.origin for r in standing or told}
        direction, p1, p0, a, b = known[item.sign, item.seen]
        found.append(
            Evidence(
                id=item.id,
                indicator=item.sign,
                subject=item.subject,
                direction=direction if standing else "unclear",
                p1=p1,
                p0=p0,
                a=a,
                b=b,
                ratio=model.ratio(row, reports),
                weight=-weight if turned else weight,
                known=told[0].known,
                origins=tuple(sorted(origins)),
                cites=tuple(dict.fromkeys([r.cite for r in standing or told])),
                why=_why(item, standing, len(origins), Counts(reports, raw, weight, fade)),
            )
        )
    return tuple(found)


def _figures(sign: Sign, seen: bool, negated: bool) -> tuple[Direction, Range, Range, Range, Range]:
    """The direction of an item of a sign, its p1 and p0, a and b, for the question as it is asked."""
    indicator = sign.indicator
    p1, p0 = (indicator.p1, indicator.p0) if seen else (_turned(indicator.p1), _turned(indicator.p0))
    if negated:
        p1, p0 = p0, p1
    return "for" if ((sign.direction == "for") == seen) != negated else "against", p1, p0, indicator.a, indicator.b


class Counts(NamedTuple):
    """One row of a state, with the share of its weight that age has left."""

    reports: float
    raw: float
    weight: float
    fade: float


def _turned(figure: Range) -> Range:
    return Range(1 - figure.high, 1 - figure.best, 1 - figure.low)


def _why(item: Item, standing: Sequence[Report], origins: int, counts: Counts) -> tuple[Note, ...]:
    """What the evidence rests on, in order: reports and origins, doubts about them, age, its cluster."""
    if not standing:
        return (Note("weigh.why-corrected", (("date", min(r.until for r in item.reports if r.until).isoformat()),)),)
    documents = len({r.cite.document for r in standing}) if len(standing) > 1 else 1
    notes = [_told(item.seen, origins, documents), *item.why]
    for report in standing:
        if report.why:
            notes += sorted({note for r in standing for note in r.why}, key=repr)
            break
    _, raw, weight, fade = counts
    if fade < 0.95:
        notes.append(_share("weigh.why-faded", round(fade, 2)))
    if raw:
        aged = abs(raw * fade)
        if abs(weight) < 0.95 * aged:
            notes.append(_share("weigh.why-cluster", round(abs(weight) / aged, 2)))
    if len(standing) < len(item.reports):
        notes.append(Note("weigh.why-partly-corrected", (("n", len(item.reports) - len(standing)),)))
    return tuple(notes)


@lru_cache(maxsize=4096)
def _told(seen: bool, origins: int, reports: int) -> Note:
    return Note("weigh.why-seen" if seen else "weigh.why-absent", (("origins", origins), ("reports", reports)))


@lru_cache(maxsize=4096)
def _share(key: str, share: float) -> Note:
    return Note(key, (("share", share),))


def silences(model: Model, now: Standing) -> tuple[Silence, ...]:
    """Signs that no standing report tells of: looked for and not found."""
    coverage = dict(model.question.coverage)
    rows = {name: len(model.items) + i for i, name in enumerate(model.silent)}
    seen = {item.sign for row, item in enumerate(model.items) if item.seen and now.state.reports[row] > 0}
    found = []
    for sign in model.catalogue.signs:
        name = sign.indicator.id
        if name in seen:
            continue
        share = coverage.get(name)
        weight = float(now.state.weight[rows[name]]) if name in rows else 0.0
        key = "weigh.silent-for" if sign.direction == "for" else "weigh.silent-against"
        note = Note(key, (("indicator", name), ("coverage", share))) if share is not None else Note(
            "weigh.silent-uncounted", (("indicator", name),))  # fmt: skip
        found.append(Silence(indicator=name, coverage=share, weight=-weight if model.question.negated else weight,
                             why=note))  # fmt: skip
    return tuple(found)


def opinion(judgement: Judgement, question: Question) -> Opinion:
    """An opinion on the question as it is asked."""
    told = judgement.opinion
    return replace(told, low=1 - told.high, high=1 - told.low) if question.negated else told


def assumptions(model: Model) -> tuple[Note, ...]:
    """What the number rests on beside the evidence."""
    rho = model.catalogue.rho
    notes = [
        Note("weigh.assume-elicited", (("n", len(model.catalogue.signs)),)),
        Note("weigh.assume-hazard", (("classes", len(model.classes)),)),
        Note("weigh.assume-origins"),
        Note("weigh.assume-cluster", (("high", rho.high), ("low", rho.low))),
        Note("weigh.assume-decay"),
        Note("weigh.assume-coverage" if model.silent else "weigh.assume-no-coverage"),
        Note("weigh.assume-hindsight"),
        Note("weigh.assume-interval", (("draws", DRAWS),)),
    ]
    if model.question.reference or model.question.rates:
        notes.append(Note("weigh.assume-reference"))
    return tuple(notes)


def of_outcomes(model: Model, *, shares: bool) -> tuple[Note, ...]:
    """What probabilities of several outcomes rest on beside the evidence."""
    base = "weigh.assume-shares" if shares else "weigh.assume-competing"
    own: dict[str, Note | None] = {"weigh.assume-hazard": Note(base), "weigh.assume-reference": None}
    notes = [own.get(note.key, note) for note in assumptions(model)]
    return (
        *(note for note in notes if note is not None),
        Note("weigh.assume-outcomes"),
        Note("weigh.assume-no-voices"),
    )


def of_number(question: Question, found: Sequence[Reported]) -> tuple[Note, ...]:
    """What the distribution of a number rests on."""
    asked = question.measure
    if asked is None:
        return ()
    n = len(asked.past)
    base = Note("weigh.assume-past", (("n", n), ("source", asked.source))) if n else Note(
        "weigh.assume-quantiles", (("source", asked.source),))  # fmt: skip
    if asked.drift is None:
        return (base, Note("weigh.assume-no-drift"))
    low, best, high = asked.drift
    voices = sum(1 for r in found if r.weight)
    return (
        base,
        Note("weigh.assume-drift", (("best", best), ("high", high), ("low", low))),
        Note("weigh.assume-error", (("error", asked.error),)),
        Note("weigh.assume-pool", (("n", voices), ("share", 1 - sum(r.weight for r in found)))),
        Note("weigh.assume-origins"),
    )
