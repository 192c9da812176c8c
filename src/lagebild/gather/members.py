"""A gzip file member by member, so that a broken one costs its own record and no other.

Crawlers write each record as a gzip member of its own (ISO 28500, annex D): where one is damaged, the next begins at a
place that can be found.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from .limits import MIB, Limits

_CHUNK = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
_FIRST = b"WARC/"


class Member(NamedTuple):
    """One gzip member: where it begins in the file, its bytes decompressed, or `fault` and no bytes. `whole` is False
    for one that is too large to be held: it must be read as a stream from `offset` on, and nothing comes after it."""

    offset: int
    data: bytes
    fault: str | None = None
    whole: bool = True


def members(stream: IO[bytes], limits: Limits) -> Iterator[Member]:
    """The members of a gzip `stream` that holds a WARC, in order. Memory: one member, at most `limits.decompressed`."""
    window = _Window(stream)
    while window.fill(1):
        if window.zero():
            continue  # padding after a member
        found = _member(window, limits)
        if found is None:
            yield Member(window.start, b"", whole=False)
            return
        data, fault = found
        yield Member(window.start, data, fault)
        if fault is None:
            window.drop(window.used)
        elif not _recover(window):
            return


class _Window:
    """What of the file is held: from `start`, where the present member begins. `used` bytes of it are consumed."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.start, self.used = stream, 0, 0
        self.held = bytearray()

    def fill(self, size: int) -> bool:
        """Reads on until `size` bytes are held; False where the file ends before."""
        while len(self.held) < size:
            data = self._stream.read(_CHUNK)
            if not data:
                return False
            self.held += data
        return True

    def drop(self, size: int) -> None:
        """Goes on `size` bytes further."""
        del self.held[:size]
        self.start += size
        self.used = 0

    def zero(self) -> bool:
        """Drops zeros at the start; True where there were any."""
        rest = self.held.lstrip(b"\0")
        size = len(self.held) - len(rest)
        self.drop(size)
        return size > 0


def _member(window: _Window, limits: Limits) -> tuple[bytes, str | None] | None:
    """The member at the start of the window and its fault; None where it is too large to be held."""
    inflate = zlib.decompressobj(wbits=31)
    made: list[bytes] = []
    size = at = 0
    while not inflate.eof:
        if at >= len(window.held) and not window.fill(at + 1):
            return b"", "ends in the middle of a gzip member"
        fresh = bytes(window.held[at : at + _CHUNK])
        at += len(fresh)
        try:
            data = inflate.decompress(fresh, limits.decompressed - size + 1)
        except zlib.error as error:
            return b"", f"has a broken gzip member ({error})"
        made.append(data)
        size += len(data)
        if size > MIB and size > limits.ratio * at:
            return b"", f"grows more than {limits.ratio} times when decompressed (a decompression bomb?)"
        if size > limits.decompressed:
            return None
    window.used = at - len(inflate.unused_data)
    return b"".join(made), None


def _recover(window: _Window) -> bool:
    """Moves to the next place where a member begins that holds a WARC record; False where there is none."""
    at = 1
    while True:
        found = window.held.find(_MAGIC, at)
        if found < 0:
            window.drop(max(0, len(window.held) - len(_MAGIC) + 1))
            at = 0
            if not window.fill(len(window.held) + 1):
                return False
            continue
        window.drop(found)
        window.fill(1 << 12)
        try:
            if zlib.decompressobj(wbits=31).decompress(bytes(window.held[: 1 << 12]), 64).startswith(_FIRST):
                return True
        except zlib.error:
            pass  # three bytes that look like a beginning stand in compressed data now and then
        at = 1
