"""Where the reports come from: documents by the origin that they rest on."""

from __future__ import annotations

from lagebild.core import Answer, Document, Origin

from . import format as f
from .names import publisher
from .sentences import Writer
from .statements import reasons
from .views import Cited, OriginView, Source
from .visible import inline, web_address


def origins(writer: Writer, answer: Answer) -> tuple[OriginView, ...]:
    """All documents, grouped by origin: those with most documents first, then by date. A document that no origin
    holds stands alone. Call it last: it lists which citations each document has."""
    documents = {m.reading.document.id: m.reading for m in answer.links.marked}
    held = {d for o in answer.links.origins for d in o.documents}
    groups = [*answer.links.origins, *(Origin(d, (d,)) for d in documents if d not in held)]
    cited: dict[str, list[int]] = {}
    for passage in writer.passages.all():
        cited.setdefault(passage.cite.document, []).append(passage.number)
    found = []
    for origin in groups:
        readings = [documents[d] for d in origin.documents if d in documents]
        if not readings:
            continue
        readings.sort(key=lambda r: (r.document.published or "~", r.document.id))
        sources = tuple(_source(writer, r.document, r.language, tuple(cited.get(r.document.id, ()))) for r in readings)
        name = inline(origin.outlet) if origin.outlet else publisher(readings[0].document, writer.language)
        order = (-len(sources), readings[0].document.published or "~", origin.id)
        found.append((order, OriginView(id=origin.id, name=name, sources=sources, why=writer.notes(origin.why))))
    return tuple(view for _, view in sorted(found, key=lambda pair: pair[0]))


def cited(writer: Writer) -> tuple[Cited, ...]:
    """All passages that were cited so far, by number, each with its source."""
    found = []
    for passage in writer.passages.all():
        language = writer.passages.marked(passage.cite).reading.language
        found.append(Cited(passage=passage, source=_source(writer, passage.document, language, (passage.number,))))
    return tuple(found)


def _source(writer: Writer, document: Document, language: str | None, cited: tuple[int, ...]) -> Source:
    return Source(
        title=inline(document.title or writer.label("title.none")),
        publisher=publisher(document, writer.language),
        date=f.moment(document.published, writer.language) or writer.label("undated"),
        dated=writer.label(f"published.{document.published_by}"),
        link=web_address(document.url),
        address=inline(document.url) if document.url else None,
        language=language,
        cited=cited,
        grade=outlet_grade(writer, document),
    )


def outlet_grade(writer: Writer, document: Document) -> str:
    """How reliable the publisher of a report is: as the analyst graded it, else as proposed, with the reason."""
    grade = writer.grades.outlet(document)
    if grade.by_hand:
        return writer.say("grade.given", grade=grade.value)
    return writer.say("grade.reliability", grade=grade.value, **reasons(writer, grade))
