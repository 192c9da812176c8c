"""Sentences with all that is known around them: what matching reads."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lagebild.core import Marked, Name, Part, Span, Statement
from lagebild.mark.words import Word, words

from .dating import known_on
from .polarity import supposed

LANGUAGES: tuple[str, ...] = ("de", "en")
"""Languages whose phrases and polarity are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence of a part that may be cited, with its words and the day on which it was out."""

    marked: Marked
    part: Part
    language: str
    known: date
    sentence: Span
    words: Sequence[Word]

    @property
    def text(self) -> str:
        """The whole text that the sentence stands in."""
        return self.marked.reading.text

    @property
    def place(self) -> tuple[str, int]:
        """Document and number of the reading."""
        return (self.marked.reading.document.id, self.marked.reading.number)

    def names(self, span: Span) -> Sequence[Name]:
        """The names within a span, in order."""
        names = self.marked.marks.names
        first = bisect_left(names, span.start, key=lambda n: n.span.start)
        last = bisect_left(names, span.end, key=lambda n: n.span.start)
        return [n for n in names[first:last] if n.span.end <= span.end]

    def before(self, count: int) -> Sequence[Span]:
        """Up to `count` sentences of the same part before this one, nearest first."""
        sentences = self.marked.marks.sentences
        at = bisect_left(sentences, self.sentence.start, key=lambda s: s.start)
        near = sentences[max(0, at - count) : at]
        return [s for s in reversed(near) if s.start >= self.part.span.start]

    def answers_supposed(self) -> bool:
        """True when the sentence before asks in the conditional ("What would change your mind?")."""
        return any(supposed(words(span.of(self.text)), self.language) for span in self.before(1))

    @property
    def _said(self) -> list[Statement]:
        """What somebody says; what the outlet says in its own voice is the report itself."""
        return [s for s in self.marked.marks.statements if s.kind != "author"]

    def statement(self, span: Span) -> Statement | None:
        """The innermost statement whose content holds words at `span`."""
        holding = [s for s in self._said if any(c.touches(span) for c in s.spans)]
        return min(holding, key=lambda s: (s.span.end - s.span.start, s.id), default=None)

    def spoken(self) -> Statement | None:
        """The statement that covers most of the sentence, one with a speaker before one without."""
        touching = [s for s in self._said if s.span.touches(self.sentence)]
        return max(touching, key=lambda s: (bool(s.speaker), _overlap(s.span, self.sentence), s.id), default=None)


def scenes(marked: Marked, zone: str) -> Iterator[Scene]:
    """The sentences of a document that may be cited and can be dated and read, in order."""
    reading = marked.reading
    tokens = words(reading.text)
    starts = [w.start for w in tokens]
    sentences = marked.marks.sentences
    sentence_starts = [s.start for s in sentences]
    for part in reading.evidence_parts():
        language = part.language or reading.language or ""
        known = known_on(reading.document, part, zone)
        if language not in LANGUAGES or known is None:
            continue
        first, last = bisect_left(sentence_starts, part.span.start), bisect_left(sentence_starts, part.span.end)
        for sentence in sentences[first:last] or (part.span,):
            own = tokens[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            yield Scene(marked=marked, part=part, language=language, known=known, sentence=sentence, words=own)


def scene_at(marked: Marked, span: Span, zone: str) -> Scene | None:
    """The scene of the sentence that holds `span`; None where it is in no part that may be cited."""
    part = next((p for p in marked.reading.evidence_parts() if p.span.holds(span)), None)
    if part is None:
        return None
    known = known_on(marked.reading.document, part, zone)
    language = part.language or marked.reading.language or ""
    if known is None or language not in LANGUAGES:
        return None
    sentence = next((s for s in marked.marks.sentences if s.holds(span)), span)
    return Scene(marked=marked, part=part, language=language, known=known, sentence=sentence, words=())


def _overlap(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
