"""Nouns by which German compounds are read: "Truppenverlegungen" by "verlegung"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar

_T = TypeVar("_T")
# A noun of fewer letters than this takes no ending: what is left of a word without one is too little to go by.
_STEM = 4


class Endings(Generic[_T]):
    """What is known of nouns, looked up by the words that end in them: their compounds, each as it stands or with one
    of the endings `inflected`, the bare form and the earlier endings first where two forms are written alike. A noun
    of fewer than `least` letters must be the whole word but for the ending."""

    def __init__(self, known: Mapping[str, _T], *, least: int, inflected: tuple[str, ...] = ()) -> None:
        self._least = least
        self._whole: dict[str, _T] = {}
        self._forms: dict[str, _T] = {}
        # Most words end in letters that no form ends in, so that one look does for them.
        sizes: dict[str, set[int]] = {}
        for ending in ("", *inflected):
            for noun, told in known.items():
                form = noun + ending
                if ending and len(noun) < _STEM:
                    continue
                self._whole.setdefault(form, told)
                if len(noun) >= least:
                    self._forms.setdefault(form, told)
                    sizes.setdefault(form[-least:], set()).add(len(form))
        self._sizes = {tail: tuple(sorted(found, reverse=True)) for tail, found in sizes.items()}

    def longest(self, word: str) -> _T | None:
        """What is known of the noun that `word` is, else of the longest that it ends in; None for none."""
        found = self._whole.get(word)
        if found is not None:
            return found
        for size in self._sizes.get(word[-self._least :], ()):
            found = self._forms.get(word[-size:])
            if found is not None:
                return found
        return None
