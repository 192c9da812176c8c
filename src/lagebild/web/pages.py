"""The pages that show what a case holds. Each takes what it needs from the view; its template decides on the looks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lagebild.core import LAYERS, Answer, Marked, Span
from lagebild.errors import LagebildError
from lagebild.store.search import Term, spotted
from lagebild.store.search import terms as asked_for
from lagebild.tell import findings
from lagebild.tell import format as f
from lagebild.tell.names import publisher
from lagebild.tell.visible import web_address

from . import atlas, course, lists, outcome, reading, render
from . import people as people_
from . import signs as signs_
from .kept import Underway
from .pieces import line, lines
from .render import Talk
from .site import HTML, Seen, Site, show, spoken, turned

router = APIRouter(include_in_schema=False, default_response_class=Response)
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")
_EACH = 25


@router.get("/")
def cases(request: Request) -> Response:
    """All cases; where there is one, that one."""
    site: Site = request.app.state.site
    if len(site.desks) == 1:
        return RedirectResponse(f"/c/{next(iter(site.desks))}", 303)
    language = render.language(request)
    talk = Talk(language)
    rows: list[dict[str, Any]] = []
    for name, desk in site.desks.items():
        try:
            view = desk.view()
        except Underway:
            rows.append({"name": name, "fault": talk.word("web.underway"), "report": None})
            continue
        except LagebildError as error:
            rows.append({"name": name, "fault": str(error), "report": None})
            continue
        rows.append({"name": name, "fault": None, "report": view.report(language), "answer": view.answer})
    page = render.page(
        "cases", talk, cases=rows, tongues=[(one, f"/?lang={one}") for one in render.LANGUAGES if one != language]
    )
    return spoken(request, render.answer(request, render.ready(page, HTML)))


@router.get("/c/{case}")
def overview(request: Request, case: str) -> Response:
    """The case at a glance."""
    return show(request, case, "overview", _overview)


def _overview(about: Seen) -> Mapping[str, Any]:
    view, language = about.view, about.talk.language
    report, links = view.report(language), view.answer.links
    newest = [m for m in lists.by_date(view)[0] if m.reading.document.published][:6] or links.marked[-6:]
    return {
        "r": report,
        "charts": course.drawn(view.answer, report, language),
        "counts": (
            ("reports", "reports", len(links.marked)),
            ("sources", "origins", len(links.origins)),
            ("timeline", "happenings", len(links.happenings)),
            ("people", "entities", len(links.entities)),
            ("contradictions", "contradictions", len(report.disputes)),
            ("decisions", "decisions", len(about.world.standing)),
        ),
        "latest": lines(view, about.talk, newest),
        "lost": len(about.world.lost),
    }


@router.get("/c/{case}/answer")
def answer(request: Request, case: str) -> Response:
    """The answer, how it came about, what speaks for and against, and what would move it."""
    return show(request, case, "answer", _answer)


def _answer(about: Seen) -> Mapping[str, Any]:
    view, language = about.view, about.talk.language
    report = view.report(language)
    asked = about.request.query_params
    turns = {k[2:]: v for k, v in asked.items() if k.startswith("t.") and v in ("seen", "refuted", "out")}
    grades = {k[2:]: v for k, v in asked.items() if k.startswith("g.") and v}
    return {
        "r": report,
        "charts": course.drawn(view.answer, report, language),
        "numbered": {c.passage.number: c.passage.cite for c in report.passages},
        "deciding": _deciding(view.answer),
        "levers": signs_.levers(view, language),
        "supposed": course.supposed(view, language, turns, grades) if turns or grades else None,
        "turns": turns,
        "grades": grades,
    }


def _deciding(answer: Answer) -> dict[str, list[str]]:
    """The place of a card → the ids of its findings, in the order in which the card has them."""
    found: dict[str, list[str]] = {}
    places = findings.anchors(answer)
    for item in sorted(answer.evidence, key=lambda e: (-abs(e.weight), e.id)):
        found.setdefault(places[item.id], []).append(item.id)
    return found


@router.get("/c/{case}/reports")
def reports(request: Request, case: str) -> Response:
    """All reports, or those in which words occur."""
    return show(request, case, "reports", _reports)


def _reports(about: Seen) -> Mapping[str, Any]:
    asked, language = about.request.query_params, about.talk.language
    words = asked.get("q", "").strip()[:400]
    chosen = {"publisher": asked.get("publisher", ""), "language": asked.get("language", "")}
    since, until = lists.period(asked.get("from"), asked.get("to"))
    kept: Sequence[Marked] = lists.by_date(about.view)[0]
    terms: tuple[Term, ...] = ()
    fault = None
    if words:
        try:
            terms, hits = asked_for(words), lists.found(about, words)
        except LagebildError as error:
            hits, fault = (), error.reason
        short = about.world.short
        kept = [about.world.documents[short[i]] for i in hits if i in about.view.known]
    if chosen["publisher"]:
        kept = [m for m in kept if publisher(m.reading.document, language) == chosen["publisher"]]
    if chosen["language"]:
        kept = [m for m in kept if m.reading.language == chosen["language"]]
    if since or until:
        kept = [m for m in kept if lists.within(m.reading.document.published, since, until)]
    part, turning = turned(about.request, len(kept), _EACH)
    collection = about.view.answer.collection
    return {
        "q": words,
        "fault": fault,
        "chosen": chosen,
        "since": since,
        "until": until,
        "turning": turning,
        "rows": [
            (line, m.reading.language, lists.snippets(m, spotted(m.reading.text, terms)) if terms else [])
            for m, line in zip(kept[part], lines(about.view, about.talk, kept[part]), strict=True)
        ],
        "publishers": [name for name, _ in collection.publishers if name != "–"],
        "languages": [(code, f.language_name(code, language) or code) for code, _ in collection.languages],
    }


@router.get("/c/{case}/reports/{document}")
def read(request: Request, case: str, document: str) -> Response:
    """One report's text with its marks."""
    return show(request, case, "reading", lambda about: _reading(about, document))


def _reading(about: Seen, name: str) -> Mapping[str, Any]:
    marked = about.document(name)
    asked, language = about.request.query_params, about.talk.language
    writer = about.view.writer(language)
    text, document = marked.reading.text, marked.reading.document
    mark = reading.find(marked, asked.get("mark", ""))
    cited = _place(asked.get("at"), len(text))
    if cited is None and mark is None and (start := asked.get("start", "")).isdecimal():
        cited_start = min(int(start[:9]), max(0, len(text) - 1))
        shown = reading.window(text, cited_start)
        stretches = reading.stretches(marked, cited=Span(shown.start, shown.start + 1))
    else:
        shown = reading.window(text, cited.start if cited else mark.span.start if mark else 0)
        stretches = reading.stretches(marked, cited=cited, chosen=mark)
    own = [d for d in about.world.standing if d.anchor and d.anchor.cite.document == document.id]
    mentions = about.world.mentions.get(document.id, {})
    origin = about.world.origins.get(document.id)
    return {
        "line": line(about.talk, marked),
        "document": document,
        "link": web_address(document.url),
        "number": marked.reading.number,
        "stretches": stretches,
        "cited": cited,
        "opened": reading.opened(writer, about.talk, marked, mark, mentions=mentions, decisions=own) if mark else None,
        "mark": mark,
        "who": "",
        "layers": [(layer, len(getattr(marked.marks, layer))) for layer in LAYERS],
        "shown": shown,
        "length": len(text),
        "size": reading.SHOWN,
        "origin": lists.origin(about.view, about.talk, origin) if origin and len(origin.documents) > 1 else None,
        "told": lists.entries(about.view, about.talk, about.view.told().get(document.id, ())[:_EACH]),
        "rejected": [d for d in own if d.kind == "reject"],
    }


def _place(text: str | None, length: int) -> Span | None:
    """The span that an address names, `120-180`; None where it names none. Raises HTTPException for one outside."""
    if not text:
        return None
    found = _PLACE.fullmatch(text)
    if found is None or not 0 <= int(found[1]) < int(found[2]) <= length:
        raise HTTPException(404, "no such passage in this report")
    return Span(int(found[1]), int(found[2]))


@router.get("/c/{case}/timeline")
def timeline(request: Request, case: str) -> Response:
    """What happened when."""
    return show(request, case, "timeline", lists.timeline)


@router.get("/c/{case}/people")
def people(request: Request, case: str) -> Response:
    """Who and what the reports name."""
    return show(request, case, "people", people_.people)


@router.get("/c/{case}/people/{entity:path}")
def person(request: Request, case: str, entity: str) -> Response:
    """One person, organisation or place, and what they say."""
    return show(request, case, "person", lambda about: people_.person(about, entity))


@router.get("/c/{case}/sources")
def sources(request: Request, case: str) -> Response:
    """Where the reports come from, and who took it from whom."""
    return show(request, case, "sources", lists.sources)


@router.get("/c/{case}/contradictions")
def contradictions(request: Request, case: str) -> Response:
    """Where reports say what can't both be so."""
    return show(request, case, "contradictions", _contradictions)


def _contradictions(about: Seen) -> Mapping[str, Any]:
    report = about.view.report(about.talk.language)
    part, turning = turned(about.request, len(report.disputes), 20)
    return {"disputes": report.disputes[part], "turning": turning, "corrections": report.corrections}


@router.get("/c/{case}/signs")
def signs(request: Request, case: str) -> Response:
    """The signs that are looked for: which were seen, and which stayed out."""
    return show(request, case, "signs", lambda about: {"signs": signs_.signs(about.view, about.talk.language)})


@router.get("/c/{case}/map")
def atlas_page(request: Request, case: str) -> Response:
    """Where it happened."""
    return show(request, case, "map", atlas.page)


@router.get("/c/{case}/record")
def record(request: Request, case: str) -> Response:
    """The answers given out, and how they were scored."""
    return show(request, case, "record", outcome.page)
