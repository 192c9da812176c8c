"""Marks: what an annotator found at a span of one reading. The JSON form is `data/mark.schema.json`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

from .text import Span

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["text", "publication", "context"]
NameKind = Literal["person", "organisation", "place", "country", "people", "product", "event"]
Strength = Literal["weak", "moderate", "strong"]
StatementKind = Literal["direct", "indirect", "mixed", "reported", "belief", "author"]
SpeakerKind = Literal["named", "described", "anonymous", "nobody"]
Basis = Literal["imagery", "witness", "document", "poll", "inference"]
Stake = Literal["party", "ally", "opponent", "none"]
Polarity = Literal["affirmative", "negative", "silence"]
Force = Literal["assertion", "question", "request"]
Voices = Literal["some", "many", "most"]
Purpose = Literal["stated", "disputed"]
Factuality = Literal[
    "happened", "ongoing", "planned", "ordered", "possible", "denied", "hypothetical", "background", "unclear"
]
Influence = Literal["promotes", "hinders"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What all marks share: an id that is unique within its layer and reading, the hull of its spans,
    and `by`, the annotator and its version (`times/1`)."""

    id: str
    span: Span
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Mark):
    """A time expression as TIMEX3 (ISO-TimeML). `earliest` and `latest` are ISO 8601, half-open,
    floating local time unless the text names a zone; None where the text does not bound it."""

    type: TimeType
    value: str
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    earliest: str | None = None
    latest: str | None = None
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Mark):
    """A name. `entity` is a canonical id with its scheme (`iso:BLR`, `geonames:625144`, `wikidata:Q2184`)."""

    kind: NameKind
    entity: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Mark):
    """A number with what it counts. `low` and `high` are inclusive; one of them is None where the text
    gives only a bound ("mehr als 300"). `of` is the head of what is counted, as the text has it."""

    low: float | None
    high: float | None
    unit: str | None = None
    of: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge(Mark):
    """A word that makes a passage (`scope`) less than certain; strong takes most of the certainty away."""

    strength: Strength
    scope: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Mark):
    """Something said, and who said it. `spans` is the content; `speaker_entity` an entity id or the id of
    the name mark it resolves to; `basis` None means that the text gives none; `grade` is AJP-2.1 ("C3"); `voices`
    tells how many of a group speak ("viele Experten"); a `force` other than assertion claims nothing; `purpose` tells
    whether the content names the purpose of a deed, and whether the speaker disputes it ("unter dem Deckmantel")."""

    spans: tuple[Span, ...]
    kind: StatementKind
    cue: tuple[Span, ...] = ()
    speaker: tuple[Span, ...] = ()
    speaker_entity: str | None = None
    speaker_kind: SpeakerKind | None = None
    addressee: tuple[Span, ...] = ()
    occasion: tuple[Span, ...] = ()
    outlet: tuple[Span, ...] = ()
    basis: Basis | None = None
    stake: Stake | None = None
    polarity: Polarity = "affirmative"
    hedges: tuple[str, ...] = ()
    probability_word: str | None = None
    condition: Span | None = None
    grade: str | None = None
    voices: Voices | None = None
    force: Force = "assertion"
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor or recipient: its words, its entity id, its PLOVER code (`BLR GOV`, `RUS MIL`)."""

    span: Span
    entity: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Mark):
    """An event in PLOVER's ontology. `span` is the trigger. `place` and `time` are ids of marks;
    `statement` is the id of the statement that it sits in when it is only said."""

    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actor: tuple[Participant, ...] = ()
    recipient: tuple[Participant, ...] = ()
    place: str | None = None
    time: str | None = None
    factuality: Factuality = "unclear"
    statement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Mark):
    """One thing said to bring about (or hinder) another. The span is the hull of cause, cue and effect."""

    cause: Span
    effect: Span
    polarity: Influence = "promotes"
    factuality: Factuality = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """All marks on one reading, each layer sorted by span. `sentences` is for annotators, not exported."""

    sentences: tuple[Span, ...] = ()
    times: tuple[Time, ...] = ()
    names: tuple[Name, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def __add__(self, other: Marks) -> Marks:
        """Both sets of marks; each layer that `other` has something of is sorted."""
        joined = {f.name: getattr(self, f.name) for f in fields(self)}
        for layer, marks in joined.items():
            # An annotator makes one layer or two: the others need no sorting again.
            if added := getattr(other, layer):
                joined[layer] = tuple(sorted(marks + added, key=_place))
        return Marks(**joined)


LAYERS: tuple[str, ...] = ("times", "names", "quantities", "hedges", "statements", "events", "reasons")
"""The layers that `lagebild mark` can emit, in the order of the format."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that an annotator may know beside the text. `anchor` is the date that relative times count from;
    `anchored_on` says where it comes from: the publication date, or a date that the case or the caller gave."""

    language: str | None = None
    anchor: date | None = None
    anchored_on: Literal["publication", "context"] = field(default="publication")


def mark_id(letter: str, span: Span, taken: set[str]) -> str:
    """An id that stays the same when other marks come and go: layer letter and span, `t104-117`.
    A second mark on the same span gets `.2`, and so on. Adds the id to `taken`."""
    base = f"{letter}{span.start}-{span.end}"
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}.{n}"
    taken.add(name)
    return name


def _place(item: Mark | Span) -> tuple[int, int, str]:
    if isinstance(item, Mark):
        return (item.span.start, -item.span.end, item.id)
    return (item.start, -item.end, "")
