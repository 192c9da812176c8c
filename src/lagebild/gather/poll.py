"""Feeds, asked again and again, politely: only for what is new, only when due, never more than a host likes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Literal
from urllib.parse import urlsplit

from lagebild.core import Reading
from lagebild.errors import Unreadable

from . import robots
from .assemble import assemble
from .feed import EMPTY, read_feed
from .fetch import REDIRECTS, Reply, ask, redirected, session
from .kinds import HEAD, kind_of
from .limits import Limits
from .raw import Item, Items, Options

FEED_LIMITS = Limits(bytes=8_000_000, decompressed=16_000_000, seconds=30.0)
"""What one answer of a feed may take."""
GAP = 1.0
"""Seconds between two requests to one host, where its robots.txt asks for no more."""
PATIENCE = 60.0
"""Seconds that one poll waits for a host's turn; a longer wait is for a later round."""
_LONGEST_BACK_OFF, _LONGEST_RETRY = timedelta(days=1), timedelta(days=7)
_ROBOTS_KEPT = 86_400.0
_TRIES_OF_MOVED = 3
_FEED_TYPES = "application/atom+xml,application/rss+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"

Outcome = Literal["new", "same", "waits", "failed", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed and what was learnt of it: `etag` and `modified` as the server gave them, `moved` where it now is for
    good, `failures` in a row, `not_before` (ISO 8601, UTC) when it may be asked again, `gone` for good, `fault` the
    reason of the last failure."""

    url: str
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None
    failures: int = 0
    not_before: str | None = None
    gone: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What came of asking a feed once: `feed` as it stands now, the readings of its entries, the entries that could
    not be read, and why it failed or waits. Keep the readings before the feed."""

    outcome: Outcome
    feed: Feed
    readings: tuple[Reading, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    reason: str | None = None
    moved: bool = False


@dataclass(slots=True)
class _Host:
    """A host: its rules, when they were fetched, and when it was last asked (both `time.monotonic`)."""

    rules: robots.Rules = robots.OPEN
    read: float | None = None
    asked: float | None = None


class _Later(Exception):
    """The host wants to be left alone for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class Poller:
    """Asks feeds, one request at a time. A context manager. `every` is the time between two rounds, from which failed
    feeds back off; `now`, `sleep`, `clock` and `chance` are the world, for tests."""

    every: timedelta
    allow_private: bool = False
    timezone: str | None = None
    limits: Limits = FEED_LIMITS
    gap: float = GAP
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)
    _client: Any = None

    def __enter__(self) -> Poller:
        self._client = self._open.enter_context(session(self._options()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def poll(self, feed: Feed) -> Polled:
        """Asks `feed` if it is due. Never raises for what a server does."""
        if feed.gone:
            return Polled(outcome="gone", feed=feed, reason="is gone for good; take it off with --forget")
        if feed.not_before and self._early(feed.not_before):
            return Polled(outcome="waits", feed=feed, reason=f"is not asked before {feed.not_before}")
        try:
            reply, moved = self._get(feed)
        except _Later as later:
            until = self._until(timedelta(seconds=later.seconds))
            return Polled(
                outcome="waits", feed=replace(feed, not_before=until), reason=f"its host asks for time until {until}"
            )
        except Unreadable as error:
            return self._failed(feed, error.reason)
        known = replace(feed, moved=moved or feed.moved)
        return replace(self._answered(known, reply), moved=bool(moved and moved != feed.moved))

    def _early(self, until: str) -> bool:
        try:
            return self.now() < datetime.fromisoformat(until)
        except (ValueError, TypeError):
            return False  # a case may come from anybody: what is no moment with a zone keeps nothing back

    def _answered(self, feed: Feed, reply: Reply) -> Polled:
        well = replace(feed, failures=0, not_before=None, fault=None)
        if reply.status == 304:
            return Polled(outcome="same", feed=well)
        if reply.status == 410:
            return Polled(outcome="gone", feed=replace(feed, gone=True), reason="is gone for good (410)")
        if reply.status != 200:
            return self._failed(feed, f"the server answered {reply.status}", reply.headers)
        try:
            found = tuple(self._entries(reply.data, feed.url))
        except Unreadable as error:
            return self._failed(feed, error.reason)
        etag, modified = (_short(reply.headers.get(name)) for name in ("etag", "last-modified"))
        return Polled(
            outcome="new",
            feed=replace(well, etag=etag, modified=modified),
            readings=tuple(r for r in found if isinstance(r, Reading)),
            unreadable=tuple(r for r in found if isinstance(r, Unreadable)),
        )

    def _failed(self, feed: Feed, reason: str, headers: Mapping[str, str] | None = None) -> Polled:
        """Back off: twice as long after each failure, with jitter, and never before the server says."""
        failures = feed.failures + 1
        pause = min(_LONGEST_BACK_OFF, self.every * 2 ** min(failures, 30)) * (0.75 + self.chance() / 2)
        pause = max(pause, self._retry_after((headers or {}).get("retry-after")))
        # An address that it moved to and that fails again and again was no home: back to the one that was given.
        moved = None if failures >= _TRIES_OF_MOVED else feed.moved
        later = replace(feed, failures=failures, not_before=self._until(pause), fault=reason, moved=moved)
        return Polled(outcome="failed", feed=later, reason=reason)

    def _retry_after(self, value: str | None) -> timedelta:
        """Retry-After, in seconds or as a date, within bounds."""
        found = timedelta()
        if value and value.strip().isdigit():
            found = timedelta(seconds=min(int(value.strip()[:9]), 10**8))
        elif value:
            try:
                at = parsedate_to_datetime(value)
                found = (at if at.tzinfo else at.replace(tzinfo=UTC)) - self.now()
            except (ValueError, OverflowError):
                return timedelta()
        return max(timedelta(), min(found, _LONGEST_RETRY))

    def _until(self, pause: timedelta) -> str:
        return (self.now() + pause).astimezone(UTC).isoformat(timespec="seconds")

    def _get(self, feed: Feed) -> tuple[Reply, str | None]:
        """The answer, over redirects; and the address that it has for good, when redirects say so from the first on."""
        at, home, permanent = feed.moved or feed.url, None, True
        wanted = {"Accept": _FEED_TYPES}
        if feed.etag:
            wanted["If-None-Match"] = feed.etag
        if feed.modified:
            wanted["If-Modified-Since"] = feed.modified
        for _ in range(self.limits.redirects + 1):
            if not self._host(at).rules.allow(at):
                raise Unreadable(
                    feed.url, "robots.txt does not allow it", "ask the publisher, or add its reports by hand"
                )
            reply = self._ask(at, feed.url, wanted)
            location = reply.headers.get("location")
            if reply.status not in REDIRECTS or not location:
                return reply, home
            at = redirected(at, location, feed.url)
            permanent = permanent and reply.status in (301, 308)
            home = at if permanent else home
        raise Unreadable(feed.url, f"redirects more than {self.limits.redirects} times", "give the final address")

    def _host(self, url: str) -> _Host:
        """The host of an address, its robots.txt read at most a day ago."""
        parts = urlsplit(url)
        root = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        host = self._hosts.setdefault(root, _Host())
        if host.read is None or self.clock() - host.read > _ROBOTS_KEPT:
            host.rules = self._robots(f"{root}/robots.txt")
            host.read = self.clock()
        return host

    def _robots(self, url: str) -> robots.Rules:
        """RFC 9309, 2.3.1: none there means all is allowed, none to be had that nothing is."""
        at = url
        try:
            for _ in range(self.limits.redirects + 1):
                reply = self._ask(at, url, {"Accept": "text/plain,*/*;q=0.5"})
                location = reply.headers.get("location")
                if reply.status in REDIRECTS and location:
                    at = redirected(at, location, url)
                elif reply.status == 200:
                    return robots.rules(reply.data)
                else:
                    return robots.OPEN if 400 <= reply.status < 500 and reply.status != 429 else robots.CLOSED
        except Unreadable as error:
            # A host that cannot be reached is said to be so by its feed; a refused address must stay refused.
            raise Unreadable(url, error.reason, error.remedy) from None
        return robots.OPEN

    def _ask(self, at: str, url: str, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(at)
        host = self._hosts.setdefault(f"{parts.scheme.lower()}://{parts.netloc.lower()}", _Host())
        if host.asked is not None:
            wait = max(self.gap, host.rules.delay) - (self.clock() - host.asked)
            if wait > PATIENCE:
                raise _Later(wait)
            if wait > 0:
                self.sleep(wait)
        host.asked = self.clock()
        deadline = time.monotonic() + self.limits.seconds
        return ask(self._client, at, url, self._options(), deadline, headers=headers)

    def _options(self) -> Options:
        return Options(
            limits=self.limits,
            allow_private=self.allow_private,
            timezone=self.timezone,
            fetched=self.now().isoformat(timespec="seconds"),
        )

    def _entries(self, data: bytes, url: str) -> Iterator[Reading | Unreadable]:
        if kind_of(data[:HEAD]) != "feed":
            raise Unreadable(url, "is no feed", "give the address of its RSS or Atom feed")
        for item in self._items(data, url):
            if isinstance(item, Unreadable):
                yield item
            elif isinstance(item, Item):
                yield from self._entry(item)

    def _items(self, data: bytes, url: str) -> Items:
        try:
            yield from read_feed(data, url, self._options())
        except Unreadable as error:
            if error.reason != EMPTY:  # a quiet feed is a good one
                raise

    def _entry(self, item: Item) -> Iterator[Reading | Unreadable]:
        try:
            for found in assemble(item.parse(), self._options()):
                if isinstance(found, Reading | Unreadable):
                    yield found
        except Unreadable as error:
            yield error
        except (MemoryError, RecursionError):
            yield Unreadable(item.source, "needs more memory than there is", "leave it out")


def _short(value: str | None) -> str | None:
    """A validator to be sent back; one that is longer than any honest one is not kept."""
    return value if value and len(value) <= 1000 and value.isprintable() else None
