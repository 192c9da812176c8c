"""What was made of the reports of a large case, kept for the next start: links, and what was read for the question.

It lies in a folder of the user's, never in the case: a case may come from anybody, and must not bring its own links
along. A file's name is the digest of all that it hangs on (the code, every reading and mark, the question, the
catalogue, the day), so what has changed is simply not found. Nothing rests on these files: one that is missing, damaged
or of another version is made again.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from lagebild.core import Links, Question
from lagebild.link import link
from lagebild.weigh.asof import as_of as links_as_of
from lagebild.weigh.asof import latest
from lagebild.weigh.catalogue import Catalogue
from lagebild.weigh.desk import Read, Reads
from lagebild.weigh.evidence import Report
from lagebild.weigh.opinions import Judgement

from . import keep, values
from .file import Database

FOLDER = "LAGEBILD_CACHE"
"""The environment variable that names the folder; set and empty: nothing is kept."""
LEAST = 300
"""Documents of the smallest case that this is done for: fewer are linked in a moment."""
MOST = 16
"""Files that are kept; those used longest ago go first."""
_ENDING = ".made"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Told:
    """A report of a sign, and the id of the happening that it tells of."""

    report: Report
    happening: str | None


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read by one catalogue, without decisions: `lagebild.weigh.desk.Read` but for its links."""

    catalogue: str
    told: tuple[Told, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was read by all the catalogues that a question takes."""

    all: tuple[Readings, ...]


def linked(database: Database) -> tuple[str | None, Links]:
    """The machine's links of the readings in force, as they were kept or made now; and the name they are kept under,
    None where the case is too small or there is no folder."""
    with database.snapshot(), _undisturbed():
        marked = keep.marked(database, keep.in_force(database))
        state = _state(database) if len(marked) >= LEAST and folder() else None
        found = _load(Links, f"{state}-links") if state else None
    if found is not None:
        return state, replace(found, marked=marked)
    made = link(marked)
    if state is not None:
        _save(f"{state}-links", replace(made, marked=()))
    return state, made


@contextlib.contextmanager
def reading(state: str | None, links: Links, question: Question, catalogue: Catalogue | None) -> Iterator[Reads]:
    """What was read in the reports for a question as of their newest day, for `weigh`: as it was kept, or to be filled
    and then kept. `state` is what `linked` gives."""
    if state is None or catalogue is None:
        yield {}
        return
    day = latest(links, question.timezone) or question.opens
    asked = f"{values.dump(question)}\n{day}\n{catalogue.digest}"
    name = f"{state}-{hashlib.sha256(asked.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
    reads = _read(name, links, question, day)
    there = bool(reads)
    yield reads
    # What decisions change in the world is read anew: it hangs on the log, which grows.
    plain = [(digest, read) for (digest, changes), read in reads.items() if not changes and not read.found]
    if plain and not there:
        _save(name, Kept(tuple(Readings(digest, _named(read), read.judgements) for digest, read in plain)))


def _read(name: str, links: Links, question: Question, day: date) -> Reads:
    kept = _load(Kept, name)
    happenings = {h.id: h for h in links.happenings}
    if kept is None or any(t.happening not in happenings for r in kept.all for t in r.told if t.happening):
        return {}
    world = links_as_of(links, day, question.timezone)
    return {
        (r.catalogue, frozenset()): Read(
            world,
            tuple((t.report, happenings[t.happening] if t.happening else None) for t in r.told),
            r.judgements,
            frozenset(),
        )
        for r in kept.all
    }


def _named(read: Read) -> tuple[Told, ...]:
    return tuple(Told(report, happening.id if happening else None) for report, happening in read.told)


def folder() -> Path | None:
    """Where these files lie: `LAGEBILD_CACHE`, else the user's folder for such things; None where there is none."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) if named else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "lagebild/cache"
    if sys.platform == "darwin":
        return home / "Library/Caches/lagebild"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "lagebild"


def _state(database: Database) -> str:
    """The digest of all that links hang on."""
    digest = hashlib.sha256(_code().encode())
    for table in ("reading", "marking", "layer"):
        for row in database.each(f"SELECT * FROM {table} ORDER BY 1, 2"):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


@cache
def _code() -> str:
    """The package's files as they lie here (name, size and time of each) and the Python that runs them."""
    root = Path(__file__).parent.parent
    files = sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc")
    told = [(str(p.relative_to(root)), p.stat().st_size, p.stat().st_mtime_ns) for p in files]
    return hashlib.sha256(repr((sys.version, told)).encode("utf-8", "surrogatepass")).hexdigest()


def _load(kind: type[_T], name: str) -> _T | None:
    """What is kept under a name; None where there is nothing that can be read."""
    place = folder()
    if place is None:
        return None
    path = place / f"{name}{_ENDING}"
    try:
        with _undisturbed():
            found = values.load(kind, zlib.decompress(path.read_bytes()).decode("utf-8", "surrogatepass"))
        path.touch()
    except (OSError, zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return found


def _save(name: str, value: object) -> None:
    """Keeps a value under a name, whole or not at all. Where the folder cannot be written, nothing is kept."""
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        packed = zlib.compress(values.dump(value).encode("utf-8", "surrogatepass"), 1)
        handle, aside = tempfile.mkstemp(dir=place)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed)
            os.replace(aside, place / f"{name}{_ENDING}")
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(aside)
            raise
        held = sorted(place.glob(f"*{_ENDING}"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
        for path in held[MOST:]:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Without the collector, which would walk through millions of new values, none of them in a circle."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
