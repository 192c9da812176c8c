"""A case on the desk: what is on file, kept in memory for each state of the file, so that pages only read.

Links are made once for each state (the newest marking and decision), an answer once for each state and day, the
sentences of a page once for each language. When the file changes, the new state is made in the background; pages wait
a moment for it, then show the state before and say so.
"""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from lagebild.core import Answer, Change, Entity, Happening, Links, Marked, Origin, Own, Question, Span
from lagebild.errors import CaseError
from lagebild.store import Case, Decision, made
from lagebild.store.file import connect
from lagebild.store.log import changes as placed
from lagebild.store.log import replay, standing
from lagebild.tell.happenings import in_time
from lagebild.tell.names import names
from lagebild.tell.report import build
from lagebild.tell.sentences import Writer
from lagebild.tell.views import Report
from lagebild.weigh import weigh
from lagebild.weigh.asof import latest, published
from lagebild.weigh.catalogue import Catalogue
from lagebild.weigh.desk import Reads
from lagebild.weigh.hand.world import decided

from .blind import kept_back
from .kept import Kept, Rows, Underway
from .whatif import WhatIf

DAYS = 6
"""Days of which the answer is kept in memory; the one as of now is one of them."""
PATIENCE = 3.0
"""Seconds that a page waits for a new state before it shows the one before, or says that there is none yet."""
KEPT = 2000
"""Things made from one view that are kept with it."""
PIECES = 60_000
"""Rows of lists, as HTML, that are kept with a view: about a kilobyte each."""
_LOOK = 0.4
_SHORT = 12
_T = TypeVar("_T")


class Revision(NamedTuple):
    """The state of a case file: the newest question, marking and decision."""

    question: int
    marking: int
    decision: int

    def __str__(self) -> str:
        return f"{self.question}-{self.marking}-{self.decision}"


@dataclass(frozen=True)
class World:
    """One state of a case: its links, and where things are in them. `short` maps a document's id to the shortest
    beginning that pages use as its address, `documents` that beginning to the reading. `now` is the day that pages show
    unless another is asked for: the newest publication."""

    revision: Revision
    question: Question
    catalogue: Catalogue | None
    machine: Links
    links: Links
    changes: tuple[Change, ...]
    blind: bool
    own: tuple[Own, ...]
    days: tuple[date, ...]
    now: date
    decisions: tuple[Decision, ...]
    lost: tuple[Decision, ...]
    short: dict[str, str]
    documents: dict[str, Marked]
    origins: dict[str, Origin]
    entities: dict[str, Entity]
    mentions: dict[str, dict[Span, str]]

    def day(self, asked: date | None) -> date | None:
        """The day to show for the one that is asked for, held to the days on which there was something to know; None
        for the newest."""
        if asked is None or not self.days:
            return None
        held = min(max(asked, self.days[0]), max(self.days[-1], self.now))
        return None if held == self.now else held

    @property
    def standing(self) -> tuple[Decision, ...]:
        """The decisions that were not taken back, oldest first."""
        return standing(self.decisions)


class View:
    """A world as of one day: the answer, its sentences in each language, and a model to ask "what if"."""

    def __init__(
        self, world: World, as_of: date | None, *, answer: Answer | None = None, reads: Reads | None = None
    ) -> None:
        self.world = world
        self.reads: Reads = {} if reads is None else reads
        if answer is None:
            made = weigh(
                world.machine, world.question, as_of=as_of, catalogue=world.catalogue, decisions=world.changes,
                reads=self.reads,
            )  # fmt: skip
            answer = kept_back(made) if world.blind else made
        self.answer: Answer = answer
        self.known = frozenset(m.reading.document.id for m in self.answer.links.marked)
        self._kept = Kept(KEPT)
        self.spoken: set[str] = set()
        self.pieces: Rows[Markup] = Rows(PIECES)

    def report(self, language: str) -> Report:
        """All sentences of the answer."""
        self.spoken.add(language)
        return self._kept.get(("report", language), lambda: build(self.answer, language))

    def writer(self, language: str) -> Writer:
        """A writer for one page: names and passages are shared, its citations are its own."""
        base = self._kept.get(
            ("writer", language),
            lambda: Writer(
                self.answer.links,
                language,
                names(self.answer, language),
                changes=(e.change for e in self.answer.effects),
            ),
        )
        # A new writer would go through all links again.
        passages = copy.copy(base.passages)
        passages.__dict__.update(_numbers={}, _cites=[], _turns=[])
        writer = copy.copy(base)
        writer.passages, writer.written = passages, []
        return writer

    def what_if(self) -> WhatIf:
        """The model behind the answer."""
        world = self.world
        return self._kept.get(
            "what if",
            lambda: WhatIf(
                world.machine, self.answer, world.catalogue, world.changes, shut=world.blind, reads=self.reads
            ),
        )

    def told(self) -> dict[str, tuple[Happening, ...]]:
        """Document id → the happenings that it tells of."""
        return self._kept.get("told", self._told)

    def in_time(self) -> list[Happening]:
        """The happenings in order of time, undated ones last."""
        return self._kept.get("in time", lambda: in_time(h for h in self.answer.links.happenings if h.mentions))

    def _told(self) -> dict[str, tuple[Happening, ...]]:
        found: dict[str, dict[str, Happening]] = {}
        for happening in self.in_time():
            for cite in happening.mentions:
                found.setdefault(cite.document, {})[happening.id] = happening
        return {document: tuple(own.values()) for document, own in found.items()}

    def keep(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Something made from this view, kept with it."""
        return self._kept.get(key, make)


class _Look(NamedTuple):
    """What the file was seen to hold: when, and after how many writings of ours."""

    at: float
    written: int
    revision: Revision
    issued: int


class Desk:
    """One case, open for reading by many at a time."""

    def __init__(self, path: Path, name: str, *, patience: float = PATIENCE) -> None:
        self.path, self.name, self.patience = path, name, patience
        self._lock = threading.Lock()
        self.stage = "linking"
        self._maker, self._viewer = self._pools()
        self._made: World | None = None
        self._machine: tuple[int, Links] | None = None
        self._state: str | None = None
        self._making: tuple[Revision, Future[World]] | None = None
        self._written = 0
        self._looked = _Look(0.0, 0, *self._look())
        self._views = Kept(DAYS)

    def revision(self) -> Revision:
        """The state of the file, looked up a few times a second at most. Raises CaseError when it can't be read."""
        return self._seen().revision

    def issued(self) -> int:
        """The number of the newest answer given out, 0 where there is none: no new state, but a page tells of it."""
        return self._seen().issued

    def touched(self) -> None:
        """Says that the file has just been written."""
        self._written += 1

    def _seen(self) -> _Look:
        """What stands in the file. What was looked up before the last writing of ours, even if it came back after it,
        is looked up again."""
        found, written, at = self._looked, self._written, time.monotonic()
        if found.written != written or at - found.at > _LOOK:
            found = self._looked = _Look(at, written, *self._look())
        return found

    def world(self) -> World:
        """What is on file; where that is not ready within the desk's patience, the state before. Raises Underway where
        there is none."""
        made, coming = self._coming()
        try:
            return coming.result(self.patience) if coming else made  # type: ignore[return-value]
        except NotYet:
            if made is None:
                raise Underway.at(self.name, self.stage) from None
            return made

    def current(self) -> World | None:
        """What is on file if it has been made, at once; None where it has not. Raises CaseError."""
        made = self._made
        return made if made is not None and made.revision == self.revision() else None

    def ready(self) -> World:
        """What is on file, however long it takes."""
        made, coming = self._coming()
        return coming.result() if coming else made  # type: ignore[return-value]

    def _coming(self) -> tuple[World | None, Future[World] | None]:
        """The newest state that was made, and the one to come where the file has changed since."""
        wanted = self.revision()
        with self._lock:
            if self._made is not None and self._made.revision == wanted:
                return self._made, None
            if self._making is None or (self._making[0] != wanted and self._making[1].done()):
                self._making = (wanted, self._maker.submit(self._make))
            return self._made, self._making[1]

    def behind(self, world: World) -> bool:
        """True when the file has changed since `world` was made."""
        return world.revision != self.revision()

    def view(self, as_of: date | None = None, world: World | None = None) -> View:
        """The answer as of a day; left out, as of the latest publication. Raises Underway where it is not ready within
        the desk's patience."""
        seen = world or self.world()
        day = seen.day(as_of)
        coming = self._views.begin((seen.revision, day), lambda: View(seen, day), self._viewer)
        try:
            return coming.result(self.patience)
        except NotYet:
            raise Underway.at(self.name, "weighing") from None

    def lend(self, case: Case) -> None:
        """Gives an open case the links that are in memory: to link anew for every decision would keep the analyst
        waiting."""
        made = self._made
        if made is not None:
            case.adopt(made.machine, marking=made.revision.marking)

    def decisions(self) -> tuple[Decision, ...]:
        """The log as it is on file this moment, oldest first."""
        with Case.open(self.path) as case:
            return case.decisions()

    def close(self) -> None:
        """Ends the background work. Who asks again begins it again: an application may be started more than once."""
        with self._lock:
            ended = (self._maker, self._viewer)
            self._maker, self._viewer = self._pools()
            self._making = None
        for pool in ended:
            pool.shutdown(wait=True, cancel_futures=True)
        self._views.drop()

    def _pools(self) -> tuple[ThreadPoolExecutor, ThreadPoolExecutor]:
        return (
            ThreadPoolExecutor(1, thread_name_prefix=f"lagebild-{self.name}"),
            ThreadPoolExecutor(1, thread_name_prefix=f"lagebild-days-{self.name}"),
        )

    def _look(self) -> tuple[Revision, int]:
        database = connect(self.path, write=False)
        try:
            row = database.row(
                "SELECT (SELECT max(number) FROM question), (SELECT max(id) FROM marking), "
                "(SELECT max(id) FROM decision), (SELECT max(id) FROM issued)"
            )
        finally:
            database.close()
        if row is None:
            raise CaseError(str(self.path), "cannot be read", "restore it from a copy")
        *state, issued = (int(n or 0) for n in row)
        return Revision(*state), issued

    def _make(self) -> World:
        revision, _ = self._look()
        self.stage = "linking"
        with Case.open(self.path) as case:
            # Linking takes longest, and only reports change what it gives.
            before = self._machine
            machine = before[1] if before and before[0] == revision.marking else case.links(decided=False)
            self._machine = (revision.marking, machine)
            self._state = case.state
            taken, blind, own = case.decisions(), case.blind, case.own()
            world = arrange(revision, case.question, case.catalogue, machine, taken, blind=blind, own=own)
        self.stage = "weighing"
        # The answer as of now is ready before anybody sees the new state. A note changes nothing of it.
        last, same, reads, spoken = self._made, None, None, set[str]()
        if last is not None:
            before_it = self._views.get((last.revision, None), lambda: View(last, None))
            spoken = before_it.spoken
            if _alike(last, world):
                same = before_it.answer
            if _same_reports(last, world) and len(before_it.reads) < DAYS:
                reads = before_it.reads
        state = self._state if same is None and reads is None else None
        with made.reading(state, machine, world.question, world.catalogue) as kept:
            found = kept if reads is None else reads
            view = self._views.get((revision, None), lambda: View(world, None, answer=same, reads=found))
        for language in spoken:
            view.report(language)
        with self._lock:
            self._made = world
        return world


def _alike(one: World, other: World) -> bool:
    """True where the answers must be the same."""
    facts = ((*w.revision[:2], w.changes, w.blind) for w in (one, other))
    return len(set(facts)) == 1


def _same_reports(one: World, other: World) -> bool:
    """True where what was read in the reports holds for both: decisions alone tell them apart."""
    return one.machine is other.machine and one.question == other.question and one.now == other.now


def arrange(
    revision: Revision,
    question: Question,
    catalogue: Catalogue | None,
    machine: Links,
    decisions: tuple[Decision, ...],
    *,
    blind: bool = False,
    own: tuple[Own, ...] = (),
) -> World:
    """What is on file, with what pages look things up by. `machine` are the links without any decision."""
    changes = placed(decisions, machine.marked) if decisions else ()
    links = decided(machine, changes).links if changes else machine
    ids = [m.reading.document.id for m in links.marked]
    size = _SHORT
    while len({i[:size] for i in ids}) < len(ids) and size < 64:
        size *= 2
    mentions: dict[str, dict[Span, str]] = {}
    for entity in links.entities:
        for cite in entity.mentions:
            mentions.setdefault(cite.document, {})[cite.span] = entity.id
    return World(
        revision=revision,
        question=question,
        catalogue=catalogue,
        machine=machine,
        links=links,
        changes=changes,
        blind=blind,
        own=own,
        days=published(links, question.timezone),
        now=latest(links, question.timezone) or question.opens,
        decisions=decisions,
        lost=replay(decisions, machine.marked).lost if decisions else (),
        short={i: i[:size] for i in ids},
        documents={m.reading.document.id[:size]: m for m in links.marked},
        origins={d: o for o in links.origins for d in o.documents},
        entities={e.id: e for e in links.entities},
        mentions=mentions,
    )
