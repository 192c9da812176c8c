"""What the linear model of speeches looks at: for a word, whether it is a cue; for a span near a cue, whether it is
what is said, or who says it.

A feature is a combination of attributes that are told by name below. All candidates are described at once: an
attribute is a column of numbers with one row a candidate, a feature the hash of its columns, an index below SIZE, so
that no table of names is needed. The hash is multilinear (Lemire and Kaser, Strongly universal string hashing is
fast, 2014): a sum of products modulo 2**64, of which the highest bits count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .lexicon import CAP, CLOSED, CUE, FIN, KONJ1, KONJ2, NUM, PASSIVE, PUNCT, VERB, Lexicon
from .passage import Passage, Pieces

_BITS = 20
SIZE = 1 << _BITS
Column = NDArray[np.uint64]
Rows = NDArray[np.int64]
"""A row a candidate, a column a feature: indices below SIZE."""

_FIRST_PERSON = frozenset(("ich", "wir", "mir", "mich", "uns"))
_REFLEXIVE = frozenset(("sich", "mich", "uns"))
_SUBJECTS = frozenset(("du", "er", "es", "ich", "ihr", "man", "sie", "wir"))
_CLAUSES = frozenset(("dass", "daß", "ob", "was", "wie", "warum", "wenn", "wer", "welche", "wo", "weil"))
_BUCKETS = np.array((1, 2, 3, 4, 6, 9, 13, 20, 35, 60))
"""Lengths, coarser the longer."""
_FAR = 4
_LONG = 60
"""Tokens of a span in which verbs and cues are counted."""


class Features:
    """Combinations of attributes, and their hashes."""

    def __init__(self, *combinations: str) -> None:
        self.names = sorted({name for c in combinations for name in c.split()})
        self.width = max(len(c.split()) for c in combinations)
        # Attribute 0 is a column of zeros: it fills up combinations of fewer.
        self.slots = np.zeros((len(combinations), self.width), dtype=np.intp)
        self.times = np.zeros((len(combinations), self.width), dtype=np.uint64)
        self.plus = np.array([_number(c) for c in combinations], dtype=np.uint64)
        for n, combination in enumerate(combinations):
            for k, name in enumerate(combination.split()):
                self.slots[n, k] = self.names.index(name) + 1
                self.times[n, k] = _number(f"{combination}/{k}") | 1

    def rows(self, columns: Mapping[str, Column], size: int) -> Rows:
        """The indices of `size` candidates whose attributes are `columns`."""
        table = np.zeros((len(self.names) + 1, size), dtype=np.uint64)
        for n, name in enumerate(self.names):
            table[n + 1] = columns[name]
        hashed = np.repeat(self.plus[:, None], size, axis=1)
        for k in range(self.width):
            hashed += table[self.slots[:, k]] * self.times[:, k, None]
        return (hashed >> np.uint64(64 - _BITS)).astype(np.int64).T


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


_OF_CUES = Features(
    "", "lemma", "low", "kind",
    "capital end3", "capital end4", "capital start3", "capital lemma_start5", "capital lemma_end5",
    "capital lemma_end7", "before", "after", "lemma before", "lemma after", "before2 before", "after after2",
    "lemma_before lemma", "capital final mark opener", "lemma mark opener", "kind mark opener", "capital first",
    "lemma first", "capital final last2", "lemma last", "reflexive", "reflexive lemma", "own capital", "own lemma",
    "zu lemma", "capital mark_before first_before",
)  # fmt: skip
_NEAR_CUES = Features("lemma short")
_OF_SPANS = Features(
    "where capital at", "where lemma", "capital side fills opener", "lemma side opener", "kind where opener",
    "where opener fills", "side length opener", "side length lemma", "where length", "capital where mark",
    "lemma side mark", "mark opener", "kind mark side", "left opener", "capital where left", "left length",
    "left lemma", "head opener", "head side ends capital", "between side capital at", "between opener capital",
    "between side lemma", "crosses mark", "crosses lemma", "passive where capital", "passive side opener",
    "few_finite opener side", "few_finite lemma", "finite length", "single capital at between", "last3 side capital",
    "over where rest", "over side lemma", "last_first left", "capital at ends fills side opener",
    "cue_before cue_after where", "opener second side", "opener second lemma", "head_before head ends",
    "subject inside where", "subject inside side opener", "subject inside lemma",
    "nouns others side capital between", "others side opener passive", "cues where", "cues length side mark",
    "mark left side", "mark left where opener",
)  # fmt: skip
_OF_NOBODY = Features("", "lemma", "kind")


class Candidates(NamedTuple):
    """Spans that can be the content or the speaker of cues: the token of the cue, first token, last token, number of
    pieces and number of tokens."""

    cue: Rows
    first: Rows
    last: Rows
    pieces: Rows
    tokens: Rows

    @classmethod
    def of(cls, cues: Iterable[tuple[int, Sequence[Pieces]]]) -> Candidates:
        """The spans of cues, one after the other."""
        cues = tuple(cues)
        (first, end), (second, last) = borders([pieces for _, spans in cues for pieces in spans])
        cue = np.array([cue for cue, spans in cues for _ in spans], dtype=np.int64)
        broken = last > 0
        return cls(cue, first, np.where(broken, last, end) - 1, 1 + broken, end - first + last - second)


def borders(spans: Sequence[Pieces]) -> NDArray[np.int64]:
    """First and last tokens (exclusive) of the two pieces of spans, as an array of pieces, borders and spans. A second
    piece that is not there ends at 0."""
    rows = [(*s[0], *s[1]) if len(s) > 1 else (*s[0], 0, 0) for s in spans]
    return np.array(rows, dtype=np.int64).reshape(-1, 2, 2).transpose(1, 2, 0)


@lru_cache(maxsize=1 << 16)
def _code(text: str) -> int:
    return crc32(text.encode())


def _codes(texts: Iterable[str]) -> Column:
    return np.array([_code(t) for t in texts], dtype=np.uint64)


@lru_cache(maxsize=1 << 16)
def _tag(flags: int, low: str) -> str:
    """A closed-class word itself, of others their class."""
    if flags & PUNCT or (flags & CLOSED and not (flags & CAP and len(low) > 4)):
        return low
    if flags & NUM:
        return "0"
    if flags & CAP:
        return "N"
    return "V" if flags & (VERB | KONJ1 | KONJ2) else low[-2:]


def cue_kinds(passage: Passage, i: int, lexis: Lexicon) -> str:
    """What the lexicon says that the word takes as a cue."""
    found = sorted({t for f in lexis.forms.get(passage.low[i], ()) if not f.fixed for t in f.takes})
    return " ".join([*found, "noun"] if passage.word[i] in lexis.lists["nouns"] else found)


class Columns:
    """A passage as columns over its tokens and its segments."""

    def __init__(self, passage: Passage, lexis: Lexicon) -> None:
        self.passage, self.lexis = passage, lexis
        self.start = np.array([*passage.start, passage.end[-1]], dtype=np.int64)
        low, lemma = passage.low, passage.lemma
        flags = np.array(passage.flags, dtype=np.int64)
        tags = [_tag(f, w) for f, w in zip(passage.flags, low, strict=True)]
        # Two tokens stand before the first and after the last, so that neighbours can be looked up.
        self._tags = _codes(("^", "^", *tags, "^", "^"))
        self.low, self.lemma = _codes(low), _codes(lemma)
        self.opener = _codes(w if w in _CLAUSES else t for w, t in zip(low, tags, strict=True))
        self.end3 = _codes(w[-3:] for w in low)
        self.part_of = np.array(passage.part_of, dtype=np.int64)
        self.capital = np.array([w[0].isupper() for w in passage.word], dtype=np.uint64)
        self._parts(passage)
        self.finite, self.cues = _running(flags & FIN), _running(flags & CUE)
        self.caps = _running(flags & CAP)
        self.subject = _following(np.array([w in _SUBJECTS for w in low], dtype=bool))
        self.passive = self._held(flags & PASSIVE)
        self.reflexive = self._held([w in _REFLEXIVE for w in low])
        self.own = self._held([w in _FIRST_PERSON for w in low])
        self.zu = self._held([w == "zu" for w in low])
        self.short = np.flatnonzero([len(w) < 5 for w in low])

    def _parts(self, passage: Passage) -> None:
        parts = passage.parts
        self.first = np.array([p.first for p in parts], dtype=np.int64)
        self.last = np.array([p.last for p in parts], dtype=np.int64) - 1
        self.sentence = np.array([p.sentence for p in parts], dtype=np.int64)
        self.begin, self.end = np.array(passage.sentences, dtype=np.int64).reshape(-1, 2)[self.sentence].T
        self.mark = _codes(p.mark for p in parts)
        # What follows a segment within its sentence: the break, and the tag of the first word.
        number = np.arange(len(parts))
        follows = number + 1 < self.end
        following = np.minimum(number + 1, len(parts) - 1)
        self.mark_after = np.where(follows, self.mark[following], _code("$"))
        self.tag_after = np.where(follows, self.tag(self.first[following]), _code("$"))

    def tag(self, i: Rows) -> Column:
        """The tags of tokens, of which up to two may lie beyond either end."""
        return self._tags[i + 2]

    def _held(self, marked: Sequence[bool] | NDArray[np.int64]) -> Column:
        """For each segment, whether a token of it is marked."""
        running = _running(np.array(marked, dtype=np.int64))
        return (running[self.last + 1] > running[self.first]).astype(np.uint64)

    def kinds(self, tokens: Rows) -> Column:
        """What words take as cues."""
        return _codes(cue_kinds(self.passage, int(i), self.lexis) for i in tokens)

    def of_cues(self, tokens: Rows) -> tuple[Rows, Rows, Rows]:
        """The features of words as cues: a row of indices each, and for the short words around them further indices
        with the row that each belongs to."""
        part = self.part_of[tokens]
        low = [self.passage.low[i] for i in tokens]
        lemma = [self.passage.lemma[i] for i in tokens]
        last = [self.passage.low[i] for i in self.last[part]]
        inner = part > self.begin[part]
        columns = {
            "lemma": self.lemma[tokens],
            "low": self.low[tokens],
            "kind": self.kinds(tokens),
            "capital": self.capital[tokens],
            "end3": self.end3[tokens],
            "end4": _codes(w[-4:] for w in low),
            "start3": _codes(w[:3] for w in low),
            "lemma_start5": _codes(w[:5] for w in lemma),
            "lemma_end5": _codes(w[-5:] for w in lemma),
            "lemma_end7": _codes(w[-7:] for w in lemma),
            "before": self.tag(tokens - 1),
            "after": self.tag(tokens + 1),
            "before2": self.tag(tokens - 2),
            "after2": self.tag(tokens + 2),
            "lemma_before": self.lemma[tokens - 1],
            "final": _numbers(tokens == self.last[part]),
            "mark": self.mark_after[part],
            "opener": self.tag_after[part],
            "first": self.tag(self.first[part]),
            "last": _codes(w if len(w) < 6 else "" for w in last),
            "last2": _codes(w[-2:] for w in last),
            "reflexive": self.reflexive[part],
            "own": self.own[part],
            "zu": self.zu[part],
            "mark_before": np.where(inner, self.mark[part], _code("$")),
            "first_before": np.where(inner, self.tag(self.first[part - 1]), _code("$")),
        }
        begin, end = np.searchsorted(self.short, (self.first[part], self.last[part] + 1))
        row = np.repeat(np.arange(len(tokens)), end - begin)
        near = np.array([*chain.from_iterable(map(range, begin, end))], dtype=np.int64)
        pairs = {"lemma": self.lemma[tokens][row], "short": self.low[self.short[near]]}
        return _OF_CUES.rows(columns, len(tokens)), _NEAR_CUES.rows(pairs, len(row))[:, 0], row

    def of_nobody(self, tokens: Rows) -> Rows:
        """The features of there being nobody who says it, for the cues at `tokens`."""
        return _OF_NOBODY.rows({"lemma": self.lemma[tokens], "kind": self.kinds(tokens)}, len(tokens))

    def of_spans(self, spans: Candidates) -> Rows:
        """The features of spans as the content or the speaker of their cues."""
        cue, first, last = spans.cue, spans.first, spans.last
        own, a, b = self.part_of[cue], self.part_of[first], self.part_of[last]
        behind, around = last < cue, (first < cue) & (cue < last)
        side = np.where(around, 2, np.where(behind, 1, 0))
        gap = np.minimum(np.where(behind, own - b, a - own), _FAR)
        fills, ends = first == self.first[a], last == self.last[b]
        crosses = self.sentence[b] - self.sentence[own]
        between = np.where(
            (a == own) & (side == 0),
            np.minimum(first - cue - 1, _FAR),
            np.where((b == own) & behind, np.minimum(cue - last - 1, _FAR), -1),
        )
        finite = _within(self.finite, first, np.minimum(last + 1, first + _LONG))
        columns = {
            "lemma": self.lemma[cue],
            "kind": self._each(cue),
            "capital": self.capital[cue],
            "at": _numbers(cue == self.last[own]),
            "cue_before": self.tag(cue - 1),
            "cue_after": self.tag(cue + 1),
            "side": _numbers(side),
            "where": _numbers((side * 64 + gap + 32) * 4 + spans.pieces),
            "length": _numbers(np.searchsorted(_BUCKETS, spans.tokens)),
            "opener": self.opener[first],
            "second": np.where(first < last, self.tag(first + 1), _code("$")),
            "single": np.where(first == last, self.low[first], 0),
            "head": self.tag(last),
            "head_before": self.tag(last - 1),
            "last3": self.end3[last],
            "last_first": self.tag(self.first[b]),
            "fills": _numbers(fills),
            "ends": _numbers(ends),
            "mark": np.where(fills, self.mark[a], _both(_code("~"), self.tag(first - 1))),
            "left": np.where(ends, _both(self.mark_after[b], self.tag_after[b]), _both(_code("~"), self.tag(last + 1))),
            "between": _numbers(between + 1),
            "crosses": _numbers(crosses + 8),
            "over": _numbers(b - a),
            "rest": _numbers(np.where(crosses == 0, self.end[own] - b, 0)),
            "passive": self.passive[own],
            "finite": _numbers(finite),
            "few_finite": _numbers(np.minimum(finite, 3)),
            "cues": _numbers(np.minimum(_within(self.cues, first, np.minimum(last + 1, first + _LONG)), 3)),
            "nouns": _numbers(_within(self.caps, first, np.minimum(last + 1, first + 12))),
            **self._around(spans, own, a),
        }
        return _OF_SPANS.rows(columns, len(cue))

    def _each(self, cue: Rows) -> Column:
        """What cues take, where each comes many times."""
        tokens, at = np.unique(cue, return_inverse=True)
        return self.kinds(tokens)[at]

    def _around(self, spans: Candidates, own: Rows, a: Rows) -> dict[str, Column]:
        """What stands in the cue's segment beside the span: nouns, and a pronoun that can be the subject."""
        cue, first, last = spans.cue, spans.first, spans.last
        begin, stop = self.first[own], self.last[own] + 1
        held = _within(self.caps, np.clip(first, begin, stop), np.clip(last + 1, begin, stop))
        outside = (cue < first) | (cue > last)
        others = _within(self.caps, begin, stop) - held - outside * _within(self.caps, cue, cue + 1)
        beside = self.subject[begin]
        beside = np.where((beside >= first) & (beside <= last), self.subject[last + 1], beside)
        inside = self.subject[first]
        pronouns = np.append(self.low, np.uint64(0))
        return {
            "others": _numbers(np.minimum(others, 3)),
            "subject": np.where(beside < stop, pronouns[beside], 0),
            "inside": np.where(a != own, 1, np.where(inside < np.minimum(last + 1, stop), pronouns[inside], 0)),
        }


def _numbers(values: NDArray[np.int64] | NDArray[np.bool_]) -> Column:
    return values.astype(np.uint64)


def _both(left: Column | int, right: Column) -> Column:
    """Two codes as one."""
    return (np.uint64(31) * left + right) & np.uint64(0xFFFFFFFF)


def _running(marked: NDArray[np.int64]) -> Rows:
    """How many tokens before each one are marked, and at the end all."""
    return np.concatenate(([0], np.cumsum(marked != 0)))


def _within(running: Rows, first: Rows, last: Rows) -> Rows:
    return running[last] - running[first]


def _following(marked: NDArray[np.bool_]) -> Rows:
    """For each token the first marked one from there on, the number of tokens where there is none."""
    places = np.where(marked, np.arange(len(marked)), len(marked))
    return np.append(np.minimum.accumulate(places[::-1])[::-1], len(marked))
