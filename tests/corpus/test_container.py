"""What is in a shard: the kinds, the places, the faults."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date
from typing import Any

import pytest

from lagebild.corpus.container import entries
from lagebild.corpus.needs import need
from lagebild.errors import Unreadable
from lagebild.gather import Limits
from lagebild.gather.raw import Item, Options
from lagebild.gather.warc import Entry

from .making import packed, page, record

pa, pq = need("pyarrow"), need("pyarrow.parquet")


def found(data: bytes, name: str = "x", limits: Limits | None = None) -> list[Entry]:
    return list(entries(io.BytesIO(data), name, Options(limits=limits or Limits())))


def kinds(got: list[Entry]) -> list[str]:
    return ["report" if isinstance(e.what, Item) else "none" if e.what is None else e.what.reason for e in got]


def lines(*rows: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_warc_plain_and_packed_give_the_same_reports_under_the_same_names() -> None:
    records = (record(1), record(2, b"\x89PNG", kind="image/png"), record(3, head="404 Not Found"), record(4))
    plain, whole = found(b"".join(records)), found(b"".join(packed(*records)))
    assert kinds(plain) == kinds(whole) == ["report", "none", "none", "report"]
    assert [e.what.source for e in plain if e.what] == [e.what.source for e in whole if e.what]
    assert [e.number for e in plain] == [1, 2, 3, 4]
    assert plain[3].offset == sum(map(len, records[:3]))
    assert whole[3].offset == sum(map(len, packed(*records)[:3]))


def test_a_warc_that_is_one_gzip_member_is_streamed() -> None:
    data = gzip.compress(b"".join(record(n) for n in range(1, 30)))
    got = found(data, limits=Limits(decompressed=8_000))
    assert kinds(got) == ["report"] * 29
    assert {e.offset for e in got} == {0}


def test_a_broken_record_is_an_entry_and_the_rest_goes_on() -> None:
    made = packed(record(1), record(2), record(3))
    got = found(made[0] + made[1][:-60] + made[2])
    assert kinds(got)[::2] == ["report", "report"]
    assert isinstance(got[1].what, Unreadable)
    assert got[1].what.source == f"x, byte {len(made[0])}"
    assert got[1].offset == len(made[0])


def test_wet_is_read() -> None:
    text = b"Der Hafen ist zu.\nDas sagte der Sprecher am Dienstag in Minsk der Zeitung."
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://blatt.example/7\r\nWARC-Record-ID: <urn:uuid:7>"
        f"\r\nWARC-Date: 2022-12-30T10:00:00Z\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    (entry,) = found(b"".join(packed(head.encode() + text + b"\r\n\r\n")), "a.warc.wet.gz")
    assert isinstance(entry.what, Item)
    raw = entry.what.parse()
    assert raw.url == "https://blatt.example/7"
    assert "".join(b.text for b in raw.blocks).startswith("Der Hafen ist zu.")


@pytest.mark.parametrize("pack", [False, True])
def test_json_lines_come_with_the_byte_that_each_begins_at(pack: bool) -> None:
    data = lines({"id": "a", "text": "Eins."}) + b"\n" + b'{"id": 1}\n' + b"no json\n" + lines({"id": "b", "text": "Z"})
    got = found(gzip.compress(data) if pack else data, "a.jsonl.gz" if pack else "a.jsonl")
    assert [e.number for e in got] == [1, 2, 3, 4]
    at = data.index(b'{"id": 1}')
    assert [e.offset for e in got] == [0, at, at + 10, data.index(b'{"id": "b"')]
    with pytest.raises(Unreadable, match="has no 'text'"):
        got[1].what.parse()  # type: ignore[union-attr]


def test_parquet_has_a_row_a_report() -> None:
    out = io.BytesIO()
    columns = {"text": ["Eins ist da.", None, "Drei"], "url": ["https://a.example/1", None, None], "x": [1, 2, 3]}
    pq.write_table(pa.table({**columns, "published": [date(2022, 12, 7), None, None]}), out)
    got = found(out.getvalue(), "a.parquet")
    assert [e.number for e in got] == [1, 2, 3]
    raw = got[0].what.parse()  # type: ignore[union-attr]
    assert (raw.source, raw.published, raw.url) == ("a.parquet, row 1", "2022-12-07", "https://a.example/1")
    with pytest.raises(Unreadable, match=r"a\.parquet, row 2: has no 'text'"):
        got[1].what.parse()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\0" * 40, "is empty"),
        (page(1), "is no shard"),
        (b"just words", "is no shard"),
        (b"PAR1 and no more", "is a broken Parquet file"),
    ],
)
def test_what_is_no_shard_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        found(data)


def test_parquet_without_text_is_refused() -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"words": ["a"]}), out)
    with pytest.raises(Unreadable, match="has no column 'text'"):
        found(out.getvalue())
