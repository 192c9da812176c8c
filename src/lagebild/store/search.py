"""Full-text search over the readings in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from lagebild.core import Reading, Span
from lagebild.errors import BadInput

from .file import Database
from .fold import fold
from .rows import COLUMNS, reading_of

_WORD = re.compile(r"[^\W_]+")
# Folding drops combining marks, so that they do not end a word of the text.
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u0652\u0670])*")
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


def found(database: Database, query: str, *, limit: int) -> tuple[str, ...]:
    """The ids of the documents that `search` finds, best first: what a long list needs to show a part of it."""
    rows = database.rows(
        "SELECT c.document FROM search JOIN current c ON c.id = search.rowid "
        "WHERE search MATCH ? ORDER BY bm25(search, 4.0, 1.0), c.document LIMIT ?",
        (_match(terms(query)), limit),
    )
    return tuple(str(document) for (document,) in rows)


def _match(asked: tuple[Term, ...]) -> str:
    """The terms in the query language of FTS5."""
    return " ".join(f'"{" ".join(t.words)}"{" *" if t.open else ""}' for t in asked)


def places(text: str, asked: tuple[Term, ...]) -> tuple[Span, ...]:
    """Where in `text` the terms occur, sorted and without doubles."""
    tokens = [(_folded(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    found = set()
    for term in asked:
        first, size = term.words[0], len(term.words)
        open_ = term.open and size == 1
        for i, (word, start, _) in enumerate(tokens[: len(tokens) - size + 1]):
            if (word == first or (open_ and word.startswith(first))) and _at(tokens, i, term):
                found.add(Span(start, tokens[i + size - 1][2]))
    return tuple(sorted(found))


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return fold(word)


def _at(tokens: list[tuple[str, int, int]], i: int, term: Term) -> bool:
    last = len(term.words) - 1
    for k, word in enumerate(term.words):
        have = tokens[i + k][0]
        if not (have.startswith(word) if k == last and term.open else have == word):
            return False
    return True
