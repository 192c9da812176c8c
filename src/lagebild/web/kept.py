"""Values made once however many ask for them, and the word that one is not ready yet."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

from lagebild.errors import LagebildError

_T = TypeVar("_T")


class Underway(LagebildError):
    """What is asked for is still being worked out: ask again in a moment. `stage` is what is being done."""

    def __init__(self, source: str, reason: str, remedy: str = "ask again in a moment") -> None:
        super().__init__(source, reason, remedy)
        self.stage = "weighing"

    @classmethod
    def at(cls, name: str, stage: str) -> Underway:
        """The case `name` at a stage of the work, `linking` or `weighing`."""
        made = cls(name, f"is being worked out ({stage})")
        made.stage = stage
        return made


class Kept:
    """A small cache: the newest `most` values, each made once however many ask for it at the same time."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._held: OrderedDict[Hashable, Future[object]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """The value of `key`, made by `make` when it is not there. What `make` raises is raised and not kept."""
        future, mine = self._place(key)
        if mine:
            self._fill(key, future, make)
        return future.result()  # type: ignore[return-value]

    def begin(self, key: Hashable, make: Callable[[], _T], pool: ThreadPoolExecutor) -> Future[_T]:
        """The value of `key` to come, made in `pool` when it is not there."""
        future, mine = self._place(key)
        if mine:
            pool.submit(self._fill, key, future, make)
        return future  # type: ignore[return-value]

    def drop(self) -> None:
        """Forgets what is not made yet; whoever waits for it is told that it is cancelled."""
        with self._lock:
            waiting = [(key, future) for key, future in self._held.items() if not future.done()]
            for key, _ in waiting:
                del self._held[key]
        for _, future in waiting:
            future.cancel()

    def _place(self, key: Hashable) -> tuple[Future[object], bool]:
        """Where the value of `key` is or will be, and whether it is on the caller to make it."""
        with self._lock:
            future = self._held.get(key)
            mine = future is None
            if future is None:
                future = self._held[key] = Future()
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
            self._held.move_to_end(key)
        return future, mine

    def _fill(self, key: Hashable, future: Future[object], make: Callable[[], object]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(make())
        except BaseException as error:
            with self._lock:
                self._held.pop(key, None)
            future.set_exception(error)


class Rows(Generic[_T]):
    """Small things made once: at most `most` are held; when there are more, all are forgotten and begun again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, _T] = {}

    def get(self, key: Hashable) -> _T | None:
        """The thing of `key` if it is there."""
        return self._held.get(key)

    def put(self, key: Hashable, made: _T) -> _T:
        """Holds a thing and gives it back. Who makes the same at the same time makes it twice, which costs less than a
        lock for every row."""
        if len(self._held) >= self._most:
            self._held = {}
        self._held[key] = made
        return made
