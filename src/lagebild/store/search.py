"""Full-text search over the readings in force."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from typing import NamedTuple

from lagebild.core import Reading, Span
from lagebild.errors import BadInput

from .file import Database
from .fold import fold
from .rows import COLUMNS, reading_of

_WORD = re.compile(r"[^\W_]+")
# Folding drops combining marks, so that they do not end a word of the text.
_MARKS = "\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u064b-\\u0652\\u0670"
_TOKEN = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_LONGEST = 400


class Term(NamedTuple):
    """One thing that must occur: folded words in this order; the last may go on when `open`."""

    words: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A reading in which all terms occur, with the spans of its text where they do (none when only the title
    has them), best first by BM25."""

    reading: Reading
    spans: tuple[Span, ...]


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for: words, "several words in a row", or a beginning of a word with `*` behind it.

    Raises BadInput when there is no word in it.
    """
    found = []
    for match in _TERM.finditer(query[:_LONGEST]):
        text = match[2] if match[1] is None else match[1]
        words = tuple(_WORD.findall(fold(text)))
        if words:
            found.append(Term(words, text.rstrip().endswith("*")))
    if not found:
        raise BadInput("search", "there is no word to search for", 'give words, "words in a row", or a beginning*')
    return tuple(found)


def search(database: Database, query: str, *, limit: int = 50) -> tuple[Hit, ...]:
    """The readings in force in which every term of `query` occurs. Case, diacritics and ß do not matter."""
    asked = terms(query)
    columns = ", ".join(f"c.{name}" for name in COLUMNS)
    rows = database.rows(
        f"SELECT {columns} FROM search JOIN current c ON c.id = search.rowid "
        "WHERE search MATCH ? ORDER BY bm25(search, 4.0, 1.0), c.document LIMIT ?",
        (_match(asked), limit),
    )
    readings = [reading_of(row) for row in rows]
    return tuple(Hit(r, places(r.text, asked)) for r in readings)


def found(database: Database, query: str, *, limit: int, among: Mapping[int, str]) -> tuple[str, ...]:
    """The ids of the documents that `search` finds, best first: what a long list needs to show a part of it. `among` is
    what `in_force` gives. To ask the index alone costs half of what the join with the readings does."""
    rows = database.rows(
        "SELECT rowid, bm25(search, 4.0, 1.0) FROM search WHERE search MATCH ?", (_match(terms(query)),)
    )
    best = nsmallest(limit, ((score, among[row]) for row, score in rows if row in among))
    return tuple(document for _, document in best)


def in_force(database: Database) -> dict[int, str]:
    """The rows of the search index that are in force, and the ids of their documents."""
    rows = database.rows(
        "SELECT id, document FROM reading r WHERE id = (SELECT max(n.id) FROM reading n WHERE n.document = r.document)"
    )
    return {int(row): str(document) for row, document in rows}


def _match(asked: tuple[Term, ...]) -> str:
    """The terms in the query language of FTS5."""
    return " ".join(f'"{" ".join(t.words)}"{" *" if t.open else ""}' for t in asked)


def places(text: str, asked: tuple[Term, ...]) -> tuple[Span, ...]:
    """Where in `text` the terms occur, sorted and without doubles."""
    return tuple(sorted(set(spotted(text, asked))))


def spotted(text: str, asked: tuple[Term, ...]) -> Iterator[Span]:
    """Where in `text` the terms occur, in the order in which they end: who wants the first places alone reads no
    further."""
    if all(len(term.words) == 1 for term in asked):
        yield from _single(text, asked)
        return
    held: deque[tuple[str, int]] = deque(maxlen=max(len(term.words) for term in asked))
    for match in _TOKEN.finditer(text):
        held.append((_folded(match[0]), match.start()))
        for term in asked:
            first = len(held) - len(term.words)
            if first >= 0 and _ends(held, first, term):
                yield Span(held[first][1], match.end())


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


def _single(text: str, asked: tuple[Term, ...]) -> Iterator[Span]:
    whole = {term.words[0] for term in asked}
    begun = tuple(term.words[0] for term in asked if term.open)
    for match in _TOKEN.finditer(text):
        word = _folded(match[0])
        if word in whole or word.startswith(begun):
            yield Span(*match.span())


def _ends(held: Sequence[tuple[str, int]], first: int, term: Term) -> bool:
    *before, last = term.words
    have = held[-1][0]
    if not (have.startswith(last) if term.open else have == last):
        return False
    return all(held[first + n][0] == word for n, word in enumerate(before))
