"""The tables of CSV and Parquet: one a kind of thing, columns with a type, the same whether there are rows or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from lagebild.core import Cite, Mark, Marked, Range, Span

from .scene import Scene, link_of, whole

Type = Literal["text", "integer", "number", "truth", "texts"]
"""`texts` is a list: list<string> in Parquet, a JSON array in a CSV cell."""


class Table(NamedTuple):
    """A table: its name, its columns as (name, type), and its rows."""

    name: str
    columns: tuple[tuple[str, Type], ...]
    rows: tuple[tuple[Any, ...], ...]


class _Column(NamedTuple):
    name: str
    type: Type
    get: Callable[[Any], Any]


def tables(scene: Scene) -> tuple[Table, ...]:
    """All tables of an answer, in the order of the flow."""
    return (*_read(scene), *(_marks(scene, *layer) for layer in _LAYERS), *_linked(scene), *_weighed(scene))


def columns(text: str) -> tuple[tuple[str, Type], ...]:
    """Columns from their short form: "id at:integer" is a text and a number without fraction."""
    found = []
    for word in text.split():
        name, _, type_ = word.partition(":")
        found.append((name, type_ or "text"))
    return tuple(found)  # type: ignore[arg-type]


def _table(name: str, head: str, rows: Iterable[tuple[Any, ...]]) -> Table:
    return Table(name, columns(head), tuple(rows))


def _read(scene: Scene) -> Iterator[Table]:
    origin = {document: o.id for o in scene.links.origins for document in o.documents}
    yield _table(
        "documents",
        "id title url publisher author published published_by fetched reading:integer language characters:integer "
        "origin",
        (
            (d.id, d.title, link_of(d), d.publisher, d.author, d.published, d.published_by, d.fetched, m.reading.number,
             m.reading.language, len(m.reading.text), origin.get(d.id))
            for m in scene.links.marked
            for d in [m.reading.document]
        ),
    )  # fmt: skip


def _marks(scene: Scene, layer: str, own: tuple[_Column, ...]) -> Table:
    """Every mark of a layer: where it stands (half-open code points), its words, who made it, and its own fields."""
    head = columns("document reading:integer id start:integer end:integer words by")
    rows = (
        (m.reading.document.id, m.reading.number, mark.id, *mark.span, whole(mark.span.of(m.reading.text)), mark.by,
         *(c.get(_Seen(mark, m)) for c in own))
        for m in scene.links.marked
        for mark in getattr(m.marks, layer)
    )  # fmt: skip
    return Table(layer, (*head, *((c.name, c.type) for c in own)), tuple(rows))


class _Seen(NamedTuple):
    """A mark in its reading."""

    mark: Mark
    marked: Marked


def _field(name: str, type_: Type = "text") -> _Column:
    def get(seen: _Seen) -> Any:
        value = getattr(seen.mark, name)
        return list(value) if type_ == "texts" else value

    return _Column(name, type_, get)


def _words(name: str) -> _Column:
    """The words of a field that holds one span or several."""

    def get(seen: _Seen) -> list[str]:
        value = getattr(seen.mark, name)
        spans = [value] if isinstance(value, Span) else value or ()
        return [whole(span.of(seen.marked.reading.text)) for span in spans]

    return _Column(name, "texts", get)


def _participants(name: str, what: str) -> _Column:
    def get(seen: _Seen) -> list[str]:
        found = getattr(seen.mark, name)
        if what == "words":
            return [whole(p.span.of(seen.marked.reading.text)) for p in found]
        return [getattr(p, what) or "" for p in found]

    return _Column(name if what == "words" else f"{name}_{what}", "texts", get)


_LAYERS: tuple[tuple[str, tuple[_Column, ...]], ...] = (
    ("times", tuple(map(_field, ("type", "value", "mod", "quant", "freq", "earliest", "latest", "anchor")))),
    ("names", (_field("kind"), _field("entity"), *(_field(n, "number") for n in ("lat", "lon", "radius_km")))),
    ("quantities", (_field("low", "number"), _field("high", "number"), _field("unit"), _field("of"),
                    _field("approximate", "truth"))),
    ("hedges", (_field("strength"), _words("scope"))),
    ("statements", (_field("kind"), _words("spans"), _words("cue"), _words("speaker"), _field("speaker_entity"),
                    _field("speaker_kind"), _words("addressee"), _words("occasion"), _words("outlet"), _field("basis"),
                    _field("stake"), _field("polarity"), _field("hedges", "texts"), _field("probability_word"),
                    _words("condition"), _field("grade"), _field("voices"), _field("force"), _field("purpose"))),
    ("events", (_field("type"), _field("mode"), _field("contexts", "texts"),
                *(_participants(n, what) for n in ("actor", "recipient") for what in ("words", "entity", "code")),
                _field("place"), _field("time"), _field("factuality"), _field("statement"))),
    ("reasons", (_words("cause"), _words("effect"), _field("polarity"), _field("factuality"))),
)  # fmt: skip


def _linked(scene: Scene) -> Iterator[Table]:
    links = scene.links
    yield _table(
        "entities", "id kind name aliases:texts code mentions:integer lat:number lon:number radius_m:integer",
        ((e.id, e.kind, scene.name(e.id), list(e.aliases), e.code, len(e.mentions), *_spot(scene, e.id))
         for e in links.entities),
    )  # fmt: skip
    yield _table(
        "origins", "id outlet documents:texts why:texts",
        ((o.id, o.outlet, list(o.documents), [scene.said(n) for n in o.why]) for o in links.origins),
    )  # fmt: skip
    yield _table(
        "happenings",
        "id title event_type event_mode earliest latest factuality actors:texts recipients:texts place lat:number "
        "lon:number radius_m:integer origins:texts mentions:integer first_report details:texts",
        ((h.id, scene.title(h), h.type, h.mode, h.earliest, h.latest, h.factuality, list(h.actors), list(h.recipients),
          h.place, *_spot(scene, h.place), list(h.origins), len(h.mentions), h.known,
          [scene.said(n) for n in h.details]) for h in scene.happenings),
    )  # fmt: skip
    yield _table(
        "mentions", f"happening {_CITE}", ((h.id, *_cite(scene, c)) for h in scene.happenings for c in h.mentions)
    )
    yield _table(
        "claims", f"claim stance speaker origin {_CITE} contradiction about:texts",
        ((c.id, v.stance, v.speaker, v.origin, *_cite(scene, v.cite), _said(scene, c.contradiction), list(c.about))
         for c in links.claims for v in c.voices),
    )  # fmt: skip
    yield _table(
        "corrections", f"correction at {_CITE} corrects_document corrects_words why",
        ((c.id, c.at, *_cite(scene, c.cite), old.document, scene.words(old), scene.said(c.why))
         for c in links.corrections for old in c.corrects),
    )  # fmt: skip


def _weighed(scene: Scene) -> Iterator[Table]:
    answer = scene.answer
    figures = " ".join(map(_range, ("p1", "p0", "a", "b")))
    yield _table(
        "indicators", f"id name cluster half_life:number figures source {figures}",
        ((i.id, scene.name(i.id), i.cluster, i.half_life, i.figures, i.source, *_bounds(i.p1, i.p0, i.a, i.b))
         for i in answer.indicators),
    )  # fmt: skip
    yield _table(
        "evidence", f"id indicator subject direction weight:number known origins:texts why:texts {_range('ratio')}",
        ((e.id, e.indicator, e.subject, e.direction, e.weight, e.known.isoformat(), list(e.origins),
          [scene.said(n) for n in e.why], *_bounds(e.ratio)) for e in answer.evidence),
    )  # fmt: skip
    yield _table("citations", f"evidence {_CITE}", ((e.id, *_cite(scene, c)) for e in answer.evidence for c in e.cites))
    yield _table(
        "silences", "indicator coverage:number weight:number why",
        ((s.indicator, s.coverage, s.weight, scene.said(s.why)) for s in answer.silences),
    )  # fmt: skip
    yield _table(
        "opinions", f"speaker camp word low:number high:number conditional:truth counts:truth why {_CITE}",
        ((o.speaker, o.camp, o.word, o.low, o.high, o.conditional, o.counts, scene.said(o.why), *_cite(scene, o.cite))
         for o in answer.opinions),
    )  # fmt: skip
    yield _table(
        "forecast", "at probability:number low:number high:number because:texts moved_by:texts",
        ((f.at.isoformat(), f.probability, f.low, f.high, [scene.said(n) for n in f.because], list(f.moved_by))
         for f in answer.history),
    )  # fmt: skip


_CITE = "document reading:integer start:integer end:integer mark words"


def _cite(scene: Scene, cite: Cite) -> tuple[Any, ...]:
    return (cite.document, cite.reading, *cite.span, cite.mark, scene.words(cite))


def _spot(scene: Scene, known_as: str | None) -> tuple[float | None, float | None, int | None]:
    return scene.spots.get(known_as or "", (None, None, None))


def _said(scene: Scene, note: Any) -> str | None:
    return None if note is None else scene.said(note)


def _range(name: str) -> str:
    return f"{name}_low:number {name}:number {name}_high:number"


def _bounds(*ranges: Range) -> tuple[float, ...]:
    return tuple(value for found in ranges for value in found)
