"""What a reader is: the shipped one, none, and any other pipeline behind an adapter look alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from lagebild.core import Span
from lagebild.core.marks import NameKind

KINDS: tuple[NameKind, ...] = ("person", "organisation", "place", "people", "product", "event")
"""The kinds of names that a reader tells apart. What it calls otherwise is left out."""


class Found(NamedTuple):
    """A name at `start:end` of the text (code points). `score`, 0 to 1, is the mean probability of its words'
    labels, or 1 where a reader gives none."""

    start: int
    end: int
    kind: NameKind
    score: float


@runtime_checkable
class Reader(Protocol):
    """Finds names. The same text and sentences give the same names; no text makes it raise."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def __call__(self, text: str, sentences: Sequence[Span]) -> tuple[Found, ...]:
        """The names in `sentences` of `text`, in order, none overlapping another."""
        ...
