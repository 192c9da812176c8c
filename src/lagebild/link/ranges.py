"""Ranges: "vom 10. bis zum 20. Februar" is two time marks, but one time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from lagebild.core import Time

from .report import Report, day, fold

LONGEST = 92  # days between the beginning and the end of an exercise, a siege, a strike that are one
_APART = 24  # letters between the two ends
_UNTIL = re.compile(
    r"\W{0,3}(?:bis(?: einschliesslich)?(?: zum)?|to|until|till|through)(?: the)?\W{0,3}|\.?\s?[–—-]\s?"
)
_AND = re.compile(r"\W{0,3}(?:und|and)(?: dem| the)?\W{0,3}")
_BETWEEN = re.compile(r"\b(?:zwischen|between)(?: dem| the)?\W{0,3}$")


def ranges(report: Report) -> Mapping[str, tuple[str, str]]:
    """Of each time mark that is one end of a range the whole, half-open, from the beginning of the first to the end of
    the last, by the mark's id. A range is two times with only "bis", "to" or a dash between them, or with "und" after
    "zwischen"."""
    found: dict[str, tuple[str, str]] = {}
    times = sorted((t for t in report.marked.marks.times if t.earliest and t.latest), key=lambda t: t.span)
    for first, last in pairwise(times):
        begin, end = (first.earliest or "")[:10], last.latest or ""
        if first.id in found or not 0 < last.span.start - first.span.end <= _APART:
            continue
        if day(begin) < day(last.earliest or "") <= day(begin) + LONGEST and _are_ends(report, first, last):
            found[first.id] = found[last.id] = (begin, end)
    return found


def _are_ends(report: Report, first: Time, last: Time) -> bool:
    between = fold(report.text[first.span.end : last.span.start])
    if _AND.fullmatch(between):
        return bool(_BETWEEN.search(fold(report.text[max(0, first.span.start - _APART) : first.span.start])))
    return bool(_UNTIL.fullmatch(between))
