"""The case file as SQLite sees it: opening, creating, migrating, and its faults in one plain line each."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lagebild.errors import CaseError

APPLICATION_ID = 0x4C414745
"""`LAGE`: what tells a case file from any other database."""

VERSION = 2
"""The `user_version` of schema.sql."""

MIGRATIONS: tuple[tuple[int, str], ...] = (
    (
        2,
        "ALTER TABLE question ADD COLUMN catalogue TEXT;"
        "ALTER TABLE decision ADD COLUMN target TEXT;"
        "ALTER TABLE decision ADD COLUMN toward TEXT",
    ),
)
"""(the version it leads to, SQL), in order: how a case of an older version becomes one of `VERSION`."""

_RESTORE = "restore it from a copy, or make a new case and add the reports again"
_FAULTS: tuple[tuple[str, str, str], ...] = (
    ("SQLITE_NOTADB", "is no case file", "name one that `lagebild new` made"),
    ("SQLITE_CORRUPT", "is damaged or cut short", _RESTORE),
    ("SQLITE_FULL", "the disk is full", "free some space and run the command again: what was added is kept"),
    ("SQLITE_IOERR", "the disk cannot be read or written", "check the disk and its free space, then run it again"),
    ("SQLITE_READONLY", "cannot be written", "check the rights on the file and its folder"),
    ("SQLITE_PERM", "cannot be written", "check the rights on the file and its folder"),
    ("SQLITE_CANTOPEN", "cannot be opened", "check the rights on the file and its folder"),
    ("SQLITE_BUSY", "another process is writing to this case", "wait until it is done"),
    ("SQLITE_TOOBIG", "a text is too long for the case file", "split it"),
    ("SQLITE_NOMEM", "there is not enough memory", "free some and run the command again"),
)


@cache
def schema() -> str:
    """The SQL that makes an empty case."""
    return (files("lagebild.store") / "schema.sql").read_text("utf-8")


class Database:
    """A connection whose faults are CaseErrors. `write` says whether changes are allowed."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, write: bool) -> None:
        self.path, self.write, self._connection = path, write, connection

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a statement."""
        with explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement one by one: a case may be larger than memory."""
        with explained(self.path):
            yield from self._connection.execute(sql)

    def row(self, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """The first row of a statement, or None."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> int:
        """Runs a statement; gives the id of the row it put in."""
        with explained(self.path):
            return self._connection.execute(sql, values).lastrowid or 0

    def verify(self) -> None:
        """Reads the whole file. Raises CaseError when it is damaged."""
        broken = [str(row[0]) for row in self.rows("PRAGMA integrity_check(1)") if row[0] != "ok"]
        broken += [f"a row of {row[0]} points nowhere" for row in self.rows("PRAGMA foreign_key_check")[:1]]
        if broken:
            raise CaseError(str(self.path), f"is damaged ({broken[0]})", _RESTORE)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens inside is kept together, or none of it."""
        with self._between("BEGIN IMMEDIATE"):
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside see one state of the case, whatever is written meanwhile."""
        with self._between("BEGIN"):
            yield

    @contextlib.contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        self.run(begin)
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            # SQLite has rolled back by itself when the disk is full.
            if self._connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Closes the connection; the log is folded into the file when it is the last one."""
        with contextlib.suppress(sqlite3.Error):  # a full disk: the log stays beside the file, complete
            if self.write:
                self._connection.execute("PRAGMA optimize")
        self._connection.close()


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns SQLite's errors about `path` into CaseErrors with a remedy."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise fault(path, error) from error
    except UnicodeDecodeError as error:
        raise CaseError(str(path), "is damaged (a text in it is not UTF-8)", _RESTORE) from error


def fault(path: Path, error: sqlite3.DatabaseError) -> CaseError:
    """The CaseError that says in plain words what SQLite reports."""
    name = getattr(error, "sqlite_errorname", None) or ""
    for start, reason, remedy in _FAULTS:
        if name.startswith(start):
            return CaseError(str(path), reason, remedy)
    return CaseError(str(path), f"the case file is not as expected ({error})", _RESTORE)


def create(path: Path, first: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
    """Makes a case at `path` with the rows that the statements `first` put in.

    It is made under another name and linked to its own when it is whole. Raises CaseError when `path` exists
    or cannot be written.
    """
    if os.path.lexists(path):
        raise CaseError(str(path), "exists already", "choose another name, or add to it with `lagebild add`")
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _make(aside, path, first)
        _link(aside, path)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                aside.with_name(aside.name + ending).unlink()


def _make(aside: Path, path: Path, first: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
    with explained(path):
        connection = sqlite3.connect(aside, isolation_level=None)
        database = Database(path, connection, write=True)
        try:
            _prepare(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN;{schema()};COMMIT;")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            for sql, values in first:
                connection.execute(sql, values)
        finally:
            database.close()


def _link(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        raise CaseError(str(path), "exists already", "choose another name") from None
    except OSError:
        # A file system without hard links: the check above was the last word.
        try:
            os.rename(aside, path)
        except OSError as error:
            raise CaseError(str(path), f"cannot be written: {error.strerror}", "check the folder") from None


def connect(path: Path, *, write: bool) -> Database:
    """Opens the case at `path`, brought to this version when `write`. Raises CaseError when it is no case."""
    if path.is_dir():
        raise CaseError(str(path), "is a folder, not a case file", "name the case file in it")
    if not path.is_file():
        reason = "is no ordinary file" if path.exists() else "there is no such case"
        raise CaseError(str(path), reason, f"make it: lagebild new {path} --question question.toml")
    with explained(path):
        connection = _reach(path, write=write)
        try:
            _check(path, connection, write=write)
        except BaseException:
            connection.close()
            raise
    return Database(path, connection, write=write)


def _reach(path: Path, *, write: bool) -> sqlite3.Connection:
    # Readers open for writing too where they may, since only such a connection clears the log files away when it
    # is the last one. Where the folder cannot be written, a case that nobody is writing to is read as it stands.
    path = path.resolve()
    address = path.as_uri()
    resting = not path.with_name(f"{path.name}-wal").exists()
    modes = ["rw"] if write else ["rw", "ro", "ro&immutable=1"] if resting else ["rw", "ro"]
    if not write and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        modes.remove("rw")
    for mode in modes:
        connection = sqlite3.connect(f"{address}?mode={mode}", uri=True, isolation_level=None, timeout=10)
        try:
            _prepare(connection)
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if not write:
                connection.execute("PRAGMA query_only = ON")
            return connection
        except sqlite3.OperationalError as error:
            connection.close()
            name = error.sqlite_errorname or ""
            if mode == modes[-1] or not name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
                raise
        except BaseException:
            connection.close()
            raise
    raise AssertionError("the last mode returns or raises")


def _prepare(connection: sqlite3.Connection) -> None:
    # A case may come from anybody: functions in its schema get no trust. NORMAL in WAL mode loses nothing when
    # the process is killed, and the last transactions at most when the power fails; it never leaves half of one.
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _check(path: Path, connection: sqlite3.Connection, *, write: bool) -> None:
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if kind != APPLICATION_ID:
        raise CaseError(str(path), "is no case file", "name one that `lagebild new` made")
    if version > VERSION:
        raise CaseError(
            str(path), f"was made by a newer Lagebild (version {version}, known is {VERSION})", "update lagebild"
        )
    if version < VERSION:
        if not write:
            raise CaseError(
                str(path), f"was made by an older Lagebild (version {version})", "run `lagebild add` on it to update it"
            )
        _migrate(connection, version)


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    for target, sql in MIGRATIONS:
        if target > version:
            connection.executescript(f"BEGIN IMMEDIATE;{sql};PRAGMA user_version = {target};COMMIT;")
