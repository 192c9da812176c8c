"""Sentences of a reading made ready for reading events: their language, their words, and whose name stands where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from lagebild.core import Context, Marks, Name, Reading, Span
from lagebild.mark.events.clause import Clause, bounds, divide, small
from lagebild.mark.events.triggers import BEGINNING, finite, worth_reading
from lagebild.mark.words import Word


def sentences(reading: Reading, marks: Marks, context: Context) -> Iterator[tuple[Span, str]]:
    """Each sentence with the language that it is read in: English, and German for all else."""
    parts, at = reading.parts, 0
    for span in marks.sentences:
        while at < len(parts) and parts[at].span.end <= span.start:
            at += 1
        language = (parts[at].language if at < len(parts) else None) or context.language or reading.language
        yield span, "en" if language == "en" else "de"


class Beginnings:
    """The tokens of a text that can begin an event word of a language, found in one pass."""

    def __init__(self, tokens: tuple[Word, ...]) -> None:
        self._texts = [word.text for word in tokens]
        self._of: dict[str, list[int]] = {}

    def within(self, first: int, last: int, language: str) -> list[int]:
        """Those of the tokens `first:last`, counted from `first`."""
        if language not in self._of:
            self._of[language] = BEGINNING[language].where(self._texts)
        all_of = self._of[language]
        return [at - first for at in all_of[bisect_left(all_of, first) : bisect_left(all_of, last)]]

    def worth_reading(self, first: int, last: int, language: str) -> bool:
        """Whether the sentence of these tokens can hold an event word at all."""
        begins = self.within(first, last, language)
        return bool(begins) and worth_reading(self._texts[first:last], begins, language)


def owners(names: tuple[Name, ...], tokens: tuple[Word, ...], starts: list[int]) -> list[Name | None]:
    """The outermost name over each token; of a compound ("US-Präsident") the one that begins with it."""
    found: list[Name | None] = [None] * len(tokens)
    for name in names:
        at = max(0, bisect_left(starts, name.span.start + 1) - 1)
        while at < len(tokens) and tokens[at].start < name.span.end:
            if found[at] is None and tokens[at].end > name.span.start:
                found[at] = name
            at += 1
    return found


def clause(part: tuple[Word, ...], names: list[Name | None], language: str) -> Clause:
    """The words of a sentence, parted into stretches, still without mentions."""
    low = [word.text.lower() for word in part]
    sets = small(language)
    stretches = bounds(low, sets.opening)
    if language == "de":
        divide(stretches, low, finite)
    return Clause(part, low, language, sets, stretches, names, [])
