"""A whole case as JSON lines, and back: every row that the file holds, so that nothing is lost on the way.

The first line names the format, each further line is one row of one table, the last one holds the counts and the
SHA-256 of all lines before it. What is derived by SQLite itself, the full-text index, is made anew.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from lagebild.errors import BadInput, CaseError, LagebildError, UnknownName
from lagebild.tell.exports.tables import Table, columns

from . import feeds, file, ledger, log
from .case import Case
from .fold import fold
from .lock import WriterLock
from .sound import examine

FORMAT, VERSION = "lagebild-case", 1
ENDING = ".case.jsonl"
_LONGEST = 256 << 20
_AT_ONCE = 256
_ODD = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)


def lines(case: Case) -> Iterator[str]:
    """The case as lines of JSON with their line ends, as of one moment. The same case gives the same bytes."""
    database = case._database
    digest, counts = hashlib.sha256(), Counter[str]()

    def sent(record: dict[str, Any]) -> str:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"
        digest.update(line.encode())
        return line

    with database.snapshot():
        yield sent({"format": FORMAT, "version": VERSION, "schema": file.VERSION})
        for table in _tables(database):
            head = _columns(database, table)
            for row in _rows(database, table, head):
                counts[table] += 1
                held = {n: _out(v) for n, v in zip(head, row, strict=True) if v is not None}
                yield sent({"table": table, "row": held})
    yield json.dumps({"rows": dict(counts), "sha256": digest.hexdigest()}, separators=(",", ":")) + "\n"


def restore(source: str | Path, target: str | Path) -> str:
    """Makes the case `target` of the lines in the file `source`, checks all of it, and says what it holds.

    Raises BadInput for a file that is no export, damaged, cut short or of a newer version, and CaseError when `target`
    exists or cannot be written. Either way nothing is left half made.
    """
    place, given = Path(target), Path(source)
    if not place.absolute().parent.is_dir():
        raise CaseError(str(place), "its folder does not exist", "make the folder first")
    with _opened(given) as stream, WriterLock(place):
        if os.path.lexists(place):
            raise CaseError(str(place), "exists already", "choose another name")
        aside = place.with_name(f".{place.name}.{os.getpid()}.import")
        try:
            said = _made(aside, stream, given)
            file._link(aside, place)
        finally:
            for ending in ("", "-wal", "-shm", "-journal", "-writer"):
                with suppress(OSError):
                    aside.with_name(aside.name + ending).unlink()
    return said


def _made(aside: Path, stream: IO[bytes], source: Path) -> str:
    file.create(aside, [])
    with Case.open(aside, write=True) as case:
        try:
            with case._database.transaction():
                _fill(case._database, stream)
            examine(case)
            return case.check()
        except _Fault as fault:
            raise BadInput(str(source), str(fault), "export the case again") from None
        except LagebildError as error:
            # What is wrong with the rows is told of the file that they came from.
            raise BadInput(str(source), f"holds no sound case: {error.reason}", "export the case again") from None
        except _ODD as error:
            raise BadInput(str(source), f"holds no sound case ({_short(error)})", "export the case again") from None


class _Fault(ValueError):
    """What is wrong with the lines, in words."""


def _fill(database: file.Database, stream: IO[bytes]) -> None:
    known = {table: dict(_types(database, table)) for table in _tables(database)}
    digest, counts = hashlib.sha256(), Counter[str]()
    database.run("PRAGMA defer_foreign_keys = ON")
    first = True
    for number, line in enumerate(_each(stream), 1):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise _Fault(f"is no export of a case: line {number} is no JSON") from None
        if not isinstance(record, dict):
            raise _Fault(f"is no export of a case: line {number} is no row")
        if first:
            _check_head(record)
            first = False
        elif "sha256" in record:
            _check_end(record, digest.hexdigest(), counts, stream)
            return
        else:
            table = _insert(database, record, known, number)
            counts[table] += 1
        digest.update(line)
    raise _Fault("is empty" if first else "is cut short: its last line is missing")


def _each(stream: IO[bytes]) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST + 1):
        if len(line) > _LONGEST:
            raise _Fault("holds a line that is too long for a case")
        yield line


def _check_head(record: dict[str, Any]) -> None:
    if record.get("format") != FORMAT:
        raise _Fault("is no export of a case")
    version, schema = record.get("version"), record.get("schema")
    if not isinstance(version, int) or not isinstance(schema, int) or version > VERSION or schema > file.VERSION:
        raise _Fault("was made by a newer Lagebild; update lagebild")


def _check_end(record: dict[str, Any], digest: str, counts: Counter[str], stream: IO[bytes]) -> None:
    if record.get("sha256") != digest or record.get("rows") != dict(counts):
        raise _Fault("is damaged: its digest is another")
    if stream.read(1):
        raise _Fault("is damaged: it goes on behind its last line")


def _insert(database: file.Database, record: dict[str, Any], known: dict[str, dict[str, str]], number: int) -> str:
    table, row = record.get("table"), record.get("row")
    if not isinstance(table, str) or not isinstance(row, dict) or not row:
        raise _Fault(f"is no export of a case: line {number} is no row")
    if table in feeds.TABLES and table not in known:
        feeds.prepare(database)
        known |= {name: dict(_types(database, name)) for name in feeds.TABLES}
    if table not in known:
        raise UnknownName.of("table", table, known)
    for name in row:
        if name not in known[table]:
            raise UnknownName.of(f"column of {table}", name, known[table])
    values = tuple(_in(value, known[table][name]) for name, value in row.items())
    places = ", ".join("?" * len(row))
    key = database.run(f"INSERT INTO {_name(table)} ({', '.join(map(_name, row))}) VALUES ({places})", values)
    if table == "reading":
        title, text = row.get("title") or "", row.get("text")
        database.run(
            "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", (key, fold(str(title)), fold(str(text)))
        )
    return table


def _out(value: Any) -> Any:
    """A value of a row as JSON: bytes as Base64; JSON that is kept as text as what it says, where that gives the same
    text back."""
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            found = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return found if _text(found) == value else value
    return value


def _in(value: Any, type_: str) -> Any:
    if isinstance(value, dict) and type_ == "BLOB":
        return base64.b64decode(value["base64"], validate=True)
    return _text(value) if isinstance(value, dict | list) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tables(database: file.Database) -> list[str]:
    """The tables that hold rows of their own, in the order in which they were made: what is referred to comes first."""
    kinds = dict(database.rows("SELECT name, type FROM pragma_table_list WHERE schema = 'main'"))
    made = [name for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
    return [name for name in made if kinds.get(name) == "table" and not name.startswith("sqlite_")]


def _rows(database: file.Database, table: str, head: list[str]) -> Iterator[tuple[Any, ...]]:
    """All rows in the order in which they were put in, some at a time: marks may fill more than the memory."""
    names, last = ", ".join(map(_name, head)), -1
    sql = f"SELECT rowid, {names} FROM {_name(table)} WHERE rowid > ? ORDER BY rowid LIMIT {_AT_ONCE}"
    while found := database.rows(sql, (last,)):
        yield from (row[1:] for row in found)
        last = found[-1][0]


def _types(database: file.Database, table: str) -> list[tuple[str, str]]:
    return [(name, type_) for name, type_ in database.rows("SELECT name, type FROM pragma_table_info(?)", (table,))]


def _columns(database: file.Database, table: str) -> list[str]:
    return [name for name, _ in _types(database, table)]


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _opened(source: Path) -> IO[bytes]:
    try:
        return source.open("rb")
    except OSError as error:
        raise BadInput(str(source), f"cannot be read: {error.strerror}", "name an export of a case") from None


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {str(error)[:100]}"


def hand(case: Case) -> tuple[Table, ...]:
    """What people did, as tables for CSV and Parquet: the log of decisions, and the answers given out."""
    decisions = tuple(_decision(log.record(d)) for d in case.decisions())
    issued = tuple((i.id, i.added, i.as_of, i.digest) for i in ledger.issued(case._database))
    return (
        Table("decisions", columns(f"{_LOG} {_PLACE} {' '.join(f'toward_{c}' for c in _PLACE.split())}"), decisions),
        Table("issued", columns("id:integer added as_of sha256"), issued),
    )


_LOG = "id:integer added who kind reason value undoes:integer target"
_PLACE = "document reading:integer layer mark start:integer end:integer quote"


def _decision(record: dict[str, Any]) -> tuple[Any, ...]:
    own = tuple(record[name.partition(":")[0]] for name in _LOG.split())
    for part in ("place", "toward"):
        at: dict[str, Any] = record[part] or {}
        own += tuple(at.get(name.partition(":")[0]) for name in _PLACE.split())
    return own
