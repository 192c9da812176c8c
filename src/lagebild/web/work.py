"""The analyst's hand: decisions with their reasons, own numbers, and taking back. Every entry goes into the case's
append-only log by `Case.decide`; pages hold no state of their own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Form
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lagebild.core import Cite, Happening, Span
from lagebild.errors import CaseError
from lagebild.store import Case, Decision
from lagebild.store.log import RECORDS
from lagebild.store.log import standing as standing_of
from lagebild.store.outcomes import own_distributions
from lagebild.tell import format as f
from lagebild.tell.messages import known
from lagebild.tell.names import publisher
from lagebild.tell.visible import inline

from . import outcome
from .desk import Desk
from .index import Asked, index
from .lists import by_date
from .site import Seen, out_on, remembered, seen, show

router = APIRouter(include_in_schema=False, default_response_class=Response)
TRIES, BETWEEN = 10, 0.2
"""How often a decision waits for another writer, and for how many seconds."""
LONGEST = 2000
_T = TypeVar("_T")
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("v:", ("reject", "accept", "grade", "ratio", "relink", "note")),
    ("h:", ("merge", "move", "note")),
    ("source:", ("grade",)),
    ("indicator:", ("figure",)),
    ("answer", ("answer",)),
    ("mark", ("accept", "reject", "grade", "note", "split", "merge")),
    ("", ("merge", "split", "note")),
)
"""What can be decided about a thing, by how its id begins."""
_VALUED = frozenset({"answer", "blind", "figure", "grade", "lock", "ratio", "relink", "resolve", "split"})
_PLACED = frozenset({"split", "move"})
"""Kinds that are about one of several places of a thing."""
_PLACES = 80


@contextlib.contextmanager
def writing(desk: Desk) -> Iterator[Case]:
    """The case, open for writing; waits a moment while somebody else writes. Raises CaseError."""
    for turn in range(TRIES):
        try:
            case = Case.open(desk.path, write=True)
            break
        except CaseError as error:
            if turn == TRIES - 1 or ("is writing" not in error.reason and "changes hands" not in error.reason):
                raise
            time.sleep(BETWEEN)
    with case:
        desk.lend(case)
        yield case
    desk.touched()


def written(desk: Desk, write: Callable[[Case], _T]) -> _T:
    """What `write` gives, done in one short opening of the case."""
    with writing(desk) as case:
        return write(case)


def place(about: Seen, document: str, span: str, mark: str) -> Cite | None:
    """The place that a form names; None where it names none. Raises HTTPException for one that is not there."""
    if not document:
        return None
    marked = about.document(document)
    start, _, end = span.partition("-")
    if not (start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(marked.reading.text)):
        raise HTTPException(422, "the place is no span of this report")
    return Cite(marked.reading.document.id, marked.reading.number, Span(int(start), int(end)), mark or None)


@router.post("/c/{case}/decide")
def decide(
    request: Request,
    *,
    case: str,
    kind: Annotated[str, Form(max_length=20)],
    reason: Annotated[str, Form(max_length=LONGEST)] = "",
    who: Annotated[str, Form(max_length=80)] = "",
    target: Annotated[str, Form(max_length=400)] = "",
    value: Annotated[list[Annotated[str, Field(max_length=200)]], Form(max_length=10)] = [],  # noqa: B006
    document: Annotated[str, Form(max_length=64)] = "",
    span: Annotated[str, Form(max_length=24)] = "",
    mark: Annotated[str, Form(max_length=40)] = "",
    to: Annotated[str, Form(max_length=400)] = "",
    where: Annotated[str, Form(max_length=140)] = "",
    on: Annotated[str, Form(max_length=10)] = "",
    source: Annotated[str, Form(max_length=LONGEST)] = "",
    undoes: Annotated[str, Form(max_length=12)] = "",
    back: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Keeps a decision and goes back to where it was taken."""
    about = seen(request, case)
    if kind in _PLACED and where:
        document, span, mark = (*where.split(":"), "", "")[:3]
    cite = place(about, document, span, mark)
    by = who.strip() or remembered(request) or "analyst"
    number = int(undoes) if undoes.isdecimal() else None
    # Without a script a form sends the fields of all kinds: the first that is filled in counts.
    given = next((v.strip() for v in value if v.strip()), None) if kind in _VALUED else None
    if kind in RECORDS:
        written(about.desk, lambda c: outcome.keep(c, kind, given, reason=reason, who=by, on=on, source=source))
    else:
        written(
            about.desk,
            lambda c: c.decide(
                kind,  # type: ignore[arg-type]  # the store lists what there is
                target or None,
                given,
                reason=reason,
                who=by,
                cite=cite,
                to=(to.strip() or None) if kind in ("merge", "move") else None,
                undoes=number,
            ),
        )
    answer = RedirectResponse(own_path(back, case) or f"/c/{case}/decisions", 303)
    answer.set_cookie("who", quote(by, safe=""), max_age=31_536_000, httponly=True, samesite="lax")
    return answer


def own_path(back: str, case: str) -> str | None:
    """An address of this case to go back to; None for any other."""
    own = back == f"/c/{case}" or back.startswith((f"/c/{case}/", f"/c/{case}?"))
    return back if own and not any(c in back for c in "\\\r\n") and "//" not in back else None


@router.get("/c/{case}/decide")
def form(request: Request, case: str) -> Response:
    """What can be decided about one thing."""
    return show(request, case, "decide", _form, keep=False)


def _form(about: Seen) -> Mapping[str, Any]:
    asked, writer = about.request.query_params, about.view.writer(about.talk.language)
    target = asked.get("target", "")[:400]
    kinds = next(kinds for start, kinds in _KINDS if target.startswith(start))
    answer = about.view.answer
    item = next((e for e in answer.evidence if e.id == target), None)
    happening = next((h for h in answer.links.happenings if h.id == target), None)
    plain = target.removeprefix("indicator:").removeprefix("source:")
    if item is not None:
        name, cites = writer.name(item.indicator), item.cites[:6]
    elif happening is not None:
        name, cites = writer.label("label.timeline"), happening.mentions[:6]
    elif target.startswith(("source:", "indicator:")) or target in ("answer", "") or target in about.world.entities:
        name, cites = writer.name(plain) or plain, ()
    else:
        raise HTTPException(404, "there is no such thing in this case as of this day")
    sign = next((i for i in answer.indicators if i.id == plain), None)
    return {
        "target": target,
        "name": about.world.question.text if target == "answer" else name,
        "cites": cites,
        "quotes": [inline(c.span.of(answer.links.reading(c).text))[:300] for c in cites],
        "kinds": kinds,
        "who": remembered(about.request),
        "indicators": [(i.id, writer.name(i.id)) for i in answer.indicators],
        "figures": [(k, f.span_of(getattr(sign, k), about.talk.language)) for k in ("p1", "p0", "a", "b")]
        if sign
        else [],
        "others": _others(about, target),
        "places": _places(about, happening.mentions if happening else _mentions(about, target)),
        "back": own_path(asked.get("back", ""), about.desk.name) or about.talk.url("decisions"),
    }


def _others(about: Seen, target: str) -> list[tuple[str, str]]:
    """What a thing may be merged with: id and name, the most named first."""
    writer = about.view.writer(about.talk.language)
    if target.startswith("h:"):
        own = next(h for h in about.view.in_time() if h.id == target)
        known = index(about.view)
        same = [known.found[n] for n in known.at(Asked(type=own.type)) if known.found[n].id != target]
        near = sorted(same, key=lambda h: (_apart(own, h), h.earliest or h.latest or "~", h.id))[:200]
        told = [(h, (h.earliest or h.latest or "?")[:10], _first_words(about, h)) for h in near]
        return [(h.id, f"{when} {words}") for h, when, words in told]
    if target in about.world.entities:
        kind = about.world.entities[target].kind
        same = [e for e in about.view.answer.links.entities if e.kind == kind and e.id != target]
        return [(e.id, writer.name(e.id)) for e in sorted(same, key=lambda e: -len(e.mentions))[:300]]
    return []


def _apart(one: Happening, other: Happening) -> int:
    """Days between two happenings; what has no day is far away."""
    days = [(h.earliest or h.latest or "")[:10] for h in (one, other)]
    return abs((date.fromisoformat(days[0]) - date.fromisoformat(days[1])).days) if all(days) else 10**6


def _mentions(about: Seen, target: str) -> tuple[Cite, ...]:
    found = about.world.entities.get(target)
    return found.mentions if found else ()


def _places(about: Seen, mentions: Sequence[Cite]) -> list[tuple[str, str]]:
    """The reports in which a thing is named, each by its first place there: how a form names it, and its words."""
    first: dict[str, Cite] = {}
    for cite in mentions:
        if cite.document in about.view.known and cite.mark is not None:
            first.setdefault(cite.document, cite)
    ranks = by_date(about.view)[1]
    told = []
    for cite in sorted(first.values(), key=lambda c: ranks[c.document])[:_PLACES]:
        document = about.world.documents[about.world.short[cite.document]].reading.document
        words = f"{publisher(document, about.talk.language)}, {out_on(document, about.talk.language)}: "
        named = f"{document.id}:{cite.span.start}-{cite.span.end}:{cite.mark}"
        told.append((named, words + _around(about, cite)))
    return told


def _first_words(about: Seen, happening: Happening) -> str:
    return _around(about, happening.mentions[0])


def _around(about: Seen, cite: Cite) -> str:
    text = about.view.answer.links.reading(cite).text
    return " ".join(text[max(0, cite.span.start - 30) : cite.span.end + 50].split())


class Entry(NamedTuple):
    """A decision in the log: whether it stands, what it does to the answer, and where its place is."""

    decision: Decision
    what: str
    stands: bool
    found: bool
    effect: str
    quote: str
    at: Cite | None


@router.get("/c/{case}/decisions")
def decisions(request: Request, case: str) -> Response:
    """The log, the newest first."""
    return show(request, case, "decisions", _decisions)


def _decisions(about: Seen) -> Mapping[str, Any]:
    world, answer, language = about.world, about.view.answer, about.talk.language
    taken = about.desk.decisions()
    standing = {d.id for d in standing_of(taken)}
    effects = {e.change.id: e for e in answer.effects}
    lost = {d.id for d in world.lost}
    rows = []
    for one in reversed(taken):
        effect = effects.get(one.id)
        anchor = one.anchor
        at = anchor.cite if anchor and about.world.short.get(anchor.cite.document) else None
        rows.append(
            Entry(
                decision=one,
                what=_what(about, one),
                stands=one.id in standing,
                found=one.id not in lost and (effect is None or effect.found),
                effect=f.factor(effect.step, language) if effect and effect.step is not None else "",
                quote=anchor.quote[:200] if anchor else "",
                at=at if one.id not in lost else None,
            )
        )
    now, machine = answer.forecast, answer.machine
    return {
        "rows": rows,
        "who": remembered(about.request),
        "last": max((r.decision.id for r in rows if r.stands and r.decision.kind not in _FINAL), default=0),
        "final": _FINAL,
        "undo": about.request.query_params.get("undo", ""),
        "shut": world.blind,
        "now": f.fine(now.probability, language) if now else "",
        "machine": f.fine(machine.probability, language) if machine else "",
        "own": [
            *((o, f.fine(o.probability, language)) for o in world.own),
            *((o, outcome.in_words(o.distribution, language)) for o in own_distributions(taken)),
        ],
        "example": outcome.example(world.question),
        "back": about.talk.url("decisions"),
    }


_FINAL = ("undo", *RECORDS)
"""What cannot be taken back here."""


def _what(about: Seen, one: Decision) -> str:
    """What a decision is about, in words."""
    target = one.target or ""
    kind, _, name = target.partition(":")
    if kind in ("evidence", "report", "indicator"):
        return about.view.writer(about.talk.language).name(name)
    if kind == "source":
        return name
    if one.anchor is not None and one.anchor.layer is not None:
        key = f"web.layer.{one.anchor.layer}.one"
        return about.talk.word(key) if known(key) else one.anchor.layer
    return ""
