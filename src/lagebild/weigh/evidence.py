"""Matching: which sentences tell of which sign, and which of them tell of one happening.

Words decide, events group: a sentence counts for a sign when it holds one of the sign's phrases and the right actor.
Where link has found the happening that it tells of, all its reports are one item; else the sign's reports of one
stretch of time are. So a happening told twice weighs once, and what can't be told apart is taken for one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lagebild.core import Cite, Happening, Links, Marked, Note, Question, Span, Statement

from .actors import Actors
from .catalogue import Catalogue, Pattern, Sense, Sign
from .dating import latest_day
from .phrases import Finder, Found
from .polarity import told
from .reliability import reliability
from .scene import LANGUAGES, Scene, scene_at, scenes

Sought = tuple[Sign, Pattern]
"""What a phrase is filed under."""
STALE = 14
"""Days between a report and the day it tells of from which on it retells an old happening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One sentence that tells of a sign. `weight` is its reliability (see `reliability`), `known` the first day on
    which it counts, `until` the day from which it does not (a correction), `happened` the day it tells of."""

    sign: str
    sense: Sense
    cite: Cite
    origin: str
    known: date
    until: date | None
    happened: date
    weight: float
    why: tuple[Note, ...]
    at: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of evidence: the reports of one happening that matched one sign, oldest first. `fixed` is the log of the
    likelihood ratio that the analyst gave it in place of the catalogue's, `why` what was said of that."""

    id: str
    sign: str
    subject: str
    seen: bool
    fresh_until: date | None
    reports: tuple[Report, ...]
    fixed: float | None = None
    why: tuple[Note, ...] = ()


Told = tuple[Report, Happening | None]
"""A report, and the happening that it tells of where link knows it."""


class Matcher:
    """A catalogue and a question, ready to read documents."""

    def __init__(self, catalogue: Catalogue, question: Question, links: Links) -> None:
        self._zone, self._links = question.timezone, links
        self._actors = Actors(question, links)
        self._finders = {language: _finder(catalogue, language) for language in LANGUAGES}
        self._by_event = tuple((s, p) for s in catalogue.signs for p in s.patterns if not p.phrases)
        self._origins = {doc: origin.id for origin in links.origins for doc in origin.documents}
        self._corrected = _corrected(links, question.timezone)
        self._happenings = _mentions(links)

    def reports(self) -> Iterator[Told]:
        """All reports of all signs, document by document, each with the happening it tells of where link knows it."""
        for marked in self._links.marked:
            for scene in scenes(marked, self._zone):
                hits = self._finders[scene.language].find(scene.words)
                if hits:
                    yield from self._told(scene, hits)
        for happening in self._links.happenings if self._by_event else ():
            yield from self._told_by_type(happening)

    def _told(self, scene: Scene, hits: Sequence[tuple[Found, Sought]]) -> Iterator[Told]:
        """The reports of a sentence: each sign once, by the first of its phrases that tells something."""
        done: set[str] = set()
        for found, (sign, pattern) in hits:
            if sign.indicator.id in done:
                continue
            happening = self._happening(scene, found, pattern)
            statement = scene.statement(found.hull)
            sense = self._sense(scene, found, pattern, happening, statement)
            if sense == "open":
                continue
            done.add(sign.indicator.id)
            weighty = statement if pattern.kind == "event" else None
            mark = statement.id if statement else None
            doubt = reliability(scene.marked, scene.sentence, found.hull, weighty)
            yield self._report(scene, sign, sense, doubt, mark=mark, at=found.hull), happening

    def _sense(
        self, scene: Scene, found: Found, pattern: Pattern, happening: Happening | None, statement: Statement | None
    ) -> Sense:
        """Whether the sentence tells of the sign ("present"), that it is not there ("absent"), or neither ("open")."""
        told_as = told(scene.words, found.spans, scene.language)
        # A plan is no news of the sign; that there is no such plan, or that it came to nothing, is.
        planned = (
            told_as.planned
            and told_as.sense != "absent"
            and pattern.kind == "event"
            and "planned" not in pattern.factuality
        )
        # What is only proposed or intended is hypothetical, and just what some signs look for.
        meant = pattern.kind == "statement" or "open" in pattern.senses
        no_news = any(
            h.factuality == "background" or (h.factuality == "hypothetical" and not meant)
            for span, h in self._here(scene)
            if span.touches(found.spans[0])
        )
        if (
            planned
            or no_news
            or scene.answers_supposed()
            or not self._by_whom(scene, found, pattern, happening, statement)
        ):
            return "open"
        if told_as.sense in pattern.senses:
            return "present"
        return "absent" if pattern.deniable and told_as.sense != "open" else "open"

    def _by_whom(
        self, scene: Scene, found: Found, pattern: Pattern, happening: Happening | None, statement: Statement | None
    ) -> bool:
        """True when the right one acts or speaks, in the right place."""
        if pattern.kind == "statement":
            silent = statement is not None and statement.polarity == "silence"  # "did not mention sending soldiers"
            if silent or not self._actors.speaks(scene, statement, pattern.who):
                return False
        elif not self._actors.act(scene, found, pattern, happening):
            return False
        ways = [(role,) for role in pattern.where] if pattern.both else [pattern.where] if pattern.where else []
        return all(self._actors.named(scene, way) for way in ways)

    def _told_by_type(self, happening: Happening) -> Iterator[Told]:
        """Reports of a happening that matches a sign by its type and actors alone."""
        for sign, pattern in self._by_event:
            if not self._actors.match(happening, pattern):
                continue
            denied = happening.factuality == "denied" and pattern.deniable
            if happening.factuality not in (pattern.factuality or ("happened", "ongoing")) and not denied:
                continue
            for cite in happening.mentions:
                marked = self._links.marked[bisect_left(self._links.marked, (cite.document, cite.reading), key=_place)]
                scene = scene_at(marked, cite.span, self._zone)
                if scene is None:
                    continue
                statement = scene.statement(cite.span)
                doubt = reliability(marked, scene.sentence, cite.span, statement)
                sense: Sense = "absent" if denied else "present"
                yield self._report(scene, sign, sense, doubt, mark=cite.mark, at=cite.span), happening

    def _here(self, scene: Scene) -> list[tuple[Span, Happening]]:
        """The happenings that have a mention in the sentence."""
        mentions = self._happenings.get(scene.place, ())
        first = bisect_left(mentions, scene.sentence.start, key=lambda m: m[0].start)
        last = bisect_left(mentions, scene.sentence.end, key=lambda m: m[0].start)
        return list(mentions[first:last])

    def _happening(self, scene: Scene, found: Found, pattern: Pattern) -> Happening | None:
        """The happening of one of the pattern's types whose mention stands in the sentence, nearest to the phrase. A
        pattern without types has none: what else happens in the sentence would tear its reports apart."""
        near = [
            (not found.hull.touches(span), abs(span.start - found.hull.start), happening.id, happening)
            for span, happening in (self._here(scene) if pattern.events else ())
            if any(happening.type == t and m in (None, happening.mode) for t, m in pattern.events)
        ]
        return min(near)[3] if near else None

    def _report(
        self,
        scene: Scene,
        sign: Sign,
        sense: Sense,
        doubt: tuple[float, tuple[Note, ...]],
        *,
        mark: str | None,
        at: Span,
    ) -> Report:
        document, number = scene.place
        cite = Cite(document, number, scene.sentence, mark)
        corrected = (day for span, day in self._corrected.get(scene.place, ()) if span.touches(scene.sentence))
        return Report(
            sign=sign.indicator.id,
            sense=sense,
            cite=cite,
            at=at,
            origin=self._origins.get(document, document),
            known=scene.known,
            until=min(corrected, default=None),
            happened=_happened(scene, self._zone),
            weight=doubt[0],
            why=doubt[1],
        )


def _finder(catalogue: Catalogue, language: str) -> Finder[Sought]:
    return Finder(
        (phrase, (sign, pattern))
        for sign in catalogue.signs
        for pattern in sign.patterns
        for lang, phrases in pattern.phrases
        if lang == language
        for phrase in phrases
    )


def collect(catalogue: Catalogue, question: Question, links: Links) -> tuple[Item, ...]:
    """All evidence for the signs of `catalogue` in `links`, sorted by id."""
    return grouped(Matcher(catalogue, question, links).reports(), catalogue, question)


def grouped(found: Iterable[Told], catalogue: Catalogue, question: Question) -> tuple[Item, ...]:
    """The items of evidence that reports make up, sorted by id. The order of arrival changes nothing.

    What one origin says of one sign and ties to no happening is one thing, however many copies it has: it goes with
    the happening that another of its copies tells of, else into the stretch of time of its earliest report.
    """
    length = {s.indicator.id: max(7, round(s.indicator.half_life)) for s in catalogue.signs}
    groups: dict[tuple[str, str, bool], list[Report]] = {}
    fresh: dict[str, date | None] = {}
    loose: dict[tuple[str, str, bool], list[Report]] = {}
    tied: dict[tuple[str, str, bool], str] = {}
    retold: dict[tuple[str, str, bool], date | None] = {}
    for report, happening in found:
        own = (report.sign, report.origin, report.sense == "present")
        if happening is None:
            loose.setdefault(own, []).append(report)
            continue
        groups.setdefault((report.sign, happening.id, own[2]), []).append(report)
        fresh[happening.id] = latest_day(happening.latest, question.timezone) if happening.latest else None
        tied[own] = min(happening.id, tied.get(own, happening.id))
    for own, reports in loose.items():
        first = min(reports, key=lambda r: (r.known, r.happened, *placed(r.cite)))
        subject = tied.get(own) or _stretch(first.happened, question.opens, length[own[0]])
        groups.setdefault((own[0], subject, own[2]), []).extend(reports)
        if own not in tied:
            # What happened well before it was told ages from then, not from the telling.
            news = any(r.happened == r.known for r in reports)
            late = None if news else max(r.happened for r in reports)
            key = (own[0], subject, own[2])
            retold[key] = _later(late, retold.get(key, late))
    items = [
        Item(
            id=f"v:{sign}:{subject}" + ("" if seen else ":absent"),
            sign=sign,
            subject=subject,
            seen=seen,
            fresh_until=fresh.get(subject) or retold.get((sign, subject, seen)),
            reports=tuple(sorted(set(reports), key=lambda r: (r.known, *placed(r.cite)))),
        )
        for (sign, subject, seen), reports in groups.items()
    ]
    return tuple(sorted(items, key=lambda item: item.id))


def _later(one: date | None, other: date | None) -> date | None:
    """The later of two days; None, which stands for the day of the report, is later than any."""
    return None if one is None or other is None else max(one, other)


def placed(cite: Cite) -> tuple[str, int, Span, str]:
    """A key that sorts cites, with or without a mark."""
    return (cite.document, cite.reading, cite.span, cite.mark or "")


def _stretch(day: date, opens: date, length: int) -> str:
    """The first day of the stretch of `length` days that `day` lies in. Fixed stretches, the opening day in the middle
    of one: a further report never moves the others from one to another."""
    start = opens - timedelta(days=length // 2)
    return (start + timedelta(days=(day - start).days // length * length)).isoformat()


def _happened(scene: Scene, zone: str) -> date:
    """The day that a sentence tells of, where it names a past one that is well before the report; else the report's."""
    days = []
    for time in scene.marked.marks.times:
        if time.type != "DATE" or not time.latest or not time.earliest or not scene.sentence.holds(time.span):
            continue
        latest = latest_day(f"{time.earliest}/{time.latest}", zone)
        if latest is not None and latest <= scene.known:
            days.append(latest)
    newest = max(days, default=scene.known)
    return newest if (scene.known - newest).days > STALE else scene.known


def _corrected(links: Links, zone: str) -> dict[tuple[str, int], list[tuple[Span, date]]]:
    out: dict[tuple[str, int], list[tuple[Span, date]]] = {}
    for correction in links.corrections:
        day = latest_day(correction.at, zone)
        for cite in correction.corrects if day else ():
            out.setdefault((cite.document, cite.reading), []).append((cite.span, day))  # type: ignore[arg-type]
    return out


def _mentions(links: Links) -> dict[tuple[str, int], list[tuple[Span, Happening]]]:
    out: dict[tuple[str, int], list[tuple[Span, Happening]]] = {}
    for happening in links.happenings:
        for cite in happening.mentions:
            out.setdefault((cite.document, cite.reading), []).append((cite.span, happening))
    for mentions in out.values():
        mentions.sort(key=lambda m: (m[0], m[1].id))
    return out


def _place(marked: Marked) -> tuple[str, int]:
    return (marked.reading.document.id, marked.reading.number)
