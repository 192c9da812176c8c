"""W3C Web Annotation (JSON-LD): every mark as an annotation of its reading, by position and by quotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lagebild.core import LAYERS, Mark, Marked, Name
from lagebild.mark.lines import mark_record

from .scene import Scene, dumped, link_of, whole

_CONTEXT = 32
_UNIT = (
    "Positions count Unicode code points (not UTF-16 code units) of the text as Lagebild read it: NFC, line ends as "
    "U+000A, start included, end not. Quotations are taken from the same text."
)
_WORLD = {
    "wikidata:": "http://www.wikidata.org/entity/",
    "geonames:": "https://sws.geonames.org/",
    "iso:": "https://www.iso.org/obp/ui/#iso:code:3166:",
}


def to_annotations(scene: Scene) -> str:
    """An AnnotationCollection with one page, one annotation a line. Each has two targets where the report has an
    address: the text that was read, by position and quotation; and the page that it came from, by quotation alone,
    since positions in a page's whole text are not those in what was read of it."""
    items = [a for marked in scene.links.marked for a in _of(scene, marked)]
    collection = f"urn:uuid:{scene.uuid('annotations', scene.answer.question.id)}"
    page = f"urn:uuid:{scene.uuid('annotations', scene.answer.question.id + ' 1')}"
    head = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": collection, "type": "AnnotationCollection",
        "label": _UNIT, "total": len(items),
        "first": {"id": page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": []},
    }  # fmt: skip
    frame = dumped(head, indent=None)
    lines = ",\n".join(dumped(item, indent=None).rstrip("\n") for item in items)
    begin, end = frame.rsplit('"items":[]', 1)
    return f'{begin}"items":[\n{lines}\n]{end}'


def _of(scene: Scene, marked: Marked) -> Iterator[dict[str, Any]]:
    document, number = marked.reading.document, marked.reading.number
    reading = f"urn:uuid:{scene.uuid('document', f'{document.id} {number}')}"
    source: dict[str, Any] = {"id": reading, "type": "Text", "format": "text/plain"}
    if marked.reading.language:
        source["language"] = marked.reading.language
    page = link_of(document)
    if page:
        source["via"] = page
    for layer in LAYERS:
        for mark in getattr(marked.marks, layer):
            known_as = f"{document.id} {number} {layer} {mark.id}"
            yield {
                "id": f"urn:uuid:{scene.uuid('document', known_as)}",
                "type": "Annotation",
                "motivation": "identifying" if isinstance(mark, Name) and mark.entity else "classifying",
                "generator": {"id": f"urn:uuid:{scene.uuid('document', mark.by)}", "type": "Software", "name": mark.by},
                "body": _body(layer, mark),
                "target": _targets(marked.reading.text, mark, source, page, document.fetched),
            }


def _body(layer: str, mark: Mark) -> list[dict[str, Any]]:
    """The layer as a tag, the mark as JSON, and who or what a name stands for."""
    record = {k: v for k, v in mark_record(mark).items() if v not in (None, [])}
    body: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": layer},
        {
            "type": "TextualBody", "purpose": "describing", "format": "application/json",
            "value": dumped(record, indent=None).rstrip("\n"),
        },
    ]  # fmt: skip
    entity = mark.entity if isinstance(mark, Name) else None
    for scheme, base in _WORLD.items():
        if entity and entity.startswith(scheme) and entity[len(scheme) :].isalnum():
            body.append({"type": "SpecificResource", "purpose": "identifying", "source": base + entity[len(scheme) :]})
    return body


def _targets(
    text: str, mark: Mark, source: dict[str, Any], page: str | None, fetched: str | None
) -> list[dict[str, Any]]:
    start, end = mark.span
    quote = {
        "type": "TextQuoteSelector",
        "exact": whole(text[start:end]),
        "prefix": whole(text[max(0, start - _CONTEXT) : start]),
        "suffix": whole(text[end : end + _CONTEXT]),
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    targets = [{"type": "SpecificResource", "source": source, "selector": [position, quote]}]
    if page:
        on_page: dict[str, Any] = {"type": "SpecificResource", "source": page, "selector": quote}
        if fetched:
            on_page["state"] = {"type": "TimeState", "sourceDate": fetched}
        targets.append(on_page)
    return targets
