"""A question on the desk: its model with or without decisions, each step of the work done once and kept.

Links are taken as the machine made them; decisions are laid over them. So the machine's number can always be had beside
the analyst's, and what one decision does is the answer with all of them less the answer without that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lagebild.core import Change, Effect, Forecast, Links, Note, Question, ReferenceClass

from .asof import as_of as links_as_of
from .catalogue import Catalogue
from .evidence import Matcher, Told
from .figures import expit, logit
from .hand.figures import refigured
from .hand.items import items
from .hand.world import Decided, decided, worldly
from .model import Model
from .opinions import Judgement, Judges
from .prior import days_left
from .suppose import shift

LINKED = 4000
"""Documents that are linked anew, at most, to say what single decisions do; one of them is always worked out."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was out by the day, as decided, and what was read in it."""

    world: Links
    told: tuple[Told, ...]
    judgements: tuple[Judgement, ...]
    found: frozenset[int]


Reads = dict[tuple[str, frozenset[int]], Read]
"""What was read, by the digest of the catalogue and the decisions about the world: for one question, one day and the
same links. Reading is what takes longest, so whoever asks again hands it on."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A model under decisions, and the numbers of those that found what they are about."""

    model: Model
    world: Links
    judgements: tuple[Judgement, ...]
    found: frozenset[int]


class Desk:
    """One question, one catalogue, one day; `links` are the machine's, `whole` what all the decisions make of them."""

    def __init__(
        self,
        links: Links,
        question: Question,
        catalogue: Catalogue,
        classes: Sequence[ReferenceClass],
        day: date,
        *,
        whole: tuple[Sequence[Change], Decided],
        reads: Reads | None = None,
    ) -> None:
        self._links, self._question, self._catalogue, self._classes = links, question, catalogue, classes
        self.day = day
        self._shift = shift(question.condition) if question.condition else None
        self._reads: Reads = {} if reads is None else reads
        self._whole = (frozenset(c.id for c in whole[0] if worldly(c)), whole[1])

    def _read(self, changes: Sequence[Change]) -> Read:
        """The reports as they stand after those of the decisions that are about the world."""
        about = [c for c in changes if worldly(c)]
        made_of = frozenset(c.id for c in about)
        key = (self._catalogue.digest, made_of)
        if key not in self._reads:
            links, found = self._whole[1] if made_of == self._whole[0] else decided(self._links, about)
            world = links_as_of(links, self.day, self._question.timezone)
            self._reads[key] = Read(
                world,
                tuple(Matcher(self._catalogue, self._question, world).reports()),
                Judges(self._catalogue, self._question, world).judgements(),
                found,
            )
        return self._reads[key]

    def prepared(self, changes: Sequence[Change]) -> Prepared:
        """The model under `changes`."""
        read = self._read(changes)
        catalogue, refound = refigured(self._catalogue, changes)
        made, held = items(read.told, catalogue, self._question, read.world, changes)
        voices = [j.voice for j in read.judgements if j.voice]
        model = Model(self._question, catalogue, self._classes, made, voices, shift=self._shift)
        return Prepared(model, read.world, read.judgements, read.found | refound | held)

    def effects(self, changes: Sequence[Change], whole: Prepared, answer: float | None) -> tuple[Effect, ...]:
        """What each decision does: the log-odds of the calculated answer with all of them less those without it; for a
        decision about the answer itself, those of the analyst's `answer` (None: none in force) less the calculated."""
        calculated = _odds(whole.model, self.day)
        anew = max(1, LINKED // max(1, len(self._links.marked)))
        last = max((c.id for c in changes if c.kind == "answer"), default=0)
        found = []
        for change in changes:
            if change.kind == "answer":
                stands = answer is not None and change.id == last
                step = float(logit(answer or 0.5)) - calculated if stands else 0.0
                found.append(Effect(change=change, step=step, found=stands))
                continue
            if worldly(change):
                anew -= 1
            if change.id not in whole.found or change.lost:
                found.append(Effect(change=change, step=0.0, found=False))
                continue
            if worldly(change) and anew < 0:
                found.append(Effect(change=change, step=None))
                continue
            others = [c for c in changes if c.id != change.id]
            without = _odds(self.prepared(others).model, self.day)
            found.append(Effect(change=change, step=0.0 if calculated == without else calculated - without))
        return tuple(found)


def _odds(model: Model, day: date) -> float:
    return float(logit(model.probability(day, model.state(day))))


def overridden(forecast: Forecast, question: Question, changes: Sequence[Change]) -> Forecast:
    """The forecast with the analyst's own answer in place of the calculated one, if there is one and the window is
    open. The interval moves with it in log-odds: its width is what the figures carry, whoever says the number."""
    last = max((c for c in changes if c.kind == "answer"), key=lambda c: c.id, default=None)
    if last is None or not last.value or not days_left(question, forecast.at):
        return forecast
    value = float(last.value)
    step = logit(value) - logit(forecast.probability)
    low, high = (float(expit(logit(bound) + step)) for bound in (forecast.low, forecast.high))
    why = Note("hand.answer", (("reason", last.reason), ("was", forecast.probability), ("who", last.who)))
    return Forecast(
        at=forecast.at,
        probability=value,
        low=min(low, value),
        high=max(high, value),
        because=(*forecast.because, why),
        moved_by=forecast.moved_by,
    )
