"""Courses: dates that a passage does not give itself, and the beginning and end of one event told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lagebild.core import Note, Span

from .figures import place
from .ranges import LONGEST
from .report import day, note
from .sightings import REAL, Mention, Sighting, speaks_against

SPEECH = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types of PLOVER that are mostly done by saying something, often about another event of the sentence."""
_LASTING = frozenset({"ASSAULT", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST"})


def beside(found: Sequence[Sighting]) -> list[Sighting]:
    """The sightings of one report, an undated one with the days of a dated one that the same sentence tells of:
    "moves troops in a two-day drill"."""
    dated: dict[Span, set[tuple[str, str]]] = defaultdict(set)
    for made in found:
        told = [m for m in made.mentions if m.earliest and m.latest]
        if made.precise and made.factuality in REAL and told and made.type not in SPEECH:
            for m in made.mentions:
                dated[m.sentence].update({(t.earliest or "", t.latest or "") for t in told})
    return [_dated_beside(made, dated) for made in found]


def _dated_beside(made: Sighting, dated: dict[Span, set[tuple[str, str]]]) -> Sighting:
    if made.type in SPEECH or made.days is not None or made.factuality not in REAL:
        return made
    near = {days for m in made.mentions for days in dated.get(m.sentence, ())}
    if len(near) != 1:
        return made
    ((earliest, latest),) = near
    mentions = tuple(m._replace(earliest=earliest, latest=latest, inferred="same_sentence") for m in made.mentions)
    return replace(made, mentions=mentions, days=(day(earliest), max(day(earliest) + 1, day(latest))))


def whole(events: Sequence[Sighting]) -> list[Sighting]:
    """The events, the end of one joined to its beginning: same type and mode, nothing against it, the nearest
    beginning before it that is at most `LONGEST` days earlier; what begins on that day itself is another."""
    begun: dict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for at, made in enumerate(events):
        if made.precise and not made.ends and made.type in _LASTING and made.modes:
            begun[made.type, made.modes].append(at)
    joined = list(events)
    gone: set[int] = set()
    for at, made in enumerate(events):
        if not (made.ends and made.precise and made.type in _LASTING and made.days):
            continue
        last = made.days[0]
        fits = []
        for start in begun.get((made.type, made.modes), ()):
            first = (joined[start].days or (0, 0))[0]
            if (
                0 < last - first <= LONGEST
                and not speaks_against(joined[start], made)
                and _same_side(joined[start], made)
            ):
                fits.append((first, start))
        if fits:
            start = max(fits)[1]
            held = joined[start]
            joined[start] = replace(held.with_(made), days=((held.days or made.days)[0], made.days[1]))
            gone.add(at)
    return [made for at, made in enumerate(joined) if at not in gone]


def _same_side(one: Sighting, other: Sighting) -> bool:
    return not one.countries or not other.countries or bool(one.countries & other.countries)


def span_of(mentions: Sequence[Mention]) -> tuple[str, tuple[Note, ...]] | None:
    """The day after an event's last day and the notes on it, where some mentions tell its end and others its
    beginning; None elsewhere."""
    ends = [m for m in mentions if m.ends and m.latest]
    if not ends or all(m.ends for m in mentions if m.earliest):
        return None
    last = max(ends, key=lambda m: (m.latest or "", m.cite.document))
    latest = last.latest or ""
    shown = date.fromordinal(day(latest) - 1).isoformat()
    return latest, (note("ended", last=shown, **place(last.cite)),)


def inferred(mentions: Sequence[Mention]) -> tuple[str, tuple[Note, ...]] | None:
    """For an event that no report dates: it was over, or under way, by the day of its first report. The day after
    that day, and the note that says so; None where nothing is asserted or no report has a date."""
    told = [m.known for m in mentions if m.factuality in REAL and m.known]
    if not told:
        return None
    first = min(told)
    return date.fromordinal(day(first) + 1).isoformat(), (note("date_by_report", first=first),)
