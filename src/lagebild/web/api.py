"""The interface for programs: all that the pages show, as JSON under `/api/v1`.

Lists come in pages, answers carry an ETag and are documented in `/api/v1/openapi.json`. Items are the nouns of the core
field by field, as in `data/answer.schema.json`: notes with their sentence, citations with the words they point to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, BeforeValidator
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from lagebild.core import LAYERS, Links
from lagebild.errors import BadInput
from lagebild.mark.lines import mark_record
from lagebild.tell import format as f

from . import reading, render
from .lists import found
from .plain import plain
from .render import Talk
from .site import Seen, Site, page_key

JSON = "application/json"
MOST = 200
MENTIONS = 20
"""Mentions of an entity in a list of entities."""


class Fault(BaseModel):
    """What was the matter, in one line."""

    detail: str


class Page(BaseModel):
    """A stretch of a list. `next` is the address of the stretch after it."""

    total: int
    offset: int
    limit: int
    next: str | None
    items: list[dict[str, Any]]


class Summary(BaseModel):
    """A case at a glance. `figure` is "about 4% (2–8)"; null where there is no number."""

    name: str
    question: str
    as_of: date
    opens: date
    closes: date
    figure: str | None
    probability: float | None
    low: float | None
    high: float | None
    revision: str
    documents: int
    origins: int
    happenings: int
    entities: int
    statements: int


class Supposition(BaseModel):
    """The answer as it might be, beside the one as things stand (`now`); the interval is the 90 % one."""

    probability: float
    low: float
    high: float
    now: float
    figure: str
    interval: str


class MarkRow(BaseModel):
    """One thing known of a mark, in words; `link` is the page it leads to, if any."""

    label: str
    words: str
    link: str | None


class OpenMark(BaseModel):
    """A mark with all that is known of it, in words. Offsets count code points of the reading."""

    id: str
    layer: str
    title: str
    quote: str
    start: int
    end: int
    rows: list[MarkRow]
    decisions: list[str]


def _day(value: object) -> object:
    """ISO 8601 alone: no seconds since 1970, which would be taken for days."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == 10 else value + " is no day"
        except ValueError:
            return "no day"
    return value


AsOf = Annotated[date | None, BeforeValidator(_day), Query(description="As of this day, included; left out, now.")]
Language = Annotated[Literal["de", "en"] | None, Query(description="Language of names and sentences.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of one page.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Items before the first one.")]
CaseName = Annotated[str, Path(min_length=1, max_length=200, description="Name of the case.")]
Known = Annotated[str, Path(pattern="^[0-9a-f]{12,64}$", description="Id of the document, or its first 12 digits.")]

FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Fault, "description": told}
    for status, told in (
        (401, "There is a token, and it was not given."),
        (404, "There is no such thing in this case."),
        (409, "The case file cannot be read or written just now."),
        (421, "The name is not served here."),
        (422, "Nothing can be done with this."),
        (429, "Too many requests."),
        (503, "The answer is still being worked out: ask again after `Retry-After` seconds."),
    )
}
_EMPTY = Links(())
router = APIRouter(prefix="/api/v1", responses=FAULTS)


def about(request: Request, case: str, asof: date | None, lang: str | None) -> Seen:
    """The case that a request is about."""
    site: Site = request.app.state.site
    desk = site.desk(case)
    world = desk.world()
    language = lang or render.language(request, world.question.language)
    return Seen(request, site, desk, world, desk.view(asof, world), Talk(language, case, world.day(asof), world.short))


def sent(seen: Seen, make: Callable[[], Any], *, live: bool = False) -> Response:
    """The answer, made unless it is ready for this state of the case; a `live` one is not kept while that is behind."""
    behind = seen.desk.behind(seen.world)
    if live and behind:
        return render.answer(seen.request, render.ready(dumped(make()), JSON))
    key = page_key(seen.request, seen.desk, seen.world, seen.talk.as_of, seen.talk.language, behind=behind)
    return render.answer(seen.request, seen.site.shelf.get(key, lambda: dumped(make()), JSON))


def dumped(value: Any) -> bytes:
    """JSON as bytes; lone surrogates become "?"."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def data(seen: Seen, value: object) -> Any:
    """A noun as JSON data, in the language of the request."""
    writer = seen.view.writer(seen.talk.language)
    return plain(value, seen.view.answer.links, seen.talk.language, writer.names)


def listed(seen: Seen, found: Sequence[Any], limit: int, offset: int, each: Callable[[Any], Any]) -> dict[str, Any]:
    """One page of a list."""
    end = offset + limit
    url = seen.request.url.include_query_params(offset=end, limit=limit)
    following = f"{url.path}?{url.query}" if end < len(found) else None
    items = [each(one) for one in found[offset:end]]
    return {"total": len(found), "offset": offset, "limit": limit, "next": following, "items": items}


@router.get("/cases", response_model=list[Summary])
def cases(request: Request, lang: Language = None) -> Response:
    """All cases that are served, as of now."""
    site: Site = request.app.state.site
    rows = [_summary(about(request, name, None, lang)) for name in site.desks]
    return render.answer(request, render.ready(dumped(rows), JSON))


@router.get("/cases/{case}", response_model=Summary)
def one_case(request: Request, *, case: CaseName, asof: AsOf = None, lang: Language = None) -> Response:
    """A case at a glance."""
    seen = about(request, case, asof, lang)
    return sent(seen, lambda: _summary(seen))


def _summary(seen: Seen) -> dict[str, Any]:
    answer, links = seen.view.answer, seen.view.answer.links
    now = answer.forecast
    return {
        "name": seen.desk.name,
        "question": answer.question.text,
        "as_of": answer.as_of.isoformat(),
        "opens": answer.question.opens.isoformat(),
        "closes": answer.question.closes.isoformat(),
        "figure": seen.view.report(seen.talk.language).figure,
        "probability": now.probability if now else None,
        "low": now.low if now else None,
        "high": now.high if now else None,
        "revision": str(seen.world.revision),
        "documents": len(links.marked),
        "origins": len(links.origins),
        "happenings": len(links.happenings),
        "entities": len(links.entities),
        "statements": seen.view.keep("count", lambda: sum(len(m.marks.statements) for m in links.marked)),
    }


@router.get("/cases/{case}/answer", response_model=dict[str, Any])
def answer(request: Request, *, case: CaseName, asof: AsOf = None, lang: Language = None) -> Response:
    """The answer: its number and history, the prior, silences, opinions, levers and the collection. What speaks for
    and against is in `evidence`, the texts in `documents`."""
    seen = about(request, case, asof, lang)

    def make() -> Any:
        # What has lists of its own is left out.
        lean = replace(seen.view.answer, links=_EMPTY, evidence=(), indicators=())
        return {k: v for k, v in data(seen, lean).items() if k not in ("links", "evidence", "indicators")}

    return sent(seen, make)


@router.get("/cases/{case}/what-if", response_model=Supposition)
def what_if(
    request: Request,
    *,
    case: CaseName,
    seen: Annotated[list[str], Query(max_length=100, description="Signs supposed to be seen.")] = [],  # noqa: B006
    refuted: Annotated[list[str], Query(max_length=100, description="Signs supposed not to be there.")] = [],  # noqa: B006
    out: Annotated[list[str], Query(max_length=100, description="Signs left out.")] = [],  # noqa: B006
    grade: Annotated[list[str], Query(max_length=100, description="Findings graded: `id=B`, letters A to F.")] = [],  # noqa: B006
    asof: AsOf = None,
    lang: Language = None,
) -> Response:
    """The answer if signs were seen, refuted or left out, or findings came from sources of another grade. Worked out by
    the engine that gives the answer; nothing of it is kept."""
    of = about(request, case, asof, lang)
    turns = dict.fromkeys(seen, "seen") | dict.fromkeys(refuted, "refuted") | dict.fromkeys(out, "out")
    grades = {one.rpartition("=")[0]: one.rpartition("=")[2] for one in grade}

    def make() -> dict[str, Any]:
        try:
            found = of.view.what_if().ask(turns, grades)
        except BadInput as fault:
            raise HTTPException(404, str(fault)) from None
        return {
            "probability": found.probability,
            "low": found.low,
            "high": found.high,
            "now": found.now,
            "figure": f.fine(found.probability, of.talk.language),
            "interval": f.interval(found.low, found.high, of.talk.language),
        }

    return sent(of, make)


@router.get("/cases/{case}/documents", response_model=Page)
def documents(
    request: Request,
    *,
    case: CaseName,
    q: Annotated[str | None, Query(max_length=400, description="Words that must occur.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
    asof: AsOf = None,
    lang: Language = None,
) -> Response:
    """The reports, sorted by id; with `q` those in which all its words occur, best first."""
    seen = about(request, case, asof, lang)

    def make() -> Any:
        if q is None:
            return listed(seen, seen.view.answer.links.marked, limit, offset, _document)
        try:
            hits = found(seen, q)
        except BadInput:
            hits = ()  # no word in it
        known = [seen.world.documents[seen.world.short[i]] for i in hits if i in seen.view.known]
        return listed(seen, known, limit, offset, _document)

    return sent(seen, make)


def _document(marked: Any) -> dict[str, Any]:
    document = marked.reading.document
    told = {
        name: getattr(document, name)
        for name in ("id", "title", "url", "publisher", "published", "published_by", "author", "key")
    }
    return told | {"reading": marked.reading.number, "language": marked.reading.language}


@router.get("/cases/{case}/documents/{document}", response_model=dict[str, Any])
def document(
    request: Request, *, case: CaseName, document: Known, asof: AsOf = None, lang: Language = None
) -> Response:
    """One report: its text and parts."""
    seen = about(request, case, asof, lang)
    marked = seen.document(document)
    parts = [
        {"start": p.span.start, "end": p.span.end, "role": p.role, "language": p.language, "published": p.published}
        for p in marked.reading.parts
    ]
    return sent(seen, lambda: _document(marked) | {"text": marked.reading.text, "parts": parts})


@router.get("/cases/{case}/documents/{document}/marks", response_model=dict[str, list[dict[str, Any]]])
def marks(request: Request, *, case: CaseName, document: Known, asof: AsOf = None, lang: Language = None) -> Response:
    """All marks on one report, by layer, in the mark format (`data/mark.schema.json`)."""
    seen = about(request, case, asof, lang)
    marked = seen.document(document)
    return sent(seen, lambda: {n: [mark_record(m) for m in getattr(marked.marks, n)] for n in LAYERS})


@router.get("/cases/{case}/documents/{document}/marks/{mark}", response_model=OpenMark)
def mark(
    request: Request,
    *,
    case: CaseName,
    document: Known,
    mark: Annotated[str, Path(min_length=1, max_length=40)],
    asof: AsOf = None,
    lang: Language = None,
) -> Response:
    """One mark with all that is known of it, in words."""
    seen = about(request, case, asof, lang)
    marked = seen.document(document)
    found = reading.find(marked, mark)
    if found is None:
        raise HTTPException(404, "no such mark in this report")

    def make() -> Any:
        opened = reading.opened(
            seen.view.writer(seen.talk.language), seen.talk, marked, found,
            mentions=seen.world.mentions.get(marked.reading.document.id, {}), decisions=seen.world.standing,
        )  # fmt: skip
        return {
            "id": opened.id,
            "layer": opened.layer,
            "title": opened.title,
            "quote": opened.quote,
            "start": found.span.start,
            "end": found.span.end,
            "rows": [{"label": r.label, "words": r.words, "link": r.link} for r in opened.rows],
            "decisions": [reading.decided(seen.talk, d) for d in opened.decisions],
        }

    return sent(seen, make)


def _named(seen: Seen) -> Sequence[Any]:
    """The entities with the first of their mentions: a country has tens of thousands."""

    def make() -> tuple[Any, ...]:
        return tuple(replace(e, mentions=e.mentions[:MENTIONS]) for e in seen.view.answer.links.entities)

    return seen.view.keep("named", make)


def _lists() -> None:
    """One address for each list of the answer and its links."""
    sources: tuple[tuple[str, str, Callable[[Seen], Sequence[Any]]], ...] = (
        ("claims", "Propositions, and who asserts or denies them.", lambda s: s.view.answer.links.claims),
        ("corrections", "Reports that were corrected or withdrawn.", lambda s: s.view.answer.links.corrections),
        ("entities", "Who and what the reports name; `mentions` has all places of each.", _named),
        ("evidence", "Happenings that matched a sign, with what they weigh.", lambda s: s.view.answer.evidence),
        ("happenings", "What happened when, in order of time.", lambda s: s.view.in_time()),
        ("history", "The probability over time.", lambda s: s.view.answer.history),
        ("indicators", "The signs that are looked for.", lambda s: s.view.answer.indicators),
        ("origins", "Reports that rest on one source and count once.", lambda s: s.view.answer.links.origins),
    )
    for name, told, of in sources:
        router.add_api_route(
            f"/cases/{{case}}/{name}", _list(of), response_model=Page, name=name, description=told, summary=told
        )


def _list(of: Callable[[Seen], Sequence[Any]]) -> Callable[..., Response]:
    def listing(
        request: Request,
        *,
        case: CaseName,
        limit: Limit = 50,
        offset: Offset = 0,
        asof: AsOf = None,
        lang: Language = None,
    ) -> Response:
        seen = about(request, case, asof, lang)
        return sent(seen, lambda: listed(seen, of(seen), limit, offset, lambda one: data(seen, one)))

    return listing


_lists()
