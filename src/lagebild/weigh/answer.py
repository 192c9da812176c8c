"""From links and a question to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from typing import NamedTuple

import numpy as np

from lagebild.core import (
    LAYERS,
    Answer,
    Change,
    Effect,
    Evidence,
    Forecast,
    Links,
    Note,
    Opinion,
    Question,
    Range,
    Silence,
)
from lagebild.core.answers import Direction
from lagebild.errors import UnknownName

from . import prior
from .asof import as_of as links_as_of
from .asof import latest, published
from .catalogue import Catalogue, built_in, families
from .collection import collection
from .desk import Desk, overridden
from .evidence import Item, Report
from .hand.world import decided
from .history import history
from .model import Model, Standing
from .opinions import Judgement
from .sensitivity import leverage
from .update import DRAWS
from .words import touched


def weigh(
    links: Links,
    question: Question,
    *,
    as_of: date | None = None,
    catalogue: Catalogue | None = None,
    decisions: Sequence[Change] = (),
    words: str | None = None,
) -> Answer:
    """The answer to `question` from what was out by `as_of` (included, in the question's time zone; left out: the
    newest publication date in `links`, never the clock).

    `links` are the machine's. `decisions` of an analyst are laid over them; the machine's own number then stands
    beside the answer (`Answer.machine`), and what each decision does in `Answer.effects`. `catalogue` replaces the
    built-in one of the question's family. Without either, or without a resolver and what counts and what doesn't, the
    answer has no forecast and says why. `words` is the scale of probability words (left out: the question's). The
    same links in any order give the same answer, to the byte. Raises UnknownName for an unknown reference class,
    scale, or indicator of `question.coverage`."""
    zone = question.timezone
    day = as_of or latest(links, zone) or question.opens
    changes = tuple(sorted(decisions, key=lambda c: c.id))
    whole, found = all_of_it = decided(links, changes)
    world = links_as_of(whole, day, zone)
    refusal = refuse(question, catalogue)
    if refusal is not None:
        told = tuple(Effect(change=c, step=None, found=c.id in found) for c in changes)
        return replace(_answer(whole, world, question, day, changes, refusal=refusal), effects=told)
    chosen = catalogue or built_in(question.family or "")
    check_coverage(question, chosen)
    named = question.reference + tuple(r.id for r in question.rates)
    classes = prior.choose(named or chosen.reference, f"question {question.id}", question.rates)
    desk = Desk(links, question, chosen, classes, day, whole=(changes, all_of_it))
    ready = desk.prepared(changes)
    model = ready.model
    made = history(model, published(world, zone), day)
    last = overridden(made[-1], question, changes)
    now = model.standing(day)
    answer = _answer(whole, world, question, day, changes, catalogue=model.catalogue, forecast=last)
    return replace(
        answer,
        words=touched(last.low, last.high, words or question.words),
        prior=classes,
        base=model.base(day),
        history=(*made[:-1], last),
        evidence=evidence(model, now),
        silences=_silences(model, now),
        opinions=tuple(_opinion(j, question) for j in ready.judgements),
        leverage=leverage(model, now),
        assumptions=_assumptions(model),
        machine=_machine(desk) if changes else None,
        effects=desk.effects(changes, ready, None if last is made[-1] else last.probability),
        hypotheses=chosen.hypotheses,
    )


def _machine(desk: Desk) -> Forecast:
    """The number without any decision."""
    now = desk.prepared(()).model.standing(desk.day)
    return Forecast(at=now.at, probability=now.probability, low=now.low, high=now.high)


def refuse(question: Question, catalogue: Catalogue | None = None) -> Note | None:
    """Why there can be no number for a question, or None where there can."""
    if not question.resolver.strip() or not question.counts or not question.excludes:
        return Note("weigh.refused-incomplete")
    if question.closes < question.opens:
        return Note("weigh.refused-window")
    if catalogue is not None:
        return None
    if question.family is None:
        return Note("weigh.refused-no-family", (("known", ", ".join(families())),))
    if question.family not in families():
        return Note("weigh.refused-no-catalogue", (("family", question.family), ("known", ", ".join(families()))))
    return None


def check_coverage(question: Question, catalogue: Catalogue) -> None:
    """Raises UnknownName for an indicator of `question.coverage` that the catalogue does not have."""
    known = {i.id for i in catalogue.indicators}
    for name, _ in question.coverage:
        if name not in known:
            raise UnknownName.of(f"question {question.id}: coverage of indicator", name, known)


def _answer(
    links: Links,
    world: Links,
    question: Question,
    day: date,
    changes: Sequence[Change],
    *,
    refusal: Note | None = None,
    catalogue: Catalogue | None = None,
    forecast: Forecast | None = None,
) -> Answer:
    return Answer(
        question=question,
        as_of=day,
        forecast=forecast,
        refusal=refusal,
        words=None,
        prior=(),
        base=None,
        history=(),
        indicators=catalogue.indicators if catalogue else (),
        evidence=(),
        silences=(),
        opinions=(),
        leverage=(),
        collection=collection(links, question, day),
        assumptions=(),
        digests=_digests(world, question, catalogue, changes),
        links=world,
    )


def _digests(
    world: Links, question: Question, catalogue: Catalogue | None, changes: Sequence[Change]
) -> tuple[tuple[str, str], ...]:
    """SHA-256 of what the answer was made from: documents with their texts, marks, question, catalogue, decisions, and
    who made the marks: the annotators with their versions, and the version of Lagebild."""
    makers = {m.by for marked in world.marked for layer in LAYERS for m in getattr(marked.marks, layer)}
    found = {
        "models": _digest([version("lagebild"), *sorted(makers)]),
        "documents": _digest((m.reading.document.id, m.reading.number, m.reading.text) for m in world.marked),
        "marks": _digest(repr(m.marks) for m in world.marked),
        "question": _digest([repr(question)]),
    }
    if catalogue:
        found["catalogue"] = catalogue.digest
    if changes:
        found["decisions"] = _digest(repr(c) for c in changes)
    return tuple(sorted(found.items()))


def _digest(values: object) -> str:
    state = hashlib.sha256()
    for value in values:  # type: ignore[attr-defined]
        state.update(repr(value).encode("utf-8", "backslashreplace"))
        state.update(b"\n")
    return state.hexdigest()


def evidence(model: Model, now: Standing) -> tuple[Evidence, ...]:
    """The items of a model with what each counts for, in the order of the model."""
    state, count = now.state, len(model.items)
    fades = model.engine.fade(state.day, state.fresh[:count], np.arange(count))
    columns = (column[:count].tolist() for column in (state.reports, state.raw, state.weight, fades))
    counts = (Counts(*row) for row in zip(*columns, strict=True))
    items = enumerate(zip(model.items, counts, strict=True))
    return tuple(_evidence(model, row, item, counted, now.at) for row, (item, counted) in items)


class Counts(NamedTuple):
    """One row of a state, with the share of its weight that age has left."""

    reports: float
    raw: float
    weight: float
    fade: float


def _evidence(model: Model, row: int, item: Item, counts: Counts, at: date) -> Evidence:
    sign = model.catalogue.signs[model.number[item.sign]]
    indicator, ratio = sign.indicator, model.ratio(row, counts.reports)
    p1, p0 = (indicator.p1, indicator.p0) if item.seen else (_turned(indicator.p1), _turned(indicator.p0))
    direction: Direction = "for" if (sign.direction == "for") == item.seen else "against"
    standing = [r for r in item.reports if r.until is None or at < r.until]
    shown = standing or item.reports
    origins = {r.origin for r in shown}
    why, weight = _why(item, standing, len(origins), counts), counts.weight
    if model.question.negated:
        weight, p1, p0 = -weight, p0, p1
        ratio = Range(1 / ratio.high, 1 / ratio.best, 1 / ratio.low)
        direction = "against" if direction == "for" else "for"
    return Evidence(
        id=item.id,
        indicator=item.sign,
        subject=item.subject,
        direction=direction if standing else "unclear",
        p1=p1,
        p0=p0,
        a=indicator.a,
        b=indicator.b,
        ratio=ratio,
        weight=weight,
        known=item.reports[0].known,
        origins=tuple(sorted(origins)),
        cites=tuple(dict.fromkeys([r.cite for r in shown])),
        why=why,
    )


@cache
def _turned(figure: Range) -> Range:
    return Range(1 - figure.high, 1 - figure.best, 1 - figure.low)


def _why(item: Item, standing: Sequence[Report], origins: int, counts: Counts) -> tuple[Note, ...]:
    """What the evidence rests on, in order: reports and origins, doubts about them, age, its cluster."""
    if not standing:
        return (Note("weigh.why-corrected", (("date", min(r.until for r in item.reports if r.until).isoformat()),)),)
    notes = [_told(item.seen, origins, len({r.cite.document for r in standing})), *item.why]
    if any(r.why for r in standing):
        notes += sorted({note for r in standing for note in r.why}, key=repr)
    _, raw, weight, fade = counts
    if fade < 0.95:
        notes.append(_share("weigh.why-faded", round(fade, 2)))
    if raw and abs(weight) < 0.95 * abs(raw * fade):
        notes.append(_share("weigh.why-cluster", round(abs(weight) / abs(raw * fade), 2)))
    if len(standing) < len(item.reports):
        notes.append(Note("weigh.why-partly-corrected", (("n", len(item.reports) - len(standing)),)))
    return tuple(notes)


@lru_cache(maxsize=4096)
def _told(seen: bool, origins: int, reports: int) -> Note:
    return Note("weigh.why-seen" if seen else "weigh.why-absent", (("origins", origins), ("reports", reports)))


@lru_cache(maxsize=4096)
def _share(key: str, share: float) -> Note:
    return Note(key, (("share", share),))


def _silences(model: Model, now: Standing) -> tuple[Silence, ...]:
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


def _opinion(judgement: Judgement, question: Question) -> Opinion:
    """An opinion on the question as it is asked."""
    opinion = judgement.opinion
    return replace(opinion, low=1 - opinion.high, high=1 - opinion.low) if question.negated else opinion


def _assumptions(model: Model) -> tuple[Note, ...]:
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
