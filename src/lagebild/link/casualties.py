"""Casualties: whether a number of people are killed, injured, missing or captured, by the verb beside it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.core import Quantity, Span

from .report import Report, fold

KINDS = frozenset({"dead", "injured", "losses", "missing", "prisoners"})
"""The classes of figures that count casualties."""
_REACH = 12  # words from a number to its verb, either way
_HEAD = 4  # words within which whom it counts stands
_WORD = re.compile(r"\w+(?:[-’']\w+)*|[;:]")


class Casualty(NamedTuple):
    """What befell the people that a number counts, where the noun or verb that says so ends, and who they are:
    civilian, military, or neither told."""

    kind: str
    end: int
    people: str


@cache
def _lists(table: str) -> tuple[tuple[str, str], ...]:
    with files("lagebild.data").joinpath("link/casualties.toml").open("rb") as file:
        data = tomllib.load(file)[table]
    return tuple((word, name) for name, words in data.items() for word in words)


@cache
def _quick(table: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """What whole words, and what beginnings of words, have a class at all: most have none."""
    entries = [entry for entry, _ in _lists(table)]
    return frozenset(e[:-1] for e in entries if e.endswith("$")), tuple(e for e in entries if not e.endswith("$"))


def _class(table: str, words: str) -> str | None:
    """The class of a folded word, or of a phrase."""
    whole, beginnings = _quick(table)
    if words not in whole and not words.startswith(beginnings):
        return None
    for entry, name in _lists(table):
        if words == entry[:-1] if entry.endswith("$") else words.startswith(entry):
            return name
    return None


def people(word: str) -> str | None:
    """Whom a folded noun counts: civilian, military, people in general; None for what is no person."""
    return _class("people", word)


def casualty(report: Report, quantity: Quantity, sentence: Span, kind: str | None) -> Casualty | None:
    """What befell the people that `quantity` counts, None where it counts none or nothing befell them.

    `kind` is the class of the noun, where that is one of casualties ("20 Tote") already. Else the verb is the nearest
    one behind the number and before the next one ("20 were killed and 30 injured"), or, where there is none, the
    nearest before it ("killed at least 20 people")."""
    behind = [(m.end(), fold(m.group())) for m in _WORD.finditer(report.text, quantity.span.end, sentence.end)]
    head = next((who for _, word in behind[:_HEAD] if (who := people(word))), None)
    if kind in KINDS:
        return Casualty(
            kind, behind[0][0] if behind else quantity.span.end, head if head in ("civilian", "military") else ""
        )
    named = fold(quantity.of) if quantity.of else ""
    if head is None and named and not (_class("verbs", named) or people(named)):
        return None
    others = [q.span for q in report.marked.marks.quantities if sentence.holds(q.span) and q.unit is None]
    after = min((q.start for q in others if q.start > quantity.span.end), default=sentence.end)
    found = _verb([(end, word) for end, word in behind if end <= after])
    if found is None:
        start = max((q.end for q in others if q.end <= quantity.span.start), default=sentence.start)
        ahead = [(m.end(), fold(m.group())) for m in _WORD.finditer(report.text, start, quantity.span.start)]
        found = _verb(ahead[::-1])
        found = (found[0], quantity.span.end) if found else None
    return Casualty(*found, head if head in ("civilian", "military") else "") if found else None


def _verb(words: list[tuple[int, str]]) -> tuple[str, int] | None:
    """The class of the first casualty verb, and where it ends."""
    for at, (end, word) in enumerate(words[:_REACH]):
        if word in (";", ":") or _class("borders", word):
            return None
        two = f"{word} {words[at + 1][1]}" if at + 1 < len(words) else word
        if kind := _class("verbs", word) or _class("verbs", two):
            return kind, end
    return None
