"""The interface for programs, where it writes: decisions, each with its reason."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from lagebild.core import Cite, Span
from lagebild.errors import BadInput
from lagebild.store.log import RECORDS, record

from . import outcome, render
from .api import FAULTS, JSON, AsOf, CaseName, Fault, Language, Limit, Offset, Page, about, dumped, listed
from .work import LONGEST, written

router = APIRouter(prefix="/api/v1", responses=FAULTS)
Text = Annotated[str, Field(max_length=400)]


class PlaceIn(BaseModel):
    """Words of a report: half-open code points of its reading, and the mark that is meant, if one is."""

    document: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    mark: Annotated[str, Field(max_length=40)] | None = None


class DecisionIn(BaseModel):
    """A decision, as `docs/the-analysts-hand.md` lists the kinds. `target` is an id of the answer (evidence, happening,
    entity), "source:NAME", "indicator:ID" or "answer"; `to` the id of the other thing of a merge or a move. Beside them
    `lock` (`value`: the own number), `blind` (`on` or `off`), `resolve` (`value`: yes, no or a share; `on`: the day;
    `source`: by what) and `annul`; these are never taken back."""

    kind: Annotated[str, Field(max_length=20)]
    reason: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    who: Annotated[str, Field(min_length=1, max_length=80)] = "analyst"
    target: Text | None = None
    value: Annotated[str, Field(max_length=200)] | None = None
    place: PlaceIn | None = None
    to: Text | None = None
    undoes: Annotated[int, Field(ge=1, le=2**53)] | None = None
    on: Annotated[str, Field(max_length=10)] | None = None
    source: Annotated[str, Field(max_length=LONGEST)] = ""


@router.get("/cases/{case}/decisions", response_model=Page)
def decisions(
    request: Request, *, case: CaseName, limit: Limit = 50, offset: Offset = 0, asof: AsOf = None, lang: Language = None
) -> Response:
    """The whole log of decisions, oldest first: those taken back too."""
    seen = about(request, case, asof, lang)
    found = listed(seen, seen.desk.decisions(), limit, offset, record)
    return render.answer(request, render.ready(dumped(found), JSON))


@router.post(
    "/cases/{case}/decisions",
    status_code=201,
    response_model=dict[str, Any],
    responses={403: {"model": Fault, "description": "The request comes from another site."},
               413: {"model": Fault, "description": "The request is too large."}},
)  # fmt: skip
def decide(request: Request, *, case: CaseName, decision: DecisionIn) -> Response:
    """Keeps a decision with its reason, and gives it back with its number."""
    seen = about(request, case, None, None)
    cite = None
    if decision.place is not None:
        place = decision.place
        reading = seen.document(place.document).reading
        if not place.start < place.end <= len(reading.text):
            raise BadInput(place.document[:12], "the place lies outside the text", "spans are half-open code points")
        cite = Cite(place.document, reading.number, Span(place.start, place.end), place.mark)
    if decision.kind in RECORDS:
        said = decision
        noted = written(
            seen.desk,
            lambda c: outcome.keep(
                c, said.kind, said.value, reason=said.reason, who=said.who, on=said.on, source=said.source
            ),
        )
        return render.answer(request, render.ready(dumped(record(noted)), JSON), 201)
    kept = written(
        seen.desk,
        lambda c: c.decide(
            decision.kind,  # type: ignore[arg-type]  # the store lists what there is
            decision.target,
            decision.value,
            reason=decision.reason,
            who=decision.who,
            cite=cite,
            to=decision.to,
            undoes=decision.undoes,
        ),
    )
    return render.answer(request, render.ready(dumped(record(kept)), JSON), 201)
