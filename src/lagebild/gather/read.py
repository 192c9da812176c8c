"""One source to its reports: find the kind, open it within limits, hand each report to its reader."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from lagebild.errors import Unreadable

from .assemble import assemble
from .inflate import head_of, inflated, read_all
from .kinds import HEAD, PACKED_WARC, Kind, kind_of
from .limits import Limits, size
from .raw import Item, Items, Options, Outcome, Page
from .single import document, refuse
from .sources import why
from .urls import is_url


def outcomes(
    source: str, options: Options, *, skip: int = 0, started: Callable[[int], None] | None = None
) -> Iterator[Outcome]:
    """All that comes of one file or URL: readings, remarks, and Unreadable for what could not be read.

    `skip` leaves out so many reports at the start; `started` is called with the number of each before it is parsed.
    No exception of the readers gets out but through this list: a bad source must not end the batch."""
    number = 0
    try:
        for item in items(source, options):
            number += 1
            if number <= skip:
                continue
            if started:
                started(number)
            if number > options.limits.records:
                yield Unreadable(source, f"holds more than {options.limits.records} reports", "split it")
                return
            if isinstance(item, Item):
                yield from _one(item, options)
            else:
                yield item
    except Unreadable as e:
        yield e
    except OSError as e:
        yield Unreadable(source, why(e), "check the file")
    except (MemoryError, RecursionError):
        yield _too_much(source, options)


def _one(item: Item, options: Options) -> Iterator[Outcome]:
    try:
        yield from assemble(item.parse(), options)
    except Unreadable as e:
        yield e
    except (MemoryError, RecursionError):
        yield _too_much(item.source, options)


def _too_much(source: str, options: Options) -> Unreadable:
    return Unreadable(source, f"needs more memory than the limit of {size(options.limits.memory)}", "leave it out")


def items(source: str, options: Options) -> Items:
    """The reports in one file or URL, not yet parsed."""
    if is_url(source):
        from .fetch import fetch

        got = fetch(source, options)
        yield from _stream(io.BytesIO(got.data), source, options, name=urlsplit(got.url).path, page=got)
        return
    with open(source, "rb") as stream:
        yield from _stream(stream, source, options, name=os.fspath(Path(source).name))


def _stream(stream: IO[bytes], source: str, options: Options, *, name: str, page: Page | None = None) -> Items:
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip():
        raise Unreadable(source, "is empty", "leave it out")
    kind = kind_of(head, name)
    most, what = options.limits.bytes, "bytes"
    if kind == "gzip":
        head, kind = inside(head, source, options.limits, name=name)
        if kind == "warc":
            from .warc import read_warc

            yield from read_warc(stream, source, options, packed=True)
            return
        stream = inflated(stream, source, options.limits)
        most, what = options.limits.decompressed, "decompressed"
        if kind == "gzip":
            raise Unreadable(source, "is compressed twice", "decompress it first")
    yield from _of_kind(kind, head, stream, source, options, most=most, what=what, page=page)


def inside(head: bytes, source: str, limits: Limits, *, name: str) -> tuple[bytes, Kind]:
    """What the first bytes of a gzip file hold, and the kind that it is. A file that is called a WARC is one where its
    first member is broken: the others can be read. Raises Unreadable for any other that is broken at its start."""
    try:
        found = head_of(head, source, limits)[:HEAD]
    except Unreadable:
        if name.lower().endswith(PACKED_WARC):
            return b"", "warc"
        raise
    if not found.strip():
        raise Unreadable(source, "is empty once decompressed")
    return found, kind_of(found, name)


def _of_kind(
    kind: Kind,
    head: bytes,
    stream: IO[bytes],
    source: str,
    options: Options,
    *,
    most: int,
    what: str,
    page: Page | None,
) -> Items:
    if kind == "warc":
        from .warc import read_warc

        yield from read_warc(stream, source, options)
        return
    if kind == "jsonl":
        from .jsonl import read_jsonl

        yield from read_jsonl(stream, source, options)
        return
    refuse(head, source)
    data = read_all(stream, source, most, what)
    if kind == "feed":
        from .feed import read_feed

        yield from read_feed(data, source, options)
    else:
        yield Item(source, lambda: document(kind, data, source, options, page))
