"""Putting readings with their marks into the case file, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from lagebild.core import Marked, Marks, Reading
from lagebild.errors import CaseError
from lagebild.mark import BUILT_IN
from lagebild.mark.guard import guarded

from . import rows
from .file import Database
from .fold import fold

State = Literal["new", "updated", "known"]


def now() -> str:
    """The time for the `added` columns: UTC, to the second. No answer depends on it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def annotators() -> str:
    """The annotators, with versions, that a marking of today is made by."""
    return " ".join(f"{a.name}/{a.version}" for a in BUILT_IN)


def keep(database: Database, reading: Reading) -> State:
    """Keeps a reading with its marks, in one transaction, unless both are there.

    Raises Unreadable when an annotator fails on it: one report must not keep out the ones behind it.
    """
    reading = rows.storable(reading)
    document, digest, makers = reading.document.id, rows.reading_digest(reading), annotators()
    row = database.row("SELECT id FROM reading WHERE document = ? AND digest = ?", (document, digest))
    if row and database.row("SELECT 1 FROM marking WHERE reading = ? AND annotators = ?", (row[0], makers)):
        return "known"
    layers = rows.layer_values(guarded(reading))
    with database.transaction():
        fresh = database.row("SELECT 1 FROM document WHERE id = ?", (document,)) is None
        if fresh:
            database.run("INSERT INTO document (id, added) VALUES (?, ?)", (document, now()))
        key = row[0] if row else _keep_reading(database, reading, digest)
        marking = database.run(
            "INSERT INTO marking (reading, added, annotators) VALUES (?, ?, ?)", (key, now(), makers)
        )
        for name, marks in layers:
            database.run("INSERT INTO layer (marking, name, marks) VALUES (?, ?, ?)", (marking, name, marks))
    return "new" if fresh else "updated"


def _keep_reading(database: Database, reading: Reading, digest: str) -> int:
    document = reading.document
    row = database.row("SELECT max(number) FROM reading WHERE document = ?", (document.id,))
    last = row[0] if row else None
    values = dict(zip(rows.COLUMNS, rows.reading_values(reading), strict=True))
    values |= {"number": reading.number if last is None else last + 1, "added": now(), "digest": digest}
    values["cleaner"] = reading.number
    places = ", ".join("?" * len(values))
    key = database.run(f"INSERT INTO reading ({', '.join(values)}) VALUES ({places})", tuple(values.values()))
    database.run(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        (key, fold(document.title or ""), fold(reading.text)),
    )
    return key


def stale(database: Database) -> Iterator[Reading]:
    """The readings in force that were not marked by the annotators of today, as gather gave them, sorted by
    document id."""
    for row in database.rows(
        f"SELECT cleaner, {', '.join(rows.COLUMNS)} FROM current c WHERE NOT EXISTS "
        "(SELECT 1 FROM marking m WHERE m.reading = c.id AND m.annotators = ?) ORDER BY document",
        (annotators(),),
    ):
        yield replace(_reading(database, row[1:]), number=row[0])


def verify(database: Database) -> None:
    """Compares every reading with its digest. Raises CaseError for one that is not as it was kept."""
    for row in database.rows(f"SELECT digest, cleaner, {', '.join(rows.COLUMNS)} FROM reading ORDER BY id"):
        reading = _reading(database, row[2:])
        if rows.reading_digest(replace(reading, number=row[1])) != row[0]:
            what = f"is damaged (reading {reading.number} of {reading.document.id[:12]} is not as it was kept)"
            raise CaseError(str(database.path), what, "restore it from a copy")


def check(database: Database) -> str:
    """Reads the whole file and says in words what it holds. Raises CaseError when it is damaged."""
    with database.snapshot():
        database.verify()
        verify(database)
        counts = database.row(
            "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM reading), "
            "(SELECT count(*) FROM decision), (SELECT count(*) FROM issued)"
        )
    documents, readings, decided, given = counts or (0, 0, 0, 0)
    remaining = sum(1 for _ in stale(database))
    behind = f"; {remaining} to be marked again with `lagebild add {database.path.name}`" if remaining else ""
    return f"{documents} documents, {readings} readings, {decided} decisions, {given} answers given out{behind}"


def in_force(database: Database) -> tuple[tuple[int, int], ...]:
    """(reading.id, marking.id) of what is in force, sorted by document id."""
    found = database.rows("SELECT id, marking FROM current WHERE marking IS NOT NULL ORDER BY document")
    return tuple((reading, marking) for reading, marking in found)


def marked(database: Database, chosen: tuple[tuple[int, int], ...]) -> tuple[Marked, ...]:
    """The readings with these ids and the marks of these markings, in the order given."""
    columns = ", ".join(rows.COLUMNS)
    found = []
    for reading, marking in chosen:
        row = database.row(f"SELECT {columns} FROM reading WHERE id = ?", (reading,))
        if row is not None:
            found.append(Marked(_reading(database, row), _marks(database, marking)))
    return tuple(found)


def _reading(database: Database, row: tuple[Any, ...]) -> Reading:
    try:
        return rows.reading_of(row)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = f"holds a reading that cannot be read ({error!r})"
        raise CaseError(str(database.path), what, "restore it from a copy") from error


def _marks(database: Database, marking: int) -> Marks:
    layers = database.rows("SELECT name, marks FROM layer WHERE marking = ?", (marking,))
    return rows.marks_from(((str(name), str(marks)) for name, marks in layers), str(database.path))
