"""Decisions about evidence: a report or a whole item taken out, graded, counted for another sign, or given a ratio.

A piece is one report for one sign. What a decision is about is looked up among the pieces as they were matched, before
any decision of this kind, so that their order changes nothing unless two speak of one piece; then the last one counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from lagebild.core import Change, Cite, Links, Note, Question

from ..catalogue import Catalogue
from ..evidence import Item, Report, Told, grouped
from .grades import weight

Piece = tuple[Cite, str]
"""Where a report stands, and the sign that it was found for."""

_RANK = {"source": 0, "mark": 1, "report": 2, "evidence": 2}
"""The more particular grade counts."""


class Weighed(NamedTuple):
    """Items as the analyst decided, and the numbers of the decisions that found what they are about."""

    items: tuple[Item, ...]
    found: frozenset[int]


def touched(change: Change) -> bool:
    """True for a decision that may concern a report or an item."""
    return change.kind in ("accept", "reject", "grade", "relink", "ratio")


def items(
    told: Sequence[Told], catalogue: Catalogue, question: Question, links: Links, changes: Sequence[Change]
) -> Weighed:
    """The items of evidence that `told` makes up under the decisions; those about other things are passed over."""
    about = sorted((c for c in changes if touched(c)), key=lambda c: c.id)
    if not about:
        return Weighed(grouped(told, catalogue, question), frozenset())
    finder = _Finder(told, catalogue, question, links)
    pieces = {c.id: finder.pieces(c) for c in about}
    signs = {s.indicator.id for s in catalogue.signs}
    sign_of, grade_of = _signs(about, pieces, signs), _grades(about, pieces)
    edited: list[Told] = []
    for report, happening in told:
        piece = (report.cite, report.sign)
        sign = sign_of.get(piece, report.sign)
        if sign is not None:
            edited.append((_edited(report, sign, grade_of.get(piece), catalogue), happening))
    made = grouped(edited, catalogue, question)
    ratios = [c for c in about if c.kind == "ratio"]
    found = {c.id for c in about if pieces[c.id] and not (c.kind == "relink" and c.value not in signs)}
    return Weighed(_set(made, ratios, pieces, sign_of) if ratios else made, frozenset(found))


class _Finder:
    """Which pieces a decision is about."""

    def __init__(self, told: Sequence[Told], catalogue: Catalogue, question: Question, links: Links) -> None:
        self._told = told
        self._machine: tuple[Item, ...] | None = None
        self._catalogue, self._question = catalogue, question
        publishers = {m.reading.document.id: m.reading.document.publisher for m in links.marked}
        self._names: dict[str, set[str]] = {doc: {_plain(p)} for doc, p in publishers.items() if p}
        for origin in links.origins:
            for doc in origin.documents if origin.outlet else ():
                self._names.setdefault(doc, set()).add(_plain(origin.outlet or ""))

    def pieces(self, change: Change) -> frozenset[Piece]:
        """The pieces that a decision is about, none where its place is not in these reports."""
        kind, _, name = change.target.partition(":")
        cite = change.cite
        if kind == "source":
            wanted = _plain(name)
            return frozenset((r.cite, r.sign) for r, _ in self._told if wanted in self._names.get(r.cite.document, ()))
        if cite is None:
            return frozenset()
        if kind == "mark":
            return frozenset((r.cite, r.sign) for r, _ in self._told if _rests(r, change, cite))
        here = [r for r, _ in self._told if r.sign == name and _same(r.cite, cite)]
        if kind == "report":
            return frozenset((r.cite, r.sign) for r in here)
        if kind == "evidence":
            if self._machine is None:
                self._machine = grouped(self._told, self._catalogue, self._question)
            own = {(r.cite, r.sign) for r in here}
            whole = (i for i in self._machine if any((r.cite, r.sign) in own for r in i.reports))
            return frozenset((r.cite, r.sign) for i in whole for r in i.reports)
        return frozenset()


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _same(cite: Cite, other: Cite) -> bool:
    return cite[:2] == other[:2] and cite.span.touches(other.span)


def _rests(report: Report, change: Change, cite: Cite) -> bool:
    """True when a report rests on the mark of a decision: for a grade, on what the statement says; for a rejected
    event, on the words that are no such event."""
    if report.cite[:2] != cite[:2] or cite.mark is None:
        return False
    if change.kind == "grade":
        return report.cite.mark == cite.mark
    return cite.mark.startswith("e") and report.at is not None and report.at.touches(cite.span)


def _signs(changes: Sequence[Change], pieces: dict[int, frozenset[Piece]], signs: set[str]) -> dict[Piece, str | None]:
    """Which sign each piece counts for where somebody decided so; None for none."""
    found: dict[Piece, str | None] = {}
    for change in changes:
        for piece in pieces[change.id]:
            if change.kind == "reject":
                found[piece] = None
            elif change.kind == "accept":
                found.pop(piece, None)
            elif change.kind == "relink" and change.value in signs:
                found[piece] = change.value
    return found


def _grades(changes: Sequence[Change], pieces: dict[int, frozenset[Piece]]) -> dict[Piece, Change]:
    found: dict[Piece, Change] = {}
    for change in sorted(changes, key=lambda c: (_RANK.get(c.target.partition(":")[0], 0), c.id)):
        if change.kind == "grade":
            found |= dict.fromkeys(pieces[change.id], change)
    return found


def _edited(report: Report, sign: str, grade: Change | None, catalogue: Catalogue) -> Report:
    """A report as decided. A grade takes the place of what the report itself shows: somebody has read it."""
    if sign != report.sign:
        report = replace(report, sign=sign, why=(*report.why, Note("hand.relinked", (("was", report.sign),))))
    worth = weight(grade.value or "", dict(catalogue.grades)) if grade else None
    if grade is None or worth is None:
        return report
    note = Note("hand.graded", (("grade", grade.value or ""), ("weight", worth)))
    return replace(report, weight=worth, why=(*(n for n in report.why if n.key.startswith("hand.")), note))


def _set(
    made: tuple[Item, ...],
    ratios: Sequence[Change],
    pieces: dict[int, frozenset[Piece]],
    sign_of: dict[Piece, str | None],
) -> tuple[Item, ...]:
    """The items with the ratios that were given to them, the last one each."""
    given: dict[Piece, Change] = {}
    for change in ratios:
        given |= {(cite, now): change for cite, was in pieces[change.id] if (now := sign_of.get((cite, was), was))}
    out = []
    for item in made:
        own = [given[r.cite, item.sign] for r in item.reports if (r.cite, item.sign) in given]
        if own:
            last = max(own, key=lambda c: c.id)
            ratio = float(last.value or 1)
            why = Note("hand.ratio", (("ratio", ratio), ("reason", last.reason), ("who", last.who)))
            out.append(replace(item, fixed=math.log(ratio), why=(why,)))
        else:
            out.append(item)
    return tuple(out)
