"""Each export opened by the library of its own world, in both languages, on real and on hostile reports."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any, cast

import geojson  # type: ignore[import-untyped]
import icalendar
import jsonschema
import pytest
import stix2  # type: ignore[import-untyped]
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SDO

from lagebild.core import Answer, Cite, Span
from lagebild.errors import UnknownName
from lagebild.tell.exports import FORMATS, export
from lagebild.tell.exports.days import stretch
from lagebild.tell.exports.scene import Scene, whole

from .making import EVIL

RDFLIB = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
BOTH = pytest.mark.parametrize("language", ["de", "en"])


def text(answer: Answer, name: str, language: Any = None) -> str:
    found = export(answer, format=name, language=language)
    assert isinstance(found, str)
    found.encode()  # UTF-8 can hold it
    return found


@pytest.mark.parametrize("name", [f.name for f in FORMATS])
def test_the_same_answer_gives_the_same_bytes(answer: Answer, name: str) -> None:
    assert export(answer, format=name) == export(answer, format=name)


def test_an_unknown_format_lists_the_known_ones(example: Answer) -> None:
    with pytest.raises(UnknownName, match=r"did you mean geojson\? known are: annotations, csl, csv"):
        export(example, format="geojs")


# STIX


@BOTH
def test_stix_parses_and_is_closed(answer: Answer, language: str) -> None:
    raw = text(answer, "stix", language)
    bundle = stix2.parse(raw, allow_custom=False)
    ids = {o["id"] for o in bundle.objects}
    assert len(ids) == len(bundle.objects)
    for thing in bundle.objects:
        stix2.parse(thing.serialize(), allow_custom=False)
        for name, value in json.loads(thing.serialize()).items():
            refs = [value] if name.endswith("_ref") else value if name.endswith("_refs") else []
            assert set(refs) <= ids, name
    assert sum(o["type"] == "incident" for o in bundle.objects) == sum(1 for h in answer.links.happenings if h.mentions)
    assert sum(o["type"] == "report" for o in bundle.objects) == len(answer.links.marked) + 1
    assert sum(o["type"] == "note" for o in bundle.objects) == len(answer.evidence)


def test_stix_ids_stay_and_their_namespace_is_not_that_of_observables(example: Answer) -> None:
    found = {o["id"] for o in json.loads(text(example, "stix"))["objects"]}
    later = json.loads(text(Answer(**{**_fields(example), "as_of": date(2023, 3, 1)}), "stix"))["objects"]
    assert found == {o["id"] for o in later}
    assert all(
        re.fullmatch(r"[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", i) for i in found
    )
    assert all(o["modified"] == "2023-03-01T00:00:00.000Z" for o in later)


def _fields(answer: Answer) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in answer.__dataclass_fields__}


# Web Annotation

OA = "http://www.w3.org/ns/oa#"
AS = "https://www.w3.org/ns/activitystreams#"
DC = "http://purl.org/dc/"
# What http://www.w3.org/ns/anno.jsonld says of the terms in use: tests ask no server.
CONTEXT: dict[str, Any] = {
    "id": "@id", "type": "@type", "label": "http://www.w3.org/2000/01/rdf-schema#label", "name": "http://foaf/name",
    "format": DC + "elements/1.1/format", "language": DC + "elements/1.1/language", "value": str(RDF.value),
    "total": AS + "totalItems", "startIndex": AS + "startIndex", "sourceDate": OA + "sourceDate",
    "Text": DC + "dcmitype/Text", "Software": AS + "Application", "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "items": {"@id": AS + "items", "@type": "@id", "@container": "@list"},
    **{n: OA + n for n in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector",
                           "TimeState", "start", "end", "exact", "prefix", "suffix", "classifying", "identifying",
                           "tagging", "describing")},
    **{n: {"@id": i, "@type": "@id"} for n, i in {
        "body": OA + "hasBody", "target": OA + "hasTarget", "source": OA + "hasSource", "selector": OA + "hasSelector",
        "state": OA + "hasState", "via": OA + "via", "first": AS + "first", "partOf": AS + "partOf",
        "generator": AS + "generator"}.items()},
    **{n: {"@id": OA + i, "@type": "@vocab"} for n, i in (("motivation", "motivatedBy"), ("purpose", "hasPurpose"))},
}  # fmt: skip


def test_annotations_select_the_words_by_code_points(answer: Answer) -> None:
    found = json.loads(text(answer, "annotations"))
    items = found["first"]["items"]
    assert (
        found["total"]
        == len(items)
        == sum(len(getattr(m.marks, layer)) for m in answer.links.marked for layer in _LAYERS)
    )
    assert "Unicode code points" in found["label"]
    texts = {f"{m.reading.document.id}": m.reading.text for m in answer.links.marked}
    scene = Scene(answer)
    by_source = {
        f"urn:uuid:{scene.uuid('document', f'{m.reading.document.id} {m.reading.number}')}": m.reading.text
        for m in answer.links.marked
    }
    assert len(by_source) == len(texts)
    for item in items:
        read = item["target"][0]
        position, quote = read["selector"]
        source = whole(by_source[read["source"]["id"]])
        assert source[position["start"] : position["end"]] == quote["exact"]
        assert source[: position["start"]].endswith(quote["prefix"])
        assert source[position["end"] :].startswith(quote["suffix"])
        for page in item["target"][1:]:
            assert page["selector"] == quote
            assert page["source"] == read["source"]["via"]


_LAYERS = ("times", "names", "quantities", "hedges", "statements", "events", "reasons")


@RDFLIB
def test_annotations_are_linked_data(answer: Answer) -> None:
    found = json.loads(text(answer, "annotations"))
    assert found["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert {name for node in _nodes(found) for name in node} <= {*CONTEXT, "@context"}
    found["@context"] = CONTEXT
    graph = Graph().parse(data=json.dumps(found), format="json-ld")
    items = set(graph.subjects(RDF.type, URIRef(OA + "Annotation")))
    assert len(items) == found["total"]
    for item in items:
        assert len(list(graph.objects(item, URIRef(OA + "hasTarget")))) in (1, 2)
        assert len(list(graph.objects(item, URIRef(OA + "hasBody")))) in (2, 3)
    ends = [int(cast(Any, o)) for o in graph.objects(None, URIRef(OA + "end"))]
    assert all(end > 0 for end in ends)
    assert bool(ends) == bool(items)


# GeoJSON


@BOTH
def test_geojson_is_valid(answer: Answer, language: str) -> None:
    found = geojson.loads(text(answer, "geojson", language))
    assert found.is_valid, found.errors()
    for feature in found["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        assert feature["properties"]["radius_m"] > 0
        assert feature["properties"]["reports"]


def test_geojson_places_are_where_they_are(example: Answer) -> None:
    features = json.loads(text(example, "geojson", "de"))["features"]
    spots = {f["properties"]["place"]: (f["geometry"]["coordinates"], f["properties"]["radius_m"]) for f in features}
    (lon, lat), radius = spots["Belarus"]
    assert 23 < lon < 33  # longitude first
    assert 51 < lat < 56.5
    assert radius == 257_000
    assert len(features) == sum(1 for h in example.links.happenings if h.place)


# iCalendar


@BOTH
def test_icalendar_reads_the_timeline(answer: Answer, language: str) -> None:
    raw = text(answer, "ical", language)
    assert raw.count("\n") == raw.count("\r\n") == raw.count("\r")
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors
    events: dict[str, Any] = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    scene = Scene(answer, cast(Any, language))
    dated = [h for h in scene.happenings if scene.when(h)]
    assert len(events) == len(dated) + 1
    for h in dated:
        event = events[scene.uuid("happening", h.id)]
        assert not event.errors
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        assert end > start
        if h.earliest and len(h.earliest) == 10:
            assert start == date.fromisoformat(h.earliest)
        if h.latest and len(h.latest) == 10:
            assert end == date.fromisoformat(h.latest)  # exclusive in both
        assert scene.title(h) in str(event["SUMMARY"])
    last = events[scene.uuid("deadline", answer.question.id)]
    assert last["DTEND"].dt - last["DTSTART"].dt == timedelta(days=1)


STRETCHES = [
    # earliest, latest, start, end, known
    ("2022-12-07", "2022-12-08", date(2022, 12, 7), date(2022, 12, 8), (True, True)),  # one day
    ("2022-12-01", "2023-01-01", date(2022, 12, 1), date(2023, 1, 1), (True, True)),  # a month
    (None, "2023-01-07", date(2023, 1, 6), date(2023, 1, 7), (False, True)),  # by the 6th
    ("2023-01-07", None, date(2023, 1, 7), date(2023, 1, 8), (True, False)),  # from the 7th
    (None, "2023-01-07T09:00", date(2023, 1, 7), date(2023, 1, 8), (False, True)),  # on the 7th at the latest
    ("2023-01-04T22:30", "2023-01-05T02:00", datetime(2023, 1, 4, 22, 30), datetime(2023, 1, 5, 2), (True, True)),
    ("2023-01-04", "2023-01-04T12:00", datetime(2023, 1, 4), datetime(2023, 1, 4, 12), (True, True)),  # the morning
    ("2023-01-05", "2023-01-05", date(2023, 1, 5), date(2023, 1, 6), (True, True)),  # empty: a day at least
]


@pytest.mark.parametrize(("earliest", "latest", "start", "end", "known"), STRETCHES)
def test_stretches(earliest: str, latest: str, start: date, end: date, known: tuple[bool, bool]) -> None:
    assert stretch(earliest, latest) == (start, end, known)


@pytest.mark.parametrize(
    ("earliest", "latest"), [(None, None), ("", "XXXX-12"), (None, "0001-01-01"), ("9999-12-31", None)]
)
def test_what_no_calendar_can_hold_is_left_out(earliest: str | None, latest: str | None) -> None:
    assert stretch(earliest, latest) is None


def test_times_with_zones_are_utc() -> None:
    found = stretch("2023-01-04T22:30+01:00", "2023-01-05T02:00+01:00")
    assert found is not None
    assert found.start.isoformat() == "2023-01-04T21:30:00+00:00"


# CSL: the fields and types of csl-data.json that are in use.

DATE = {
    "type": "object", "additionalProperties": False, "required": ["date-parts"],
    "properties": {
        "circa": {"type": "boolean"},
        "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {
            "type": "array", "minItems": 3, "maxItems": 3, "items": {"type": "integer"}}},
    },
}  # fmt: skip
CSL = {
    "type": "array",
    "items": {
        "type": "object", "additionalProperties": False, "required": ["id", "type", "title"],
        "properties": {
            "id": {"type": "string"}, "type": {"enum": ["article-newspaper", "webpage"]},
            "title": {"type": "string", "minLength": 1}, "container-title": {"type": "string", "minLength": 1},
            "author": {"type": "array", "items": {
                "type": "object", "additionalProperties": False, "properties": {"literal": {"type": "string"}}}},
            "issued": DATE, "accessed": DATE, "URL": {"type": "string", "pattern": "^https?://"},
            "language": {"type": "string"},
        },
    },
}  # fmt: skip


@BOTH
def test_csl_follows_its_schema_and_is_cited(answer: Answer, language: str) -> None:
    items = json.loads(text(answer, "csl", language))
    jsonschema.validate(items, CSL)
    assert len(items) == len(answer.links.marked)
    assert len({i["id"] for i in items}) == len(items)


@pytest.mark.filterwarnings("ignore")  # citeproc's own
def test_citeproc_renders_the_bibliography(example: Answer) -> None:
    from citeproc import (  # type: ignore[import-untyped]
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

    items = json.loads(text(example, "csl"))
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    told = [str(line) for line in bibliography.bibliography()]
    assert len(told) == len(items)
    assert any("Neue Schneisen im Grenzwald" in line and "2022" in line for line in told)


# schema.org and TimelineJS (its documented JSON format)

WHEN = {
    "type": "object", "additionalProperties": False, "required": ["year", "month", "day"],
    "properties": {
        "year": {"type": "integer"}, "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31}, "hour": {"type": "integer", "maximum": 23},
        "minute": {"type": "integer", "maximum": 59},
    },
}  # fmt: skip
SAID = {
    "type": "object", "additionalProperties": False, "required": ["headline", "text"],
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
}  # fmt: skip
SLIDE = {
    "type": "object", "additionalProperties": False, "required": ["start_date", "text", "unique_id"],
    "properties": {
        "start_date": WHEN, "end_date": WHEN, "text": SAID, "group": {"type": "string"},
        "display_date": {"type": "string"}, "unique_id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "autolink": {"const": False},
    },
}  # fmt: skip
SLIDES = {
    "type": "object", "additionalProperties": False, "required": ["title", "events", "scale"],
    "properties": {
        "title": {**SLIDE, "required": ["text"]}, "events": {"type": "array", "items": SLIDE},
        "scale": {"const": "human"},
    },
}  # fmt: skip


@RDFLIB
def test_schemaorg_is_linked_data(answer: Answer) -> None:
    found = json.loads(text(answer, "schemaorg"))
    assert found["@context"] == "https://schema.org"
    found["@context"] = {"@vocab": "https://schema.org/"}  # what it comes to, without the network
    graph = Graph().parse(data=json.dumps(found), format="json-ld")

    def count(type_: str) -> int:
        return len(set(graph.subjects(RDF.type, URIRef(f"https://schema.org/{type_}"))))

    assert count("NewsArticle") == len(answer.links.marked)
    reviews = sum(len(c.corrects) for c in answer.links.corrections)
    assert count("ClaimReview") == reviews
    assert count("Claim") == len(answer.links.claims) + reviews
    for node in _nodes(found["@graph"]):
        for name in {*node, node.get("@type", "Thing")} - {"@id", "@type"}:
            assert name in SDO, name


def _nodes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [n for item in value for n in _nodes(item)]
    if isinstance(value, dict):
        return [value, *(n for item in value.values() for n in _nodes(item))]
    return []


@BOTH
def test_timelinejs_slides(answer: Answer, language: str) -> None:
    found = json.loads(text(answer, "timelinejs", language))
    jsonschema.validate(found, SLIDES)
    scene = Scene(answer, cast(Any, language))
    assert len(found["events"]) == sum(1 for h in scene.happenings if scene.when(h))
    for node in _nodes(found):
        for name in ("headline", "text", "group", "display_date"):
            if isinstance(node.get(name), str):
                assert "<script" not in node[name]
                assert "javascript:" not in node[name]
                assert not re.search(r"<(?!/?p>|/?a[ >])", node[name])


def test_words_of_reports_come_out_whole(answer: Answer) -> None:
    scene = Scene(answer)
    for m in answer.links.marked:
        at = Span(0, len(m.reading.text))
        assert scene.words(Cite(m.reading.document.id, m.reading.number, at)) == whole(m.reading.text)
    assert len(whole(EVIL)) == len(EVIL)
