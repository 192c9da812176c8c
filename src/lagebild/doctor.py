"""What is installed, what is missing and what that costs; and whether case files are sound."""

from __future__ import annotations

import platform
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lagebild.errors import LagebildError, plain
from lagebild.mark import reader

_OLDEST_SQLITE = (3, 37, 0)
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `sound` is False when something that is needed is missing or broken."""

    what: str
    found: str
    sound: bool = True
    cost: str = ""

    def __str__(self) -> str:
        line = f"{'ok     ' if self.sound else 'MISSING'}  {self.what}: {plain(self.found, 400)}"
        return f"{line}; {self.cost}" if self.cost else line


def examine(cases: Iterable[Path] = ()) -> Iterator[Finding]:
    """All findings about this installation, then one a case file."""
    yield Finding("lagebild", version("lagebild"))
    yield Finding("python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield _sqlite()
    yield from _packages()
    yield _time_zones()
    yield from _data()
    yield _reader()
    for case in cases:
        yield _case(case)


def _sqlite() -> Finding:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        return Finding("sqlite", found, False, "3.37 or newer is needed: no case can be opened")
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
    except sqlite3.OperationalError:
        return Finding("sqlite", f"{found} without FTS5", False, "no case can be made or searched")
    finally:
        connection.close()
    return Finding("sqlite", f"{found} with full-text search")


def _packages() -> Iterator[Finding]:
    for text in requires("lagebild") or ():
        match = _PACKAGE.match(text)
        if match is None or "extra ==" in text:
            continue
        try:
            yield Finding(match[0], version(match[0]))
        except PackageNotFoundError:
            yield Finding(match[0], "not installed", False, f"what needs it fails; pip install '{text}'")


def _time_zones() -> Finding:
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        return Finding("time zones", "none", False, "questions in another zone than UTC fail; pip install tzdata")
    return Finding("time zones", "known")


def _data() -> Iterator[Finding]:
    root = files("lagebild")
    for folder in ("data", "models"):
        place = root / folder
        names = sorted(entry.name for entry in place.iterdir()) if place.is_dir() else []
        if names:
            yield Finding(folder, ", ".join(n for n in names if not n.startswith("__")))
        elif folder == "data":
            yield Finding(folder, "not there", False, "nothing can be marked; install lagebild again")
        else:
            yield Finding(folder, "none in this version", cost="marks come from lexicons and automata only")


def _reader() -> Finding:
    lacking = reader.missing()
    if lacking is not None:
        return Finding("reader", f"none, since {lacking}", cost=f"{_WITHOUT_READER}; install lagebild again")
    chosen = reader.default()
    cost = _WITHOUT_READER if chosen.name == reader.NONE else ""
    return Finding("reader", f"{chosen.name} {chosen.version}", cost=cost)


# From `bench/reader.py`; the page on the reader has the whole table.
_WITHOUT_READER = (
    "names come from lists and forms alone: F1 on German newspaper sentences (GermEval 2014) 57 instead of 82"
)


def _case(path: Path) -> Finding:
    from lagebild.store import Case

    try:
        with Case.open(path) as case:
            return Finding(str(path), case.check())
    except LagebildError as error:
        return Finding(plain(str(path)), error.reason, False, error.remedy)
