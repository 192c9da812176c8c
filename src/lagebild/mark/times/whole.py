"""Is an expression whole, or a piece of something longer: S-300, 1.9.39.4, 737-2000, Mai-Majewski?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .tokens import Tokens

_BEFORE_DIGITS = frozenset("_$€£#.,:@+=&")
_AFTER_DIGITS = frozenset("%€$_@°")
_HYPHENS = frozenset("-‑")
_NO_HEAD = frozenset({"date", "deictic", "vague", "weekday"})
"""What is no time when it is the first part of a compound; a length of time is: "35-Stunden-Woche"."""
_RANGES = frozenset({"year", "yy", "h"})
"""Slots that may follow digits and a dash: 1938-1945, 10-18 Uhr."""


def whole(
    make: str, toks: Tokens, first: int, last: int, slots: Mapping[str, Any], *, left: bool = True, right: bool = True
) -> bool:
    """False where tokens [first, last) are a piece of something longer. Only the sides that are asked for count."""
    if left and toks.glued(first) and not _open_left(toks, first, slots):
        return False
    return not right or not toks.glued(last) or _open_right(make, toks, last)


def _open_left(toks: Tokens, first: int, slots: Mapping[str, Any]) -> bool:
    left = toks.words[first - 1]
    if not toks.words[first][0].isdigit():
        return not left[-1].isdigit()
    if left[-1].isalnum() or left in _BEFORE_DIGITS:
        return False
    if not toks.glued(first - 1) or not (left in _HYPHENS or left == "/"):
        return True
    further = toks.words[first - 2]
    if further[-1].isalpha():
        return left == "/" and further.islower()
    return not further.isdigit() or not _RANGES.isdisjoint(slots)


def _open_right(make: str, toks: Tokens, last: int) -> bool:
    tail, right = toks.words[last - 1], toks.words[last]
    following = toks.words[last + 1][0] if toks.glued(last + 1) else " "
    if tail[-1].isdigit():
        return not (right[0].isalnum() or right in _AFTER_DIGITS or (right in ".,:" and following.isdigit()))
    if right in _HYPHENS:
        # "Mai-Majewski", "soon-to-open": the head of the compound is something else.
        return make not in _NO_HEAD or not following.isalpha()
    return not (right[0].isdigit() if tail == "." else right[0].isalnum() and tail[-1].isalnum())
