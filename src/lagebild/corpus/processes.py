"""The engine of one machine: child processes, each an interpreter of its own, driven by a thread each.

The death of one worker is the death of one job: a process pool of the standard library breaks as a whole instead.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import signal
import subprocess
import sys
import threading

from .engine import Ended
from .work import Job

_START = "import sys; sys.path[:] = {path!r}; from lagebild.corpus.child import main; main()"


class Processes:
    """So many workers, started when first needed and again when one has died."""

    name = "processes"

    def __init__(self, workers: int) -> None:
        self.slots = workers
        self._todo: queue.Queue[Job | None] = queue.Queue()
        self._done: queue.Queue[Ended] = queue.Queue()
        self._workers = [_Worker(self._todo, self._done) for _ in range(workers)]

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers that live."""
        return [pid for worker in self._workers if (pid := worker.pid) is not None]

    def submit(self, job: Job) -> None:
        """Starts a job."""
        self._todo.put(job)

    def wait(self, timeout: float) -> list[Ended]:
        """The jobs that ended, as soon as there is one; none when `timeout` seconds have passed."""
        found: list[Ended] = []
        with contextlib.suppress(queue.Empty):
            found.append(self._done.get(timeout=timeout))
            while True:
                found.append(self._done.get_nowait())
        return found

    def close(self) -> None:
        """Ends all workers at once."""
        for worker in self._workers:
            worker.stop()
        for _ in self._workers:
            self._todo.put(None)
        for worker in self._workers:
            worker.thread.join(5)


class _Worker:
    """A thread that hands jobs to one child process and starts it again when it has died."""

    def __init__(self, todo: queue.Queue[Job | None], done: queue.Queue[Ended]) -> None:
        self._todo, self._done = todo, done
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    @property
    def pid(self) -> int | None:
        child = self._child
        return child.pid if child is not None else None

    def stop(self) -> None:
        """Ends the child and, after it, the thread."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _run(self) -> None:
        while (job := self._todo.get()) is not None and not self._stopped:
            self._done.put(self._answer(job))
        self._end()

    def _answer(self, job: Job) -> Ended:
        try:
            child = self._ready()
            if child is None or child.stdin is None or child.stdout is None:
                return Ended(job, fault="died", why="was ended")
            pickle.dump(job, child.stdin)
            child.stdin.flush()
            ended: Ended = pickle.load(child.stdout)
            return ended
        except (EOFError, OSError, pickle.UnpicklingError):
            return Ended(job, fault="died", why=_how(self._end()))

    def _ready(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._child is None and not self._stopped:
                self._child = subprocess.Popen(
                    [sys.executable, "-c", _START.format(path=sys.path)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            return self._child

    def _end(self) -> int | None:
        """Clears the child away; gives its exit code."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(2)  # it has closed its output: let it end by itself, so that its code says how
        if child.poll() is None:
            child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return child.wait()


def _how(code: int | None) -> str:
    if code is None:
        return "did not start"
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
