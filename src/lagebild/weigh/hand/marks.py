"""Decisions about marks: what was rejected is gone, with every reference to it; what was graded has its grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from lagebild.core import LAYERS, Change, Marked, Marks, Statement

_LAYER = dict(zip("tnqhser", LAYERS, strict=True))
"""The first letter of a mark's id names its layer (see core.mark_id)."""

Named = Mapping[str, str]
"""Id of a name mark → the entity that the analyst says it is."""


def edited(marked: Marked, changes: Iterable[Change], named: Named | None = None) -> Marked:
    """`marked` as the analyst decided: without the marks that were rejected, with the grades that were given, and with
    the entities that names were said to be. The last decision about a mark counts."""
    rejected: set[tuple[str, str]] = set()
    grades: dict[str, str | None] = {}
    place = (marked.reading.document.id, marked.reading.number)
    for change in sorted(changes, key=lambda c: c.id):
        cite = change.cite
        if change.target != "mark" or cite is None or cite.mark is None or cite[:2] != place:
            continue
        layer = _LAYER[cite.mark[:1]]
        if change.kind == "reject":
            rejected.add((layer, cite.mark))
        elif change.kind == "accept":
            rejected.discard((layer, cite.mark))
        elif change.kind == "grade":
            grades[cite.mark] = change.value
    marks = marked.marks
    if rejected:
        marks = _without(marks, rejected)
    if grades:
        marks = _graded(marks, grades)
    if named:
        marks = replace(marks, names=tuple(replace(n, entity=named.get(n.id, n.entity)) for n in marks.names))
    return marked if marks is marked.marks else Marked(marked.reading, marks)


def _without(marks: Marks, rejected: set[tuple[str, str]]) -> Marks:
    """`marks` without those rejected, and without references to them."""
    gone = {layer: {i for name, i in rejected if name == layer} for layer, _ in rejected}
    kept = {layer: tuple(m for m in getattr(marks, layer) if m.id not in ids) for layer, ids in gone.items()}
    marks = replace(marks, **kept)
    names, times = gone.get("names", set()), gone.get("times", set())
    hedges, statements = gone.get("hedges", set()), gone.get("statements", set())
    return replace(
        marks,
        statements=tuple(
            replace(
                s,
                hedges=tuple(h for h in s.hedges if h not in hedges),
                speaker_entity=None if s.speaker_entity in names else s.speaker_entity,
            )
            for s in marks.statements
        ),
        events=tuple(
            replace(
                e,
                place=None if e.place in names else e.place,
                time=None if e.time in times else e.time,
                statement=None if e.statement in statements else e.statement,
            )
            for e in marks.events
        ),
    )


def _graded(marks: Marks, grades: Mapping[str, str | None]) -> Marks:
    def graded(statement: Statement) -> Statement:
        return replace(statement, grade=grades[statement.id]) if statement.id in grades else statement

    return replace(marks, statements=tuple(graded(s) for s in marks.statements))
