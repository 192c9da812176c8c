"""Whether a case that came from elsewhere can be used: more than that its rows are as they were kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from lagebild.core import LAYERS, Marks, Reading, Span
from lagebild.errors import CaseError, UnknownName

from . import file, keep, log
from .case import Case


def examine(case: Case) -> None:
    """Reads all that a case holds the way the commands do. Raises LagebildError for what they could not use, and
    ValueError, KeyError or TypeError for what is not even what it says it is."""
    if not case.question.id:
        raise CaseError(str(case.path), "asks no question")
    case.catalogue  # noqa: B018  (read for its faults)
    _marks(case._database)
    for decision in case.decisions():
        if decision.kind not in log.KINDS:
            raise UnknownName.of("decision", decision.kind, log.KINDS)
    case.replay()
    case.changes()
    case.own()
    case.resolution()
    for given in case.issued():
        case.answer(given.id)


def _marks(database: file.Database) -> None:
    for reading, marking in database.rows("SELECT reading, id FROM marking ORDER BY id"):
        (found,) = keep.marked(database, ((reading, marking),))
        _within(found.reading, [p.span for p in found.reading.parts])
        _within(found.reading, _spans(found.marks))


def _within(reading: Reading, spans: Iterator[Span] | list[Span]) -> None:
    size = len(reading.text)
    for start, end in spans:
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= size):
            raise ValueError(f"a span of {reading.document.id[:12]} lies outside its text")


def _spans(marks: Marks) -> Iterator[Span]:
    yield from marks.sentences
    for layer in LAYERS:
        for mark in getattr(marks, layer):
            yield from _in(mark)


def _in(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _in(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _in(getattr(value, field.name))
