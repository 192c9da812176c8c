"""FollowTheMoney: entities as JSON, one a line, for Aleph, OpenAleph and Yente.

Reports are Articles; people, bodies, states and peoples are LegalEntities of their kind; places are Addresses;
happenings are Events; what the question's signs make of them are Notes. A Mention ties a report to whom it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from babel.core import get_global

from lagebild.core import Entity, Evidence, Happening, Marked
from lagebild.tell.visible import inline, visible

from .days import day_of, published_days
from .scene import Scene, dumped, link_of

_KINDS = {
    "person": "Person", "organisation": "Organization", "place": "Address", "country": "PublicBody",
    "people": "LegalEntity", "product": "Asset", "event": "Event",
}  # fmt: skip
_ACTORS = frozenset(("Person", "Organization", "PublicBody", "LegalEntity"))
# ISO 639-3, as FollowTheMoney wants it; other languages are left out.
_LANGUAGES = {
    "be": "bel", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "en": "eng", "es": "spa", "et": "est",
    "fi": "fin", "fr": "fra", "hr": "hrv", "hu": "hun", "it": "ita", "lt": "lit", "lv": "lav", "nl": "nld",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr",
}  # fmt: skip
_NAME, _TEXT = 384, 60_000


def to_ftm(scene: Scene) -> str:
    """The entities; whatever a line refers to stands in a line before it."""
    return "".join(dumped(entity, indent=None) for entity in _entities(scene))


def _entities(scene: Scene) -> Iterator[dict[str, Any]]:
    for marked in scene.links.marked:
        yield _article(scene, marked)
    for entity in scene.links.entities:
        yield _thing(scene, entity)
    for entity in scene.links.entities:
        if _schema(entity) in _ACTORS:
            yield from _mentions(scene, entity)
    actors = {e.id for e in scene.links.entities if _schema(e) in _ACTORS}
    kinds = {e.id: _schema(e) for e in scene.links.entities}
    for subject in scene.happenings:
        yield _event(scene, subject, actors, kinds)
    happened = {h.id for h in scene.happenings}
    for item in scene.answer.evidence:
        yield _note(scene, item, happened)


def _entity(known_as: str, schema: str, **properties: Iterable[str | None]) -> dict[str, Any]:
    """An entity with what properties have a value; values once and in order."""
    found = {name: list(dict.fromkeys(v for v in values if v)) for name, values in properties.items()}
    return {"id": known_as, "schema": schema, "properties": {name: values for name, values in found.items() if values}}


def _id(scene: Scene, kind: str, known_as: str) -> str:
    return f"lagebild-{scene.uuid(kind, known_as)}"


def _name(text: str) -> str:
    return inline(text)[:_NAME].strip()


def _article(scene: Scene, marked: Marked) -> dict[str, Any]:
    document = marked.reading.document
    days = published_days(document.published)
    return _entity(
        _id(scene, "document", document.id),
        "Article",
        title=[_name(document.title or "") or document.id],
        author=[_name(document.author or "")],
        publisher=[_name(document.publisher or "")],
        sourceUrl=[link_of(document)],
        publishedAt=[d.isoformat() for d in days or ()],
        language=[_LANGUAGES.get(marked.reading.language or "")],
        retrievedAt=[(document.fetched or "")[:10]],
    )


def _schema(entity: Entity) -> str:
    if entity.kind == "organisation" and entity.id.startswith("org:") and "-GOV-" in entity.id:
        return "PublicBody"
    return _KINDS.get(entity.kind, "LegalEntity")


def _country(code: str | None) -> str | None:
    """ISO 3166-1 alpha-2, in small letters, of an alpha-3 code or of the state in a PLOVER code."""
    found = get_global("territory_aliases").get((code or "")[:3])
    return found[0].lower() if found and len(found) == 1 and len(found[0]) == 2 else None


def _thing(scene: Scene, entity: Entity) -> dict[str, Any]:
    schema = _schema(entity)
    name = _name(scene.name(entity.id)) or entity.id
    country = entity.id[4:] if entity.id.startswith("iso:") else entity.code
    wikidata = entity.id[9:] if entity.id.startswith("wikidata:Q") else None
    more: dict[str, Iterable[str | None]] = {}
    if schema == "Address" and (spot := scene.spots.get(entity.id)):
        more = {"full": [name], "latitude": [str(spot.lat)], "longitude": [str(spot.lon)]}
    return _entity(
        _id(scene, "entity", entity.id),
        schema,
        name=[name],
        alias=[a for a in (_name(a) for a in (entity.name, *entity.aliases)) if a != name],
        country=[_country(country)],
        wikidataId=[wikidata],
        **more,
    )


def _mentions(scene: Scene, entity: Entity) -> Iterator[dict[str, Any]]:
    """One a report that names the entity, with all the words that it names it by."""
    words: dict[str, set[str]] = {}
    for cite in entity.mentions:
        if name := _name(scene.words(cite)):
            words.setdefault(cite.document, set()).add(name)
    for document in sorted(words):
        yield _entity(
            _id(scene, "mention", f"{document}\n{entity.id}"),
            "Mention",
            document=[_id(scene, "document", document)],
            resolved=[_id(scene, "entity", entity.id)],
            name=sorted(words[document]),
            detectedSchema=[_schema(entity)],
        )


def _event(scene: Scene, subject: Happening, actors: set[str], kinds: dict[str, str]) -> dict[str, Any]:
    at = scene.when(subject)
    cites = scene.cites(subject.mentions)
    place = subject.place if kinds.get(subject.place or "") == "Address" else None
    return _entity(
        _id(scene, "happening", subject.id),
        "Event",
        name=[_name(scene.title(subject))],
        startDate=[day_of(at.start).isoformat()] if at and at.known[0] else [],
        endDate=[at.last.isoformat()] if at and at.known[1] else [],
        location=[_name(scene.name(subject.place))],
        country=[_country(subject.place[4:] if (subject.place or "").startswith("iso:") and subject.place else None)],
        addressEntity=[_id(scene, "entity", place)] if place else [],
        involved=[_id(scene, "entity", i) for i in (*subject.actors, *subject.recipients) if i in actors],
        keywords=[subject.type, subject.mode, subject.factuality],
        summary=[scene.sentence(c)[:_TEXT] for c in cites],
        sourceUrl=[link_of(scene.documents[c.document]) for c in cites],
        publisher=[_name(scene.documents[c.document].publisher or "") for c in cites],
        proof=[_id(scene, "document", c.document) for c in cites],
    )


def _note(scene: Scene, item: Evidence, happened: set[str]) -> dict[str, Any]:
    cites = scene.cites(item.cites)
    said = [f"{scene.label(f'label.{item.direction}')}: {scene.name(item.indicator)}", *map(scene.said, item.why)]
    return _entity(
        _id(scene, "evidence", item.id),
        "Note",
        name=[_name(scene.name(item.indicator)) or item.indicator],
        description=["\n".join(said)[:_TEXT]],
        entity=[_id(scene, "happening", item.subject)] if item.subject in happened else [],
        summary=[visible(scene.sentence(c))[:_TEXT] for c in cites],
        proof=[_id(scene, "document", c.document) for c in cites],
    )
