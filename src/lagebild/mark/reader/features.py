"""What the tiny reader sees of a word by itself: its pieces, its beginnings and endings, its shape."""

from __future__ import annotations

from typing import NamedTuple
from zlib import crc32

from .pieces import Pieces

BUCKETS = 4096
"""Rows of the table that beginnings and endings share, by hash."""
SHAPES = 16
"""How many shapes there are at most."""
AFFIXES = 5
"""Beginnings of 2 and 3 letters, endings of 2, 3 and 4."""
_PIECES = 8


class Features(NamedTuple):
    """Piece ids (eight at most), rows of the table of affixes, and the number of the shape."""

    pieces: tuple[int, ...]
    affixes: tuple[int, ...]
    shape: int


def features(word: str, pieces: Pieces) -> Features:
    """The features of one word. Cases count: "Kanzler" and "kanzler" differ."""
    ids = tuple(pieces.encode(word[:64]).ids[:_PIECES])
    lower = word.lower()
    parts = (f"<{lower[:2]}", f"<{lower[:3]}", f"{lower[-2:]}>", f"{lower[-3:]}>", f"{lower[-4:]}>")
    return Features(ids, tuple(crc32(part.encode()) % BUCKETS for part in parts), shape(word))


def shape(word: str) -> int:
    """The number of the word's shape: 0 for what is no word, then lower case, capital, capitals alone, mixed, with
    digits; each of these again with a hyphen within or a point."""
    if not word[0].isalnum():
        return 1 if word in "„“”»«\"'‚‘’›‹" else 2 if word in ".!?:;" else 0
    if word.isdigit():
        return 3
    hyphen = 6 if "-" in word[1:] else 0
    if any(c.isdigit() for c in word):
        return 4 + hyphen
    if word.islower():
        return 5 + hyphen
    if word.isupper():
        return (6 if len(word) > 1 else 7) + hyphen
    return (8 if word[0].isupper() and word[1:].islower() else 9) + hyphen
