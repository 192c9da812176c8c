"""One run a corpus. A local corpus is locked by the operating system, which gives the lock back when its owner ends,
however it ends. On an object store there is no such lock: a note of the run stands there, renewed while it lives. Two
runs that both miss it do the same work twice and put the same files; nothing is doubled."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from types import TracebackType
from typing import IO

from lagebild.errors import CorpusError

from .place import Place

_LIVES = 180.0  # seconds for which a note on an object store counts
_RENEWED = 60.0


class RunLock:
    """Held from construction to `release`. Raises CorpusError when another run holds it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._file: IO[str] | None = None
        self._noted = 0.0
        if place.remote:
            self._claim()
        else:
            self._file = self._take(Path(place.root, "lock"))

    def _take(self, path: Path) -> IO[str]:
        with self._place.explained():
            file = open(path, "a+", encoding="utf-8")  # noqa: SIM115
        try:
            _lock(file)
        except OSError:
            file.seek(0)
            holder = file.read(200).strip() or "another process"
            file.close()
            raise self._refusal(holder) from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}")
        file.flush()
        return file

    def _refusal(self, holder: str) -> CorpusError:
        return CorpusError(self._place.root, f"is being written by {holder}", "wait until it is done")

    def _claim(self) -> None:
        held = self._place.get("lock.json")
        if held and held.get("run") != self._me() and time.time() - held.get("at", 0) < _LIVES:
            raise self._refusal(str(held.get("run")))
        self.renew()

    def _me(self) -> str:
        return f"process {os.getpid()} on {socket.gethostname()}"

    def renew(self) -> None:
        """Says that the run still lives; to be called now and then."""
        if self._place.remote and time.monotonic() - self._noted > _RENEWED:
            self._noted = time.monotonic()
            self._place.put({"run": self._me(), "at": time.time()}, "lock.json")

    def release(self) -> None:
        """Gives the lock back. May be called again."""
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None
        elif self._place.remote and self._noted:
            self._noted = 0.0
            self._place.drop("lock.json")

    def __enter__(self) -> RunLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _lock(file: IO[str]) -> None:
    """Takes the system's lock on a file, or raises OSError at once."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
