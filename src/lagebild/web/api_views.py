"""The interface for programs, second part: what pages draw or list by somebody: the map, the chains of outlets, the
track record, statements and mentions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from lagebild.core import Marked, Statement
from lagebild.mark.lines import mark_record

from . import outcome
from .api import FAULTS, AsOf, CaseName, Language, Limit, Offset, Page, about, data, listed, sent
from .atlas import known_places
from .chains import taken
from .index import Asked, index
from .lists import asked
from .people import statements_by
from .site import Seen

router = APIRouter(prefix="/api/v1", responses=FAULTS)


class Place(BaseModel):
    """A place with happenings: degrees north and east, and the radius in km within which it lies."""

    entity: str
    name: str
    lat: float
    lon: float
    radius_km: float
    happenings: int


class Chain(BaseModel):
    """Reports of `target` that rest on `source`."""

    source: str
    target: str
    reports: int


class Record(BaseModel):
    """The track record: answers given out, the outcome (null while the question is open), scores. In blind mode there
    are no scores: they give the number away."""

    issued: list[dict[str, Any]]
    resolution: dict[str, Any] | None
    scores: list[dict[str, Any]]


Id = Annotated[str, Query(max_length=400, description="Id of an entity, as `entities` lists them.")]


@router.get("/cases/{case}/map", response_model=list[Place])
def atlas(
    request: Request,
    *,
    case: CaseName,
    actor: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=10, description="event, said or open")] = "",
    origins: Annotated[int, Query(ge=1, le=99, description="Independent origins, at least.")] = 1,
    asof: AsOf = None,
    lang: Language = None,
) -> Response:
    """Where it happened: the places of the happenings that fit, those of most happenings first."""
    seen = about(request, case, asof, lang)

    def make() -> Any:
        known, where = index(seen.view), known_places(seen)
        wanted: Asked = asked({"actor": actor, "kind": kind, "origins": str(origins)})
        counts: dict[str, int] = {}
        for n in known.at(wanted):
            if (place := known.found[n].place) and place in where:
                counts[place] = counts.get(place, 0) + 1
        writer = seen.view.writer(seen.talk.language)
        return [
            {"entity": p, "name": writer.name(p), "lat": where[p].lat, "lon": where[p].lon,
             "radius_km": where[p].radius, "happenings": counts[p]}
            for p in sorted(counts, key=lambda p: (-counts[p], p))
        ]  # fmt: skip

    return sent(seen, make)


@router.get("/cases/{case}/chains", response_model=list[Chain])
def chains(request: Request, *, case: CaseName, asof: AsOf = None, lang: Language = None) -> Response:
    """Who has it from whom: pairs of outlets, those with most reports first."""
    seen = about(request, case, asof, lang)
    return sent(seen, lambda: [{"source": s, "target": t, "reports": n} for (s, t), n in taken(seen).most_common()])


@router.get("/cases/{case}/record", response_model=Record)
def record(request: Request, *, case: CaseName, asof: AsOf = None, lang: Language = None) -> Response:
    """The track record: answers given out, how the question came out, and the scores."""
    seen = about(request, case, asof, lang)
    return sent(seen, lambda: {key: data(seen, value) for key, value in outcome.track(seen).items()}, live=True)


@router.get("/cases/{case}/statements", response_model=Page)
def statements(
    request: Request,
    *,
    case: CaseName,
    speaker: Annotated[str | None, Query(max_length=400, description="Id of the entity that speaks.")] = None,
    limit: Limit = 50,
    offset: Offset = 0,
    asof: AsOf = None,
    lang: Language = None,
) -> Response:
    """Who says what: the statements with a known speaker, in the mark format, each with the id of its document and of
    its speaker."""
    seen = about(request, case, asof, lang)

    def make() -> Any:
        by = statements_by(seen.view)
        names = sorted(by) if speaker is None else [speaker] * (speaker in by)
        found = seen.view.keep(("statements of", speaker), lambda: [(who, cite) for who in names for cite in by[who]])
        return listed(seen, found, limit, offset, lambda one: _statement(seen, *one))

    return sent(seen, make)


def _statement(seen: Seen, who: str, cite: Any) -> dict[str, Any]:
    marked: Marked = seen.world.documents[seen.world.short[cite.document]]
    mark: Statement = next(m for m in marked.marks.statements if m.id == cite.mark)
    own = {"document": cite.document, "reading": cite.reading, "speaker_is": who}
    return own | mark_record(mark) | {"quote": mark.span.of(marked.reading.text)}


@router.get("/cases/{case}/mentions", response_model=Page)
def mentions(
    request: Request,
    *,
    case: CaseName,
    entity: Id,
    limit: Limit = 50,
    offset: Offset = 0,
    asof: AsOf = None,
    lang: Language = None,
) -> Response:
    """Where somebody or something is named: all its places, of which `entities` gives the first."""
    seen = about(request, case, asof, lang)

    def make() -> Any:
        entities = seen.view.keep("entities", lambda: {e.id: e for e in seen.view.answer.links.entities})
        found = entities[entity].mentions if entity in entities else ()
        return listed(seen, found, limit, offset, lambda cite: data(seen, cite))

    return sent(seen, make)
