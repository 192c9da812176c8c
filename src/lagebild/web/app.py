"""The ASGI application: the door, the pages, the interface for programs, and the files of ours."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator, Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from lagebild.errors import BadInput, CaseError, LagebildError

from . import adding, api, api_views, api_work, lists, pages, people, render, work
from .desk import PATIENCE, Desk
from .guard import COOKIE, Door, Guard, Keys
from .index import index
from .kept import Underway
from .quick import Quick
from .render import Talk
from .site import HTML, Site

_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def create_app(
    cases: Iterable[Path], *, guard: Guard | None = None, warm: bool = False, patience: float = PATIENCE
) -> FastAPI:
    """The application for these case files. With `warm`, links and answers are made before anybody asks. After a
    change a page waits `patience` seconds at most for the new answer, then shows the one before and says so.

    Raises CaseError for a file that is no case, BadInput when none is named.
    """
    site = Site(cases, patience=patience)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if warm:
            for desk in site.desks.values():
                threading.Thread(target=prepare, args=(desk,), name=f"lagebild-warm-{desk.name}", daemon=True).start()
        yield
        site.close()

    app = FastAPI(
        title="Lagebild",
        version=version("lagebild"),
        summary="All that the pages show, as JSON.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=lifespan,
    )
    app.state.site, app.state.guard, app.state.jobs = site, guard or Guard(), adding.Jobs()
    for router in (api.router, api_views.router, api_work.router, pages.router, work.router, adding.router):
        app.include_router(router)
    app.add_api_route("/api/v1/openapi.json", openapi, include_in_schema=False)
    app.add_api_route("/api/v1/docs", documented, include_in_schema=False)
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(LagebildError, _failed)
    app.add_exception_handler(Underway, _underway)
    app.add_exception_handler(RequestValidationError, _failed)
    app.state.keys = Keys(app.state.guard)
    app.add_api_route("/sign-in", sign_in, include_in_schema=False, response_class=Response)
    app.add_api_route("/sign-in", signed_in, methods=["POST"], include_in_schema=False, response_class=Response)
    app.add_exception_handler(Exception, _failed)
    app.add_middleware(Quick, site=site)
    app.add_middleware(Door, guard=app.state.guard, keys=app.state.keys)
    return app


def prepare(desk: Desk) -> None:
    """Makes what takes longest before anybody asks for it: what all pages need, then the rows of the long lists."""
    # What fails here fails again, and is told, when a page asks for it.
    with contextlib.suppress(LagebildError, RuntimeError):
        view = desk.view(world=desk.ready())
        own = view.world.question.language
        for language in sorted(render.LANGUAGES, key=lambda one: one != own):
            view.report(language)
            people.all_of(view, language)
            if language == own:
                view.what_if()
                index(view)
                view.told()
        talk = Talk(own, desk.name, None, view.world.short)
        lists.ahead(view, talk, wanted=lambda: desk.current() is view.world)


def sign_in(request: Request, wrong: bool = False) -> Response:
    """Where the token is given."""
    body = render.page("sign-in", Talk(render.language(request)), wrong=wrong)
    return Response(body, 401 if wrong else 200, media_type=HTML)


def signed_in(request: Request, token: Annotated[str, Form(max_length=1000)]) -> Response:
    """Gives the cookie for the token."""
    keys: Keys = request.app.state.keys
    if not keys.fits(token):
        return sign_in(request, wrong=True)
    answer = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, keys.session(), httponly=True, samesite="strict", secure=secure)
    return answer


def openapi(request: Request) -> Response:
    """The interface for programs, described for programs."""
    return JSONResponse(request.app.openapi())


def documented(request: Request) -> Response:
    """The interface for programs, described for people."""
    told = request.app.openapi()
    rows = [
        {"method": method.upper(), "path": path, "told": one.get("description", ""), "asked": one.get("parameters", [])}
        for path, methods in told["paths"].items()
        for method, one in methods.items()
    ]
    talk = Talk(render.language(request))
    return render.answer(request, render.ready(render.page("docs", talk, rows=rows), HTML))


def static(name: str, v: str = "") -> Response:
    """A style sheet, a script or the icon."""
    known = {entry.name for entry in (files("lagebild.web") / "static").iterdir()}
    suffix = Path(name).suffix
    if name not in known or suffix not in _KINDS:
        raise HTTPException(404, "no such file")
    kept = "public, max-age=31536000, immutable" if v else "no-cache"
    body = (files("lagebild.web") / "static" / name).read_bytes()
    return Response(body, headers={"cache-control": kept}, media_type=_KINDS[suffix])


def _underway(request: Request, error: Exception) -> Response:
    """That the answer is still being worked out: a page asks again by itself, a program is told when to."""
    headers = {"retry-after": "2", "cache-control": "no-store"}
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": str(error)}, 503, headers)
    stage = error.stage if isinstance(error, Underway) else "weighing"
    body = render.page("underway", Talk(render.language(request)), stage=stage)
    return Response(body, 503, headers, media_type=HTML)


def _failed(request: Request, error: Exception) -> Response:
    """What went wrong, in one line: as JSON for programs, as a page for people."""
    status, reason = 500, str(error) if isinstance(error, LagebildError) else f"internal error: {type(error).__name__}"
    if isinstance(error, HTTPException):
        status, reason = error.status_code, error.detail
    elif isinstance(error, BadInput):
        status = 422
    elif isinstance(error, RequestValidationError):
        status = 422
        reason = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())[:600]
    elif isinstance(error, CaseError):
        status = 409
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": reason}, status)
    talk = Talk(render.language(request))
    body = render.page("error", talk, status=status, reason=reason)
    return Response(body, status, media_type=HTML)
