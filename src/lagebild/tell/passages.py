"""Citations: each is numbered once, and opens the passage that it points to, looked up in its reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from lagebild.core import Cite, Document, Links, Marked, Origin, Part, Span

from .visible import visible

_REACH = 360
"""At most so many code points of context on each side: two to three sentences of news."""


class Ref(NamedTuple):
    """One place of the report where a passage is cited: the passage's number and the `turn` of the citing."""

    number: int
    turn: int

    @property
    def anchor(self) -> str:
        """The id of the place, to come back to."""
        return f"r{self.number}-{self.turn}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report in their context. `before`, `words` and `after` are one stretch of the reading's text, shown
    one code point for one (control characters as U+FFFD); `cut` says whether a side was cut inside the part;
    `sentence` is what of `before` and `after` belongs to the sentence of the words."""

    number: int
    cite: Cite
    document: Document
    origin: Origin | None
    language: str | None
    before: str
    words: str
    after: str
    cut: tuple[bool, bool]
    sentence: tuple[str, str]
    refs: tuple[Ref, ...]


class Passages:
    """Numbers citations in the order in which the report makes them, and looks up what they point to."""

    def __init__(self, links: Links) -> None:
        self._marked = {(m.reading.document.id, m.reading.number): m for m in links.marked}
        self._origins = {document: origin for origin in links.origins for document in origin.documents}
        self._numbers: dict[tuple[str, int, Span], int] = {}
        self._cites: list[Cite] = []
        self._turns: list[int] = []
        self._named: dict[Cite, frozenset[str]] = {}
        self._mentions: dict[tuple[str, int], list[tuple[Span, str]]] = {}
        for entity in links.entities:
            for cite in entity.mentions:
                self._mentions.setdefault((cite.document, cite.reading), []).append((cite.span, entity.id))

    def ref(self, cite: Cite) -> Ref:
        """The number of the citation and the turn of this citing. Raises KeyError for an unknown reading."""
        self.marked(cite)
        key = (cite.document, cite.reading, cite.span)
        number = self._numbers.setdefault(key, len(self._cites) + 1)
        if number > len(self._cites):
            self._cites.append(cite)
            self._turns.append(0)
        self._turns[number - 1] += 1
        return Ref(number, self._turns[number - 1])

    def marked(self, cite: Cite) -> Marked:
        """The reading that is cited, with its marks. Raises KeyError when the links do not hold it."""
        return self._marked[(cite.document, cite.reading)]

    def origin(self, document: str) -> Origin | None:
        """The origin that a document belongs to."""
        return self._origins.get(document)

    def named(self, cite: Cite) -> frozenset[str]:
        """The entities that the shown passage names, by name or as a participant of the cited event."""
        known = self._named.get(cite)
        if known is None:
            known = self._named[cite] = self._names_in(cite)
        return known

    def _names_in(self, cite: Cite) -> frozenset[str]:
        marked = self.marked(cite)
        shown, _ = context(marked, cite.span)
        taking_part = [p for e in marked.marks.events if e.id == cite.mark for p in (*e.actor, *e.recipient)]
        found = {p.entity for p in taking_part} | {n.entity for n in marked.marks.names if shown.holds(n.span)}
        mentions = self._mentions.get((cite.document, cite.reading), ())
        found |= {entity for span, entity in mentions if shown.holds(span)}
        return frozenset(entity for entity in found if entity)

    def all(self) -> tuple[Passage, ...]:
        """All passages cited so far, by number."""
        return tuple(self._passage(i + 1, cite) for i, cite in enumerate(self._cites))

    def _passage(self, number: int, cite: Cite) -> Passage:
        marked = self.marked(cite)
        text = marked.reading.text
        around, cut = context(marked, cite.span)
        part = part_at(marked, cite.span)
        sentence = sentence_at(marked, cite.span)
        first, last = max(sentence.start, around.start), min(sentence.end, around.end)
        return Passage(
            number=number,
            cite=cite,
            document=marked.reading.document,
            origin=self.origin(cite.document),
            language=(part.language if part else None) or marked.reading.language,
            before=visible(text[around.start : cite.span.start]),
            words=visible(cite.span.of(text)),
            after=visible(text[cite.span.end : around.end]),
            cut=cut,
            sentence=(visible(text[first : cite.span.start]), visible(text[cite.span.end : last])),
            refs=tuple(Ref(number, turn + 1) for turn in range(self._turns[number - 1])),
        )


def place(cite: Cite) -> tuple[str, int, Span, str]:
    """What citations are sorted by: a cite itself can't be, as its mark may be None."""
    return (cite.document, cite.reading, cite.span, cite.mark or "")


def part_at(marked: Marked, span: Span) -> Part | None:
    """The part of the reading that a span begins in."""
    parts = marked.reading.parts
    i = bisect_right(parts, span.start, key=lambda part: part.span.start) - 1
    return parts[i] if i >= 0 and span.start < parts[i].span.end else None


def sentence_at(marked: Marked, span: Span) -> Span:
    """The sentences that a span lies in, as one span; without sentence marks, the words around it."""
    sentences = marked.marks.sentences
    first = bisect_right(sentences, span.start, key=lambda s: s.end)
    last = bisect_left(sentences, span.end, key=lambda s: s.start)
    if first >= last:
        return _words_around(marked.reading.text, span, _border(marked, span), 120)[0]
    return Span(min(span.start, sentences[first].start), max(span.end, sentences[last - 1].end))


def context(marked: Marked, span: Span) -> tuple[Span, tuple[bool, bool]]:
    """The stretch to show around a span: its sentences and one more on each side, within the part and
    within reach; and whether it was cut before the part's start and end."""
    border = _border(marked, span)
    core = sentence_at(marked, span)
    sentences = marked.marks.sentences
    if sentences:
        first = max(0, bisect_left(sentences, core.start, key=lambda s: s.start) - 1)
        last = min(len(sentences) - 1, bisect_right(sentences, core.end - 1, key=lambda s: s.start))
        core = Span(min(core.start, sentences[first].start), max(core.end, sentences[last].end))
    core = Span(max(core.start, border.start), min(core.end, border.end))
    near, _ = _words_around(marked.reading.text, span, core, _REACH)
    text = marked.reading.text
    return near, (bool(text[border.start : near.start].strip()), bool(text[near.end : border.end].strip()))


def _border(marked: Marked, span: Span) -> Span:
    part = part_at(marked, span)
    around = part.span if part else Span(0, len(marked.reading.text))
    return Span(min(around.start, span.start), max(around.end, span.end))


def _words_around(text: str, span: Span, border: Span, reach: int) -> tuple[Span, tuple[bool, bool]]:
    """`span` widened by at most `reach` on each side within `border`, ending at white space where it can."""
    start, end = max(border.start, span.start - reach), min(border.end, span.end + reach)
    if start > border.start:
        gap = text.find(" ", start, span.start)
        start = gap + 1 if gap >= 0 else start
    if end < border.end:
        gap = text.rfind(" ", span.end, end)
        end = gap if gap >= 0 else end
    return Span(start, end), (start > border.start, end < border.end)
