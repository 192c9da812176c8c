"""Sentences of a reading made ready for reading events: their language, their words, and whose name stands where."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from lagebild.core import Context, Marks, Name, Reading, Span
from lagebild.mark.events.clause import Clause, bounds, divide, small
from lagebild.mark.events.triggers import finite
from lagebild.mark.words import Word


def sentences(reading: Reading, marks: Marks, context: Context) -> Iterator[tuple[Span, str]]:
    """Each sentence with the language that it is read in: English, and German for all else."""
    parts, at = reading.parts, 0
    for span in marks.sentences:
        while at < len(parts) and parts[at].span.end <= span.start:
            at += 1
        language = (parts[at].language if at < len(parts) else None) or context.language or reading.language
        yield span, "en" if language == "en" else "de"


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
