"""Claims: one proposition, who asserts it and who denies it.

What a claim is about is found by structure: the happening that it is on, or what is counted of whom. The words
can't tell: a sentence and its denial are as good as the same to any measure of likeness (cosine 0.97).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from lagebild.core import Claim, Event, Happening, Mark, Note, Origin, Statement, Time, Voice

from .denials import Denial, denials
from .entities import Cast
from .figures import Figure, comparable, differ, place, read, shown
from .groups import Groups
from .origins import one_source, publishers
from .outlets import Known, known_outlets
from .report import Report, content_id, day, note, order
from .scope import denies, inside, truth_of
from .sightings import rests_on

_ASSERTED = frozenset({"happened", "ongoing", "ordered", "planned"})  # what may be, or is asked, asserts nothing
_SAME_TIME = 45  # days within which two figures on a number that changes are held against each other

Stance = Literal["asserts", "denies"]


def claims(
    reports: Sequence[Report],
    cast: Cast,
    origins: Sequence[Origin],
    events: Sequence[Happening],
) -> tuple[Claim, ...]:
    """All claims that more than one voice speaks to, sorted by id. A voice that was corrected is still a voice."""
    origin = {document: o.id for o in origins for document in o.documents}
    said = {r.id: _said(r, cast) for r in reports}
    made = [c for h in events if (c := _on_happening(h, said, cast, origin))]
    made.extend(_on_figures(reports, cast, origin))
    known, sources = known_outlets(reports), publishers(reports, origins)
    return tuple(sorted((_by_source(c, said, known, sources) for c in made), key=lambda c: c.id))


def _by_source(claim: Claim, said: Mapping[str, _Said], known: Known, sources: Mapping[str, str]) -> Claim:
    """The claim with voices that have it from one outlet under one origin, however their texts differ."""
    told = []
    for voice in claim.voices:
        report, marks, *_ = said[voice.cite.document]
        span, mark = voice.cite.span, marks.get(voice.cite.mark or "")
        within = marks.get(mark.statement or "") if isinstance(mark, Event) else None
        if within is None:
            within = next((s for s in report.marked.marks.statements if any(c.holds(span) for c in s.spans)), None)
        statement = within if isinstance(within, Statement) else None
        told.append((voice.origin, rests_on(report, report.sentence(span), statement, known)))
    first = {origin: group[0] for group in one_source(told, sources) for origin in group}
    return replace(claim, voices=tuple(replace(v, origin=first[v.origin]) for v in claim.voices))


class _Said(NamedTuple):
    """The event, statement and time marks of a report by id, how many events each statement speaks of, and which events
    the next sentence denies."""

    report: Report
    marks: Mapping[str, Mark]
    events_in: Counter[str]
    denied: Mapping[str, Denial]


def _said(report: Report, cast: Cast) -> _Said:
    marks = report.marked.marks
    events_in = Counter(e.statement for e in marks.events if e.statement)
    by_id = {m.id: m for m in (*marks.events, *marks.statements, *marks.times)}
    return _Said(report, by_id, events_in, denials(report, cast))


def _on_happening(
    happening: Happening, said: Mapping[str, _Said], cast: Cast, origin: Mapping[str, str]
) -> Claim | None:
    voices, days = [], {}
    for cite in happening.mentions:
        report, marks, events_in, denied = said[cite.document]
        event = marks.get(cite.mark or "")
        if not isinstance(event, Event):
            continue
        found = marks.get(event.statement or "")
        statement = inside(event, found if isinstance(found, Statement) else None)
        against_it = denies(report, event, statement, alone=bool(statement and events_in[statement.id] == 1))
        if against_it or truth_of(report, event) in _ASSERTED:
            speaker = cast.speaker(report, statement) if statement else None
            voices.append(Voice(cite, speaker, origin[cite.document], "denies" if against_it else "asserts"))
            time = marks.get(event.time or "")
            days[cite] = (time.earliest, time.latest) if isinstance(time, Time) else (None, None)
        if (denial := denied.get(event.id)) and not against_it:
            its = report.cite(denial.event.span, denial.event.id)
            voices.append(Voice(its, denial.who, origin[cite.document], "denies"))
            days[its] = (None, None)
    voices = list(dict.fromkeys(voices))
    for_ = [v for v in voices if v.stance == "asserts"]
    against = [v for v in voices if v.stance == "denies"]
    who = (*sorted({*happening.actors, *happening.recipients}),)
    if not _spoken_to(for_, against) and not (who and any(v.speaker for v in against)):
        return None
    at_odds = next(((a, b) for a in for_ for b in against if _same_day(days[a.cite], days[b.cite])), None)
    contradiction = _contradiction("denied", *at_odds) if at_odds else None
    spoken = tuple(sorted(voices, key=lambda v: order(v.cite)))
    return Claim(content_id("c", happening.id), (*who, happening.type), spoken, contradiction)


def _same_day(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    """False where both name a time and the two have no moment in common: an attack on Monday, none on Tuesday."""
    (from_, until), (since, till) = one, other
    return not (from_ and until and since and till) or (from_ < till and since < until)


def _spoken_to(for_: Sequence[Voice], against: Sequence[Voice]) -> bool:
    """True when there is more than one voice: on both sides, from two origins, or two who are named."""
    voices = [*for_, *against]
    named = {v.speaker for v in voices if v.speaker}
    return bool(for_ and against) or len({v.origin for v in voices}) > 1 or len(named) > 1


def _contradiction(key: str, first: Voice, second: Voice, **values: str | int | float) -> Note:
    return note(key, **values, **place(first.cite, "one_"), **place(second.cite, "other_"))


def _on_figures(reports: Sequence[Report], cast: Cast, origin: Mapping[str, str]) -> list[Claim]:
    """Figures on one thing, told within a few weeks: those that agree with the first one told assert it, the
    others deny it."""
    found: dict[tuple[str, str], list[tuple[Report, Figure]]] = defaultdict(list)
    for report in reports:
        for figure in read(report, cast):
            if figure.whose and report.known:
                found[figure.counted, figure.whose].append((report, figure))
    made = []
    for (kind, whose), told in sorted(found.items(), key=lambda item: item[0]):
        for group in _comparable(told):
            if claim := _figure_claim(kind, whose, group, cast, origin):
                made.append(claim)
    return made


def _comparable(told: list[tuple[Report, Figure]]) -> list[list[tuple[Report, Figure]]]:
    groups = Groups(range(len(told)))
    # In order of date, each with the ones just before it: a number told all year is one thread, not all pairs.
    for i, (report, figure) in enumerate(told):
        for j in range(max(0, i - 20), i):
            earlier, other = told[j]
            if comparable(figure, other) and day(report.known or "") - day(earlier.known or "") <= _SAME_TIME:
                groups.join(j, i)
    return [[told[i] for i in group] for group in groups.all()]


def _figure_claim(
    kind: str, whose: str, told: list[tuple[Report, Figure]], cast: Cast, origin: Mapping[str, str]
) -> Claim | None:
    if len(told) < 2:
        return None
    _, base = told[0]
    voices = []
    for report, figure in told:
        stance: Stance = "denies" if differ(base, figure) else "asserts"
        voices.append(Voice(figure.cite, _speaker(report, figure, cast), origin[report.id], stance))
    other = next((n for n, v in enumerate(voices) if v.stance == "denies"), None)
    contradiction = None
    if other is not None:
        numbers = {"one": shown(base), "other": shown(told[other][1])}
        contradiction = _contradiction("figures_contradict", voices[0], voices[other], of=kind, **numbers)
    about = (whose, *sorted(frozenset[str]().union(*[f.where for _, f in told])), kind)
    key = (kind, whose, told[0][0].id, base.cite.span)
    return Claim(content_id("c", *key), about, tuple(sorted(voices, key=lambda v: order(v.cite))), contradiction)


def _speaker(report: Report, figure: Figure, cast: Cast) -> str | None:
    for statement in report.marked.marks.statements:
        if any(s.holds(figure.cite.span) for s in statement.spans):
            return cast.speaker(report, statement)
    return None
