"""What is in a shard: WARC, WET, JSON lines or Parquet to entries, each with its number and place in the file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

from lagebild.errors import Unreadable
from lagebild.gather import warc
from lagebild.gather.inflate import inflated
from lagebild.gather.jsonl import read_jsonl
from lagebild.gather.kinds import HEAD, kind_of
from lagebild.gather.raw import Item, Options
from lagebild.gather.read import inside
from lagebild.gather.warc import Entry

from .needs import need

_FIELDS = ("id", "text", "title", "language", "published", "publisher", "url", "author")
_ROWS = 256  # rows of a Parquet file that are held at a time


def entries(stream: IO[bytes], source: str, options: Options) -> Iterator[Entry]:
    """The records of the shard in `stream`, which must be seekable. A fault of the container is an entry, and the rest
    goes on where it can. Raises Unreadable for what is no shard."""
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip(b"\0 \r\n\t"):
        raise Unreadable(source, "is empty")
    if head.startswith(b"PAR1"):
        yield from _parquet(stream, source, options)
        return
    kind = kind_of(head, source)
    packed = kind == "gzip"
    if packed:
        _, kind = inside(head, source, options.limits, name=source)
    if kind == "warc":
        yield from warc.entries(stream, source, options, packed=packed)
    elif kind == "jsonl":
        yield from _lines(inflated(stream, source, options.limits) if packed else stream, source, options)
    else:
        raise Unreadable(source, "is no shard", "give WARC, WET, JSON lines or Parquet; for others use `lagebild add`")


class _Places:
    """A stream of lines that tells where the present one begins."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._at, self.begin = stream, 0, 0

    def readline(self, size: int = -1) -> bytes:
        data = self._stream.readline(size)
        if data.strip():
            self.begin = self._at
        self._at += len(data)
        return data


def _lines(stream: IO[bytes], source: str, options: Options) -> Iterator[Entry]:
    places: Any = _Places(stream)
    number = 0
    try:
        for found in read_jsonl(places, source, options):
            number += 1
            if isinstance(found, Item | Unreadable):
                yield Entry(number, places.begin, found)
    except Unreadable as fault:
        yield Entry(number + 1, None, fault)


def _parquet(stream: IO[bytes], source: str, options: Options) -> Iterator[Entry]:
    """The rows of a Parquet file with a column `text` and any of the other fields of JSON lines; where it has no `id`,
    the number of the row is one."""
    arrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(stream)
        columns = [name for name in file.schema_arrow.names if name in _FIELDS]
        if "text" not in columns:
            raise Unreadable(source, "has no column 'text'", f"name the columns {', '.join(_FIELDS)}")
        number = 0
        for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                line = json.dumps({"id": str(number)} | {k: _plain(v) for k, v in row.items() if v is not None})
                entry = next(_lines(io.BytesIO(line.encode()), source, options))
                yield Entry(number, None, _renamed(entry.what, source, number))
    except (arrow.ArrowException, OSError) as error:
        raise Unreadable(source, f"is a broken Parquet file ({error})", "get it again") from None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _renamed(what: Item | Unreadable | None, source: str, number: int) -> Item | Unreadable | None:
    """`what` under the number of its row: read_jsonl takes each for the first line of a file."""
    name = f"{source}, row {number}"
    if isinstance(what, Unreadable):
        return Unreadable(name, what.reason, what.remedy)
    if what is None:
        return None
    parse = what.parse

    def parsed() -> Any:
        from dataclasses import replace

        try:
            return replace(parse(), source=name)
        except Unreadable as error:
            raise Unreadable(name, error.reason, error.remedy) from None

    return Item(name, parsed, what.data)
