"""A run: which shards are to be read, who reads them, and what becomes of one that fails."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from lagebild.errors import CorpusError

from .engine import Ended, Engine
from .lock import RunLock
from .place import Place
from .settings import Settings, differences
from .shards import Shard, expand
from .work import Job, traced

ATTEMPTS = 5
"""How often a shard is tried before it is set aside."""
_GUILTY = 2  # workers that died at the same record before it is left out: one may have been killed for another's sake
_PAUSE = 2.0  # seconds before an input that could not be read is tried again, doubled each time
_TICK = 1.0

EventKind = Literal["read", "kept", "failed", "again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a shard: read, kept (complete before, not read again), set aside, or tried again.
    `done` of `all` bytes of input are behind, in `seconds`; `marker` is the completion marker, `why` the fault."""

    kind: EventKind
    shard: Shard
    done: int
    all: int
    seconds: float
    documents: int
    marker: dict[str, Any] | None = None
    why: str = ""


@dataclass(slots=True)
class Summary:
    """What a run did: shards read, kept from before, and set aside with the reason; documents read."""

    read: int = 0
    kept: int = 0
    documents: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)


OnEvent = Callable[[Event], None]


def read(
    sources: Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    settings: Settings,
    engine: Callable[[int], Engine],
    workers: int,
    retry: bool = False,
    on_event: OnEvent | None = None,
) -> Summary:
    """Reads the shards that `sources` name into the corpus at `out`, with the engine that `engine(slots)` makes.

    What is complete is left alone, unless its input has changed. A shard that fails again and again is set aside, and
    read again only with `retry`. Raises BadInput for sources that name nothing, CorpusError for a corpus that another
    run writes, that was read with other settings, or that cannot be written.
    """
    settings.check()
    shards = expand(sources)
    place = Place(out)
    place.make()
    with RunLock(place) as lock:
        settings = agree(place, settings)
        place.clear_aside()
        place.aside().mkdir(parents=True, exist_ok=True)
        note(place, shards)
        run = _Run(place, settings, lock, on_event, sum(s.size for s in shards))
        todo = run.left(shards, retry=retry)
        try:
            if todo:
                run.go(todo, engine(min(workers, len(todo))))
        finally:
            place.clear_aside()
        return run.summary


def agree(place: Place, settings: Settings) -> Settings:
    """The settings with which the corpus was begun, or these where it begins now. Raises CorpusError for others."""
    known = place.get("corpus.json")
    if known is None:
        fetched = settings.fetched or datetime.now(UTC).isoformat(timespec="seconds")
        place.put({"fetched": fetched, "digest": settings.digest(), "settings": settings.told()}, "corpus.json")
        return replace(settings, fetched=fetched)
    if known["digest"] != settings.digest():
        found = differences(known["settings"], settings.told())
        raise CorpusError(place.root, f"was read with other settings ({found})", "use the same, or another --out")
    return replace(settings, fetched=known["fetched"])


def note(place: Place, shards: tuple[Shard, ...]) -> None:
    """Keeps what was asked for, so that it can be said what is missing."""
    runs = place.names("inputs")
    asked = {key for name in runs for key in place.get("inputs", name) or {}}
    fresh = {s.key: {"shard": s.source, "size": s.size} for s in shards if s.key not in asked}
    if fresh:
        place.put(fresh, "inputs", f"{len(runs) + 1:06}.json")


class _Run:
    """The state of a run."""

    def __init__(self, place: Place, settings: Settings, lock: RunLock, on_event: OnEvent | None, size: int) -> None:
        self._place, self._settings, self._lock = place, settings, lock
        self._on_event = on_event
        self._all, self._done, self._began = size, 0, time.monotonic()
        self._tries: Counter[str] = Counter()
        self._deaths: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._skip: defaultdict[str, dict[int, str]] = defaultdict(dict)
        self._later: list[tuple[float, Shard]] = []
        self.summary = Summary()

    def left(self, shards: tuple[Shard, ...], *, retry: bool) -> deque[Shard]:
        """The shards that are to be read; says of the others why not."""
        todo: deque[Shard] = deque()
        failed = set(self._place.names("failed"))
        done = set(self._place.names("shards"))
        for shard in shards:
            marker = self._place.get("shards", shard.key, "done.json") if shard.key in done else None
            if marker is not None and shard.same(marker):
                self.summary.kept += 1
                self._all -= shard.size
                self._tell("kept", shard, marker=marker)
            elif f"{shard.key}.json" in failed and not retry and self._known_bad(shard):
                continue
            else:
                if shard.key in done:
                    self._place.drop("shards", shard.key)  # its input is another one now
                todo.append(shard)
        return todo

    def _known_bad(self, shard: Shard) -> bool:
        told = self._place.get("failed", f"{shard.key}.json")
        if not shard.same(told):
            return False
        self._fail(shard, f"{told['why']} (set aside before; --retry reads it again)", keep=False)
        return True

    def go(self, todo: deque[Shard], engine: Engine) -> None:
        """Reads all of `todo`: never more at once than the engine has slots for."""
        under_way = 0
        try:
            while todo or under_way or self._later:
                self._wake(todo)
                while todo and under_way < engine.slots:
                    engine.submit(self._job(todo.popleft()))
                    under_way += 1
                if not under_way:
                    time.sleep(max(0.05, min(due for due, _ in self._later) - time.monotonic()))
                    continue
                for ended in engine.wait(_TICK):
                    under_way -= 1
                    self._take(ended, todo)
                self._lock.renew()
        finally:
            engine.close()

    def _wake(self, todo: deque[Shard]) -> None:
        now = time.monotonic()
        todo.extend(shard for due, shard in self._later if due <= now)
        self._later = [(due, shard) for due, shard in self._later if due > now]

    def _job(self, shard: Shard) -> Job:
        self._tries[shard.key] += 1
        trace = str(self._place.aside() / f"{shard.key}.{self._tries[shard.key]}.at")
        return Job(
            shard=shard, root=self._place.root, settings=self._settings, skip=dict(self._skip[shard.key]), trace=trace
        )

    def _take(self, ended: Ended, todo: deque[Shard]) -> None:
        shard = ended.job.shard
        if ended.marker is not None:
            self._done += shard.size
            self.summary.read += 1
            self.summary.documents += ended.marker["documents"]
            self.summary.unreadable.update(ended.marker["unreadable"])
            self._place.drop("failed", f"{shard.key}.json")
            self._tell("read", shard, marker=ended.marker)
        elif ended.fault == "output":
            raise CorpusError(self._place.root, *ended.why.rpartition("; ")[::2])
        elif ended.fault in ("refused", "internal"):
            self._fail(shard, ended.why)
        else:
            self._again(ended, shard, todo)

    def _again(self, ended: Ended, shard: Shard, todo: deque[Shard]) -> None:
        """Tries a shard again, without the record that took down its workers, or sets it aside."""
        why = ended.why
        for left in self._place.aside().glob(f"{shard.key}.*"):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)  # what a dead worker had written so far
        if ended.fault == "died" and ended.job.trace is not None:
            number, late = traced(ended.job.trace)
            if late:
                why = f"took longer than {self._settings.limits.seconds:g} seconds"
            if number is not None:
                self._deaths[shard.key][number] += _GUILTY if late else 1
                if self._deaths[shard.key][number] >= _GUILTY:
                    self._skip[shard.key][number] = why if late else f"took down its worker, which {why}"
                why = f"record {number} {why}" if late else f"its worker {why} at record {number}"
            else:
                why = f"its worker {why}"
        tries = self._tries[shard.key]
        if tries >= ATTEMPTS:
            self._fail(shard, f"{why}; tried {tries} times")
            return
        self._tell("again", shard, why=why)
        if ended.fault == "input":
            self._later.append((time.monotonic() + _PAUSE * 2 ** (tries - 1), shard))
        else:
            todo.append(shard)

    def _fail(self, shard: Shard, why: str, *, keep: bool = True) -> None:
        self._done += shard.size
        self.summary.failed[shard.source] = why
        if keep:
            told = {"shard": shard.source, "input": {"size": shard.size, "stamp": shard.stamp}, "why": why}
            self._place.put(told, "failed", f"{shard.key}.json")
        self._tell("failed", shard, why=why)

    def _tell(self, kind: EventKind, shard: Shard, *, marker: dict[str, Any] | None = None, why: str = "") -> None:
        if self._on_event is not None:
            event = Event(
                kind=kind,
                shard=shard,
                done=self._done,
                all=self._all,
                seconds=time.monotonic() - self._began,
                documents=self.summary.documents,
                marker=marker,
                why=why,
            )
            self._on_event(event)
