"""Progress of `lagebild corpus read`: rate and time left on standard error, a JSON line a shard where asked for."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any

from lagebild.errors import plain

from . import output

if TYPE_CHECKING:
    from lagebild.corpus import Event

_EVERY = 10.0


class ShardMeter:
    """Says how far a run has come. Use as a context manager, hand `event` to `on_event`."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._live: Any = None
        self._last = time.monotonic()

    def __enter__(self) -> ShardMeter:
        if sys.stderr is not None and sys.stderr.isatty() and not self._as_json:
            from rich.console import Console
            from rich.status import Status

            self._live = Status("reading …", console=Console(stderr=True), spinner="dots")
            self._live.start()
        return self

    def event(self, event: Event) -> None:
        """Takes note of what happened to a shard."""
        if self._as_json:
            output.line(json.dumps(record(event), ensure_ascii=False))
        if event.kind in ("failed", "again"):
            what = "set aside" if event.kind == "failed" else "will be tried again"
            self._say(f"{event.shard.source}: {event.why}; {what}")
        if event.kind == "kept":
            return
        if self._live:
            self._live.update(plain(f"{told(event)} · {event.shard.source}", 200))
        elif not self._as_json and time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            output.error(told(event))

    def _say(self, line: str) -> None:
        if self._live:
            from rich.text import Text

            self._live.console.print(Text(f"lagebild: {plain(line, 2000)}"), soft_wrap=True)
        else:
            output.error(line)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()


def told(event: Event) -> str:
    """How far the run is, how fast, and how long it will take: by bytes of input, since shards differ in size."""
    share = event.done / event.all if event.all else 1.0
    rate = event.documents / max(0.001, event.seconds)
    left = event.seconds * (1 - share) / share if share else 0.0
    return f"{100 * share:.0f} %, {event.documents} documents, {rate:.1f} a second, {_span(left)} left"


def _span(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours} h {rest // 60:02} min" if hours else f"{rest // 60} min {rest % 60:02} s"


def record(event: Event) -> dict[str, Any]:
    """An event as the JSON log has it."""
    found: dict[str, Any] = {"event": event.kind, "shard": event.shard.source, "key": event.shard.key}
    found |= {"done": event.done, "of": event.all, "seconds": round(event.seconds, 3)}
    if event.why:
        found["why"] = event.why
    if event.marker is not None and event.kind == "read":
        names = ("documents", "deep", "languages", "unreadable", "passed", "bytes", "cpu", "memory")
        found |= {name: event.marker[name] for name in names} | {"took": event.marker["seconds"]}
    return found
