"""Who and what the reports name: the list, and a page for each with what they say and take part in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.exceptions import HTTPException

from lagebild.core import Cite, Entity
from lagebild.tell.sentences import Writer
from lagebild.tell.statements import said, speaker, told
from lagebild.tell.views import Said
from lagebild.tell.visible import inline

from .desk import View
from .index import index
from .lists import by_date, entries
from .pieces import rows
from .site import Seen, turned

KINDS: tuple[str, ...] = ("person", "organisation", "country", "place", "people", "product", "event")


class Someone(NamedTuple):
    """An entity in a list: how often it is named, in how many reports, and how much it says."""

    id: str
    name: str
    kind: str
    mentions: int
    reports: int
    statements: int


def people(about: Seen) -> Mapping[str, Any]:
    """Who and what the reports name, the most named first."""
    language, query = about.talk.language, about.request.query_params
    rows = all_of(about.view, language)
    kind, words = query.get("kind", ""), query.get("q", "").strip().casefold()[:200]
    found = [p for p in rows if (not kind or p.kind == kind) and (not words or words in p.name.casefold())]
    part, turning = turned(about.request, len(found), 60)
    kinds = Counter(p.kind for p in rows)
    return {
        "rows": found[part],
        "turning": turning,
        "kind": kind,
        "q": query.get("q", "").strip()[:200],
        "kinds": [(k, kinds[k]) for k in KINDS if kinds[k]],
    }


def all_of(view: View, language: str) -> list[Someone]:
    """Who and what the reports name, made once for a view and a language."""
    return view.keep(("people", language), lambda: everybody(view, language))


def everybody(view: View, language: str) -> list[Someone]:
    """Who and what the reports name: those who say most first, then the most named."""
    writer = view.writer(language)
    spoken = statements_by(view)
    rows = [
        Someone(
            e.id, writer.name(e.id), e.kind, len(e.mentions), len({c.document for c in e.mentions}),
            len(spoken.get(e.id, ())),
        )
        for e in view.answer.links.entities
    ]  # fmt: skip
    return sorted(rows, key=lambda p: (-p.statements, -p.mentions, p.name, p.id))


def statements_by(view: View) -> dict[str, list[Cite]]:
    """Entity id → the statements that it makes."""
    return view.keep("statements", lambda: _statements(view))


def _statements(view: View) -> dict[str, list[Cite]]:
    writer = view.writer("en")
    found: dict[str, list[Cite]] = {}
    for marked in view.answer.links.marked:
        document, number_ = marked.reading.document.id, marked.reading.number
        mentions = list(view.world.mentions.get(document, {}).items())
        for mark in marked.marks.statements:
            if mark.kind == "author":
                continue
            _, entity = speaker(writer, marked, mark, mentions)
            if entity:
                found.setdefault(entity, []).append(Cite(document, number_, mark.span, mark.id))
    return found


class Tells(NamedTuple):
    """A statement of somebody, and how it is counted: its polarity."""

    said: Said
    negative: bool
    at: Cite


def person(about: Seen, known_as: str) -> Mapping[str, Any]:
    """Somebody: their names and why they are taken for one, what they say, what they take part in."""
    entities: dict[str, Entity] = about.view.keep(
        "entities", lambda: {e.id: e for e in about.view.answer.links.entities}
    )
    entity = entities.get(known_as)
    if entity is None:
        raise HTTPException(404, "nobody of that name in this case")
    language = about.talk.language
    writer = about.view.writer(language)
    ranks = by_date(about.view)[1]
    cites = about.view.keep(
        ("said by", known_as),
        lambda: sorted(statements_by(about.view).get(known_as, []), key=lambda c: (ranks[c.document], c.span)),
    )
    part, turning = turned(about.request, len(cites), 20)
    told_by = rows(
        about.view, about.talk, "tells", ((f"{c.document} {c.mark}", c) for c in cites[part]),
        lambda cite: _tells(writer, known_as, cite),
    )  # fmt: skip
    known = index(about.view)
    takes = known.of(known_as)
    forms, reports = about.view.keep(("forms", known_as), lambda: _forms(writer, entity))
    return {
        "entity": entity,
        "name": writer.name(known_as),
        "forms": forms,
        "why": writer.notes(entity.why[:40]),
        "reports": reports,
        "mentions": list(entity.mentions[:12]),
        "statements": told_by,
        "turning": turning,
        "entries": entries(about.view, about.talk, [known.found[n] for n in takes[:12]]),
        "more": max(0, len(takes) - 12),
    }


def _tells(writer: Writer, known_as: str, cite: Cite) -> Tells:
    marked = writer.passages.marked(cite)
    mark = next(m for m in marked.marks.statements if m.id == cite.mark)
    name = speaker(writer, marked, mark, [])[0] or writer.name(known_as)
    polarity = told(mark)
    return Tells(said(writer, [cite], name, speaker=known_as, polarity=polarity), polarity == "negative", cite)


def _forms(writer: Writer, entity: Entity) -> tuple[list[tuple[str, int]], int]:
    """How somebody is called, and in how many reports."""
    forms = Counter(inline(_words(writer, c)) for c in entity.mentions[:4000])
    return forms.most_common(24), len({c.document for c in entity.mentions})


def _words(writer: Writer, cite: Cite) -> str:
    return cite.span.of(writer.passages.marked(cite).reading.text)
