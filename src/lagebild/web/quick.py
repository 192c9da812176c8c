"""The short way for what is ready: a page or an answer that stands on the shelf for this state of the case is sent as
it is, without a thread and without going through the application."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from lagebild.errors import LagebildError

from . import render
from .render import Ready
from .site import Site, page_key, spoken

_PAGES, _API = "/c/", "/api/v1/cases/"


class Quick:
    """Middleware within the door, so that whoever is sent a page was let in."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "GET":
            request = Request(scope)
            found = self._found(request)
            if found is not None:
                answer = render.answer(request, found)
                await (spoken(request, answer) if scope["path"].startswith(_PAGES) else answer)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _found(self, request: Request) -> Ready | None:
        """What is on the shelf for a request. Whatever is the matter with one is left to the application to say."""
        path: str = request.scope["path"]
        start = next((s for s in (_PAGES, _API) if path.startswith(s)), None)
        if start is None:
            return None
        desk = self._site.desks.get(path[len(start) :].partition("/")[0])
        asked = request.query_params.get("asof")
        try:
            world = desk.current() if desk else None
            day = date.fromisoformat(asked) if asked else None
        except (LagebildError, ValueError):
            return None
        if desk is None or world is None:
            return None
        language = render.language(request, world.question.language)
        return self._site.shelf.held(page_key(request, desk, world, world.day(day), language, behind=False))
