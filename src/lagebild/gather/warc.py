"""WARC, plain or compressed: each response with a page, feed entry or text one report. A broken gzip member costs the
records that it holds and no other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import IO, Any, NamedTuple
from urllib.parse import urlsplit

from lagebild.errors import Unreadable

from .inflate import inflated, read_all
from .kinds import HEAD, kind_of
from .limits import size
from .members import members
from .raw import Item, Items, Options, Page, Raw, document_id
from .single import document, refuse
from .urls import canonical

_TEXT = ("text/", "application/xhtml", "application/xml", "application/pdf", "application/json")


class Entry(NamedTuple):
    """A record of a file: its number from 1, the byte at which it begins in the file (None where it can't be told),
    and what it is: a report not yet parsed, a fault, or None for what is no report (a picture, a page not found)."""

    number: int
    offset: int | None
    what: Item | Unreadable | None


def read_warc(stream: IO[bytes], source: str, options: Options, *, packed: bool = False) -> Items:
    """The responses in a WARC that hold text; others are passed over. One that is cut off, too large or not to be
    decoded is named by its URL, one in a broken gzip member by its place in the file."""
    entry = None
    for entry in entries(stream, source, options, packed=packed):
        if entry.what is not None:
            yield entry.what
    if entry is None:
        raise Unreadable(source, "is a WARC without responses")


def entries(stream: IO[bytes], source: str, options: Options, *, packed: bool) -> Iterator[Entry]:
    """The records of a WARC that may hold a text, in order; `packed` with gzip, then `stream` must be seekable. What
    breaks is an entry too. Without gzip, or with all in one member, the rest is lost after the container breaks."""
    if not packed:
        yield from _plain(stream, source, options, 0)
        return
    number = 0
    for member in members(stream, options.limits):
        if not member.whole:
            stream.seek(member.offset)
            yield from _plain(inflated(stream, source, options.limits), source, options, number, offset=member.offset)
            return
        if member.fault is not None:
            number += 1
            fault = Unreadable(f"{source}, byte {member.offset}", member.fault, "get it again")
            yield Entry(number, member.offset, fault)
            continue
        for entry in _plain(io.BytesIO(member.data), source, options, number, offset=member.offset):
            number = entry.number
            yield entry


def _plain(
    stream: IO[bytes], source: str, options: Options, number: int, *, offset: int | None = None
) -> Iterator[Entry]:
    """The records of a WARC without compression; those in one gzip member share its `offset`."""
    stream = stream if hasattr(stream, "read1") else io.BufferedReader(stream)  # type: ignore[type-var]
    came = 0
    try:
        for record in records(stream, source):
            came += 1
            at = offset if offset is not None else int(record.stream_pos)
            with explained(source, came):
                found = list(read_record(record, f"{source}, record {number + came}", options))
            yield Entry(number + came, at, found[0] if found else None)
    except Unreadable as fault:
        yield Entry(number + came + 1, offset, fault)


def records(stream: IO[bytes], source: str) -> Iterator[Any]:
    """The records of a WARC that may hold a text, as fastwarc gives them: each is good until the next one is asked
    for, and read under `explained`. Raises Unreadable, which names `source`, where the container breaks."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    with explained(source, 0):
        steps: Any = _Steps(stream)  # of its protocol fastwarc calls these two only
        found = iter(ArchiveIterator(steps, record_types=kinds, parse_http=True))
    number = 0
    while True:
        with explained(source, number):
            record = next(found, None)
        if record is None:
            return
        number += 1
        yield record


@contextmanager
def explained(source: str, number: int) -> Iterator[None]:
    """Turns what fastwarc and a broken stream raise into Unreadable; `number` responses of `source` came before."""
    try:
        yield
    except Unreadable as e:
        raise Unreadable(source, f"{e.reason}; {number} responses came before", e.remedy) from None
    except (ValueError, OSError) as e:
        raise Unreadable(source, f"is a broken WARC ({e}); {number} responses came before", "get it again") from None
    except BaseException as e:
        # A fault inside fastwarc's Rust code surfaces as a PanicException, which is no Exception and has no import.
        if type(e).__name__ != "PanicException":
            raise
        raise Unreadable(source, f"is a broken WARC; {number} responses came before", "get it again") from None


class _Steps:
    """`stream`, a step at a time: read in full blocks, a fault at its end would swallow the records before it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._stream.read1(size)  # type: ignore[attr-defined]
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def read_record(record: Any, name: str, options: Options) -> Iterator[Item | Unreadable]:
    """The report in one record called `name`; nothing of one that is no page or text, or was not found."""
    url = record.headers.get("WARC-Target-URI") or ""
    name = f"{name} ({url})" if url else name
    headers = record.http_headers
    status = headers.status_code if headers is not None else 200
    type_ = (record.http_content_type or record.headers.get("Content-Type") or "").lower()
    if (status is not None and status != 200) or (type_ and not type_.startswith(_TEXT)):
        return
    length = record.content_length
    if length > options.limits.bytes:
        yield Unreadable(name, f"is larger than {size(options.limits.bytes)}", "raise the limit 'bytes'")
        return
    data = record.reader.read(length)
    if len(data) < length:
        yield Unreadable(name, f"is cut off: {len(data)} of {length} bytes are there", "get the WARC again")
        return
    encoding = (headers.get("Content-Encoding") or "" if headers is not None else "").strip().lower()
    facts = {
        "url": canonical(url) or url,
        "key": record.headers.get("WARC-Record-ID") or "",
        "fetched": (record.headers.get("WARC-Date") or "").replace("Z", "+00:00") or None,
        "charset": record.http_charset,
    }
    yield from _body(data, encoding, name, facts, options)


def _body(
    data: bytes, encoding: str, name: str, facts: dict[str, str | None], options: Options
) -> Iterator[Item | Unreadable]:
    """The report in one response, its content decoded within limits."""

    def parse() -> Raw:

        body = decoded(data, encoding, name, options)
        url = facts["url"] or ""
        refuse(body[:HEAD], name)
        kind = kind_of(body[:HEAD], urlsplit(url).path)
        if kind in ("feed", "warc", "jsonl", "gzip"):
            raise Unreadable(name, f"holds a {kind} within a WARC", "take it out first")
        page = Page(body, url, facts["charset"], facts["fetched"])
        raw = document(kind, body, name, options, page)
        # One page may be crawled many times and change between: each is a document.
        return replace(raw, id=document_id(url or body, facts["key"] or ""), key=facts["key"] or None)

    if data.strip():
        yield Item(name, parse, data)
    else:
        yield Unreadable(name, "is empty", "leave it out")


def decoded(data: bytes, encoding: str, name: str, options: Options) -> bytes:
    """`data` without its HTTP content encoding; raises Unreadable past the limits and for encodings not known."""
    if encoding in ("", "identity") or (encoding in ("gzip", "x-gzip") and not data.startswith(b"\x1f\x8b")):
        return data  # crawlers often store the body decoded and leave the header as it was
    if encoding not in ("gzip", "x-gzip"):
        raise Unreadable(name, f"has the content encoding '{encoding[:20]}', which is not read here")
    stream = inflated(io.BytesIO(data), name, options.limits)
    return read_all(stream, name, options.limits.decompressed, "decompressed")
