"""Nouns by which German compounds are read: "Truppenverlegung" by "verlegung"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Endings(Generic[_T]):
    """What is known of nouns, looked up by compounds that end in them. A noun of fewer than `least` letters must be
    the whole word."""

    def __init__(self, known: Mapping[str, _T], *, least: int) -> None:
        self._known = known
        self._least = least
        # Most words end in letters that no noun ends in, so that one look does for them.
        sizes: dict[str, set[int]] = {}
        for noun in known:
            sizes.setdefault(noun[-least:], set()).add(len(noun))
        self._sizes = {tail: tuple(sorted(found, reverse=True)) for tail, found in sizes.items()}

    def longest(self, word: str) -> _T | None:
        """What is known of the longest noun that `word` ends in, or is; None for none."""
        for size in self._sizes.get(word[-self._least :], ()):
            # A slice of more letters than there are is the whole word.
            found = self._known.get(word[-size:])
            if found is not None:
                return found
        return None
