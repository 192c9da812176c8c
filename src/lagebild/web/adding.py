"""Adding reports from the browser: files that were dropped, or addresses; how far it has come is told as it goes."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from lagebild.errors import BadInput, LagebildError, plain
from lagebild.store import Progress

from .desk import Desk
from .site import Seen, seen, show
from .work import writing

router = APIRouter(include_in_schema=False, default_response_class=Response)
FILES, ADDRESSES = 200, 50
"""Files and addresses at once at most."""
KEPT = 20
_SAFE = re.compile(r"[^\w. -]+")


@dataclass
class Job:
    """One addition: what it has come to. `rows` are what could not be read: the source and why."""

    id: str
    case: str
    total: int
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "updated": 0, "known": 0, "unreadable": 0})
    rows: list[tuple[str, str]] = field(default_factory=list)
    source: str = ""
    over: bool = False
    fault: str = ""
    step: int = 0

    def told(self, progress: Progress) -> None:
        """Takes note of one source."""
        self.counts = {k: getattr(progress, k) for k in self.counts}
        self.source = plain(Path(progress.source).name if "://" not in progress.source else progress.source, 120)
        if progress.error is not None and len(self.rows) < 500:
            name = Path(progress.error.source).name if "://" not in progress.error.source else progress.error.source
            self.rows.append((plain(name, 200), f"{progress.error.reason}; {progress.error.remedy}".rstrip("; ")))
        self.step += 1

    def state(self) -> dict[str, Any]:
        """What is told to the browser."""
        return {
            "counts": self.counts,
            "unreadable": [{"source": s, "reason": r} for s, r in self.rows],
            "source": self.source,
            "total": self.total,
            "done": sum(self.counts.values()),
            "over": self.over,
            "fault": self.fault,
        }


class Jobs:
    """The additions of this process, the newest few."""

    def __init__(self) -> None:
        self._held: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, desk: Desk, sources: list[str | Path], folder: Path | None) -> Job:
        """Begins to add `sources`; `folder` is removed when it is over. One addition a case at a time."""
        with self._lock:
            if any(j.case == desk.name and not j.over for j in self._held.values()):
                raise BadInput(desk.name, "reports are being added already", "wait until that is over")
            job = Job(secrets.token_urlsafe(9), desk.name, len(sources))
            self._held[job.id] = job
            while len(self._held) > KEPT:
                self._held.pop(next(iter(self._held)))
        threading.Thread(target=self._run, args=(job, desk, sources, folder), name=f"lagebild-add-{job.id}").start()
        return job

    def get(self, case: str, known_as: str) -> Job:
        """The addition with this id. Raises HTTPException 404."""
        job = self._held.get(known_as)
        if job is None or job.case != case:
            raise HTTPException(404, "no such addition")
        return job

    @staticmethod
    def _run(job: Job, desk: Desk, sources: list[str | Path], folder: Path | None) -> None:
        try:
            with writing(desk) as case:
                # In workers: what a report does to a reader must not end the server.
                case.add(sources, workers=1, on_progress=job.told)
        except LagebildError as error:
            job.fault = str(error)
        except Exception as error:  # the thread's last stop: a fault is told, never passed over
            job.fault = f"internal error: {type(error).__name__}"
            raise
        finally:
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            job.over = True
            job.step += 1


@router.get("/c/{case}/add")
def page(request: Request, case: str) -> Response:
    """Where reports are added."""
    return show(request, case, "add", lambda about: _page(about, None), keep=False)


def _page(about: Seen, job: Job | None) -> Mapping[str, Any]:
    guard = about.request.app.state.guard
    return {"job": job, "state": job.state() if job else None, "mb": guard.largest // 1024 // 1024}


@router.post("/c/{case}/add")
def add(
    request: Request,
    *,
    case: str,
    files: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    urls: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Takes files and addresses and begins to read them."""
    about = seen(request, case)
    sources: list[str | Path] = list(addresses(urls))
    given = [one for one in files if one.filename]
    if len(given) > FILES:
        raise BadInput("add", f"{len(given)} files are too many at once", f"give at most {FILES}")
    folder: Path | None = None
    if given:
        folder = Path(tempfile.mkdtemp(prefix="lagebild-add-"))
        for n, one in enumerate(given):
            # A name is what a report is called by when it has no publisher; it never says where it is put.
            home = folder / str(n)
            home.mkdir()
            target = home / file_name(one.filename or "")
            with target.open("xb") as out:
                shutil.copyfileobj(one.file, out)
            sources.append(target)
    if not sources:
        raise BadInput("add", "there is nothing to add", "choose files or give addresses")
    try:
        job = jobs(request).start(about.desk, sources, folder)
    except BadInput:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"job": job.id, "events": f"/c/{case}/add/{job.id}/events"}, 202)
    return RedirectResponse(f"/c/{case}/add/{job.id}", 303)


def addresses(text: str) -> list[str]:
    """The web addresses in a text, one a line. Raises BadInput for a line that is none: no path of this machine may be
    read by way of a form."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        if not line.lower().startswith(("http://", "https://")):
            raise BadInput(line, "is no web address", "one address a line, beginning with https://")
    if len(lines) > ADDRESSES:
        raise BadInput("add", f"{len(lines)} addresses are too many at once", f"give at most {ADDRESSES}")
    return lines


def file_name(name: str) -> str:
    """A file name that names nothing but a file: no folders, no leading dots, no controls."""
    last = plain(name, 400).replace("\\", "/").rpartition("/")[2]
    safe = _SAFE.sub("_", last).strip(". ")[-120:].lstrip(". ")
    return safe or "report"


def jobs(request: Request) -> Jobs:
    """The additions of the application."""
    found: Jobs = request.app.state.jobs
    return found


@router.get("/c/{case}/add/{job}")
def going(request: Request, case: str, job: str) -> Response:
    """How far an addition has come."""
    found = jobs(request).get(case, job)
    return show(request, case, "add", lambda about: _page(about, found), keep=False)


@router.get("/c/{case}/add/{job}/events")
async def events(request: Request, case: str, job: str) -> Response:
    """The same as it goes on: server-sent events."""
    found = jobs(request).get(case, job)

    async def stream() -> AsyncIterator[str]:
        step = -1
        while True:
            if found.step != step:
                step = found.step
                yield f"data: {json.dumps(found.state(), ensure_ascii=True)}\n\n"
            if found.over and found.step == step:
                return
            await asyncio.sleep(0.1)

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"cache-control": "no-store"})
