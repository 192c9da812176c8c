"""What the tests of watching share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import QUESTION

from lagebild.gather.limits import Limits
from lagebild.gather.poll import Poller
from lagebild.store import Case

from .server import Server, running


@dataclass
class World:
    """A clock that only moves when somebody sleeps, and notes how long."""

    at: datetime = datetime(2022, 12, 10, 12, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def clock(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def poller(world: World) -> Iterator[Callable[..., Poller]]:
    """Makes pollers in that world; chance is in the middle."""
    made: list[Poller] = []

    def make(**more: Any) -> Poller:
        options: dict[str, Any] = {
            "every": timedelta(minutes=15), "allow_private": True, "now": world.now, "clock": world.clock,
            "sleep": world.sleep, "chance": lambda: 0.5,
            "limits": Limits(bytes=100_000, decompressed=200_000, seconds=20.0),
        }  # fmt: skip
        found = Poller(**(options | more))
        made.append(found)
        return found.__enter__()

    yield make
    for one in made:
        one.__exit__(None, None, None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new case, closed."""
    with Case.create(tmp_path / "hafen.lage", question=QUESTION):
        pass
    return tmp_path / "hafen.lage"
