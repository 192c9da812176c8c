"""Grades beside what is shown (AJP-2.1): the analyst's where there is one, else a proposal.

A proposal goes by what the reports themselves show: how claims of the same source turned out before, and how many
independent origins say the same or the contrary. It is for a person to confirm and changes no number: what weakens a
report in the answer is told by `weigh.reliability`, and only a grade given by hand takes its place.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from lagebild.core import Change, Cite, Claim, Document, Evidence, Links, Marked, Note, Statement, Voice, known_at
from lagebild.mark.statements.grade import Record, propose, reliability

Place = tuple[str, int]
"""Document and number of the reading."""
_CHECKED_BY = 2
"""Independent origins, all on one side, from which a claim counts in the record of its source: one that contradicts may
be the one that is wrong."""


class Grading(NamedTuple):
    """A grade ("C3"; of an outlet its letter alone), why, and whether a person gave it."""

    value: str
    reasons: tuple[Note, ...]
    by_hand: bool = False


class _Told(NamedTuple):
    """One voice of a claim: whose, in which statement (None: the report's own voice), known from which day."""

    claim: Claim
    voice: Voice
    statement: str | None
    source: str
    known: str


class Grades:
    """The grades of what `links` hold. `changes` are the analyst's decisions: grades of whole sources are among them;
    those of statements stand in the marks, those of evidence in its reasons."""

    def __init__(self, links: Links, changes: Iterable[Change] = ()) -> None:
        self._links = links
        self._given = {
            _plain(c.target.partition(":")[2]): c.value
            for c in sorted(changes, key=lambda c: c.id)
            if c.kind == "grade" and c.target.startswith("source:") and c.value
        }

    def statement(self, marked: Marked, mark: Statement) -> Grading | None:
        """The grade of a statement; None for what claims nothing."""
        if mark.grade:
            return Grading(mark.grade, (), by_hand=True)
        document = marked.reading.document
        here = [t for t in self._at.get((document.id, marked.reading.number), ()) if t.statement == mark.id]
        source = here[0].source if here else _speaker(mark, document.id)
        record = self._record(source, known_at(document) or "", {t.claim.id for t in here})
        confirmed, contradicted = self._others(here, source, {self._origins.get(document.id, document.id)})
        found = propose(mark, record=record, confirmed=confirmed, contradicted=contradicted, hedges=marked.marks.hedges)
        return Grading(str(found), found.reasons) if found else None

    def evidence(self, item: Evidence) -> Grading | None:
        """The grade of an item of evidence: the letter is that of whoever its first report has it from, the digit goes
        by all its origins, and those that contradict."""
        for note in item.why:
            if note.key == "hand.graded":
                return Grading(str(dict(note.values)["grade"]), (note,), by_hand=True)
        first = item.cites[0]
        marked = self._marked[first[:2]]
        document = marked.reading.document
        mark = _statement(marked, first)
        here = [
            t
            for cite in item.cites
            for t in self._at.get(cite[:2], ())
            if cite.span.holds(t.voice.cite.span) or t.voice.cite.span.holds(cite.span)
        ]
        source = _speaker(mark, document.id) if mark else _outlet(document)
        own = {self._origins.get(c.document, c.document) for c in item.cites} | set(item.origins)
        _, contradicted = self._others(here, source, own)
        found = propose(
            mark,
            record=self._record(source, known_at(document) or "", {t.claim.id for t in here}),
            confirmed=max(0, len(item.origins) - 1),
            contradicted=contradicted,
            hedges=tuple(h for h in marked.marks.hedges if first.span.touches(h.scope or h.span)),
        )
        return Grading(str(found), found.reasons) if found else None

    def outlet(self, document: Document) -> Grading:
        """The reliability of who published a report, by what it told in its own voice, as of all reports."""
        known_as = [_plain(document.publisher or ""), _plain(self._outlets.get(document.id, ""))]
        given = next((self._given[name] for name in known_as if name in self._given), None)
        if given:
            return Grading(given, (), by_hand=True)
        letter, why = reliability(self._record(_outlet(document), "~", set()))
        return Grading(letter, (why,))

    @cached_property
    def _origins(self) -> dict[str, str]:
        return {doc: origin.id for origin in self._links.origins for doc in origin.documents}

    @cached_property
    def _outlets(self) -> dict[str, str]:
        return {doc: origin.outlet for origin in self._links.origins if origin.outlet for doc in origin.documents}

    @cached_property
    def _marked(self) -> dict[Place, Marked]:
        return {(m.reading.document.id, m.reading.number): m for m in self._links.marked}

    @cached_property
    def _at(self) -> dict[Place, list[_Told]]:
        """The voices of the claims by the reading in which they speak."""
        found: dict[Place, list[_Told]] = defaultdict(list)
        for claim in self._links.claims:
            for voice in claim.voices:
                if marked := self._marked.get(voice.cite[:2]):
                    found[voice.cite[:2]].append(_told(marked, claim, voice))
        return found

    @cached_property
    def _by_claim(self) -> dict[str, list[_Told]]:
        found: dict[str, list[_Told]] = defaultdict(list)
        for told in self._at.values():
            for one in told:
                found[one.claim.id].append(one)
        return found

    @cached_property
    def _history(self) -> dict[str, tuple[list[str], list[tuple[str, bool]]]]:
        """By source: the days of its checked claims, sorted, and beside each the claim and whether it was borne out. A
        report that was corrected was not."""
        found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        for name, told in self._by_claim.items():
            for source in sorted({t.source for t in told}):
                own = [t for t in told if t.source == source]
                origins = {t.voice.origin for t in own}
                confirmed, contradicted = self._others(own, source, origins)
                if max(confirmed, contradicted) >= _CHECKED_BY and not min(confirmed, contradicted):
                    found[source].append((min(t.known for t in own), name, confirmed > 0))
        for correction in self._links.corrections:
            for place in sorted({c[:2] for c in correction.corrects} & self._marked.keys()):
                source = _outlet(self._marked[place].reading.document)
                found[source].append((correction.at, correction.id, False))
        return {
            source: ([day for day, _, _ in rows], [(name, right) for _, name, right in rows])
            for source, rows in ((source, sorted(rows)) for source, rows in found.items())
        }

    def _record(self, source: str, before: str, without: set[str]) -> Record:
        """How what the source said before a day turned out, the claims `without` left out."""
        days, rows = self._history.get(source, ([], []))
        counted = [right for name, right in rows[: bisect_left(days, before)] if name not in without]
        return Record(right=sum(counted), wrong=len(counted) - sum(counted))

    def _others(self, here: Sequence[_Told], source: str, own: set[str]) -> tuple[int, int]:
        """How many origins, none of `own` and none that has it from the same source, say the same as `here`, and how
        many the contrary. A source that says both is no measure of itself."""
        stances = {t.claim.id: t.voice.stance for t in here}
        same, contrary = set[str](), set[str]()
        for claim, stance in stances.items():
            if any(t.claim.id == claim and t.voice.stance != stance for t in here):
                continue
            for other in self._by_claim[claim]:
                if other.source != source and other.voice.origin not in own:
                    (same if other.voice.stance == stance else contrary).add(other.voice.origin)
        return len(same - contrary), len(contrary)


def _told(marked: Marked, claim: Claim, voice: Voice) -> _Told:
    """A voice with the statement that it speaks in."""
    mark = _statement(marked, voice.cite)
    document = marked.reading.document
    source = voice.speaker or (_speaker(mark, document.id) if mark else _outlet(document))
    return _Told(claim, voice, mark.id if mark else None, source, known_at(document) or "~")


def _statement(marked: Marked, cite: Cite) -> Statement | None:
    """The statement that a cite points to, its event stands in, or that holds its words; never the writer's own."""
    event = next((e for e in marked.marks.events if e.id == cite.mark), None) if cite.mark else None
    wanted = (event.statement if event else None, cite.mark)
    said = [s for s in marked.marks.statements if s.kind != "author"]
    return next((s for s in said if s.id in wanted), None) or next(
        (s for s in said if any(span.holds(cite.span) for span in s.spans)), None
    )


def _speaker(mark: Statement, document: str) -> str:
    """Who speaks, to tell sources apart: the entity, else nobody who is known beyond this document."""
    entity = mark.speaker_entity
    return entity if entity and ":" in entity else f"{document}/{entity or mark.id}"


def _outlet(document: Document) -> str:
    return f"outlet {_plain(document.publisher)}" if document.publisher else f"document {document.id}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
