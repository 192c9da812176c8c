"""A server of feeds on this machine, that answers as it is told and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

Answer = Callable[["Handler"], None]


class Asked(NamedTuple):
    """One request: method, path, headers with names in small letters, body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Hands each path to its answer; 404 for others."""

    answers: dict[str, Answer]
    asked: list[Asked]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._take(b"")

    def do_POST(self) -> None:
        self._take(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _take(self, body: bytes) -> None:
        self.asked.append(Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        answer = self.answers.get(self.path)
        if answer is None:
            self.give(404)
        else:
            answer(self)

    def give(self, status: int, body: bytes = b"", **headers: str) -> None:
        """One whole answer."""
        self.send_response(status)
        for key, value in {"Content-Length": str(len(body)), "Connection": "close", **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class Server(NamedTuple):
    """The running server: set `answers[path]`, read `asked`."""

    root: str
    answers: dict[str, Answer]
    asked: list[Asked]

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [a.path for a in self.asked]

    def give(self, path: str, status: int = 200, body: str | bytes = b"", **headers: str) -> None:
        """Lets `path` answer so from now on."""
        data = body.encode() if isinstance(body, str) else body
        self.answers[path] = lambda handler: handler.give(status, data, **headers)


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port of 127.0.0.1."""
    answers: dict[str, Answer] = {}
    asked: list[Asked] = []
    handler = type("Handler", (Handler,), {"answers": answers, "asked": asked})
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{httpd.server_address[1]}", answers, asked)
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def feed(*entries: tuple[str, str, str], title: str = "Hafenblatt") -> str:
    """An RSS feed of (id, title, text)."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{i}</guid><link>https://hafen.example/{i}</link><title>{t}</title>"
        f"<description>{d}</description><pubDate>Thu, 0{n} Dec 2022 10:00:00 GMT</pubDate></item>"
        for n, (i, t, d) in enumerate(entries, 1)
    )
    head = f"<title>{title}</title><language>de</language>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'


ONE = ("a", "Streik im Hafen", "Die Arbeiter im Hafen haben am Montag gestreikt, sagte die Gewerkschaft.")
TWO = ("b", "Ende des Streiks", "Der Streik im Hafen ist am Mittwoch zu Ende gegangen, sagte die Behörde.")
