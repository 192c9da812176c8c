"""Figures: what the reports count, of whom and where, so that differing numbers stand side by side."""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import NamedTuple

from lagebild.core import Cite, Note, Quantity, Span

from .casualties import KINDS, casualty
from .entities import Cast
from .report import Report, fold, note, order

_WORD = re.compile(r"\w+(?:-\w+)*")
_REACH = 4  # words after a number within which the noun that it counts stands
_TAKEN_UP = 400  # code points within which a number is taken up again
_ROUND = 0.05  # "about 9,000" and 9,300 don't contradict each other
_SHOWN = 8


class Figure(NamedTuple):
    """A number of something: bounds (infinite where open), its class ("troops"), whose and where (entity ids); of
    casualties, whether they are "civilian" or "military"."""

    cite: Cite
    low: float
    high: float
    counted: str
    whose: str | None
    where: frozenset[str]
    sentence: Span
    people: str = ""


@cache
def _classes() -> tuple[tuple[str, str], ...]:
    with files("lagebild.data").joinpath("link/counted.toml").open("rb") as file:
        data = tomllib.load(file)
    # Longer entries first: "Kriegsgefangene" before "Gefangene", "Kampfjet" before "Jet".
    pairs = [(word, name) for name, words in data.items() for word in words]
    return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p)))


@cache
def counted(word: str) -> str | None:
    """The class of what a folded noun counts, None for what is not in the list."""
    return next((name for start, name in _classes() if word.startswith(start) and len(word) <= len(start) + 3), None)


def read(report: Report, cast: Cast) -> list[Figure]:
    """The figures of `report` whose noun has a class, in title and body."""
    found: list[Figure] = []
    for quantity in report.marked.marks.quantities:
        part = report.part(quantity.span)
        if part is None or (quantity.low is None and quantity.high is None):
            continue
        sentence = report.sentence(quantity.span)
        noun = _noun(report, quantity, sentence)
        suffered = casualty(report, quantity, sentence, noun[0] if noun else None)
        end = max(noun[1] if noun else 0, 0) or (suffered.end if suffered else 0)
        if noun is None and suffered is None:
            continue
        lands = [(n.span, k) for n in report.names(sentence) if (k := cast.name(report, n)) and k.startswith("iso:")]
        whose = next((k for span, k in lands if quantity.span.start <= span.start < end), None)
        where = frozenset(k for _, k in lands if k != whose)
        low = -math.inf if quantity.low is None else quantity.low
        high = math.inf if quantity.high is None else quantity.high
        cite = report.cite(quantity.span, quantity.id)
        kind, whom = (suffered.kind, suffered.people) if suffered else (noun[0] if noun else "", "")
        made = Figure(cite, low, high, kind, whose, where, sentence, whom)
        found.append(_taken_up(made, found[-1]) if found else made)
    return found


def _taken_up(figure: Figure, before: Figure) -> Figure:
    """A figure that does not say whose, right after one of the same things that does: "Fewer than 9,000 Russian
    soldiers … Kyiv puts the number at 10,000 troops"."""
    near = figure.cite.span.start - before.cite.span.start <= _TAKEN_UP
    if figure.whose or not before.whose or figure.counted != before.counted or not near:
        return figure
    return figure._replace(whose=before.whose, where=before.where)


def _noun(report: Report, quantity: Quantity, sentence: Span) -> tuple[str, int] | None:
    """The class of what is counted and where its noun ends."""
    if quantity.of:
        for word in _WORD.findall(fold(quantity.of)):
            if name := counted(word):
                at = report.text.find(quantity.of, quantity.span.start, sentence.end)
                return name, at + len(quantity.of) if at >= 0 else quantity.span.end
    words = list(_WORD.finditer(report.text, quantity.span.start, sentence.end))
    for word in [w for w in words if w.end() > quantity.span.end][:_REACH] or words[-1:]:
        if name := counted(fold(word.group())):
            return name, word.end()
    return None


def differ(one: Figure, other: Figure) -> bool:
    """True when the two ranges have no number in common, allowing for rounding."""
    low, high = (one, other) if one.low <= other.low else (other, one)
    return low.high < math.inf and low.high * (1 + _ROUND) < high.low


def comparable(one: Figure, other: Figure) -> bool:
    """True when both count the same of the same people at a place that can be the same."""
    return (
        one.counted == other.counted
        and one.whose == other.whose
        and (not one.people or not other.people or one.people == other.people)
        and (not one.where or not other.where or bool(one.where & other.where))
    )


def _alike(one: Figure, other: Figure) -> bool:
    """True when two figures of one event can count the same: troops and the dead, civilians and soldiers, or the
    dead of two sides don't."""
    sides = one.whose and other.whose and one.whose != other.whose
    groups = one.people and other.people and one.people != other.people
    return one.counted == other.counted and not sides and not groups


def shown(figure: Figure) -> str:
    """The range in signs that no language owns: "20 000–30 000", "≤ 9000"."""
    low, high = (_grouped(b) for b in (figure.low, figure.high))
    if figure.low == -math.inf:
        return f"≤ {high}"
    return f"≥ {low}" if figure.high == math.inf else low if low == high else f"{low}–{high}"


def _grouped(number: float) -> str:
    if math.isinf(number):
        return ""
    # Narrow no-break spaces from five digits on, as ISO 80000-1 has it.
    plain = f"{number:,.6g}" if number != int(number) else f"{int(number):,}"
    return plain.replace(",", "\u202f" if abs(number) >= 10_000 else "")


def figure_note(key: str, figure: Figure) -> Note:
    """A note on a figure and where it stands; of what is counted the class."""
    values = {"number": shown(figure), "of": figure.counted, **place(figure.cite)}
    if figure.counted not in KINDS:
        return note(key, **values)
    # Of which side, by its country code: that is the same in every language.
    side = f" ({figure.whose[4:]})" if figure.whose and figure.whose.startswith("iso:") else ""
    return note(key.replace("figure", figure.counted), **values, side=side)


def place(cite: Cite, prefix: str = "") -> dict[str, str | int | float]:
    """A cite as values of a note."""
    start, end = cite.span
    return {
        f"{prefix}document": cite.document,
        f"{prefix}reading": cite.reading,
        f"{prefix}start": start,
        f"{prefix}end": end,
    }


def details(found: Sequence[Figure]) -> tuple[Note, ...]:
    """Each different figure once, with where it stands first; those that differ from another one say so."""
    by_class: dict[tuple[str, str, str, float, float], Figure] = {}
    for figure in sorted(found, key=lambda f: order(f.cite)):
        by_class.setdefault((figure.counted, figure.whose or "", figure.people, figure.low, figure.high), figure)
    at_odds: dict[Cite, bool] = defaultdict(bool)
    for one, other in combinations(sorted(by_class.values(), key=lambda f: order(f.cite))[: 4 * _SHOWN], 2):
        if _alike(one, other) and differ(one, other):
            at_odds[one.cite] = at_odds[other.cite] = True
    ordered = sorted(by_class.values(), key=lambda f: (not at_odds[f.cite], f.counted, f.low, f.high, order(f.cite)))
    return tuple(figure_note("figure_differs" if at_odds[f.cite] else "figure", f) for f in ordered[:_SHOWN])
