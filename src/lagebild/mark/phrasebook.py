"""Finding many fixed phrases in one pass over the tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from .words import words

Value = TypeVar("Value")


class Hit(NamedTuple, Generic[Value]):
    """A phrase at tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    value: Value


class Phrasebook(Generic[Value]):
    """Phrases of one or more words, small-written, with a value each. The longest phrase at a place wins."""

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in phrases.items():
            pieces = tuple(w.text.lower() for w in words(phrase))
            self._by_first.setdefault(pieces[0], []).append((pieces, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e[0]))

    def find(self, low: Sequence[str]) -> Iterator[Hit[Value]]:
        """The phrases in the small-written tokens `low`, from left to right, without overlap."""
        by_first = self._by_first
        if by_first.keys().isdisjoint(low):
            return  # most sentences: one pass in C
        free = 0
        for i in [i for i, word in enumerate(low) if word in by_first]:
            if i < free:
                continue
            for pieces, value in by_first[low[i]]:
                if len(pieces) == 1 or tuple(low[i : i + len(pieces)]) == pieces:
                    free = i + len(pieces)
                    yield Hit(i, free, value)
                    break
