"""Happenings: the events that the reports tell, each once, however many tell it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from lagebild.core import Cite, Correction, Happening, Note, Origin

from .courses import beside, inferred, span_of, whole
from .entities import Cast
from .figures import Figure, details, place, read
from .origins import one_source, publishers
from .outlets import known_outlets
from .ranges import LONGEST
from .report import Report, content_id, day, most, note, order
from .seats import one_each
from .sightings import (
    PRECISE,
    Mention,
    Sighting,
    alike,
    kindred,
    rarities,
    shares,
    sightings,
    speaks_against,
    together,
)
from .truth import merged

# What speaks for one event, added up. One shared day and one shared country are enough; without a day on one side
# three other things must agree. Figures set on the example case; docs/linking.md says what each does.
_SAME_DAY, _NEXT_DAY, _OPEN_DAY = 2.0, 1.5, 0.5
_ACTOR, _COUNTRY, _RECIPIENT, _PLACE, _IN_COUNTRY = 1.0, 0.75, 0.5, 1.0, 0.25
_WORDS = 3.0
_MODE = 0.5  # the same mode, where one side names its actor: two drills on one day are mostly one
_OTHER_WORD = 1.0  # taken off where neither mode nor word is the same
_RUNNING = 1.0  # a report without a day, of an event that was under way when it was out
_ENOUGH = 2.5
_SAME_ORIGIN = 1.5  # what copies of one text need: they mostly differ by what was cut
_TIE = 0.25  # an undated sighting that fits two happenings about equally well is joined to neither
_LOOK_BACK = 4  # days before its publication that an undated report is thought to tell of
_LOOKED_AT = 40  # candidates compared with one sighting, those with most keys in common

Candidates = dict[tuple[str, int, str], list[int]]


def happenings(
    reports: Sequence[Report], cast: Cast, origins: Sequence[Origin], corrections: Sequence[Correction]
) -> tuple[Happening, ...]:
    """All happenings, sorted by id. `reports` are in the order of `report.reports`."""
    origin = {document: o.id for o in origins for document in o.documents}
    known = known_outlets(reports)
    single = [(origin[r.id], sightings(r, cast, origin[r.id], known)) for r in reports]
    rarity = rarities([(o, s.features) for o, found in single for s in found])
    told: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for o, found in single:
        for made in beside(together(found, rarity)):
            _put(told[o, made.type], made, rarity)
    corrected: dict[str, list[Cite]] = defaultdict(list)
    for cite in (cite for c in corrections for cite in c.corrects):
        corrected[cite.document].append(cite)
    ranks = {r.id: r.rank for r in reports}
    counts = {r.id: read(r, cast) for r in reports}
    sources = publishers(reports, origins)
    events = _joined([s for o in sorted(told) for s in told[o]], rarity)
    return tuple(
        sorted((_happening(s, counts, sources, corrected, ranks, cast=cast) for s in events), key=lambda h: h.id)
    )


def _put(held: list[Sighting], made: Sighting, rarity: Mapping[str, float]) -> None:
    """Add what a report of an origin says to what its other reports say."""
    scores = [(_score(old, made, rarity), -i) for i, old in enumerate(held)]
    best, at = max(scores, default=(0.0, 0))
    if best >= _SAME_ORIGIN and (_same_kind(held[-at], made) or alike(held[-at], made, rarity) >= 0.2):
        held[-at] = held[-at].with_(made)
    else:
        held.append(made)


def _same_kind(one: Sighting, other: Sighting) -> bool:
    """True when a retelling, perhaps in another language, has the same mode and an actor of the same country."""
    return bool(one.modes & other.modes and one.countries & other.countries)


def _joined(found: list[Sighting], rarity: Mapping[str, float]) -> list[Sighting]:
    """The sightings of all origins, those of one event as one: dated ones first, then the ends of events with their
    beginnings, then what has no date is joined to a dated one that it fits."""
    ordered = sorted(found, key=_order)
    dated = [s for s in ordered if s.precise]
    events = whole(_gathered([], dated, rarity))
    return _gathered(events, [s for s in ordered if not s.precise], rarity)


def _gathered(events: list[Sighting], more: Sequence[Sighting], rarity: Mapping[str, float]) -> list[Sighting]:
    """`events` with each of `more` joined to the one that it fits best, or as an event of its own."""
    events = list(events)
    index: Candidates = defaultdict(list)
    for at, made in enumerate(events):
        _keep(index, made, at)
    for made in more:
        near = Counter(i for key in _keys(made, look=True) for i in index.get(key, ()))
        looked = sorted(near, key=lambda i: (-near[i], i))[:_LOOKED_AT]
        scores = sorted(((_score(events[i], made, rarity), -i) for i in looked), reverse=True)
        fits = [(score, -i) for score, i in scores if score >= _ENOUGH]
        tied = len(fits) > 1 and fits[0][0] - fits[1][0] < _TIE and not made.precise
        if fits and not tied:
            at = fits[0][1]
            events[at] = events[at].with_(made)
        else:
            at = len(events)
            events.append(made)
        _keep(index, made, at)
    return events


def _keep(index: Candidates, made: Sighting, at: int) -> None:
    for key in _keys(made, look=False):
        if at not in index[key]:
            index[key].append(at)


def _order(made: Sighting) -> tuple[object, ...]:
    days = made.days or (made.out or 10**7, 10**7)
    return (not made.precise, *days, made.out or 10**7, made.type, order(made.mentions[0].cite))


def _keys(made: Sighting, *, look: bool) -> list[tuple[str, int, str]]:
    """Where an event is kept, and where another looks for it: by type, day, and country or place."""
    whom = sorted(made.countries | made.others | ({made.place.entity} if made.place else set()) | {"*"})
    if made.days and made.days[1] - made.days[0] <= LONGEST:
        days = range(made.days[0] - look, made.days[1] + look)
    elif made.out is not None:
        days = range(made.out - _LOOK_BACK * look, made.out + 1 + look)
    else:
        days = range(0)
    return [(made.type, d, who) for d in days for who in whom]


def _score(one: Sighting, other: Sighting, rarity: Mapping[str, float]) -> float:
    """How much speaks for one event, 0 where something speaks against it."""
    if speaks_against(one, other):
        return 0.0
    words = alike(one, other, rarity)
    score = _time(one, other, words)
    if score == 0.0:
        return 0.0
    # A country as the actor says less than a person or a body.
    whom = {a for a in one.actors & other.actors if not a.startswith("iso:")}
    score += _ACTOR if whom else _COUNTRY if one.countries & other.countries else 0.0
    score += _RECIPIENT if one.recipients & other.recipients or one.others & other.others else 0.0
    if one.modes & other.modes and bool(one.countries) != bool(other.countries):
        score += _MODE
    if one.place and other.place:
        score += _IN_COUNTRY if one.place.country or other.place.country else _PLACE
    score -= 0.0 if kindred(one, other) else _OTHER_WORD
    return score + min(1.0, _WORDS * words)


def _time(one: Sighting, other: Sighting, words: float) -> float:
    if one.days and other.days:
        gap = max(one.days[0], other.days[0]) - min(one.days[1], other.days[1])
        if gap < 0:
            return _SAME_DAY if one.dated and other.dated else _OPEN_DAY
        # The 28th or the 29th: two reports may differ by a day when their words agree.
        return _NEXT_DAY if gap == 0 and words >= 0.25 and _same_thing(one, other) else 0.0
    if one.out is None or other.out is None:
        return 0.0
    if one.days or other.days:
        dated, open_ = (one, other) if one.days else (other, one)
        low, high = dated.days or (0, 0)
        known = open_.out or 0
        if high - low > PRECISE and low <= known < high and one.modes & other.modes:
            return _RUNNING + _MODE
        return _OPEN_DAY if dated.precise and low <= known + 1 and high > known - _LOOK_BACK else 0.0
    return _OPEN_DAY if abs(one.out - other.out) <= 1 else 0.0


def _same_thing(one: Sighting, other: Sighting) -> bool:
    """True when two dated sightings name one thing that few events have: a place, a body, a type of weapon."""
    named = any(":" in f or (f[0].isalpha() and any(c.isdigit() for c in f)) for f in one.features & other.features)
    return one.precise and other.precise and named


def _happening(
    made: Sighting,
    counts: Mapping[str, Sequence[Figure]],
    sources: Mapping[str, str],
    corrected: Mapping[str, Sequence[Cite]],
    ranks: Mapping[str, tuple[str, str, str]],
    *,
    cast: Cast,
) -> Happening:
    mentions = tuple(sorted(made.mentions, key=lambda m: order(m.cite)))
    first = min(mentions, key=lambda m: (m.known or "9999", ranks[m.cite.document], order(m.cite)))
    valid = [m for m in mentions if not any(_within(m.cite, c) for c in corrected.get(m.cite.document, ()))]
    valid = valid or list(mentions)
    time, dates, dated = _dating(valid, mentions)
    factuality, why = merged(valid)
    places = made.place.entity if made.place else None
    told = {(m.cite.document, m.sentence) for m in mentions}
    found = details([f for d in sorted({d for d, _ in told}) for f in counts[d] if (d, f.sentence) in told])
    independent, shared = _independent(mentions, sources)
    actors, one = one_each(made.actors, cast.code, cast.shown, sides=shares(made))
    recipients, other = one_each(made.recipients, cast.code, cast.shown)
    as_one = [note("one_actor", actor=cast.shown(kept), left=cast.shown(left)) for kept, left in (*one, *other)]
    return Happening(
        id=content_id("h", made.type, first.cite.document, first.cite.span),
        type=made.type,
        mode=most(sorted(made.modes)),
        actors=actors,
        recipients=recipients,
        place=places,
        earliest=time[0],
        latest=time[1],
        factuality=factuality,
        mentions=tuple(m.cite for m in mentions),
        origins=independent,
        known=min((m.known for m in mentions if m.known), default=None),
        details=dates + found,
        why=(_counted(mentions, independent), *why, *dated, *shared, *dict.fromkeys(as_one)),
    )


def _dating(
    valid: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[tuple[str | None, str | None], tuple[Note, ...], tuple[Note, ...]]:
    """When it took place, what else is told of that, and how it is known where no report says it in so many words."""
    over = span_of(valid)
    begun = [m for m in valid if not m.ends] if over else valid
    time, dates = _interval(begun, begun if over else mentions)
    if over and time[0] and over[0] > time[0]:
        return (time[0], over[0]), dates + over[1], ()
    if time == (None, None):
        known = inferred(valid)
        return ((None, known[0]), dates, known[1]) if known else (time, dates, ())
    own = any(m.earliest and not m.inferred for m in valid)
    return time, dates, () if own else (note("date_beside"),)


def _counted(mentions: Sequence[Mention], independent: Sequence[str]) -> Note:
    return note("one_event", reports=len({m.cite.document for m in mentions}), origins=len(independent))


def _within(cite: Cite, whole: Cite) -> bool:
    return cite[:2] == whole[:2] and whole.span.holds(cite.span)


def _interval(
    valid: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[tuple[str | None, str | None], tuple[Note, ...]]:
    """The interval that most origins give, the shorter one among equals; and every other day that is told."""
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    ranged = {(m.earliest, m.latest) for m in valid if m.ranged}
    for m in valid:
        if m.earliest and m.latest:
            told[m.earliest, m.latest].add(m.origin)
    if not told:
        return (None, None), ()

    def rank(t: tuple[str, str]) -> tuple[object, ...]:
        # "On Thursday morning" also speaks for "on Thursday".
        agree = set[str]().union(*[who for other, who in told.items() if other[0] < t[1] and t[0] < other[1]])
        length = day(t[1]) - day(t[0])
        # "From the 10th to the 20th" is the whole of what others say is held on the 10th.
        return (t not in ranged, length > PRECISE, -len(agree), length, t)

    best = min(told, key=rank)
    notes = []
    for m in mentions:
        if m.earliest and m.latest and not (m.earliest < best[1] and best[0] < m.latest):
            notes.append(_other_date(m.earliest, m.latest, m.cite))
    return best, tuple(dict.fromkeys(notes))


def _other_date(earliest: str, latest: str, cite: Cite) -> Note:
    first, last = date.fromordinal(day(earliest)), date.fromordinal(max(day(earliest), day(latest) - 1))
    if first == last:
        return note("date_differs", first=first.isoformat(), **place(cite))
    return note("dates_differ", first=first.isoformat(), last=last.isoformat(), **place(cite))


def _independent(mentions: Sequence[Mention], sources: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """The origins that tell it, of those that rest on one outlet only one.

    An origin whose every mention names an outlet rests on that outlet; the others rest on their own publisher.
    """
    made = one_source([(m.origin, m.outlet) for m in mentions], sources)
    notes = [note("same_outlet", origin=g[0], count=len(g)) for g in made if len(g) > 1]
    return tuple(g[0] for g in made), tuple(notes)
