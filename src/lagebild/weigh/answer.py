"""From links and a question to an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from typing import NamedTuple

from lagebild.core import LAYERS, Answer, Change, Effect, Forecast, Links, Note, Question, ReferenceClass
from lagebild.errors import UnknownName

from . import findings, levers, prior
from .asof import as_of as links_as_of
from .asof import latest, published
from .catalogue import Catalogue, built_in, families
from .collection import collection
from .desk import Desk, Reads, overridden
from .due import dues
from .figures import logit
from .hand.world import Decided, decided, worldly
from .history import history
from .model import Model
from .number import distributions, reports
from .sensitivity import leverage
from .several import Several
from .suppose import Stood, supposed
from .words import touched


def weigh(
    links: Links,
    question: Question,
    *,
    as_of: date | None = None,
    catalogue: Catalogue | None = None,
    decisions: Sequence[Change] = (),
    words: str | None = None,
    reads: Reads | None = None,
) -> Answer:
    """The answer to `question` from what was out by `as_of` (included, in the question's time zone; left out: the
    newest publication date in `links`, never the clock).

    `links` are the machine's. `decisions` of an analyst are laid over them; the machine's own number then stands
    beside the answer (`Answer.machine`), and what each decision does in `Answer.effects`. `catalogue` replaces the
    built-in one of the question's family. Without either, or without a resolver and what counts and what doesn't, the
    answer has no forecast and says why. `words` is the scale of probability words (left out: the question's). `reads`
    is filled with what was read in the reports, for whoever asks again of the same links, question and day. The same
    links in any order give the same answer, to the byte. Raises UnknownName for an unknown reference class, scale, or
    indicator of `question.coverage`."""
    day = as_of or latest(links, question.timezone) or question.opens
    changes = tuple(sorted(decisions, key=lambda c: c.id))
    whole, found = all_of_it = decided(links, changes)
    world = links_as_of(whole, day, question.timezone)
    asked = Asked(links, question, day, changes, all_of_it, world, reads)
    refusal = refuse(question, catalogue)
    if refusal is not None:
        told = tuple(Effect(change=c, step=None, found=c.id in found) for c in changes)
        return replace(_answer(asked, refusal=refusal), effects=told)
    if question.kind == "number":
        return _of_number(asked)
    chosen = catalogue or built_in(question.family or "")
    check_coverage(question, chosen)
    if question.kind == "outcomes":
        return _of_outcomes(asked, chosen)
    answer, model = _of_event(asked, chosen, words or question.words)
    if question.kind == "date":
        return _of_day(answer, model)
    return answer if question.condition is None else _supposed(asked, answer, model)


class Asked(NamedTuple):
    """What is asked of what: the machine's links, the decisions, what all of these make of the links, and that as of
    the day."""

    links: Links
    question: Question
    day: date
    changes: tuple[Change, ...]
    whole: Decided
    world: Links
    reads: Reads | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something was out, from the opening to the day, and these two."""
        first = min(self.question.opens, self.day)
        out = (d for d in published(self.world, self.question.timezone) if first <= d <= self.day)
        return tuple(sorted({*out, first, self.day}))

    def desk(self, catalogue: Catalogue, classes: Sequence[ReferenceClass]) -> Desk:
        """The question on the desk."""
        return Desk(
            self.links, self.question, catalogue, classes, self.day, whole=(self.changes, self.whole), reads=self.reads
        )


def _of_event(asked: Asked, catalogue: Catalogue, words: str) -> tuple[Answer, Model]:
    """The answer to whether the family's event comes, and the model it is from."""
    question, day, changes = asked.question, asked.day, asked.changes
    named = question.reference + tuple(r.id for r in question.rates)
    classes = prior.choose(named or catalogue.reference, f"question {question.id}", question.rates)
    desk = asked.desk(catalogue, classes)
    ready = desk.prepared(changes)
    model = ready.model
    made = history(model, published(asked.world, question.timezone), day)
    last = overridden(made[-1], question, changes)
    now = model.standing(day)
    answer = replace(
        _answer(asked, catalogue=model.catalogue, forecast=last),
        words=touched(last.low, last.high, words),
        prior=classes,
        base=model.base(day),
        history=(*made[:-1], last),
        evidence=findings.evidence(model, now),
        silences=findings.silences(model, now),
        opinions=tuple(findings.opinion(j, question) for j in ready.judgements),
        leverage=leverage(model, now),
        assumptions=findings.assumptions(model),
        machine=_machine(desk) if changes else None,
        effects=desk.effects(changes, ready, None if last is made[-1] else last.probability),
        hypotheses=catalogue.hypotheses,
    )
    return answer, model


def _of_day(answer: Answer, model: Model) -> Answer:
    """The answer to when the event comes: the same, with the distribution of its day."""
    calculated, told = model.probability(answer.as_of, model.state(answer.as_of)), answer.history[-1].probability
    step = float(logit(told) - logit(calculated)) if told != calculated else 0.0
    return replace(
        answer,
        distributions=dues(model, [f.at for f in answer.history], step=step),
        assumptions=(*answer.assumptions, Note("weigh.assume-day")),
    )


def _of_outcomes(asked: Asked, catalogue: Catalogue) -> Answer:
    """The answer to which of several outcomes comes."""
    question, day = asked.question, asked.day
    classes = tuple(o.rate for o in question.outcomes if o.rate) or (prior.UNUSED,)
    ready = asked.desk(catalogue, classes).prepared(asked.changes)
    model = ready.model
    several = Several(question, model.catalogue, model.items)
    standings = several.standings(day)
    pairs = tuple(zip(several.models, standings, strict=True))
    rates = tuple(o.rate for o in question.outcomes if o.rate)
    return replace(
        _answer(asked, catalogue=model.catalogue),
        prior=rates,
        evidence=several.evidence([findings.evidence(*pair) for pair in pairs]),
        silences=several.silences([findings.silences(*pair) for pair in pairs]),
        opinions=tuple(replace(findings.opinion(j, question), counts=False) for j in ready.judgements),
        assumptions=findings.of_outcomes(model, shares=not rates),
        effects=tuple(Effect(change=c, step=None, found=c.id in ready.found) for c in asked.changes),
        distributions=several.distributions(asked.days),
        levers=levers.of_outcomes(several, day),
        hypotheses=(),
    )


def _of_number(asked: Asked) -> Answer:
    """The answer to how large a number will be."""
    found = reports(asked.whole.links, asked.question)
    known = [f for f in found if f.report.known <= asked.day]
    made, told = distributions(asked.question, known, asked.days)
    effects = tuple(Effect(change=c, step=None, found=c.id in asked.whole.found) for c in asked.changes)
    return replace(
        _answer(asked),
        assumptions=findings.of_number(asked.question, told),
        effects=effects,
        distributions=made,
        levers=levers.of_number(asked.question, known, asked.day),
        reported=told,
    )


def _supposed(asked: Asked, answer: Answer, model: Model) -> Answer:
    """The answer on the question's condition, with what it rests on."""
    condition, day = asked.question.condition, asked.day
    if condition is None or answer.forecast is None:
        return answer
    without = Model(replace(asked.question, condition=None), model.catalogue, model.classes, model.items, model.voices)
    now = without.standing(day)
    plain = Forecast(at=day, probability=now.probability, low=now.low, high=now.high)
    worldwide = tuple(c for c in asked.changes if worldly(c))
    own = asked._replace(question=condition.question, changes=worldwide)
    refusal = refuse(condition.question)
    chance = Stood(_answer(own, refusal=refusal), None)
    if refusal is None:
        told, of = _of_event(own, built_in(condition.question.family or ""), condition.question.words)
        chance = Stood(told, of.drawn(day, of.state(day)))
    rests = supposed(plain, without.drawn(day, now.state), condition, chance, answer)
    return replace(answer, supposed=rests, assumptions=(*answer.assumptions, Note("weigh.assume-condition")))


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
    if catalogue is not None or question.kind == "number":
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
    asked: Asked, *, refusal: Note | None = None, catalogue: Catalogue | None = None, forecast: Forecast | None = None
) -> Answer:
    """The answer with nothing in it yet but what it was asked of."""
    question = asked.question
    return Answer(
        question=question,
        as_of=asked.day,
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
        collection=collection(asked.whole.links, question, asked.day),
        assumptions=(),
        digests=_digests(asked.world, question, catalogue, asked.changes),
        links=asked.world,
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
        "question": _digest([repr(question), *_more(question)]),
    }
    if catalogue:
        found["catalogue"] = catalogue.digest
    if changes:
        found["decisions"] = _digest(repr(c) for c in changes)
    return tuple(sorted(found.items()))


def _more(question: Question) -> list[str]:
    """What a question of another kind than yes or no, or on a condition, has beside what every question has."""
    parts = (question.kind, question.outcomes, question.measure, question.condition)
    return [repr(parts)] if question.kind != "binary" or question.condition else []


def _digest(values: object) -> str:
    state = hashlib.sha256()
    for value in values:  # type: ignore[attr-defined]
        state.update(repr(value).encode("utf-8", "backslashreplace"))
        state.update(b"\n")
    return state.hexdigest()
