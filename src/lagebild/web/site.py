"""What a request is about: which case, as of which day, in which language; and the page that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from lagebild.core import Document
from lagebild.errors import BadInput
from lagebild.tell import format as f

from . import render
from .desk import PATIENCE, Desk, View, World
from .pieces import rows
from .render import Shelf, Talk

HTML = "text/html; charset=utf-8"
NAV: tuple[tuple[str, str], ...] = (
    ("", "overview"),
    ("answer", "answer"),
    ("timeline", "timeline"),
    ("reports", "reports"),
    ("people", "people"),
    ("sources", "sources"),
    ("contradictions", "contradictions"),
    ("signs", "signs"),
    ("map", "map"),
    ("record", "record"),
    ("decisions", "decisions"),
    ("add", "add"),
)
"""The pages of a case in the order of the menu: address and label."""
_NAME = re.compile(r"[^\w.-]+")
_YEAR = 4


class Site:
    """All cases that are served, and the pages kept ready."""

    def __init__(self, paths: Iterable[Path], *, patience: float = PATIENCE) -> None:
        self.desks: dict[str, Desk] = {}
        for path in paths:
            base = _NAME.sub("-", path.stem).strip("-.") or "case"
            name, n = base, 1
            while name in self.desks:
                n += 1
                name = f"{base}-{n}"
            self.desks[name] = Desk(path, name, patience=patience)
        if not self.desks:
            raise BadInput("serve", "no case is named", "name one: lagebild serve belarus.lage")
        self.shelf = Shelf()

    def desk(self, name: str) -> Desk:
        """The case with this name. Raises HTTPException 404."""
        if name not in self.desks:
            raise HTTPException(404, "no such case")
        return self.desks[name]

    def close(self) -> None:
        """Ends all background work."""
        for desk in self.desks.values():
            desk.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """A case as a request sees it."""

    request: Request
    site: Site
    desk: Desk
    world: World
    view: View
    talk: Talk

    def document(self, name: str) -> Any:
        """The reading that a page's address names. Raises HTTPException 404."""
        short = next(iter(self.world.short.values()), "")
        found = self.world.documents.get(name[: len(short)] if short else name)
        if found is None or not found.reading.document.id.startswith(name):
            raise HTTPException(404, "no such report")
        if found.reading.document.id not in self.view.known:
            raise HTTPException(404, "this report was not out on that day")
        return found


def day(text: str | None) -> date | None:
    """A day from an address; None where there is none. Raises HTTPException 422 for what is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HTTPException(422, f"'{text[:40]}' is no day such as 2023-01-03") from None


def number(text: str | None, *, most: int, least: int = 0, otherwise: int = 0) -> int:
    """A whole number from an address, held within bounds."""
    return min(most, max(least, int(text))) if text and text.isdecimal() and len(text) < 10 else otherwise


def seen(request: Request, name: str) -> Seen:
    """The case that a request is about, as of its day."""
    site: Site = request.app.state.site
    desk = site.desk(name)
    world = desk.world()
    asked = day(request.query_params.get("asof"))
    view = desk.view(asked, world)
    language = render.language(request, world.question.language)
    return Seen(request, site, desk, world, view, Talk(language, name, world.day(asked), world.short))


def show(
    request: Request, name: str, template: str, values: Callable[[Seen], Mapping[str, Any]], *, keep: bool = True
) -> Response:
    """The page `template` of a case, made from `values` unless it is ready for this state of the case. A page of what
    is done in the case shows the file as it is this moment, and is not kept while the rest lies behind that."""
    about = seen(request, name)
    behind = about.desk.behind(about.world)
    key = page_key(request, about.desk, about.world, about.talk.as_of, about.talk.language, behind=behind)

    def make() -> bytes:
        return render.page(template, about.talk, **frame(about), **values(about))

    live = not keep or (behind and template in _LIVE)
    page = render.ready(make(), HTML) if live else about.site.shelf.get(key, make, HTML)
    return spoken(request, render.answer(request, page))


_LIVE = frozenset({"decisions", "record"})
"""Pages that show the log or the answers given out: they hang on who asks, and on the number of these answers."""


def page_key(
    request: Request, desk: Desk, world: World, as_of: date | None, language: str, *, behind: bool
) -> tuple[object, ...]:
    """What a page or an answer of the API is kept under: the state of the case, the day, the language, the address."""
    path = request.url.path
    own = (remembered(request), desk.issued()) if path.rpartition("/")[2] in _LIVE else ()
    return (desk.name, world.revision, behind, as_of, language, path, request.url.query, own)


def spoken(request: Request, response: Response) -> Response:
    """The response; a language that the address names is remembered."""
    asked = request.query_params.get("lang")
    if asked in render.LANGUAGES:
        response.set_cookie("lang", asked, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def frame(about: Seen) -> dict[str, Any]:
    """What every page of a case shows around its own matter."""
    request, world = about.request, about.world
    here = request.url.path.removeprefix(f"/c/{about.desk.name}").strip("/").split("/")[0]
    view, talk, days = about.view, about.talk, world.days
    (menu,) = rows(view, talk, "menu", [(here, here)], lambda own: (NAV, own))
    (keys,) = rows(view, talk, "keys", [("", None)], lambda none: none)
    return {
        "case": about.desk.name,
        "question": world.question,
        "nav": NAV,
        "menu": menu,
        "keys": keys,
        "here": here,
        "tongues": [(code, _same(request, lang=code)) for code in render.LANGUAGES if code != about.talk.language],
        "days": view.keep("days", lambda: " ".join(d.isoformat() for d in days)),
        "first_day": days[0].isoformat() if days else "",
        "last_day": days[-1].isoformat() if days else "",
        "steps": max(len(days) - 1, 0),
        "as_of": about.view.answer.as_of,
        "newest": world.now.isoformat(),
        "earlier": about.talk.as_of is not None,
        "now_url": _same(request, asof=None),
        "kept": [(k, v) for k, v in request.query_params.multi_items() if k not in ("asof", "page")],
        "later": len(world.links.marked) - len(about.view.known),
        "latest_url": _same(request, asof=days[-1].isoformat() if days else None, page=None),
        "behind": about.desk.behind(world),
        "last_undo": f"/c/{about.desk.name}/decisions?undo=last",
        "several": len(about.site.desks) > 1,
    }


def _same(request: Request, **changed: str | None) -> str:
    """The address of this page with other values in its query."""
    asked = [(k, v) for k, v in request.query_params.multi_items() if k not in changed]
    asked += [(k, v) for k, v in changed.items() if v is not None]
    return quote(request.url.path, safe="/:@%") + (f"?{urlencode(asked)}" if asked else "")


@dataclass(frozen=True, slots=True)
class Turning:
    """The pages of a long list: where this one stands, and the addresses of its neighbours."""

    first: int
    last: int
    total: int
    before: str | None
    after: str | None


def turned(request: Request, total: int, size: int) -> tuple[slice, Turning]:
    """The stretch of a list of `total` that this page shows."""
    pages = max(1, -(-total // size))
    page = number(request.query_params.get("page"), most=pages, least=1, otherwise=1)
    start = (page - 1) * size
    before = _same(request, page=str(page - 1)) if page > 1 else None
    after = _same(request, page=str(page + 1)) if page < pages else None
    return slice(start, start + size), Turning(min(total, start + 1), min(total, start + size), total, before, after)


def remembered(request: Request) -> str:
    """Who decided last in this browser; empty where nobody has."""
    return unquote(request.cookies.get("who", ""))[:80].strip()


def out_on(document: Document, language: str) -> str:
    """When a report came out, in words."""
    return f.moment(document.published, language) or ""
