"""What people did, as rows of the case file: decisions, and answers that were given out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lagebild.core import LAYERS, Answer, Cite, Marked, Span
from lagebild.errors import BadInput, CaseError
from lagebild.link import link
from lagebild.weigh.hand import decided, edited

from . import keep, log, rules, values
from .file import Database

_LAYERS = dict(zip("tnqhser", LAYERS, strict=True))
_COLUMNS = (
    "added, who, kind, reason, value, undoes, document, reading, layer, mark, start_at, end_at, quote, before, after, "
    "target, toward"
)


def decisions(database: Database, *, until: int | None = None) -> tuple[log.Decision, ...]:
    """The log, oldest first; up to number `until`."""
    found = database.rows(f"SELECT id, {_COLUMNS} FROM decision WHERE ? IS NULL OR id <= ? ORDER BY id", (until, until))
    return tuple(_decision(row) for row in found)


def _decision(row: tuple[Any, ...]) -> log.Decision:
    number, added, who, kind, reason, value, undoes, document, reading, layer, mark, start, end, *rest = row
    *words, target, toward = rest
    place = None
    if document is not None:
        place = log.Anchor(Cite(document, reading, Span(start, end), mark), layer, *words)
    try:
        other = log.anchor_of(json.loads(toward)) if toward else None
    except (ValueError, KeyError, TypeError) as error:
        raise CaseError(f"decision {number}", f"cannot be read ({error!r})", "restore the case from a copy") from error
    return log.Decision(number, added, who, kind, reason, value, undoes, place, target, other)


def decide(
    database: Database,
    kind: str,
    *,
    reason: str,
    who: str,
    target: str | None = None,
    cite: Cite | None = None,
    toward: Cite | None = None,
    value: str | None = None,
    undoes: int | None = None,
) -> log.Decision:
    """Adds an entry to the log. Raises UnknownName for a kind, BadInput for an entry that makes no sense."""
    rules.check(kind, reason=reason, target=target, cite=cite, toward=toward, value=value, undoes=undoes)
    if undoes is not None:
        _undoable(database, undoes)
    place = None if cite is None else _anchor(database, cite)
    other = None if toward is None else _anchor(database, toward)
    columns: tuple[Any, ...] = (None,) * 9
    if place is not None:
        document, reading, (start, end), mark = place.cite
        words = (place.quote, place.before, place.after)
        columns = (document, reading, place.layer, mark, start, end, *words)
    kept = None if other is None else json.dumps(log.placed_record(other), ensure_ascii=False)
    entry = (keep.now(), who, kind, reason, value, undoes, *columns, target, kept)
    with database.transaction():
        sql = f"INSERT INTO decision ({_COLUMNS}) VALUES ({', '.join('?' * len(entry))})"
        number = database.run(sql, entry)
    return decisions(database, until=number)[-1]


def _undoable(database: Database, number: int) -> None:
    row = database.row("SELECT kind FROM decision WHERE id = ?", (number,))
    if row is None:
        raise BadInput(f"decision {number}", "there is no such decision", "list them with `lagebild decisions CASE`")
    if row[0] in log.RECORDS:
        what = f"is a {row[0]} and is never taken back"
        raise BadInput(f"decision {number}", what, "add a newer one with its reason")


def _anchor(database: Database, cite: Cite) -> log.Anchor:
    what = f"{cite.document[:12]} {cite.span.start}-{cite.span.end}"
    row = database.row(
        "SELECT r.id, (SELECT max(m.id) FROM marking m WHERE m.reading = r.id) FROM reading r "
        "WHERE r.document = ? AND r.number = ?",
        (cite.document, cite.reading),
    )
    if row is None:
        raise BadInput(what, "this case has no such reading", "cite what Case.marked() gives")
    (found,) = keep.marked(database, ((row[0], row[1]),))
    if not 0 <= cite.span.start < cite.span.end <= len(found.reading.text):
        raise BadInput(what, "lies outside the text", "spans are half-open code points")
    layer = None
    if cite.mark is not None:
        layer = _LAYERS.get(cite.mark[:1])
        if layer is None or not any(m.id == cite.mark and m.span == cite.span for m in getattr(found.marks, layer)):
            raise BadInput(what, f"there is no mark {cite.mark}", "cite what Case.marked() gives")
    return log.anchor(found.reading, cite.span, mark=cite.mark, layer=layer)


@dataclass(frozen=True, slots=True)
class Issued:
    """An answer that was given out: when (ISO 8601, UTC), as of which date, and its SHA-256."""

    id: int
    added: str
    as_of: str
    digest: str


def issue(database: Database, answer: Answer) -> Issued:
    """Keeps `answer` as it is. An answer that was given out before is not kept twice."""
    chosen = _readings(database, answer.links.marked)
    text = values.dump(replace(answer, links=replace(answer.links, marked=())))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    with database.transaction():
        if database.row("SELECT 1 FROM issued WHERE digest = ?", (digest,)) is None:
            (decided,) = database.row("SELECT coalesce(max(id), 0) FROM decision") or (0,)
            database.run(
                "INSERT INTO issued (added, as_of, digest, answer, readings, decided) VALUES (?, ?, ?, ?, ?, ?)",
                (keep.now(), answer.as_of.isoformat(), digest, text, json.dumps(chosen), decided),
            )
    return next(i for i in issued(database) if i.digest == digest)


def _readings(database: Database, marked: tuple[Marked, ...]) -> list[tuple[int, int]]:
    known = dict(keep.in_force(database))
    chosen = []
    for m in marked:
        document, number = m.reading.document.id, m.reading.number
        row = database.row("SELECT id FROM reading WHERE document = ? AND number = ?", (document, number))
        if row is None or row[0] not in known:
            raise BadInput("answer", f"rests on a reading of {document[:12]} that is not in force", "assess again")
        chosen.append((int(row[0]), known[row[0]]))
    return chosen


def issued(database: Database) -> tuple[Issued, ...]:
    """The answers given out, oldest first."""
    return tuple(Issued(*row) for row in database.rows("SELECT id, added, as_of, digest FROM issued ORDER BY id"))


def answer(database: Database, number: int) -> Answer:
    """An answer that was given out, with the readings, marks and decisions of then.

    Raises BadInput when there is none, CaseError when it is not what was given out.
    """
    row = database.row("SELECT digest, answer, readings, decided FROM issued WHERE id = ?", (number,))
    if row is None:
        raise BadInput(f"answer {number}", "was never given out", "list them with Case.issued()")
    digest, text, readings, decided = row
    found = _kept(database, number, digest, text)
    try:
        chosen = tuple((int(reading), int(marking)) for reading, marking in json.loads(readings))
    except (ValueError, TypeError) as error:
        raise _damaged(database, number, error) from error
    machine = keep.marked(database, chosen)
    marked = as_decided(machine, decisions(database, until=decided))
    return replace(found, links=replace(found.links, marked=marked))


def numbers(database: Database) -> Iterator[tuple[Issued, Answer]]:
    """The answers given out, oldest first, without their readings: enough to score them."""
    rows = database.rows("SELECT id, added, as_of, digest, answer FROM issued ORDER BY id")
    for number, added, as_of, digest, text in rows:
        yield Issued(number, added, as_of, digest), _kept(database, number, digest, text)


def _kept(database: Database, number: int, digest: str, text: str) -> Answer:
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest:
        raise CaseError(str(database.path), f"answer {number} is not what was given out", "restore it from a copy")
    try:
        return values.load(Answer, text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(database, number, error) from error


def _damaged(database: Database, number: int, error: Exception) -> CaseError:
    return CaseError(str(database.path), f"answer {number} cannot be read ({error!r})", "restore it from a copy")


def as_decided(machine: tuple[Marked, ...], taken: tuple[log.Decision, ...]) -> tuple[Marked, ...]:
    """What the machine marked, with the log replayed over it."""
    changes = log.changes(taken, machine)
    if any(c.target == "entity" for c in changes):
        return decided(link(machine), changes).links.marked
    about = [c for c in changes if c.target == "mark"]
    touched = {c.cite.document for c in about if c.cite}
    return tuple(edited(m, about) if m.reading.document.id in touched else m for m in machine)
