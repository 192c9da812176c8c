"""What link reads off one marked document before it compares it with others."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lagebild.core import EVIDENCE_ROLES, Cite, Marked, Name, Note, Part, Span, known_at

_WORD = re.compile(r"\w+(?:[-.,’']\w+)*")
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_SHORT = 48  # letters of what is remembered
# What case folding leaves and no decomposition takes apart. `translate` would take ten times as long.
_APART = (("ł", "l"), ("đ", "d"), ("ø", "o"), ("ı", "i"), ("’", "'"))


def fold(text: str) -> str:
    """`text` without case and accents, for comparing: Weißrussland and WEISSRUSSLAND are one."""
    if text.isascii():
        return text.casefold()
    return _folded(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    again = plain.casefold()
    if again != plain:
        # A letter that only its decomposition shows to be a capital: ᴬ.
        plain = unicodedata.normalize("NFKD", again)
    for letter, other in _APART:
        plain = plain.replace(letter, other)
    return _COMBINING.sub("", plain)


_folded = lru_cache(maxsize=65_536)(_fold)  # words repeat


def content_id(letter: str, *parts: object) -> str:
    """An id that follows from what it names: the letter and 12 hex digits of a SHA-256."""
    return f"{letter}:{hashlib.sha256(repr(parts).encode()).hexdigest()[:12]}"


def note(key: str, **values: str | int | float) -> Note:
    """A note of this stage; its sentence stands in `data/messages/link.toml`."""
    return Note(f"link.{key}", tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Report:
    """One document as link sees it. `words` are the folded words of its title and body, `grams` the shingles of
    its body (see `copies`), `known` the ISO date from which it counts."""

    marked: Marked
    known: str | None
    words: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.marked.reading.document.id

    @property
    def rank(self) -> tuple[str, str, str]:
        """By day, then by the time of day, then by id. Without a time of day after those with one: a copy in a
        paper tells the day, its agency the minute."""
        published = self.marked.reading.document.published or ""
        return (self.known or "9999", published if "T" in published else "~", self.id)

    @property
    def text(self) -> str:
        return self.marked.reading.text

    @property
    def publisher(self) -> str | None:
        return self.marked.reading.document.publisher

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.marked.reading.parts

    def cite(self, span: Span, mark: str | None = None) -> Cite:
        return Cite(self.id, self.marked.reading.number, span, mark)

    def part(self, span: Span) -> Part | None:
        """The evidence part that holds `span`, None where there is none: only title and body may be cited."""
        at = bisect_right(self.parts, span.start, key=lambda p: p.span.start) - 1
        if at < 0 or not self.parts[at].span.holds(span):
            return None
        return self.parts[at] if self.parts[at].role in EVIDENCE_ROLES else None

    def names(self, span: Span) -> tuple[Name, ...]:
        """The name marks within `span`, by binary search: a long report has thousands."""
        names = self.marked.marks.names
        first = bisect_left(names, span.start, key=lambda n: n.span.start)
        last = bisect_left(names, span.end, lo=first, key=lambda n: n.span.start)
        return tuple(n for n in names[first:last] if n.span.end <= span.end)

    def sentence(self, span: Span) -> Span:
        """The sentence that holds the start of `span`; `span` itself where sentences are not marked."""
        sentences = self.marked.marks.sentences
        at = bisect_right(sentences, span.start, key=lambda s: s.start) - 1
        return sentences[at] if at >= 0 and span.start < sentences[at].end else span


def reports(marked: Iterable[Marked]) -> tuple[Report, ...]:
    """The newest reading of each document in the order in which they were out, undated ones last."""
    newest: dict[str, Marked] = {}
    for item in marked:
        held = newest.get(item.reading.document.id)
        if held is None or held.reading.number < item.reading.number:
            newest[item.reading.document.id] = item
    made = [_report(item) for item in newest.values()]
    return tuple(sorted(made, key=lambda r: r.rank))


def _report(marked: Marked) -> Report:
    title, body = _words(marked, {"title"}), _words(marked, {"body"})
    return Report(marked, known_at(marked.reading.document), title + body, body or title)


def _words(marked: Marked, roles: set[str]) -> tuple[str, ...]:
    text = marked.reading.text
    spans = [p.span for p in marked.reading.parts if p.role in roles]
    return tuple([w for span in spans for w in _WORD.findall(fold(span.of(text)))])


def order(cite: Cite) -> tuple[str, int, Span, str]:
    """The place of a cite among others: cites with and without a mark can't be compared as they are."""
    return (cite.document, cite.reading, cite.span, cite.mark or "")


def day(iso: str) -> int:
    """The number of a day, for reckoning: ISO date or date and time, or a year and month alone (its first day)."""
    digits = iso[:10].split("-")
    year, month, dom = (*[int(d) for d in digits], 1, 1)[:3]
    return date(year, month, dom).toordinal()


def apart(one: str | None, other: str | None) -> int | None:
    """Days from `one` to `other`, None where one of them is not known."""
    return day(other) - day(one) if one and other else None


def most(values: Sequence[str]) -> str | None:
    """The value that occurs most often; among equals the first by alphabet. None of nothing."""
    return min(set(values), key=lambda v: (-values.count(v), v)) if values else None
