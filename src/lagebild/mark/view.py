"""The view that annotators match on: NFC, `\\n` line ends, plain spaces, nothing invisible, nothing that UTF-8 can't
hold; and the way back.

With `--as-is` offsets must refer to the text as it came, so marks are made on the view and mapped back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import fields, replace
from typing import Any, NamedTuple

from lagebild.core import Mark, Marks, Part, Participant, Span

_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_SPACES = frozenset(
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u000b\u000c"
)
_LONE = re.compile("[\ud800-\udfff]")
_ODD = re.compile(f"[\r\ud800-\udfff{''.join(sorted(_INVISIBLE | _SPACES))}]")


class View(NamedTuple):
    """`text` as annotators see it. `starts[i]` and `ends[i]` bound in the original what became character i;
    None where the two texts are the same length and every offset stays."""

    text: str
    starts: list[int] | None
    ends: list[int] | None

    def back(self, span: Span) -> Span:
        """The span in the original text."""
        if self.starts is None or self.ends is None:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])


def view(text: str) -> View:
    """The normalised view of `text`. Time and memory linear in its length."""
    if unicodedata.is_normalized("NFC", text) and not _ODD.search(text):
        return View(text, None, None)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at, size = 0, len(text)
    while at < size:
        end = at + 1
        while end < size and _continues(text[end]):
            end += 1
        piece = _plain(text, at, end)
        if piece == "" and at + 1 < end:
            piece, at = unicodedata.normalize("NFC", text[at + 1 : end]), at + 1
        if text[at] == "\r" and end < size and text[end] == "\n":
            end += 1
        out.append(piece)
        starts.extend([at] * len(piece))
        ends.extend([end] * len(piece))
        at = end
    return View("".join(out), starts, ends)


def _continues(char: str) -> bool:
    # Combining marks, and the vowels and finals of conjoining Hangul, compose with what stands before them.
    if char < "\u0300":
        return False
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"


def _plain(text: str, at: int, end: int) -> str:
    char = text[at]
    if char in _INVISIBLE:
        return ""
    if char in _SPACES:
        return " " + text[at + 1 : end]
    if char == "\r":
        return "\n"
    if _LONE.match(char):
        # Half of a pair, as a JSON escape can bring it: dictionaries and models read UTF-8.
        return "\ufffd" + text[at + 1 : end]
    return char if end == at + 1 and char < "\u0300" else unicodedata.normalize("NFC", text[at:end])


def onto(parts: tuple[Part, ...], seen: View) -> tuple[Part, ...]:
    """The parts of the original text as parts of the view; a part of which nothing is visible is left out."""
    if seen.starts is None:
        return parts
    moved = []
    for part in parts:
        span = Span(bisect_left(seen.starts, part.span.start), bisect_left(seen.starts, part.span.end))
        if span.start < span.end:
            moved.append(replace(part, span=span))
    return tuple(moved)


def back(marks: Marks, seen: View) -> Marks:
    """The same marks with spans in the original text. Ids stay as they are: they are names, not offsets."""
    if seen.starts is None:
        return marks
    moved: dict[str, Any] = {f.name: tuple(_moved(m, seen) for m in getattr(marks, f.name)) for f in fields(marks)}
    return Marks(**moved)


def _moved(item: Any, seen: View) -> Any:
    if isinstance(item, Span):
        return seen.back(item)
    if isinstance(item, Participant):
        return replace(item, span=seen.back(item.span))
    if isinstance(item, tuple):
        return tuple(_moved(i, seen) for i in item)
    if isinstance(item, Mark):
        return replace(item, **{f.name: _moved(getattr(item, f.name), seen) for f in fields(item)})
    return item
