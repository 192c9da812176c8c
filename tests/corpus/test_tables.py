"""Tables: every field of every noun has a column, and comes back as it was."""

from __future__ import annotations

from dataclasses import fields

import pytest

from lagebild.core import (
    LAYERS,
    Document,
    Event,
    Hedge,
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
)
from lagebild.corpus.tables import TABLES, Rows, marks_of, reading_of, schema

READING = Reading(
    Document(id="a" * 64, title="Ein Titel 🦉", published="2022-12-01/2022-12-08", published_by="inferred", key="7"),
    1,
    "Ein Titel 🦉\n\nDer Text.",
    (Part(Span(0, 11), "title", "de"), Part(Span(13, 22), "body", None, "2022-12-07T14:32")),
    "de",
)
S = Span(13, 16)
MARKS = Marks(
    sentences=(Span(0, 11), Span(13, 22)),
    times=(Time(id="t1", span=S, by="times/1", type="DATE", value="2022", mod="START", earliest="2022-01-01"),),
    names=(Name(id="n1", span=S, by="names/1", kind="place", entity="geonames:1", lat=1.5, lon=-2.25, radius_km=3.0),),
    quantities=(Quantity(id="q1", span=S, by="q/1", low=None, high=7.0, of="Schiffe", approximate=True),),
    hedges=(Hedge(id="h1", span=S, by="h/1", strength="weak", scope=Span(13, 22)),),
    statements=(
        Statement(id="s1", span=S, by="s/1", spans=(S, Span(17, 22)), kind="direct", speaker=(S,), hedges=("h1",)),
        Statement(id="s2", span=Span(17, 21), by="s/1", spans=(), kind="author", condition=S, polarity="negative"),
    ),
    events=(
        Event(
            id="e1", span=S, by="e/1", type="ASSAULT", contexts=("military",), factuality="denied", statement="s1",
            actor=(Participant(S, "iso:BLR", "BLR MIL"),), recipient=(Participant(Span(17, 21)),),
        ),
    ),
    reasons=(Reason(id="r1", span=S, by="r/1", cause=S, effect=Span(17, 21), polarity="hinders"),),
)  # fmt: skip


def test_a_reading_and_its_marks_come_back_as_they_were() -> None:
    rows = Rows()
    rows.document(Marked(READING, MARKS), shard="k", record=4, offset=99, deep=True)
    (row,) = rows.batch("documents").to_pylist()
    assert (row["shard"], row["record"], row["offset"], row["deep"]) == ("k", 4, 99, True)
    assert reading_of(row) == READING
    assert marks_of(row, {layer: rows.batch(layer).to_pylist() for layer in LAYERS}) == MARKS


@pytest.mark.parametrize("layer", LAYERS)
def test_every_field_has_a_column(layer: str) -> None:
    (mark, *_) = getattr(MARKS, layer)
    expected = {f.name for f in fields(mark)} - {"span"} | {"document", "start", "end"}
    assert set(schema(layer).names) == expected


def test_known_is_the_last_day_of_an_interval() -> None:
    rows = Rows()
    rows.document(Marked(READING, Marks()), shard="k", record=1, offset=None, deep=False)
    assert rows.batch("documents").to_pylist()[0]["known"].isoformat() == "2022-12-07"


def test_empty_tables_have_all_columns() -> None:
    rows = Rows()
    for table in TABLES:
        assert rows.batch(table).schema == schema(table)
        assert rows.batch(table).num_rows == 0
