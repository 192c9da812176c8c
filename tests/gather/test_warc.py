"""WARC, plain and compressed: each response a report, faults named by record."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from .conftest import Read

PAGE = (
    "<html><head><title>{0}</title></head><body><h1>{0}</h1>"
    "<p>Das ist der Bericht über {0}, der lang genug ist.</p></body></html>"
)


def record(
    url: str,
    body: bytes,
    *,
    head: str = "200 OK",
    type_: str = "text/html; charset=utf-8",
    extra: str = "",
    key: str = "",
) -> bytes:
    """A response record as a crawler writes it (ISO 28500)."""
    block = f"HTTP/1.1 {head}\r\nContent-Type: {type_}\r\n{extra}\r\n".encode() + body
    lines = [
        "WARC/1.1",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:{key or url}>",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2022-12-09T10:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def warc(*records: bytes, compressed: bool = True) -> bytes:
    """The records in a file, each a gzip member of its own, or plain."""
    return b"".join(gzip.compress(r) if compressed else r for r in records)


def page(n: int, key: str = "") -> bytes:
    return record(f"https://blatt.example/{n}?utm_source=x", PAGE.format(f"Fall {n}").encode(), key=key)


@pytest.mark.parametrize("compressed", [True, False])
def test_responses_are_reports(read: Callable[..., Read], compressed: bool) -> None:
    got = read(warc(page(1), page(2), compressed=compressed), "crawl.warc.gz")
    assert [r.document.title for r in got.readings] == ["Fall 1", "Fall 2"]
    first = got.readings[0].document
    assert (first.url, first.fetched) == ("https://blatt.example/1", "2022-12-09T10:00:00+00:00")
    assert got.unreadable == []


def test_the_same_page_crawled_twice_is_two_documents(read: Callable[..., Read]) -> None:
    assert len(read(warc(page(1), page(1, "another")), "a.warc.gz").readings) == 2
    assert len(read(warc(page(1), page(1)), "b.warc.gz").readings) == 1  # one record, stored twice


def test_others_are_passed_over(read: Callable[..., Read]) -> None:
    picture = record("https://blatt.example/p.png", b"\x89PNG", type_="image/png")
    missing = record("https://blatt.example/404", PAGE.format("404").encode(), head="404 Not Found")
    got = read(warc(picture, missing, page(1)), "a.warc.gz")
    assert [r.document.title for r in got.readings] == ["Fall 1"]
    assert got.unreadable == []


def test_encoded_bodies(read: Callable[..., Read]) -> None:
    body = PAGE.format("Fall Z").encode()
    packed = record("https://blatt.example/z", gzip.compress(body), extra="Content-Encoding: gzip\r\n")
    stored = record("https://blatt.example/d", body, extra="Content-Encoding: gzip\r\n")  # decoded by the crawler
    strange = record("https://blatt.example/b", body, extra="Content-Encoding: br\r\n")
    bomb = record("https://blatt.example/bomb", gzip.compress(bytes(8 << 20)), extra="Content-Encoding: gzip\r\n")
    got = read(warc(packed, stored, strange, bomb, page(1)), "a.warc.gz")
    assert [r.document.title for r in got.readings] == ["Fall Z", "Fall Z", "Fall 1"]
    lines = [str(e) for e in got.unreadable]
    assert "record 3 (https://blatt.example/b): has the content encoding 'br'" in lines[0]
    assert "record 4 (https://blatt.example/bomb): grows more than 200 times" in lines[1]


def test_a_truncated_member_is_named_and_what_came_before_stands(read: Callable[..., Read]) -> None:
    whole = warc(page(1), page(2), page(3))
    got = read(whole[:-60], "cut.warc.gz")
    assert [r.document.title for r in got.readings] == ["Fall 1", "Fall 2"]
    assert len(got.unreadable) == 1
    assert "cut.warc.gz" in str(got.unreadable[0])
    assert "ends in the middle of a gzip member" in str(got.unreadable[0])


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_broken_member_costs_its_record_and_no_other(read: Callable[..., Read], number: int) -> None:
    members = [bytearray(warc(page(n))) for n in (1, 2, 3)]
    members[number][-30:-20] = b"\xff" * 10
    got = read(b"".join(members), "broken.warc.gz")
    assert [r.document.title for r in got.readings] == [f"Fall {n}" for n in (1, 2, 3) if n != number + 1]
    (fault,) = got.unreadable
    assert f"broken.warc.gz, byte {sum(map(len, members[:number]))}: has a broken gzip member" in str(fault)


def test_a_member_that_begins_with_other_bytes_costs_its_record_and_no_other(read: Callable[..., Read]) -> None:
    whole = bytearray(warc(page(1), page(2)))
    whole[10:20] = b"\xff" * 10  # of the first: what the file holds is known by its name only
    got = read(bytes(whole), "broken.warc.gz")
    assert [r.document.title for r in got.readings] == ["Fall 2"]
    assert "byte 0: has a broken gzip member" in str(got.unreadable[0])
    assert read(bytes(whole), "broken.gz").readings == []


def test_nothing_in_it(read: Callable[..., Read]) -> None:
    info = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    assert "is a WARC without responses" in str(read(warc(info), "a.warc.gz").unreadable[0])


def test_a_member_for_all_records(read: Callable[..., Read]) -> None:
    together = gzip.compress(warc(page(1), page(2), compressed=False))
    assert len(read(together, "a.warc.gz").readings) == 2


def test_a_panic_of_the_parser_is_named(read: Callable[..., Read], monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def iterator(*_: object, **__: object) -> None:
        raise PanicException

    monkeypatch.setattr("fastwarc.warc.ArchiveIterator", iterator)
    assert "is a broken WARC" in str(read(warc(page(1)), "a.warc").unreadable[0])
