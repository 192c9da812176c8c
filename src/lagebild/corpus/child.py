"""The child's end of a worker process: jobs in by standard input, how they ended out by standard output, pickled."""

from __future__ import annotations

import io
import os
import pickle
import signal
import sys
from contextlib import suppress

from lagebild.gather.limits import Limits

from .engine import Ended, attempt
from .work import Job


def main() -> None:
    """Serves jobs until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it ends its children
    jobs = sys.stdin.buffer
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints must not mix with the replies
    end_with_parent()
    prepared = False
    while True:
        try:
            job: Job = pickle.load(jobs)
        except EOFError:
            return
        fault = None if prepared else unready(job)
        prepared = fault is None
        ended = fault or attempt(job)
        try:
            pickle.dump(ended, replies, pickle.HIGHEST_PROTOCOL)
            replies.flush()
        except BrokenPipeError:
            return


def unready(job: Job) -> Ended | None:
    """Prepares this process for its jobs; how its first one ends where that fails, so that the run can say why."""
    try:
        prepare(job.settings.limits)
    except Exception as error:
        # Of any kind, since nobody foresaw it: an installation that is not whole, a fault of the program.
        return Ended(job, fault="internal", why=f"a worker cannot begin ({type(error).__name__}: {error})")
    return None


def prepare(limits: Limits) -> None:
    """Loads what every shard needs, then bounds the memory that may be taken beyond it, where the system can."""
    from . import needs, tables

    # pyarrow's own allocator reserves a gigabyte of addresses, which the bound below would take for use.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    arrow = needs.need("pyarrow")
    for module in ("fastwarc.warc", "trafilatura"):
        needs.need(module)
    with needs.need("pyarrow.parquet").ParquetWriter(io.BytesIO(), tables.schema("unreadable"), compression="zstd"):
        # One worker is one core: it needs no threads.
        arrow.set_cpu_count(1)
        arrow.set_io_thread_count(1)
    _warm()
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            held = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = held + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _warm() -> None:
    """Reads a few small pages, so that lists and models are loaded before the clock of the first record runs."""
    from lagebild.core import Reading
    from lagebild.errors import Unreadable
    from lagebild.gather.assemble import assemble
    from lagebild.gather.html import read_html
    from lagebild.gather.language import detect
    from lagebild.gather.raw import Options
    from lagebild.mark.guard import guarded
    from lagebild.mark.reader import NONE

    detect("Lorem ipsum dolor sit amet consetetur sadipscing")
    for text in (
        "Gestern sagte Anna Meier in Bad Reichenhall, dass 20 Soldaten nach Angaben der Polizei dort seien.",
        "Yesterday Ann Meyer said in Springfield, Illinois, that 20 soldiers had been attacked by the police there.",
        "Sehr geehrte Frau Präsidentin! Meine Damen und Herren! Ich sage Ihnen, dass wir das ablehnen. Wir glauben, "
        "die Regierung habe das versprochen; „so schwadronieren sie“, frohlockte Herr Meier. Ich danke Ihnen. ",
    ):
        page = f"<html><body><article><h1>Ein Titel</h1><p>{text * 3}</p></article></body></html>"
        for outcome in assemble(read_html(page.encode(), "warming", Options()), Options()):
            if isinstance(outcome, Reading):
                with suppress(Unreadable):  # what cannot be marked is named where it is a record
                    guarded(outcome, reader=NONE)


def end_with_parent() -> None:
    """Has the system end this process when its parent is gone: a shard that nobody waits for is work for nothing.
    Where the system can't (it is a call of Linux), the process ends after the shard that it is at."""
    if sys.platform != "linux":
        return
    import ctypes

    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)
