"""Small crawls, an engine in this process, and all that a corpus holds, for comparing two."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lagebild.core import Marked
from lagebild.corpus import Settings, Summary, read
from lagebild.corpus.engine import Ended, attempt
from lagebild.corpus.find import marked
from lagebild.corpus.query import sql
from lagebild.corpus.run import OnEvent
from lagebild.corpus.work import Job

SETTINGS = Settings(fetched="2023-01-01T00:00:00+00:00")
_PAGE = (
    '<html lang="{0}"><head><title>{1}</title><script type="application/ld+json">{{"@type": "NewsArticle", '
    '"datePublished": "{2}", "publisher": {{"name": "Hafenblatt"}}}}</script></head>'
    "<body><article><h1>{1}</h1>{3}</article></body></html>"
)
_GERMAN = (
    "Der Sprecher des Hafens sagte am Dienstag, die Arbeit am Kai {0} in Minsk ruhe seit {0} Stunden.",
    "„Wir warten auf Nachricht aus Belarus“, sagte er der Zeitung. Rund {0} Schiffe liegen vor der Küste.",
    "Nach Angaben der Behörde wurden im Dezember {0} Verträge mit Russland unterzeichnet, zwei davon in Brest.",
)
_FRENCH = (
    "Le port de la ville est fermé depuis trois jours et les bateaux attendent devant la côte avec leurs équipages. "
)


def page(number: int, *, language: str = "de") -> bytes:
    """A page of its own: German, or French where that is asked for."""
    lines = [_FRENCH * 3] * 3 if language == "fr" else [line.format(number) for line in _GERMAN]
    body = "".join(f"<p>{line}</p>" for line in lines)
    return _PAGE.format(language, f"Hafen {number} in Belarus", f"2022-12-{number % 28 + 1:02}", body).encode()


def record(number: int, body: bytes | None = None, *, head: str = "200 OK", kind: str = "text/html") -> bytes:
    """A response record as a crawler writes it (ISO 28500)."""
    content = page(number) if body is None else body
    block = f"HTTP/1.1 {head}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n".encode() + content
    lines = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:{number}>",
        f"WARC-Target-URI: https://blatt.example/{number}",
        "WARC-Date: 2022-12-30T10:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def packed(*records: bytes) -> list[bytes]:
    """Each record as a gzip member of its own."""
    return [gzip.compress(r, mtime=0) for r in records]


def crawl(folder: Path, *, shards: int, pages: int) -> list[Path]:
    """A crawl of so many files with so many pages each, no page twice."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for shard in range(shards):
        path = folder / f"crawl-{shard}.warc.gz"
        numbers = range(shard * pages + 1, (shard + 1) * pages + 1)
        path.write_bytes(b"".join(packed(*(record(n) for n in numbers))))
        made.append(path)
    return made


class Inline:
    """An engine that does one job at a time in this process."""

    name = "inline"

    def __init__(self, workers: int = 1) -> None:
        self.slots = 1
        self.jobs: list[Job] = []
        self._ended: list[Ended] = []

    def submit(self, job: Job) -> None:
        self.jobs.append(job)
        # Without a trace: its watchdog ends the process that it is in.
        from dataclasses import replace

        ended = attempt(replace(job, trace=None))
        self._ended.append(replace(ended, job=job))

    def wait(self, timeout: float) -> list[Ended]:
        ended, self._ended = self._ended, []
        return ended

    def close(self) -> None:
        return


def run(
    sources: Sequence[Path | str], out: Path, *, settings: Settings = SETTINGS, on_event: OnEvent | None = None
) -> Summary:
    """Reads in this process."""
    return read(sources, out, settings=settings, engine=Inline, workers=1, on_event=on_event)


def contents(out: Path) -> tuple[list[Marked], list[tuple[Any, ...]]]:
    """All that a corpus holds: marked readings and references to what was not read."""
    reports = sorted(marked(str(out)), key=lambda m: (m.reading.document.id, m.reading.document.source or ""))
    query = 'SELECT shard, record, "offset", source, reason, detail FROM unreadable ORDER BY ALL'
    return reports, list(sql(str(out), query)[1])
