"""What runs jobs: an engine takes a job where it has a slot free, and says how it ended. Only paths and small results
travel; no page and no table does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from lagebild.errors import CorpusError, Unreadable

from .place import is_full, trouble
from .work import Job, read_shard

Fault = Literal["died", "input", "refused", "output", "internal"]
"""How a job failed: its worker died; its input could not be read; its input is no shard; the corpus could not be
written; a fault of the program."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A job that came to its end: with the completion marker, or with a fault and a line that says what it was."""

    job: Job
    marker: dict[str, Any] | None = None
    fault: Fault | None = None
    why: str = ""


class Engine(Protocol):
    """Runs jobs in other processes. `slots`: how many may be under way; more must not be submitted."""

    name: str
    slots: int

    def submit(self, job: Job) -> None:
        """Starts a job."""

    def wait(self, timeout: float) -> list[Ended]:
        """The jobs that ended, as soon as there is one; none when `timeout` seconds have passed."""

    def close(self) -> None:
        """Ends all workers at once; what they had under way is lost, and nothing is half there."""


def attempt(job: Job) -> Ended:
    """Does a job in this process. Every fault that leaves the process alive is told in the result."""
    try:
        return Ended(job, read_shard(job))
    except Unreadable as error:
        return Ended(job, fault="refused", why=error.reason)
    except CorpusError as error:
        return Ended(job, fault="output", why=f"{error.reason}; {error.remedy}")
    except OSError as error:
        full = trouble(job.root, error)  # wherever it was met: nothing here writes but to the corpus
        return (
            Ended(job, fault="output", why=f"{full.reason}; {full.remedy}")
            if is_full(error)
            else Ended(job, fault="input", why=error.strerror or str(error))
        )
    except MemoryError:
        return Ended(job, fault="died", why="needed more memory than the limit")
    except Exception as error:
        # Of any kind, since nobody foresaw it: the shard is set aside and named, and the others go on.
        return Ended(job, fault="internal", why=f"{type(error).__name__}: {error}")
