"""The tables of a corpus: what stands in which column, from marked readings and back.

The columns of the mark tables follow from the nouns of `lagebild.core`, so the two never part ways. Offsets are
Unicode code points, half-open; no words are stored beside the text (`substr(text, start + 1, "end" - start)`).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from lagebild.core import (
    LAYERS,
    Document,
    Event,
    Hedge,
    Mark,
    Marked,
    Marks,
    Name,
    Part,
    Participant,
    Quantity,
    Reading,
    Reason,
    Span,
    Statement,
    Time,
    known_at,
)

from .needs import need

_NOUNS: dict[str, type[Mark]] = {
    "times": Time, "names": Name, "quantities": Quantity, "hedges": Hedge, "statements": Statement, "events": Event,
    "reasons": Reason,
}  # fmt: skip
TABLES: tuple[str, ...] = ("documents", *LAYERS, "unreadable")
"""The tables of each shard, one Parquet file a table."""
_DOCUMENT = ("id", "title", "url", "publisher", "author", "published", "published_by", "fetched", "source", "key")


@cache
def schema(table: str) -> Any:
    """The Arrow schema of a table."""
    pa = need("pyarrow")
    text, whole = pa.string(), pa.int64()
    if table == "documents":
        columns = [("id", text), ("shard", text), ("record", pa.int32()), ("offset", whole)]
        columns += [(name, text) for name in _DOCUMENT[1:]]
        columns += [("known", pa.date32()), ("language", text), ("number", pa.int16()), ("deep", pa.bool_())]
        part = [("start", pa.int32()), ("end", pa.int32()), ("role", text), ("language", text), ("published", text)]
        columns += [("parts", pa.list_(pa.struct(part))), ("sentences", pa.list_(_span())), ("text", text)]
        return pa.schema(columns)
    if table == "unreadable":
        words = [(name, text) for name in ("source", "reason", "detail")]
        return pa.schema([("shard", text), ("record", pa.int32()), ("offset", whole), *words])
    columns = [("document", text), ("id", text), ("by", text), ("start", pa.int32()), ("end", pa.int32())]
    return pa.schema([*columns, *[(name, _arrow(hint)) for name, hint in _own(table)]])


def _span() -> Any:
    pa = need("pyarrow")
    return pa.struct([("start", pa.int32()), ("end", pa.int32())])


@cache
def _own(layer: str) -> tuple[tuple[str, Any], ...]:
    """The fields of a layer's noun beyond those of every mark, with their types."""
    noun = _NOUNS[layer]
    hints = typing.get_type_hints(noun)
    return tuple((f.name, hints[f.name]) for f in fields(noun) if f.name not in ("id", "span", "by"))


def _arrow(hint: Any) -> Any:
    pa = need("pyarrow")
    origin, inner = typing.get_origin(hint), [a for a in typing.get_args(hint) if a is not type(None)]
    if origin in (typing.Union, types.UnionType):
        return _arrow(inner[0])
    if origin is tuple:
        return pa.list_(_arrow(inner[0]))
    if hint is Span:
        return _span()
    if hint is Participant:
        return pa.struct([("start", pa.int32()), ("end", pa.int32()), ("entity", pa.string()), ("code", pa.string())])
    return {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}.get(hint, pa.string())


class Rows:
    """Rows of all tables, gathered column by column until there are enough for a row group."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self.count = self.characters = 0
        self.clear()

    def clear(self) -> None:
        """Forgets what was gathered."""
        self._columns = {table: {name: [] for name in schema(table).names} for table in TABLES}
        self.count = self.characters = 0

    def document(self, marked: Marked, *, shard: str, record: int, offset: int | None, deep: bool) -> None:
        """Adds a marked reading."""
        reading = marked.reading
        row = {name: getattr(reading.document, name) for name in _DOCUMENT}
        known = known_at(reading.document)
        row |= {"shard": shard, "record": record, "offset": offset, "number": reading.number, "deep": deep}
        row |= {"known": date.fromisoformat(known) if known else None, "language": reading.language}
        row |= {"text": reading.text, "sentences": [_plain(s) for s in marked.marks.sentences]}
        row["parts"] = [
            {"start": p.span.start, "end": p.span.end, "role": p.role, "language": p.language, "published": p.published}
            for p in reading.parts
        ]
        self._add("documents", row)
        for layer in LAYERS:
            columns = self._columns[layer]
            own = _own(layer)
            for mark in getattr(marked.marks, layer):
                columns["document"].append(reading.document.id)
                columns["id"].append(mark.id)
                columns["by"].append(mark.by)
                columns["start"].append(mark.span.start)
                columns["end"].append(mark.span.end)
                for name, _ in own:
                    columns[name].append(_plain(getattr(mark, name)))
        self.count += 1
        self.characters += len(reading.text)

    def unreadable(self, *, shard: str, record: int, offset: int | None, source: str, reason: str, detail: str) -> None:
        """Adds a reference to a record that is in no other table, and why."""
        row = {"shard": shard, "record": record, "offset": offset, "source": source}
        self._add("unreadable", row | {"reason": reason, "detail": detail})
        self.count += 1

    def batch(self, table: str) -> Any:
        """What was gathered of a table as an Arrow table."""
        pa = need("pyarrow")
        return pa.table(self._columns[table], schema=schema(table))

    def _add(self, table: str, row: dict[str, Any]) -> None:
        columns = self._columns[table]
        for name, value in row.items():
            columns[name].append(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Participant):
        return {"start": value.span.start, "end": value.span.end, "entity": value.entity, "code": value.code}
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def reading_of(row: dict[str, Any]) -> Reading:
    """The reading of a row of `documents`."""
    document = Document(**{name: row[name] for name in _DOCUMENT})
    parts = tuple(
        Part(Span(p["start"], p["end"]), p["role"], p["language"], p["published"]) for p in row["parts"] or ()
    )
    return Reading(document, row["number"], row["text"], parts, row["language"])


def marks_of(row: dict[str, Any], layers: dict[str, Iterable[dict[str, Any]]]) -> Marks:
    """The marks on the reading in a row of `documents`, from the rows of the mark tables that name it."""
    made: dict[str, Any] = {layer: tuple(_mark(layer, found) for found in rows) for layer, rows in layers.items()}
    return Marks(sentences=tuple(Span(s["start"], s["end"]) for s in row["sentences"] or ())) + Marks(**made)


def _mark(layer: str, row: dict[str, Any]) -> Mark:
    noun = _NOUNS[layer]
    own = {name: _noun(row[name], hint) for name, hint in _own(layer)}
    return noun(id=row["id"], by=row["by"], span=Span(row["start"], row["end"]), **own)


def _noun(value: Any, hint: Any) -> Any:
    inner = [a for a in typing.get_args(hint) if a is not type(None)]
    if typing.get_origin(hint) is tuple:
        return tuple(_noun(v, inner[0]) for v in value or ())
    if value is None:
        return None
    if Span in (hint, *inner):
        return Span(value["start"], value["end"])
    if hint is Participant:
        return Participant(Span(value["start"], value["end"]), value["entity"], value["code"])
    return value
