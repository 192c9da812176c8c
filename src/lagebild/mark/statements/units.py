"""Units of analysis: a sentence as tokens, with each outermost quotation as one token, cut into segments at commas."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from lagebild.core import Span
from lagebild.mark.words import Word

from .grammar import listed
from .lexicon import CAP, COORD, FIN, NUM, OPENER, PREP, PUNCT, QUOTE, REL, SUB, VERBAL, Lexicon
from .quotes import Quote

_BREAKS = frozenset(",;:–—")
_QUOTATION = "“”"
"""The word of a token that stands for a quotation; no token of a text has two marks."""
_SPECIAL = frozenset((*",;:–—([)]-", _QUOTATION))
_MOST_TOKENS = 2000
"""A longer sentence is none; it becomes an empty unit."""
_STOPS = frozenset(".!?…")
_TRAILING = frozenset(".,;:!?…–—-\"“”„‟»«‚‘’'‹› \n")


class Segment(NamedTuple):
    """Tokens `first` to `last` (exclusive) between breaks. `kind`: main, sub, rel, inf, np or quote.
    `verb` is the finite verb that fixed the kind, or -1; `mark` is the break before it, or an empty string."""

    first: int
    last: int
    kind: str
    verb: int
    mark: str


@dataclass(slots=True)
class Unit:
    """One sentence. Parallel lists over its tokens; `quote[i]` is the quotation that token i stands for, or None.
    `capital_nouns`: the language writes nouns with a capital."""

    text: str
    span: Span
    start: list[int]
    end: list[int]
    word: list[str]
    low: list[str]
    flags: list[int]
    quote: list[Quote | None]
    segments: list[Segment]
    opens_paragraph: bool
    capital_nouns: bool

    def chars(self, first: int, last: int) -> Span | None:
        """The characters of tokens `first` to `last`, without white space, marks and stops at the edges."""
        if first >= last:
            return None
        start, end = self.start[first], self.end[last - 1]
        only = self.quote[first] if last == first + 1 else None
        if only is not None:
            start, end = only.first, only.last
        while first < last and self.flags[first] & PUNCT and self.word[first] not in "([":
            first += 1
            if first < last:
                start = self.start[first]
        text = self.text
        while end > start and text[end - 1] in _TRAILING:
            if self.quote[last - 1] is not None and text[end - 1] not in " .,;:\n":
                break
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        return Span(start, end) if start < end else None

    def segment_at(self, token: int) -> int:
        """The number of the segment that holds `token`."""
        for number, segment in enumerate(self.segments):
            if token < segment.last:
                return number
        return len(self.segments) - 1


def is_clausal(text: str, quote: Quote) -> bool:
    """Whether a quotation is an utterance of its own rather than a few words within a sentence."""
    inner = text[quote.first : min(quote.last, quote.first + 200)].strip()
    if not inner:
        return False
    words = inner.count(" ") + 1
    before = text[max(0, quote.start - 3) : quote.start].rstrip()
    if before.endswith(":") or inner[-1] in ".!?…":
        return words > 1 or before.endswith(":")
    after = text[quote.end : quote.end + 1]
    return words >= 7 or (words >= 3 and after == "," and inner[0].isupper()) or inner[-1] == ","


def units(text: str, sentences: list[Span], tokens: list[Word], quotes: list[Quote], lexicon: Lexicon) -> list[Unit]:
    """The units of a part: its sentences, joined where a quotation runs over their border."""
    outer = [q for q in quotes if q.depth == 0]
    starts = [t.start for t in tokens]
    quote_starts = [q.start for q in outer]
    found: list[Unit] = []
    for span in _joined(sentences, outer):
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        near = bisect_left(quote_starts, span.start)
        held = []
        while near < len(outer) and outer[near].start < span.end:
            held.append(outer[near])
            near += 1
        previous = found[-1].span.end if found else span.start
        opens = not found or "\n" in text[previous : span.start]
        inside = tokens[first:last] if last - first <= _MOST_TOKENS else []
        found.append(_unit(text, span, inside, held if inside else [], lexicon=lexicon, opens_paragraph=opens))
    return found


def _joined(sentences: list[Span], outer: list[Quote]) -> list[Span]:
    joined: list[Span] = []
    at = 0
    for span in sentences:
        while at < len(outer) and outer[at].end <= span.start:
            at += 1
        inside = at < len(outer) and outer[at].start < span.start
        if (inside and joined and joined[-1].end > outer[at].start) or (
            inside and joined and outer[at].start >= joined[-1].start
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _unit(
    text: str, span: Span, tokens: list[Word], quotes: list[Quote], *, lexicon: Lexicon, opens_paragraph: bool
) -> Unit:
    german = lexicon.language == "de"
    if not quotes:
        found = [t.text for t in tokens]
        seen = lexicon.seen
        flags = [seen[w] if w in seen else lexicon.flags(w) for w in found]
        if found:
            flags[0] = lexicon.first_flags(found[0])
        starts, ends = [t.start for t in tokens], [t.end for t in tokens]
        low = [w.lower() for w in found]
        unit = Unit(text, span, starts, ends, found, low, flags, [None] * len(found), [], opens_paragraph, german)
        unit.segments = _segments(unit)
        return unit
    unit = Unit(text, span, [], [], [], [], [], [], [], opens_paragraph, german)
    at, flags_of = 0, lexicon.flags
    skip = -1
    for token in tokens:
        if token.start < skip:
            continue
        while at < len(quotes) and quotes[at].end <= token.start:
            at += 1
        if at < len(quotes) and token.start >= quotes[at].start:
            _add(unit, Span(quotes[at].start, quotes[at].end), _QUOTATION, QUOTE, quotes[at])
            skip = quotes[at].end
            continue
        word_flags = flags_of(token.text) if unit.word else lexicon.first_flags(token.text)
        _add(unit, Span(token.start, token.end), token.text, word_flags, None)
    unit.segments = _segments(unit)
    return unit


def _add(unit: Unit, span: Span, word: str, flags: int, quote: Quote | None) -> None:
    unit.start.append(span.start)
    unit.end.append(span.end)
    unit.word.append(word)
    unit.low.append(word.lower())
    unit.flags.append(flags)
    unit.quote.append(quote)


def _segments(unit: Unit) -> list[Segment]:
    found: list[Segment] = []
    size, begin, mark, depth = len(unit.word), 0, "", 0
    for i in [i for i, w in enumerate(unit.word) if w in _SPECIAL]:
        word, quote = unit.word[i], unit.quote[i]
        if quote is not None:
            if is_clausal(unit.text, quote):
                _cut(unit, begin, i, mark, found)
                found.append(Segment(i, i + 1, "quote", -1, mark))
                begin, mark = i + 1, ""
        elif word in "([":
            depth += 1
        elif word in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and ((word in _BREAKS and not _is_clock(unit, i)) or _is_dash(unit, i)):
            _cut(unit, begin, i, mark, found)
            begin, mark = i + 1, word
    _cut(unit, begin, size, mark, found)
    return found


def _is_clock(unit: Unit, i: int) -> bool:
    """ "10:05", "3:0"."""
    return unit.word[i] == ":" and 0 < i < len(unit.word) - 1 and bool(unit.flags[i - 1] & unit.flags[i + 1] & NUM)


def _is_dash(unit: Unit, i: int) -> bool:
    if unit.word[i] != "-" or i == 0 or i + 1 >= len(unit.word):
        return False
    return unit.end[i - 1] < unit.start[i] and unit.end[i] < unit.start[i + 1]


def _cut(unit: Unit, first: int, last: int, mark: str, found: list[Segment]) -> None:
    while last > first and unit.word[last - 1] in _STOPS:
        last -= 1
    if first < last:
        kind, verb = _kind(unit, first, last, mark)
        found.append(Segment(first, last, kind, verb, mark))


def _kind(unit: Unit, first: int, last: int, mark: str) -> tuple[str, int]:
    flags, low = unit.flags, unit.low
    at = first
    while at < last and flags[at] & COORD and not flags[at] & (SUB | FIN):
        at += 1
    if at >= last:
        return "np", -1
    finite = next((i for i in range(at, last) if flags[i] & FIN and not flags[i] & CAP), -1)
    if finite > at and low[finite - 1] == "zu":
        finite = -1
    elif finite < 0:
        finite = next((i for i in range(at, last) if flags[i] & VERBAL and not flags[i] & CAP), -1)
    opener = at + 1 if flags[at] & PREP and at + 1 < last else at
    final = _last_verb(unit, first, last)
    infinitive = _is_infinitive(unit, at, last)
    if infinitive and low[at] in _WITH_INFINITIVE:
        return "inf", -1
    if flags[at] & SUB and (low[at] in _HARD or (final > at and (flags[at] & OPENER or final >= last - 2))):
        return "sub", final
    early = any(flags[i] & FIN and not flags[i] & CAP for i in range(opener + 1, last - 3))
    if infinitive and not (finite >= 0 and flags[finite] & FIN):
        return "inf", -1
    if mark == "," and flags[opener] & REL and final == last - 1 and final > opener + 1 and not early:
        return "rel", final
    return ("main", finite) if finite >= 0 else ("np", -1)


def _last_verb(unit: Unit, first: int, last: int) -> int:
    for i in range(last - 1, max(first, last - 5) - 1, -1):
        if unit.flags[i] & VERBAL:
            return i
    return -1


def _is_infinitive(unit: Unit, first: int, last: int) -> bool:
    """Whether the segment ends in an infinitive with zu ("zu gehen", "anzugreifen", "gehen zu wollen")."""
    for i in range(last - 1, max(first, last - 4) - 1, -1):
        low = unit.low[i]
        if low == "zu" and i + 1 < last and unit.low[i + 1].endswith("n"):
            return True
        if 6 < len(low) < 40 and "zu" in low[1:-3] and low.endswith("n") and not unit.flags[i] & (CAP | NUM):
            prefix = low[: low.index("zu", 1)]
            if prefix in _PARTICLES:
                return True
    return False


_HARD = listed("hard")
_WITH_INFINITIVE = frozenset(("als", "anstatt", "bis", "ohne", "seit", "statt", "um", "während"))
_PARTICLES = listed("german_particles")
