"""The cascade: what is cheap first, and the dear only on what is left.

1. A look at the bytes: a page in a language that is not wanted goes no further.
2. The report out of its page, and its language.
3. The fast marks.
4. The deep reader, on what bears on the question and on a share of the rest.

Each step has its CPU time, so that a run says what it spent where.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from lagebild.core import Marked, Reading
from lagebild.errors import Unreadable
from lagebild.gather.assemble import assemble
from lagebild.gather.flat import each_run
from lagebild.gather.language import detect
from lagebild.gather.raw import Item, Options
from lagebild.mark.guard import guarded
from lagebild.mark.reader import NONE, Reader, Small, named
from lagebild.weigh.question import loads

from .bearing import Filter, bears
from .settings import Settings

STEPS: tuple[str, ...] = ("container", "look", "boilerplate", "marks", "filter", "deep", "write")
"""The steps whose CPU time is told, in their order."""
_HEAD = 120_000  # bytes of a page that are looked at: half a page tells its language
_SAMPLE, _LEAST = 3000, 300  # characters of running text that are enough, and that must be there


class Found(NamedTuple):
    """What came of one record: a marked reading, or why there is none; and whether the deep reader read it."""

    what: Marked | Unreadable
    deep: bool = False


class Clock:
    """CPU seconds of this process by step."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Adds what the block takes to a step."""
        began = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] += time.process_time() - began


class Cascade:
    """Reads records by `settings`; holds no more than the filter of the question."""

    def __init__(self, settings: Settings, options: Options, clock: Clock) -> None:
        self._settings, self._options, self._clock = settings, options, clock
        self._wanted = frozenset(settings.languages)
        self._filter = Filter(loads(settings.question)) if settings.question is not None else None
        self._deep = _alone(settings.reader)

    def read(self, item: Item) -> Iterator[Found]:
        """All that comes of one record. No fault of a record gets out but as Unreadable."""
        try:
            with self._clock.step("look"):
                other = self._other_language(item)
            if other:
                yield Found(_foreign(item.source, other))
                return
            with self._clock.step("boilerplate"):
                outcomes = list(assemble(item.parse(), self._options))
        except Unreadable as fault:
            yield Found(fault)
            return
        except (MemoryError, RecursionError):
            yield Found(Unreadable(item.source, "needs more memory than the limit", "leave it out"))
            return
        for outcome in outcomes:
            if isinstance(outcome, Reading):
                yield self._marked(outcome)
            elif isinstance(outcome, Unreadable):
                yield Found(outcome)

    def _marked(self, reading: Reading) -> Found:
        source = reading.document.source or reading.document.id
        if self._wanted and reading.language not in self._wanted:
            return Found(_foreign(source, reading.language or "unknown"))
        try:
            with self._clock.step("marks"):
                marks = guarded(reading, reader=NONE)
            with self._clock.step("filter"):
                chosen = self._chosen(Marked(reading, marks))
            if chosen:
                with self._clock.step("deep"):
                    marks = guarded(reading, reader=self._deep)
        except Unreadable as fault:
            return Found(fault)
        except (MemoryError, RecursionError):
            return Found(Unreadable(source, "needs more memory than the limit", "leave it out"))
        return Found(Marked(reading, marks), chosen)

    def _chosen(self, marked: Marked) -> bool:
        """True for what the deep reader reads: what bears on the question, and a share of the rest that follows from
        the ids, so that it is the same in every run."""
        if self._settings.reader == NONE:
            return False
        if int(marked.reading.document.id[:8], 16) < self._settings.share * (1 << 32):
            return True
        return self._filter is not None and bears(self._filter, marked.reading, marked.marks) >= self._settings.least

    def _other_language(self, item: Item) -> str | None:
        """The language of a page, where a look at its bytes finds one that is not wanted; None goes on."""
        if not self._wanted or not item.data or item.data.startswith((b"\x1f\x8b", b"%PDF", b"\xff\xfe", b"\xfe\xff")):
            return None
        text = sample(item.data)
        found = detect(text) if len(text) >= _LEAST else None
        return found if found is not None and found not in self._wanted else None


def _alone(name: str) -> Reader:
    """A reader that keeps to one core: there is a worker on each of the others."""
    reader = named(name)
    return replace(reader, threads=1) if isinstance(reader, Small) else reader


def sample(data: bytes) -> str:
    """Running text of a page: its longer lines without what stands in navigation and footers, some 3,000 characters.
    Empty for a page that is not in UTF-8: it goes the long way."""
    try:
        page = data[:_HEAD].decode("utf-8") if len(data) <= _HEAD else data[:_HEAD].decode("utf-8", "ignore")
    except UnicodeDecodeError:
        return ""
    found: list[str] = []
    size = 0
    for run in each_run(page):
        if not run.aside and len(run.text) >= 80:
            found.append(run.text)
            size += len(run.text)
            if size >= _SAMPLE:
                break
    return "\n".join(found)


def _foreign(source: str, language: str) -> Unreadable:
    return Unreadable(source, f"is in a language that is not wanted ({language})", "name it in --languages")


_REASONS: tuple[tuple[str, str], ...] = (
    ("is in a language", "language"),
    ("is the same document", "duplicate"),
    ("took down its worker", "crash"),
    ("took longer than", "time"),
    ("needs more memory", "memory"),
    ("cannot be marked", "annotator"),
    ("is larger than", "size"),
    ("is longer than", "size"),
    ("holds more text", "size"),
    ("grows more than", "size"),
    ("is cut off", "cut off"),
    ("ends in the middle", "cut off"),
    ("has a broken gzip member", "broken"),
    ("is broken", "broken"),
    ("is a broken", "broken"),
    ("has the content encoding", "encoding"),
    ("has no text of a report", "no report"),
    ("is a consent wall", "consent"),
    ("is empty", "empty"),
    ("has an empty", "empty"),
    ("has no text", "empty"),
    ("holds a ", "kind"),
    ("is no text", "kind"),
    ("is a ", "kind"),
    ("is an ", "kind"),
    ("is no JSON", "record"),
    ("has no '", "record"),
    ("'", "record"),
)


def reason(fault: Unreadable) -> str:
    """The kind of a fault in a word, for counting; "other" where it is a new one."""
    return next((word for start, word in _REASONS if fault.reason.startswith(start)), "other")
