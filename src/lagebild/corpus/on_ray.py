"""The engine of a cluster: Ray actors, one a slot, each of which keeps the annotators and the reader's model loaded.

Ray moves jobs and completion markers only; pages and tables go from the shard's place to the corpus's place.
"""

from __future__ import annotations

import os
from typing import Any

from lagebild.errors import BadInput

from .child import unready
from .engine import Ended, attempt
from .needs import need
from .work import Job

_DEFAULTS = (
    ("RAY_raylet_start_wait_time_s", "180"),
    ("RAY_agent_register_timeout_ms", "180000"),
    ("RAY_USAGE_STATS_ENABLED", "0"),
    # 15 by default: beside other work such a worker hardly comes to run at all.
    ("RAY_worker_niceness", "0"),
)
_STORE = 100_000_000  # bytes of shared memory: little more than the least that Ray takes, since no page goes through it
_STARTS = 3
"""How often a cluster on this machine is tried: Ray gives the parts that it starts 15 and 30 seconds, fixed in its
code, and gives up where a busy machine takes longer."""


class Reader:
    """What lives in an actor."""

    def __init__(self) -> None:
        self._prepared = False

    def read(self, job: Job) -> Ended:
        """Does a job."""
        fault = None if self._prepared else unready(job)
        self._prepared = fault is None
        return fault or attempt(job)

    def pid(self) -> int:
        """The process that the actor lives in."""
        return os.getpid()


class OnRay:
    """So many actors on the cluster at `address`; a cluster of this machine's own where it is None."""

    name = "ray"

    def __init__(self, workers: int, address: str | None = None) -> None:
        for name, value in _DEFAULTS:
            os.environ.setdefault(name, value)  # read when ray is imported
        self._ray: Any = need("ray", "ray")
        self.slots = workers
        self._connect(address)
        # Ray must not try again by itself: the run counts the tries, and knows which record to leave out.
        self._maker = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Reader)
        self._idle: list[Any] = [self._maker.remote() for _ in range(workers)]
        self._busy: dict[Any, tuple[Any, Job]] = {}

    def _connect(self, address: str | None) -> None:
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
        if address is None:
            options |= {"num_cpus": self.slots, "include_dashboard": False, "object_store_memory": _STORE}
        else:
            options["address"] = address
        for left in reversed(range(_STARTS if address is None else 1)):
            try:
                self._ray.init(**options)
                return
            except Exception as error:
                # Ray tells of a cluster that does not start by a bare Exception.
                self._ray.shutdown()
                if not left:
                    raise _unreachable(address, error) from None

    def submit(self, job: Job) -> None:
        """Starts a job."""
        actor = self._idle.pop()
        self._busy[actor.read.remote(job)] = (actor, job)

    def wait(self, timeout: float) -> list[Ended]:
        """The jobs that ended, as soon as there is one; none when `timeout` seconds have passed."""
        if not self._busy:
            return []
        ready, _ = self._ray.wait(list(self._busy), num_returns=1, timeout=timeout)
        return [self._ended(reference) for reference in ready]

    def _ended(self, reference: Any) -> Ended:
        actor, job = self._busy.pop(reference)
        try:
            ended: Ended = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            self._idle.append(self._maker.remote())
            return Ended(job, fault="died", why=f"died ({type(error).__name__})")
        self._idle.append(actor)
        return ended

    def close(self) -> None:
        """Ends the actors, and the cluster where it was started here."""
        for actor, _ in self._busy.values():
            self._ray.kill(actor)
        self._busy = {}
        self._ray.shutdown()


def _unreachable(address: str | None, error: Exception) -> BadInput:
    why = " ".join(str(error).split())
    if address is None:
        return BadInput("ray", f"did not start, tried {_STARTS} times ({why})", "use --engine processes here")
    return BadInput("ray", f"cannot be reached at {address} ({why})", "give --address of a cluster, or none")
