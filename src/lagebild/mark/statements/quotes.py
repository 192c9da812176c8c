"""Quotations by their marks: a state machine over the quotation marks that are really there.

Whether a mark opens or closes is read from what stands on either side of it, then from what is open: the same
character opens in one country's hand and closes in another's, and texts mix them. A quotation never crosses a
part. At a paragraph's end an open one goes on only where the next paragraph opens again (the English custom);
else its end is guessed, and it is marked as not closed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKS = re.compile("''|``|[„“”‟\"»«‚‘’'‹›]")
_CHARACTERS = "„“”‟\"»«‚‘’'‹›"
_SINGLE = frozenset("‚‘’'‹›")
_ALWAYS_OPEN = frozenset("„‚")
_DOUBLE_OPENING = frozenset('„“"»«')
_BEFORE_OPENING = frozenset(" \n\t([{-–—/:;,.!?…")
_AFTER_CLOSING = frozenset(" \n\t)]}-–—/:;,.!?…")
_ENDS = frozenset(".!?…")
_STOP = re.compile(r"[.!?…]+(?=\s|$)")
_ATTRIBUTION = re.compile(r"[,.!?…] {0,2}(?=(\w{1,40}))")
_PARAGRAPH = re.compile(r"\n\s*\n")
_LONGEST = 3000
"""A quotation whose closing mark is further away than this is taken as never closed."""
_DEEPEST = 4


class Quote(NamedTuple):
    """A quotation: `start` and `end` with its marks, `first` and `last` without them. `depth` is 0 outside others."""

    start: int
    end: int
    first: int
    last: int
    depth: int
    closed: bool


class _Mark(NamedTuple):
    at: int
    size: int
    single: bool
    opens: bool
    closes: bool


def quotations(text: str, start: int, end: int, *, cues: frozenset[str] = frozenset()) -> list[Quote]:
    """The quotations in `text[start:end]`, by their start, outer before inner.

    `cues` are words that begin a clause of attribution ("sagte"): where a closing mark is missing, the quotation
    is taken to end before one. Linear time.
    """
    found: list[Quote] = []
    paragraphs = _paragraphs(text, start, end)
    for i, (first, last) in enumerate(paragraphs):
        following = paragraphs[i + 1][0] if i + 1 < len(paragraphs) else end
        reopens = following < end and text[following] in _DOUBLE_OPENING
        if _is_ornament(text, first, last):
            continue
        found += _Machine(text, first, last, cues, reopens).run()
    return sorted(found, key=lambda q: (q.start, -q.end))


def _is_ornament(text: str, start: int, end: int) -> bool:
    """Whether a paragraph has so many marks that they can't be quotations: tables, code, hostile input."""
    if end - start < 200:
        return False
    return sum(text.count(c, start, end) for c in _CHARACTERS) * 6 > end - start


def _paragraphs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    borders = [m.span() for m in _PARAGRAPH.finditer(text, start, end)]
    starts = [start, *(b for _, b in borders)]
    ends = [*(a for a, _ in borders), end]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


class _Machine:
    """One paragraph. The stack holds the marks that are open; singles stand only inside or on their own."""

    def __init__(self, text: str, start: int, end: int, cues: frozenset[str], reopens: bool) -> None:
        self.text, self.start, self.end, self.cues = text, start, end, cues
        self.marks = self._read()
        self.stack: list[_Mark] = []
        self.found: list[Quote] = []
        self.reopens = reopens
        self.before = start
        # How many closing marks minus opening ones are still to come: tells a nested opening from a lost closing.
        self.left = [0] * (len(self.marks) + 1)
        for i in range(len(self.marks) - 1, -1, -1):
            mark = self.marks[i]
            step = 0 if mark.single else (mark.closes and not mark.opens) - (mark.opens and not mark.closes)
            self.left[i] = self.left[i + 1] + step

    def _read(self) -> list[_Mark]:
        text, marks = self.text, []
        for match in _MARKS.finditer(self.text, self.start, self.end):
            at, size, char = match.start(), len(match.group()), match.group()
            before = text[at - 1] if at > self.start else " "
            after = text[at + size] if at + size < self.end else " "
            if char in _SINGLE and before.isalnum() and after.isalnum():
                continue  # an apostrophe
            opens = before in _BEFORE_OPENING and not after.isspace() and after not in ",.;:!?)"
            closes = not before.isspace() and after in _AFTER_CLOSING
            if opens and closes:
                # `: "`, `."`: white space decides, then the side on which a word stands.
                opens = not after.isspace() and (before.isspace() or after not in _AFTER_CLOSING)
                closes = not opens
            elif not opens and not closes:
                # Next to another mark or between spaces: both remain possible, and what is open decides.
                opens = closes = True
            if char in _ALWAYS_OPEN:
                opens, closes = True, False
            marks.append(_Mark(at, size, char in _SINGLE, opens, closes))
        return marks

    def run(self) -> list[Quote]:
        for i, mark in enumerate(self.marks):
            if mark.single:
                self._single(i, mark)
            else:
                self._double(i, mark)
                self.before = mark.at + mark.size
        while self.stack:
            self._give_up(self.stack.pop(), self.end)
        return self.found

    def _double(self, i: int, mark: _Mark) -> None:
        opened = next((m for m in reversed(self.stack) if not m.single), None)
        closes = mark.closes and (opened is not None or not mark.opens)
        if closes and mark.opens and opened is not None and self._touches_opening(mark):
            closes = False
        if closes:
            self._close(opened, mark)
        elif opened is None or ((self.left[i + 1] > 1 or self._nests(i)) and len(self.stack) < _DEEPEST):
            self.stack.append(mark)
        else:
            # The mark that should have closed the open quotation is missing.
            while self.stack and self.stack[-1] is not opened:
                self.stack.pop()
            self.stack.pop()
            self._give_up(opened, mark.at)
            self.stack.append(mark)

    def _touches_opening(self, mark: _Mark) -> bool:
        return bool(self.stack) and self.stack[-1].at + self.stack[-1].size == mark.at

    def _nests(self, i: int) -> bool:
        """Whether two closing marks follow before the next opening one."""
        closing = 0
        for mark in self.marks[i + 1 : i + 6]:
            if mark.single:
                continue
            if mark.opens and not mark.closes:
                return False
            closing += 1
            if closing == 2:
                return True
        return False

    def _single(self, i: int, mark: _Mark) -> None:
        opened = self.stack[-1] if self.stack and self.stack[-1].single else None
        if opened is not None and mark.closes and mark.at > opened.at + opened.size:
            self._close(opened, mark)
        elif opened is None and mark.opens and not mark.closes and self._closed_later(i):
            self.stack.append(mark)
        elif opened is None and self.stack and mark.closes and not mark.opens and self._is_last_chance(i):
            # „Nein‘: a single mark closes what a double one opened, for no double one will.
            self._close(self.stack[-1], mark)

    def _is_last_chance(self, i: int) -> bool:
        """Whether the next double mark, if there is one, opens."""
        following = next((m for m in self.marks[i + 1 : i + 9] if not m.single), None)
        return following is None or (following.opens and not following.closes)

    def _closed_later(self, i: int) -> bool:
        """A single mark opens only where one closes soon: most are apostrophes."""
        at = self.marks[i].at
        return any(m.single and m.closes and not m.opens and m.at - at < 400 for m in self.marks[i + 1 : i + 8])

    def _close(self, opened: _Mark | None, mark: _Mark) -> None:
        if opened is None:
            first = self._lost_opening(mark)
            if first is not None:
                self._keep(first, mark.at + mark.size, first, mark.at, closed=False)
            return
        while self.stack[-1] is not opened:
            self.stack.pop()
        self.stack.pop()
        if mark.at - opened.at > _LONGEST:
            self._give_up(opened, mark.at)
        else:
            self._keep(opened.at, mark.at + mark.size, opened.at + opened.size, mark.at, closed=True)

    def _lost_opening(self, mark: _Mark) -> int | None:
        """Where a quotation begins whose opening mark is missing: after the colon or stop before it."""
        begin = max(self.before, mark.at - _LONGEST)
        text = self.text
        before = text[mark.at - 1] if mark.at > begin else " "
        after = text[mark.at + mark.size] if mark.at + mark.size < self.end else " "
        if not (before in ",.!?…" or after in ",.!?"):
            return None
        window = text[begin : mark.at]
        colon = window.rfind(": ")
        stops = [m.end() for m in _STOP.finditer(window[:-1])]
        cut = max(colon + 1, stops[-1] if stops else 0)
        first = begin + cut
        while first < mark.at and not text[first].isalnum():
            first += 1
        for quote in reversed(self.found):
            if quote.end <= first:
                break
            first = min(first, quote.start)  # never from within another quotation
        return first if first < mark.at else None

    def _give_up(self, opened: _Mark, limit: int) -> None:
        """Guess the end of a quotation that is never closed, no later than `limit`."""
        if opened.single:
            return
        first = opened.at + opened.size
        limit = min(limit, first + _LONGEST)
        end = self._guess(first, limit)
        for quote in reversed(self.found):
            if quote.end <= first:
                break
            if quote.start < end < quote.end:
                end = quote.end
        if end > first:
            self._keep(opened.at, end, first, end, closed=False)

    def _guess(self, first: int, limit: int) -> int:
        text = self.text
        for match in _ATTRIBUTION.finditer(text, first, limit):
            if match.group(1) in self.cues:
                return match.start() + (text[match.start()] in _ENDS)
        after_colon = ":" in text[max(self.start, first - 3) : first]
        stop = None if after_colon or (self.reopens and limit == self.end) else _STOP.search(text, first, limit)
        end = stop.end() if stop else limit
        while end > first and text[end - 1].isspace():
            end -= 1
        return end

    def _keep(self, start: int, end: int, first: int, last: int, *, closed: bool) -> None:
        if any(c.isalnum() for c in self.text[first:last]):
            depth = sum(1 for m in self.stack)
            self.found.append(Quote(start, end, first, last, depth, closed))
