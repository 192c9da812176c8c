"""Sightings: what one report says of one event, gathered from all its event marks on it."""

from __future__ import annotations

import math
import re
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from lagebild.core import Cite, Event, Name, Span, Statement, Time, known_at
from lagebild.core.marks import Factuality
from lagebild.mark.events.course import tells_end
from lagebild.mark.events.lexicon import lexicon

from .entities import Cast
from .outlets import Known, outlet_key, told_by, words_for
from .ranges import ranges
from .report import Report, day, fold
from .scope import inside, truth_of

_RECENT = 40  # events of a type that a report is thought to speak of at a time
PRECISE = 3  # days: an interval up to this long dates an event
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # PLOVER types in which both sides are actors
_SHARED_MODES = frozenset({("MOBILIZE", "exercise")})  # "ein Manöver mit Russland" is held by both
REAL: frozenset[Factuality] = frozenset({"happened", "ongoing", "ordered"})
"""What a mention asserts as done, under way or ordered."""
_WORD = re.compile(r"\w+(?:[-.,]\w+)*")


_HELD = frozenset({"ceasefire", "exercise", "inspection", "strike", "visit"})
"""Modes of what is one event however many days it lasts."""
_ONE_AT_A_TIME = frozenset({"aerial", "ceasefire", "exercise", "inspection", "visit", "withdraw"})
_ROOT = 4  # letters


class Mention(NamedTuple):
    """One event mark: where, whose words it stands in, what the mark says of its truth and date. `ends`: it tells the
    event's end. `inferred`: the note key that says how its date is known where the passage has none. `ranged`: its
    dates are the two ends of a range that the passage gives for something held over days."""

    cite: Cite
    sentence: Span
    factuality: Factuality
    said: bool
    outlet: str | None
    known: str | None
    earliest: str | None
    latest: str | None
    origin: str
    ends: bool = False
    inferred: str = ""
    ranged: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event took place: entity id, whether that is a whole country, and coordinates with a radius."""

    entity: str
    country: bool
    lat: float | None
    lon: float | None
    radius_km: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event as one report, later one origin, has it. `days` is the half-open interval in which it took place,
    as day numbers, None where the report does not say; `out` the day number from which the report counts; `triggers`
    are the words that name it, folded, `languages` theirs; `headline`: one of its mentions stands in a title."""

    type: str
    modes: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    countries: frozenset[str]
    others: frozenset[str]
    place: Place | None
    days: tuple[int, int] | None
    out: int | None
    factuality: Factuality
    features: frozenset[str]
    mentions: tuple[Mention, ...]
    triggers: frozenset[str] = frozenset()
    headline: bool = False
    languages: frozenset[str] = frozenset()

    @property
    def precise(self) -> bool:
        return self.days is not None and self.days[1] - self.days[0] <= PRECISE

    @property
    def dated(self) -> bool:
        """True when it is known to the day, or as a range of days over which one such event is held."""
        return self.precise or (self.days is not None and any(m.ranged for m in self.mentions))

    @property
    def involved(self) -> frozenset[str]:
        """The countries of the actors, and the one in which it took place: "Truppenverlegung in Belarus"."""
        where = {self.place.entity[4:]} if self.place and self.place.country else set()
        return self.countries | where

    @property
    def ends(self) -> bool:
        """True when every mention tells the end."""
        return all(m.ends for m in self.mentions)

    def with_(self, other: Sighting) -> Sighting:
        """Both as one: what one side leaves open the other fills in."""
        mine = self.precise or (self.days is not None and not other.precise)
        return replace(
            self,
            modes=self.modes | other.modes,
            actors=self.actors | other.actors,
            recipients=self.recipients | other.recipients,
            countries=self.countries | other.countries,
            others=self.others | other.others,
            place=_closer(self.place, other.place),
            days=self.days if mine else other.days,
            out=min((o for o in (self.out, other.out) if o is not None), default=None),
            factuality=self.factuality if self.factuality in REAL else other.factuality,
            features=self.features | other.features,
            mentions=self.mentions + other.mentions,
            triggers=self.triggers | other.triggers,
            headline=self.headline or other.headline,
            languages=self.languages | other.languages,
        )


def _closer(one: Place | None, other: Place | None) -> Place | None:
    if one is None or other is None:
        return one or other
    return other if one.country and not other.country else one


def sightings(report: Report, cast: Cast, origin: str, known_as: Known) -> list[Sighting]:
    """The event marks in title and body of `report`, each as a sighting. `known_as` are the outlets that a sentence
    can take its matter from."""
    found: list[Sighting] = []
    names = {n.id: n for n in report.marked.marks.names}
    times = {t.id: t for t in report.marked.marks.times}
    whole = ranges(report)
    said = {s.id: s for s in report.marked.marks.statements}
    for event in report.marked.marks.events:
        part = report.part(event.span)
        if part is None:
            continue
        known = known_at(report.marked.reading.document, part)
        statement = inside(event, said.get(event.statement or ""))
        time = times.get(event.time) if event.time else None
        time = time if _can_be(event, time, known) else None
        range_ = whole.get(time.id) if time and event.mode in _HELD else None
        sentence = report.sentence(event.span)
        mention = Mention(
            report.cite(event.span, event.id),
            sentence,
            truth_of(report, event),
            statement is not None,
            rests_on(report, sentence, statement, known_as),
            known,
            *(range_ or _bounds(time)),
            origin,
            tells_end(report.text, event.span, sentence, part.language or report.marked.reading.language),
            ranged=range_ is not None,
        )
        place = _place(report, cast, names.get(event.place or ""))
        made = _sighting(report, cast, event, mention, place)
        language = frozenset({part.language or report.marked.reading.language or ""})
        found.append(replace(made, headline=part.role == "title", languages=language))
    return found


def rests_on(report: Report, sentence: Span, statement: Statement | None, known: Known) -> str | None:
    """The comparable name of the outlet that a passage rests on: the one of its statement, else one that its sentence
    names as its source. A platform on which somebody spoke is none."""
    named = statement.outlet[0].of(report.text) if statement and statement.outlet else None
    if named and fold(named) not in words_for("platforms"):
        return outlet_key(named)
    return told_by(report, sentence, known)


def _can_be(event: Event, time: Time | None, known: str | None) -> bool:
    """False for a date after its report of what the report tells as done: a date that was misread."""
    if time is None or not time.earliest or not known or event.factuality not in ("happened", "ongoing"):
        return True
    return time.earliest[:10] <= known


def _bounds(time: Time | None) -> tuple[str | None, str | None]:
    """The interval of a time; one that is empty ("on the morning of the 29th" cut to days) is its day."""
    if time is None or not time.earliest or not time.latest:
        return (time.earliest, time.latest) if time else (None, None)
    if time.earliest[:10] == time.latest[:10]:
        return time.earliest[:10], date.fromordinal(day(time.latest) + 1).isoformat()
    return time.earliest, time.latest


def together(found: Sequence[Sighting], rarity: Mapping[str, float]) -> list[Sighting]:
    """The sightings of one report, those of one event joined."""
    joined: list[Sighting] = []
    latest: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_RECENT))
    for made in found:
        at = next((i for i in latest[made.type] if _same_here(joined[i], made, rarity)), None)
        if at is None:
            latest[made.type].append(len(joined))
            joined.append(made)
        else:
            joined[at] = joined[at].with_(made)
    return joined


def _sighting(report: Report, cast: Cast, event: Event, mention: Mention, place: Place | None) -> Sighting:
    actors = frozenset(k for p in event.actor if (k := cast.participant(report, p)))
    recipients = frozenset(k for p in event.recipient if (k := cast.participant(report, p)))
    if _both(event.type, event.mode):
        actors, recipients = actors | recipients, frozenset()
    return Sighting(
        event.type,
        frozenset({event.mode} if event.mode else ()),
        actors,
        recipients,
        frozenset(c[:3] for k in actors if (c := cast.code(k))),
        frozenset(c[:3] for k in recipients if (c := cast.code(k))),
        place,
        _days(mention),
        day(mention.known) if mention.known else None,
        mention.factuality,
        features(report, cast, mention.sentence),
        (mention,),
        frozenset({fold(event.span.of(report.text))}),
    )


def _both(type_: str, mode: str | None) -> bool:
    return type_ in _MUTUAL or (type_, mode) in _SHARED_MODES


def shares(made: Sighting) -> bool:
    """True for an event in which both sides are actors: talks, a joint exercise."""
    return any(_both(made.type, mode) for mode in (made.modes or {None}))


def _days(time: Mention) -> tuple[int, int] | None:
    if time.earliest is None or time.latest is None:
        return None
    low, high = day(time.earliest), day(time.latest)
    return (low, high) if high > low else (low, low + 1)


def _place(report: Report, cast: Cast, name: Name | None) -> Place | None:
    entity = cast.name(report, name) if name else None
    if name is None or entity is None:
        return None
    return Place(entity, entity.startswith("iso:"), name.lat, name.lon, name.radius_km or 0.0)


def features(report: Report, cast: Cast, sentence: Span) -> frozenset[str]:
    """What a sentence can be known by in another report: names other than countries, numbers, stems of words."""
    found = set()
    for word in _WORD.findall(fold(sentence.of(report.text))):
        digits = word.replace(".", "").replace(",", "")
        if digits.isdigit():
            found.add(digits)
        elif len(word) >= 5 or any(c.isdigit() for c in word):
            found.add(word[:6])
    keys = (cast.name(report, name) for name in report.names(sentence))
    found.update(key for key in keys if key and not key.startswith("iso:"))
    return frozenset(found)


def rarities(found: Sequence[tuple[str, frozenset[str]]]) -> dict[str, float]:
    """For each feature the logarithm of how few origins have it. `found` is (origin, features): counted by origin,
    so that a copy makes nothing common."""
    holders: dict[str, set[str]] = {}
    for origin, held in found:
        for feature in held:
            holders.setdefault(feature, set()).add(origin)
    total = 1 + len({origin for origin, _ in found})
    return {f: math.log(total / len(h)) for f, h in holders.items()}


def alike(one: Sighting, other: Sighting, rarity: Mapping[str, float]) -> float:
    """The share of the weight of the smaller one's features that both have, 0 to 1."""
    both = one.features & other.features
    if not both:
        return 0.0
    smaller = min(_weight(s.features, rarity) for s in (one, other))
    return _weight(both, rarity) / smaller if smaller > 0 else 0.0


def _weight(held: frozenset[str], rarity: Mapping[str, float]) -> float:
    return sum(sorted(rarity.get(f, 0.0) for f in held))


def speaks_against(one: Sighting, other: Sighting) -> bool:
    """True when the two can't be one event: another type or mode, other actors, another place, other truth."""
    if one.type != other.type or (one.modes and other.modes and not one.modes & other.modes):
        return True
    if ("background" in (one.factuality, other.factuality)) and one.factuality != other.factuality:
        return True
    if _unreal(one) != _unreal(other) and not (one.dated and other.dated):
        return True
    return (
        _others(one.actors | one.countries, other.actors | other.countries)
        or _others(one.recipients | one.others, other.recipients | other.others)
        or _elsewhere(one.place, other.place)
    )


def _unreal(sighting: Sighting) -> bool:
    return sighting.factuality in ("possible", "planned", "hypothetical", "unclear")


def _others(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


def _elsewhere(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None or one.entity == other.entity or one.country or other.country:
        # A country as the place leaves open where in it; in which country a place lies is not known here.
        return one is not None and other is not None and one.country and other.country and one.entity != other.entity
    if None in (one.lat, one.lon, other.lat, other.lon):
        return False
    return _km(one, other) > one.radius_km + other.radius_km + 25


def _km(one: Place, other: Place) -> float:
    """The great-circle distance (haversine, mean radius 6371 km)."""
    a, b = math.radians(one.lat or 0), math.radians(other.lat or 0)
    turn = math.radians((other.lon or 0) - (one.lon or 0))
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1.0, h)))


def _same_here(one: Sighting, other: Sighting, rarity: Mapping[str, float]) -> bool:
    """True when two sightings of one report are of one event: a report seldom tells two of one type, by one
    actor, without saying that the days differ."""
    if speaks_against(one, other) or _unreal(one) != _unreal(other) or _denied(one) != _denied(other):
        return False
    if one.days and other.days and not (one.days[0] < other.days[1] and other.days[0] < one.days[1]):
        return False
    if _goes_on(one, other) or _in_headline(one, other):
        return True
    if bool(one.modes) != bool(other.modes) and not (one.days and other.days):
        return False
    if not kindred(one, other):
        return False
    return bool(one.involved & other.involved or one.actors & other.actors) or alike(one, other, rarity) >= 0.2


def _goes_on(one: Sighting, other: Sighting) -> bool:
    """ "Die Verlegung", "das Manöver": a second mention, without an actor of its own, of an event of the same mode
    that the report has told of; troops move in many ways, so there the words must be akin too."""
    alone = not one.actors or not other.actors or bool(one.countries & other.countries)
    if not (alone and one.modes and one.modes == other.modes):
        return False
    return bool(one.modes & _ONE_AT_A_TIME) or _akin(one.triggers, other.triggers)


def _in_headline(one: Sighting, other: Sighting) -> bool:
    """ "Duma stimmt für …" above "351 Abgeordnete stimmten am Dienstag …": a headline tells in the same word what its
    text tells, whoever is named there as its actor."""
    return one.headline != other.headline and _akin(one.triggers, other.triggers)


def kindred(one: Sighting, other: Sighting) -> bool:
    """True for events of the same mode, or told in akin words, or in different languages: one event is seldom told in
    words of one language that have nothing in common but PLOVER's type ("accused" and "criticised", "met" and
    "talks")."""
    return bool(one.modes & other.modes) or not one.languages & other.languages or _akin(one.triggers, other.triggers)


def _akin(some: frozenset[str], others: frozenset[str]) -> bool:
    """ "Truppenverlegung" and "verlegen", "moves" and "moving": one holds the stem of the other; "erkennt … an" and
    "anerkannt", "met" and "meet": forms of one verb."""
    return any(a[:_ROOT] in b or b[:_ROOT] in a for a in some for b in others) or not _verbs(some).isdisjoint(
        _verbs(others)
    )


def _verbs(triggers: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(_verb, triggers))


@lru_cache(maxsize=10_000)
def _verb(trigger: str) -> frozenset[str]:
    """The verbs of the event lexicons of which a folded word is a form."""
    forms = (form for language in ("de", "en") for form in lexicon(language).verbs.get(trigger, ()))
    return frozenset(form.lemma for form in forms)


def _denied(sighting: Sighting) -> bool:
    return sighting.factuality == "denied"
