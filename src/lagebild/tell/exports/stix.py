"""STIX 2.1: the answer as one bundle. Reports, happenings, actors, places and evidence, with ids that stay.

A happening is an `incident`; STIX 2.1 leaves its fields open, so when it happened and how sure it is told to be stand
in an extension that the bundle itself defines. Probabilities are never put into `confidence`, which means another
thing: how sure the maker is that the object is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from babel.core import get_global

from lagebild.core import Cite, Document, Entity, Evidence, Happening
from lagebild.tell import format as f
from lagebild.tell.visible import inline, visible

from .days import published_days
from .scene import Scene, dumped, link_of

_CLASSES = {"person": "individual", "organisation": "organization", "country": "organization", "people": "group"}
_EXTENSION = (
    "Properties of an incident that news reports tell of. event_type, event_mode: PLOVER. earliest, latest: ISO 8601, "
    "half-open, absent where no report says. factuality: happened, ongoing, planned, ordered, possible, denied, "
    "hypothetical, background or unclear. origins: how many independent origins tell of it. Made by Lagebild."
)


def to_stix(scene: Scene) -> str:
    """A bundle. Ids (UUID version 5) hang on the question and the language alone, so that a later export of the case
    brings newer versions of the same objects: `created` is the question's opening, `modified` the answer's date."""
    maker = _Maker(scene)
    objects = [*maker.ground(), *maker.entities(), *maker.happenings(), *maker.evidence(), *maker.reports()]
    objects.append(maker.answer([o["id"] for o in objects]))
    return dumped({"type": "bundle", "id": maker.id("bundle", str(scene.answer.as_of)), "objects": objects})


class _Maker:
    """Makes the objects of one bundle."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        opened, answered = scene.answer.question.opens, scene.answer.as_of
        self.began = f"{min(opened, answered).isoformat()}T00:00:00.000Z"
        self.now = f"{answered.isoformat()}T00:00:00.000Z"
        self.self = self.id("identity", "maker")
        self.extension = self.id("extension-definition", "incident")
        self.actors: dict[str, str] = {}
        self.places: dict[str, str] = {}
        self.told: dict[str, list[str]] = {}
        self.incidents: dict[str, str] = {}

    def id(self, type_: str, known_as: str) -> str:
        """The id of the object of a type that stands for something."""
        return f"{type_}--{self.scene.uuid('stix ' + type_, self.scene.language + chr(10) + known_as)}"

    def object(self, type_: str, known_as: str, **fields: Any) -> dict[str, Any]:
        """An object of the bundle; fields without a value are left out, as STIX wants it."""
        kept = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
        head = {"type": type_, "spec_version": "2.1", "id": self.id(type_, known_as)}
        return head | {"created_by_ref": self.self, "created": self.began, "modified": self.now} | kept

    def ground(self) -> Iterator[dict[str, Any]]:
        """Who made the bundle, and what its incidents carry beside the standard."""
        made = self.object("identity", "maker", name="Lagebild", identity_class="system")
        yield {k: v for k, v in made.items() if k != "created_by_ref"}
        yield self.object(
            "extension-definition", "incident", name="Happening in news reports", version="1.0.0",
            schema=_EXTENSION, extension_types=["property-extension"],
        )  # fmt: skip

    def entities(self) -> Iterator[dict[str, Any]]:
        """Who takes part as identities, where things happen as locations: a state can be both."""
        taking_part = {i for h in self.scene.happenings for i in (*h.actors, *h.recipients)}
        places = {h.place for h in self.scene.happenings}
        for entity in self.scene.links.entities:
            name = inline(self.scene.name(entity.id)) or entity.id
            if entity.id in places:
                made = self._location(entity, name)
                if made:
                    self.places[entity.id] = made["id"]
                    yield made
            if entity.id in taking_part:
                aliases = sorted({inline(a) for a in (entity.name, *entity.aliases)} - {name, ""})
                identity = self.object(
                    "identity", entity.id, name=name, identity_class=_CLASSES.get(entity.kind, "unspecified"),
                    description="; ".join(aliases),
                )  # fmt: skip
                self.actors[entity.id] = identity["id"]
                yield identity

    def _location(self, entity: Entity, name: str) -> dict[str, Any] | None:
        if entity.id.startswith("iso:"):
            codes = get_global("territory_aliases").get(entity.id[4:])
            if codes and len(codes) == 1:
                return self.object("location", entity.id, name=name, country=codes[0])
        spot = self.scene.spots.get(entity.id)
        if spot is None:
            return None
        precision = None if spot.radius_m is None else float(spot.radius_m)
        return self.object(
            "location", entity.id, name=name, latitude=spot.lat, longitude=spot.lon, precision=precision
        )  # fmt: skip

    def happenings(self) -> Iterator[dict[str, Any]]:
        """Each happening with its relationships to who took part and where it was."""
        for h in self.scene.happenings:
            incident = self._incident(h)
            self.incidents[h.id] = incident["id"]
            for cite in h.mentions:
                self.told.setdefault(cite.document, []).append(incident["id"])
            yield incident
            for role, ids in (("actor", h.actors), ("recipient", h.recipients)):
                yield from (self._tie(incident, self.actors[i], role) for i in ids if i in self.actors)
            if h.place in self.places:
                yield self._tie(incident, self.places[h.place], "place")

    def _incident(self, h: Happening) -> dict[str, Any]:
        scene = self.scene
        cites = scene.cites(h.mentions)
        more = {
            "extension_type": "property-extension", "event_type": h.type, "event_mode": h.mode, "earliest": h.earliest,
            "latest": h.latest, "factuality": h.factuality, "origins": len(h.origins),
        }  # fmt: skip
        when = f.period(h.earliest, h.latest, scene.language) or scene.label("undated")
        return self.object(
            "incident", h.id, name=scene.title(h), lang=scene.language,
            description="\n".join([when, *(scene.sentence(c) for c in cites)]),
            external_references=self._references(cites),
            extensions={self.extension: {k: v for k, v in more.items() if v is not None}},
        )  # fmt: skip

    def _tie(self, incident: dict[str, Any], target: str, role: str) -> dict[str, Any]:
        return self.object(
            "relationship", f"{incident['id']}\n{role}\n{target}", relationship_type="related-to", description=role,
            source_ref=incident["id"], target_ref=target,
        )  # fmt: skip

    def evidence(self) -> Iterator[dict[str, Any]]:
        """What speaks for or against, as notes on the happenings."""
        for item in self.scene.answer.evidence:
            yield self._note(item)

    def _note(self, item: Evidence) -> dict[str, Any]:
        scene = self.scene
        cites = scene.cites(item.cites)
        about = [self.incidents[item.subject]] if item.subject in self.incidents else []
        lines = [*(scene.said(n) for n in item.why), *(scene.sentence(c) for c in cites)]
        return self.object(
            "note", item.id, abstract=f"{scene.label(f'label.{item.direction}')}: {scene.name(item.indicator)}",
            content="\n".join(lines), lang=scene.language, object_refs=about or [self.self],
            external_references=self._references(cites),
        )  # fmt: skip

    def reports(self) -> Iterator[dict[str, Any]]:
        """Each news report, with the happenings that it tells of."""
        for document in self.scene.documents.values():
            days = published_days(document.published)
            yield self.object(
                "report", document.id, name=inline(document.title or "") or document.id,
                published=f"{days[1].isoformat()}T00:00:00Z" if days else self.now,
                description="" if days else self.scene.label("undated"),
                object_refs=sorted(set(self.told.get(document.id, ()))) or [self.self],
                external_references=[self._reference(document)],
            )  # fmt: skip

    def answer(self, everything: list[str]) -> dict[str, Any]:
        """The report on the question itself, which holds all the others."""
        scene, now = self.scene, self.scene.answer.forecast
        said = f.day(scene.answer.as_of, scene.language)
        if now:
            said += f": {f.percent(now.probability, scene.language)} ({f.interval(now.low, now.high, scene.language)})"
        return self.object(
            "report", "answer", name=visible(scene.answer.question.text),
            description=said, lang=scene.language, published=self.now, object_refs=everything,
        )  # fmt: skip

    def _references(self, cites: Iterable[Cite]) -> list[dict[str, Any]]:
        return [self._reference(self.scene.documents[c.document]) for c in cites]

    def _reference(self, document: Document) -> dict[str, Any]:
        found = {"source_name": self.scene.publisher(document), "description": inline(document.title or "")}
        reference = {**found, "url": link_of(document), "external_id": document.id}
        return {name: value for name, value in reference.items() if value}
