"""The one function that everything here turns on: a shard in, one Parquet file a table and a completion marker out.

Pure but for the files that it writes: the same shard with the same settings gives the same tables, on any machine.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import os
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from lagebild.core import Marked
from lagebild.errors import CorpusError, Unreadable
from lagebild.gather.limits import size
from lagebild.gather.raw import Item, Options
from lagebild.gather.warc import Entry
from lagebild.store.rows import storable

from .cascade import STEPS, Cascade, Clock, reason
from .container import entries
from .place import Place, trouble
from .settings import Settings
from .shards import Shard, open_shard
from .tables import TABLES
from .write import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A shard to be read into the corpus at `root`. `skip` maps numbers of records to why they are left out (they took
    down a worker before). `trace` is a file in which the worker says which record it is at; `most` stops after so many
    records, for an estimate: then nothing is put in place."""

    shard: Shard
    root: str
    settings: Settings
    skip: dict[int, str] = field(default_factory=dict)
    trace: str | None = None
    most: int | None = None


def read_shard(job: Job) -> dict[str, Any]:
    """Reads a shard and puts its tables in place; gives the completion marker.

    Raises Unreadable for what is no shard, OSError where the input can't be read (to be tried again), CorpusError where
    the output can't be written.
    """
    place = Place(job.root)
    # Beside the trace, which is where the run clears up.
    aside = Path(job.trace).parent if job.trace is not None else place.aside()
    folder = aside / f"{job.shard.key}.{uuid.uuid4().hex[:8]}"
    began = time.monotonic()
    try:
        with _output(place):
            writer = Writer(folder)
        tally = _Tally(job, writer, place)
        try:
            with open_shard(job.shard) as stream, _Trace(job) as trace:
                consumed = _read(job, stream, tally, trace)
            with tally.clock.step("write"), _output(place):
                writer.close()
        except BaseException:
            with _quietly():
                writer.abandon()
            raise
        marker = tally.marker(folder, consumed, time.monotonic() - began)
        if job.most is None:
            with _output(place):
                (folder / "done.json").write_text(json.dumps(marker, ensure_ascii=False, indent=1) + "\n", "utf-8")
            place.commit(folder, job.shard.key)
        return marker
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _read(job: Job, stream: IO[bytes], tally: _Tally, trace: _Trace) -> int:
    """Takes in all records; gives the bytes of the file that they took."""
    limits = job.settings.limits
    options = Options(limits=limits, fetched=job.settings.fetched)
    cascade = Cascade(job.settings, options, tally.clock)
    source = entries(stream, job.shard.source, options)
    while True:
        with tally.clock.step("container"):
            entry = next(source, None)
        if entry is None or (job.most is not None and entry.number > job.most):
            break
        if entry.number > limits.records:
            fault = Unreadable(job.shard.source, f"holds more than {limits.records} records", "split it")
            tally.fault(entry, fault)
            break
        trace.at(entry.number)
        _take(job, entry, cascade, tally)
    return stream.tell() if not stream.closed else job.shard.size


def _take(job: Job, entry: Entry, cascade: Cascade, tally: _Tally) -> None:
    if entry.what is None:
        tally.passed += 1
    elif isinstance(entry.what, Unreadable):
        tally.fault(entry, entry.what)
    elif entry.number in job.skip:
        tally.fault(entry, Unreadable(entry.what.source, job.skip[entry.number], "leave it out"))
    else:
        assert isinstance(entry.what, Item)
        for found in cascade.read(entry.what):
            if isinstance(found.what, Unreadable):
                tally.fault(entry, found.what)
            else:
                tally.keep(entry, found.what, deep=found.deep)


class _Tally:
    """Takes rows to the writer and counts."""

    def __init__(self, job: Job, writer: Writer, place: Place) -> None:
        self._job, self._writer, self._place = job, writer, place
        self.clock = Clock()
        self.passed = self.records = self.deep = self.characters = 0
        self._languages: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        # 16 bytes a document instead of a string of 64 characters: this grows with the shard.
        self._seen: set[bytes] = set()

    def keep(self, entry: Entry, marked: Marked, *, deep: bool) -> None:
        """Takes in a report, unless the shard had it before."""
        document = marked.reading.document
        identity = hashlib.blake2b(document.id.encode(), digest_size=16).digest()
        if identity in self._seen:
            self.fault(entry, Unreadable(document.source or document.id, "is the same document as one before"))
            return
        self._seen.add(identity)
        self.records += 1
        self.deep += deep
        self.characters += len(marked.reading.text)
        self._languages[marked.reading.language or "unknown"] += 1
        sound = Marked(storable(marked.reading), marked.marks)
        with self.clock.step("write"), _output(self._place):
            self._writer.rows.document(
                sound, shard=self._job.shard.key, record=entry.number, offset=entry.offset, deep=deep
            )
            self._writer.step()

    def fault(self, entry: Entry, fault: Unreadable) -> None:
        """Takes in a reference to what is in no table."""
        kind = reason(fault)
        self._reasons[kind] += 1
        self._writer.rows.unreadable(
            shard=self._job.shard.key,
            record=entry.number,
            offset=entry.offset,
            source=_sound(fault.source),
            reason=kind,
            detail=_sound(fault.reason),
        )
        with self.clock.step("write"), _output(self._place):
            self._writer.step()

    def marker(self, folder: Path, consumed: int, seconds: float) -> dict[str, Any]:
        """The completion marker: what was read, with what, what came of it and what it cost."""
        shard = self._job.shard
        return {
            "shard": shard.source,
            "key": shard.key,
            "input": {"size": shard.size, "stamp": shard.stamp, "consumed": consumed},
            "settings": self._job.settings.digest(),
            "lagebild": version("lagebild"),
            "documents": self.records,
            "deep": self.deep,
            "characters": self.characters,
            "languages": dict(sorted(self._languages.items())),
            "unreadable": dict(sorted(self._reasons.items())),
            "passed": self.passed,
            "bytes": sum((folder / f"{table}.parquet").stat().st_size for table in TABLES),
            "seconds": round(seconds, 3),
            "cpu": {step: round(self.clock.seconds[step], 3) for step in STEPS if self.clock.seconds[step]},
            "memory": resident(),
        }


class _Trace:
    """Says which record is at work, in a file that outlives this process, and ends the process at a record that takes
    longer than the limit: only a watchdog outside the interpreter's lock can, where a C function does not come back."""

    def __init__(self, job: Job) -> None:
        self._seconds = job.settings.limits.seconds
        self._path = job.trace
        self._file: IO[str] | None = None
        self._late: IO[str] | None = None

    def __enter__(self) -> _Trace:
        if self._path is not None:
            self._file = open(self._path, "w", encoding="ascii")
            self._late = open(f"{self._path}.late", "w", encoding="ascii")
        return self

    def at(self, number: int) -> None:
        """The record with this number comes next."""
        if self._file is not None and self._late is not None:
            os.pwrite(self._file.fileno(), b"%12d" % number, 0) if hasattr(os, "pwrite") else self._plainly(number)
            faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._late)

    def _plainly(self, number: int) -> None:
        assert self._file is not None
        self._file.seek(0)
        self._file.write(f"{number:12}")
        self._file.flush()

    def __exit__(self, *_: object) -> None:
        if self._file is not None and self._late is not None:
            faulthandler.cancel_dump_traceback_later()
            for file in (self._file, self._late):
                file.close()
                os.unlink(file.name)


def traced(path: str) -> tuple[int | None, bool]:
    """The record at which a worker with this trace ended, None where it is not known, and whether it was late. Drops
    the trace."""
    number: int | None = None
    late = False
    for name in (path, f"{path}.late"):
        try:
            text = Path(name).read_text("ascii", "replace")
            os.unlink(name)
        except OSError:
            continue
        if name == path:
            number = int(text) if text.strip().isdigit() else None
        else:
            late = bool(text)
    return number, late


@contextmanager
def _output(place: Place) -> Iterator[None]:
    """Tells faults of writing from faults of reading: the first end the run, the second are tried again."""
    try:
        yield
    except OSError as error:
        raise trouble(place.root, error) from error


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except (OSError, CorpusError):
        return  # the fault that led here is the one to tell


def _sound(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def resident() -> int | None:
    """The memory that this process holds, in bytes; None where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return None


def spoken(count: int | None) -> str:
    """A size in words; a dash where it is not known."""
    return size(count) if count is not None else "–"
