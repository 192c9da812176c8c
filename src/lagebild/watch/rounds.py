"""The rounds of a watch: poll what is due, keep what is new, weigh again, tell what matters."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lagebild.core import Answer
from lagebild.errors import BadInput, CaseError, LagebildError
from lagebild.gather.poll import Feed, Polled, Poller
from lagebild.store import Case, feeds, values
from lagebild.tell.exports.scene import dumped

from .alerts import Told, compare, told_of
from .moves import Moves
from .webhook import Webhook

_NAPS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What came of one round: counts of feeds by outcome, of documents, and of alerts; `failed` when some feed, the
    webhook or the writing failed."""

    feeds: dict[str, int]
    new: int
    updated: int
    alerts: int
    failed: bool


@dataclass(slots=True, kw_only=True)
class Watch:
    """Watches the case at `path`. `tell` is handed every event as data with `event`, `at` and `text`. The case is only
    open for moments: others may write to it between. `now` and `sleep` are the world, for tests."""

    path: Path
    poller: Poller
    moves: Moves
    tell: Callable[[dict[str, Any]], None]
    webhook: Webhook | None = None
    language: str | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    _failed: bool = field(default=False, init=False)

    def begin(self, named: Iterable[Feed] = (), forget: Iterable[str] = ()) -> tuple[Feed, ...]:
        """Adds and takes off feeds, and notes where the answer stands, if it was never watched before. Gives the feeds.
        Raises BadInput when there is none, or one to be taken off is not there."""
        with Case.open(self.path, write=True) as case:
            known = {f.url for f in feeds.feeds(case)}
            # A feed that is named anew is given a new chance, even one that was gone.
            feeds.remember(case, [f for f in named if f.url not in known or self._worn(case, f.url)])
            for url in forget:
                if not feeds.forget(case, url):
                    raise BadInput(url, "is no feed of this case", f"they are: {', '.join(sorted(known)) or 'none'}")
            found = feeds.feeds(case)
            if feeds.told(case) is None:
                answer = self._assessed(case)
                feeds.tell_of(case, values.dump(told_of(answer, blind=case.blind)))
        if not found:
            raise BadInput(str(self.path), "is watched by no feed", "name some: --feeds https://… or a file of them")
        return found

    def run(self) -> None:
        """Rounds without end, until all feeds are gone for good."""
        while True:
            began = self.now()
            found = self.round()
            if set(found.feeds) == {"gone"}:
                return
            rest = (began + self.poller.every - self.now()).total_seconds()
            while rest > 0:
                # In naps: the clock of the wall may be set.
                self.sleep(min(rest, _NAPS))
                rest = (began + self.poller.every - self.now()).total_seconds()

    def round(self) -> Round:
        """One round over all feeds."""
        self._failed = False
        with Case.open(self.path) as case:
            found = feeds.feeds(case)
        counts: dict[str, int] = {}
        new = updated = 0
        for feed in found:
            polled = self.poller.poll(feed)
            counts[polled.outcome] = counts.get(polled.outcome, 0) + 1
            self._remark(feed, polled)
            added = self._keep(feed, polled)
            new, updated = new + added[0], updated + added[1]
        alerts = self._weigh() if new or updated else 0
        return Round(feeds=counts, new=new, updated=updated, alerts=alerts, failed=self._failed or "failed" in counts)

    def _worn(self, case: Case, url: str) -> bool:
        return any(f.url == url and (f.gone or f.failures) for f in feeds.feeds(case))

    def _assessed(self, case: Case) -> Answer:
        return case.assess(allow_blind=True)

    def _remark(self, before: Feed, polled: Polled) -> None:
        """Tells what has changed with a feed; the same fault again and again is told once."""
        feed, said = polled.feed, ""
        if polled.outcome in ("failed", "gone") and (feed.fault != before.fault or feed.gone != before.gone):
            until = f"; asked again after {feed.not_before}" if polled.outcome == "failed" else ""
            said = f"{polled.reason}{until}"
        elif before.failures and not feed.failures and polled.outcome in ("new", "same"):
            said = "can be read again"
        elif polled.moved:
            said = f"has moved for good to {feed.moved}"
        elif polled.outcome == "waits" and polled.reason and feed != before:
            said = polled.reason
        if said:
            self._say("feed", f"{feed.url}: {said}", feed=feed.url, state=polled.outcome, reason=said)

    def _keep(self, before: Feed, polled: Polled) -> tuple[int, int]:
        if not polled.readings and polled.feed == before:
            return 0, 0
        try:
            with Case.open(self.path, write=True) as case:
                added = feeds.keep_entries(case, polled.feed, polled.readings)
                titles = {r.document.id: r.document for r in polled.readings}
        except CaseError as error:
            # Somebody else is writing, or the disk is full. The feed stays as it was and is asked again.
            self._failed = True
            self._say("fault", str(error), reason=error.reason)
            return 0, 0
        for fault in (*polled.unreadable, *added.unreadable):
            self._say("unreadable", str(fault), feed=before.url, source=fault.source, reason=fault.reason)
        for known_as in (*added.new, *added.updated):
            document = titles[known_as]
            title = document.title or document.url or known_as
            self._say(
                "added", f"{document.publisher or before.url}: {title}", feed=before.url, document=known_as,
                title=document.title, url=document.url, publisher=document.publisher, published=document.published,
            )  # fmt: skip
        return len(added.new), len(added.updated)

    def _weigh(self) -> int:
        """Weighs again and tells what is worth it. Told first, noted then: killed between, it is told twice, never not
        at all."""
        with Case.open(self.path) as case:
            answer, blind, kept = self._assessed(case), case.blind, feeds.told(case)
            question = case.question
        try:
            before = values.load(Told, kept) if kept else told_of(answer, blind=blind)
        except (ValueError, KeyError, TypeError, AttributeError):
            before = told_of(answer, blind=blind)
        alerts, now = compare(before, answer, self.moves, language=self.language, blind=blind)
        for alert in alerts:
            about = {"case": self.path.name, "question": {"id": question.id, "text": question.text}}
            event = self._say(alert.event, alert.text, **about, **alert.data)
            self._send(event)
        if now != before or kept is None:
            try:
                with Case.open(self.path, write=True) as case:
                    feeds.tell_of(case, values.dump(now))
            except CaseError as error:
                self._failed = True
                self._say("fault", str(error), reason=error.reason)
        return len(alerts)

    def _send(self, event: dict[str, Any]) -> None:
        if self.webhook is None:
            return
        reason = self.webhook.send(dumped(event, indent=None).encode())
        if reason is not None:
            self._failed = True
            fault = LagebildError(self.webhook.url, reason, "the alert was not taken; it stands above")
            self._say("webhook", str(fault), url=self.webhook.url, reason=reason)

    def _say(self, event: str, text: str, **data: Any) -> dict[str, Any]:
        at = self.now().astimezone(UTC).isoformat(timespec="seconds")
        whole = {"event": event, "at": at, "text": text, **data}
        self.tell(whole)
        return whole


def pause(every: timedelta) -> str:
    """A length of time in a few words: "15 minutes"."""
    seconds = int(every.total_seconds())
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            return f"{seconds // size} {name}{'' if seconds == size else 's'}"
    return f"{seconds} seconds"
