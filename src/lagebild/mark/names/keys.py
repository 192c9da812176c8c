"""The one spelling under which a name of a place is filed and looked up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from lagebild.mark.words import Memo

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}
# No name of a place is longer; what is cut off a hostile word costs nothing.
_LONGEST = 60


def key(words: Iterable[str]) -> str:
    """Lower case, without diacritics, blanks and punctuation; Saint, Fort and Mount as their abbreviations."""
    return "".join(_part.of_all(words))


@Memo
def _part(word: str) -> str:
    low = word[:_LONGEST].casefold()
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFD", low.translate(_LETTERS)) if c.isalnum())
    elif not low.isalnum():
        low = "".join(c for c in low if c.isalnum())
    return _SHORT.get(low, low)


def number(name: str) -> int:
    """40 bits of the BLAKE2b hash of a key: two of half a million names collide once in ten such tables."""
    return int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big")
