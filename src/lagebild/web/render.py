"""From what a page shows to its bytes: templates with autoescape, and pages kept ready for each state of a case."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from lagebild.core import Cite, Note
from lagebild.tell import format as f
from lagebild.tell import messages
from lagebild.tell.visible import visible

LANGUAGES = f.LANGUAGES
KEPT = 48 * 1024 * 1024
"""Bytes of pages that are kept ready."""
MAKERS = 3
"""Pages that are made at a time. More would only take turns on one core, and keep what is ready from being sent."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LEAST = 1024


@cache
def environment() -> Environment:
    """The templates. Every value passes `visible` and is escaped; nothing that comes from a report is marked safe."""
    made = Environment(
        loader=PackageLoader("lagebild.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
        auto_reload=False,
    )
    made.globals |= {"lang": _lang, "static": static, "f": f}
    return made


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value


@lru_cache(maxsize=256)
def _lang(language: str | None) -> Markup:
    """The attribute for the language of foreign words. What is no plain language code is left out."""
    if language and _LANGUAGE.fullmatch(language):
        return Markup(' lang="{}"').format(language)
    return Markup("")


@cache
def static(name: str) -> str:
    """The address of a file of ours; it changes with the file, so that browsers may keep it for good."""
    digest = hashlib.sha256((files("lagebild.web") / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@dataclass(frozen=True, slots=True)
class Talk:
    """How a page speaks and where its links lead: its language, the case and the day that it is seen as of."""

    language: str
    case: str | None = None
    as_of: date | None = None
    short: Mapping[str, str] | None = None

    def word(self, key: str) -> str:
        """A label; those of the web pages begin with `web.`."""
        return messages.word(key, self.language)

    def say(self, key: str, **values: str | int | float) -> str:
        """A message with its places filled."""
        return messages.say(Note(key, tuple(values.items())), self.language)

    def url(self, page: str = "", /, *, anchor: object = "", **query: object) -> str:
        """The address of a page of the case, as of the day that is shown."""
        asked = [f"{_coded(k)}={_coded(str(v))}" for k, v in query.items() if v not in (None, "")]
        if self.as_of is not None and not query.get("asof"):
            asked.append(f"asof={self.as_of.isoformat()}")
        path = f"/c/{_coded(self.case or '')}" + (f"/{quote(page, safe='/')}" if page else "")
        return path + (f"?{'&'.join(asked)}" if asked else "") + (f"#{_coded(str(anchor))}" if anchor else "")

    def document(self, known_as: str, **query: object) -> str:
        """The address of a report's text."""
        return self.url(f"reports/{(self.short or {}).get(known_as, known_as)}", **query)

    def at(self, cite: Cite) -> str:
        """The address of a passage: the report's text, opened at its words."""
        short = (self.short or {}).get(cite.document, cite.document)
        mark = f"&mark={_coded(cite.mark)}" if cite.mark else ""
        day = f"&asof={self.as_of.isoformat()}" if self.as_of is not None else ""
        start, end = cite.span
        return f"/c/{_coded(self.case or '')}/reports/{_coded(short)}?at={start}-{end}{mark}{day}#at"


@lru_cache(maxsize=16384)
def _coded(text: str) -> str:
    """Text as a part of an address. Names, ids and days come back on every page."""
    return quote(text, safe="")


def page(name: str, talk: Talk, /, **values: object) -> bytes:
    """A page as bytes."""
    # Not as globals: a template is shared by all threads, and its globals are too.
    text = environment().get_template(f"{name}.html.jinja").render(_speech(talk), **values)
    return text.encode("utf-8", "replace")


def macros(talk: Talk) -> Any:
    """The macros of `macros.html.jinja`, for parts of pages that are made apart from one."""
    return environment().get_template("macros.html.jinja").make_module(_speech(talk))


def _speech(talk: Talk) -> dict[str, Any]:
    return {
        "talk": talk,
        "word": talk.word,
        "say": talk.say,
        "url": talk.url,
        "at": talk.at,
        "language": talk.language,
    }


@dataclass(frozen=True, slots=True)
class Ready:
    """A page with its hash and its compressed form."""

    body: bytes
    packed: bytes
    tag: str
    kind: str


class Shelf:
    """Pages and answers of the API kept ready, by address and state; those asked for longest ago go first."""

    def __init__(self, most: int = KEPT) -> None:
        self._most, self._size, self._lock = most, 0, threading.Lock()
        self._makers = threading.BoundedSemaphore(MAKERS)
        self._held: OrderedDict[tuple[object, ...], Ready] = OrderedDict()

    def held(self, key: tuple[object, ...]) -> Ready | None:
        """The page of `key` if it is there."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def get(self, key: tuple[object, ...], make: Callable[[], bytes], kind: str) -> Ready:
        """The page of `key`, made when it is not there."""
        found = self.held(key)
        if found is not None:
            return found
        with self._makers:
            # Whoever waited may find it made by then.
            return self.held(key) or self._put(key, make, kind)

    def _put(self, key: tuple[object, ...], make: Callable[[], bytes], kind: str) -> Ready:
        made = ready(make(), kind)
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._size += _weight(key, made)
                while self._size > self._most and len(self._held) > 1:
                    self._size -= _weight(*self._held.popitem(last=False))
        return made


def _weight(key: tuple[object, ...], page: Ready) -> int:
    """Bytes that a page takes up, about: an address may be longer than the page that it leads to."""
    return len(page.body) + len(page.packed) + 4 * sum(len(part) for part in key if isinstance(part, str))


def ready(body: bytes, kind: str) -> Ready:
    """A body ready to be sent."""
    packed = gzip.compress(body, 3, mtime=0) if len(body) >= _LEAST else b""
    return Ready(body, packed, f'"{hashlib.sha256(body).hexdigest()[:24]}"', kind)


def answer(request: Request, found: Ready, status: int = 200) -> Response:
    """The response with a page: nothing but a tag when the browser has it already, compressed where it may be."""
    headers = {
        "etag": found.tag,
        "cache-control": "private, no-cache",
        "vary": "Accept-Encoding, Accept-Language, Cookie",
    }
    if status == 200 and found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = found.body
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        body = found.packed
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, media_type=found.kind)


def language(request: Request, own: str = "en") -> str:
    """The language of a page: as the address says, else as chosen before, else as the browser asks, else the
    question's."""
    asked = [request.query_params.get("lang", ""), request.cookies.get("lang", "")]
    accepted = request.headers.get("accept-language", "")
    asked += [part.split(";")[0].strip()[:2].lower() for part in accepted.split(",")[:8]]
    return next((one for one in asked if one in LANGUAGES), own if own in LANGUAGES else "en")
