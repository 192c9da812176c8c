"""The shared tokenizer: words, numbers and single punctuation marks, with their spans."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Alternatives start with different characters, so the scan is linear. An inner full stop or comma belongs to a
# number ("20.000"), an inner hyphen or apostrophe to a word ("S-300", "Lukaschenko's"); all else stands alone.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:[-‐‑’']\w+)*|[^\w\s]")


class Word(NamedTuple):
    """A token and where it stands."""

    start: int
    end: int
    text: str


_make = tuple.__new__


@lru_cache(maxsize=4)
def words(text: str) -> tuple[Word, ...]:
    """The tokens of `text` in order. Cached: all annotators of one reading share one pass."""
    # A tenth of all time goes into these tuples: made without the detour over the constructor's own frame.
    return tuple([_make(Word, (m.start(), m.end(), m.group())) for m in _TOKEN.finditer(text)])
