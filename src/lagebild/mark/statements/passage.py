"""A passage of speech as the linear model sees it: tokens with lemmas and classes, cut into segments, and the spans
near a cue that can be what is said or who says it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lagebild.core import Span
from lagebild.mark.lemmas import lemmatize
from lagebild.mark.words import Word

from .lexicon import ADV, CAP, COORD, DET, FIN, NUM, OPENER, PREP, PRON, PUNCT, REL, SUB, VERB, Lexicon

Pieces = tuple[tuple[int, int], ...]
"""Half-open token ranges, in order."""

_BREAKS = frozenset(",;:–—()[].!?…")
_QUOTES = frozenset("\"“”„‟»«‚‘’'‹›")
_OPENING = DET | PREP | PRON | REL | SUB | NUM | OPENER
_MOST_TOKENS = 400
"""A longer sentence is none; it is left alone, which bounds the work for a sentence."""
_NEAR, _LONG = 5, 8
"""Segments from the cue at which content may begin, and how many it may have."""


class Part(NamedTuple):
    """A segment: tokens `first` to `last`, the break before it, and the number of its sentence."""

    first: int
    last: int
    mark: str
    sentence: int


class Passage:
    """Parallel lists over the tokens of a passage, and its segments."""

    def __init__(self, text: str, sentences: Sequence[Span], tokens: Sequence[Word], lexis: Lexicon) -> None:
        self.text = text
        self.start = [t.start for t in tokens]
        self.end = [t.end for t in tokens]
        self.word = [t.text for t in tokens]
        self.low = [w.lower() for w in self.word]
        self.flags = [lexis.flags(w) for w in self.word]
        self.lemma = [_lemma(w) for w in self.word]
        self.parts: list[Part] = []
        self.part_of = [-1] * len(tokens)
        self.sentences: list[tuple[int, int]] = []
        """The numbers of the first segment of each sentence and of the one after its last."""
        for span in sentences:
            first, last = bisect_left(self.start, span.start), bisect_left(self.start, span.end)
            if first < last <= first + _MOST_TOKENS:
                self.flags[first] = lexis.first_flags(self.word[first])
                begin = len(self.parts)
                self._cut(first, last)
                self.sentences.append((begin, len(self.parts)))

    def _cut(self, first: int, last: int) -> None:
        begin, mark = first, ""
        for i in range(first, last + 1):
            if i == last or self._is_break(i):
                inner = begin
                while inner < i and self.word[inner] in _QUOTES:
                    inner += 1
                stop = i
                while stop > inner and self.word[stop - 1] in _QUOTES:
                    stop -= 1
                if inner < stop:
                    for j in range(inner, stop):
                        self.part_of[j] = len(self.parts)
                    self.parts.append(Part(inner, stop, mark, len(self.sentences)))
                if i < last:
                    begin, mark = i + 1, self.word[i]

    def _is_break(self, i: int) -> bool:
        word = self.word[i]
        if word == "-":
            return 0 < i < len(self.word) - 1 and self.end[i - 1] < self.start[i] and self.end[i] < self.start[i + 1]
        return word in _BREAKS

    def spans(self, pieces: Pieces) -> list[Span]:
        """The characters of token ranges."""
        return [Span(self.start[a], self.end[b - 1]) for a, b in pieces if a < b]


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    return lemmatize(word, "de").lower() if len(word) < 40 and word[0].isalpha() else word


def contents(passage: Passage, cue: int) -> list[Pieces]:
    """The spans that can be what the cue at token `cue` is about, nearest first, without repetitions."""
    number = passage.part_of[cue]
    own = passage.parts[number]
    begin, end = passage.sentences[own.sentence]
    found: dict[Pieces, None] = {}
    _within(passage, cue, end, found)
    parts = passage.parts
    for i in range(number + 1, min(end, number + 1 + _NEAR)):
        for j in range(i, min(end, i + _LONG)):
            found[((parts[i].first, parts[j].last),)] = None
        if parts[i].mark == ":" or i == number + 1:
            _beyond(passage, parts[i].first, own.sentence, found)
    if number + 1 == end and end < len(parts):
        _beyond(passage, parts[end].first, own.sentence, found)
    for j in range(number - 1, max(begin, number - _NEAR) - 1, -1):
        for i in range(j, max(begin, j - _LONG) - 1, -1):
            found[((parts[i].first, parts[j].last),)] = None
    for i in range(number - 1, max(begin, number - 3) - 1, -1):
        for j in range(number + 1, min(end, number + 4)):
            found[((parts[i].first, parts[number - 1].last), (parts[number + 1].first, parts[j].last))] = None
    return list(found)


def _beyond(passage: Passage, first: int, sentence: int, found: dict[Pieces, None]) -> None:
    """What runs over the end of the sentence, up to four sentences on."""
    for later in range(sentence + 1, min(sentence + 5, len(passage.sentences))):
        last = passage.parts[passage.sentences[later][1] - 1].last
        if first < last:
            found[((first, last),)] = None


def _within(passage: Passage, cue: int, end: int, found: dict[Pieces, None]) -> None:
    """Phrases in the cue's own segment, those at its end also with the clauses that follow."""
    parts, number = passage.parts, passage.part_of[cue]
    own = parts[number]
    for s, e in phrases(passage, own.first, own.last, cue):
        found[((s, e),)] = None
        if e >= own.last - 2 or e == cue:
            for j in range(number + 1, min(end, number + 5)):
                last = parts[j].last
                found[((s, last),) if e == own.last else ((s, e), (parts[number + 1].first, last))] = None


def phrases(passage: Passage, first: int, last: int, cue: int) -> list[tuple[int, int]]:
    """Stretches of a segment that can be phrases, on either side of the cue."""
    flags = passage.flags
    sides = ((max(first, cue - 18), cue), (cue + 1, min(last, cue + 19)))
    found = []
    for a, b in sides:
        ends = [i + 1 for i in range(a, b) if _can_end(flags[i]) or i + 1 == b]
        for s in range(a, b):
            if flags[s] & PUNCT or not (s == a or _can_begin(passage, s)):
                continue
            found += [(s, e) for e in ends if e > s]
    return found


def _can_end(flags: int) -> bool:
    return bool(flags & (CAP | NUM | PRON | REL)) or not flags & (DET | PREP | SUB | COORD | FIN | VERB | PUNCT | ADV)


def _can_begin(passage: Passage, s: int) -> bool:
    flags, before = passage.flags[s], passage.flags[s - 1]
    if flags & _OPENING:
        return True
    return bool(flags & CAP) or bool(before & (FIN | ADV | PRON | CAP))
