"""gzip read within bounds: a few kilobytes may claim to be gigabytes."""

from __future__ import annotations

import io
import zlib
from typing import IO

from lagebild.errors import Unreadable

from .limits import MIB, Limits, size

_CHUNK = 1 << 16


class Inflate(io.RawIOBase):
    """The decompressed bytes of a gzip stream of one or more members.

    Raises Unreadable, with `source` as its name, where the stream is broken or ends early, or where it grows by more
    than `limits.ratio` (looked at past 1 MiB)."""

    def __init__(self, stream: IO[bytes], source: str, limits: Limits) -> None:
        super().__init__()
        self._stream, self._source, self._limits = stream, source, limits
        self._member = zlib.decompressobj(wbits=31)
        self._rest = b""  # compressed, not yet used
        self._used = self._made = 0
        self._within = False  # in the middle of a member

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._made

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._next(min(len(view), MIB))
        view[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        while True:
            if not self._rest:
                self._rest = self._stream.read(_CHUNK)
                self._used += len(self._rest)
                if not self._rest and not self._flushed():
                    return b""
            if not self._within and not self._rest.strip(b"\0"):
                self._rest = b""  # padding after the last member
                continue
            data = self._step(most)
            if data:
                self._made += len(data)
                if self._made > MIB and self._made > self._limits.ratio * self._used:
                    raise Unreadable(
                        self._source,
                        f"grows more than {self._limits.ratio} times when decompressed (a decompression bomb?)",
                        "decompress it by hand if it is meant to be so",
                    )
                return data

    def _step(self, most: int) -> bytes:
        self._within = True
        try:
            data = self._member.decompress(self._rest, most)
        except zlib.error as e:
            raise Unreadable(
                self._source, f"is broken after {size(self._made)} of decompressed data ({e})", "get it again"
            ) from None
        self._rest = self._member.unconsumed_tail
        if self._member.eof:
            self._rest = self._member.unused_data
            self._member = zlib.decompressobj(wbits=31)
            self._within = False
        return data

    def _flushed(self) -> bool:
        if self._within:
            raise Unreadable(
                self._source, f"ends in the middle of its compressed data, after {size(self._made)}", "get it again"
            )
        return False


def inflated(stream: IO[bytes], source: str, limits: Limits) -> IO[bytes]:
    """A buffered reader of what the gzip `stream` holds."""
    return io.BufferedReader(Inflate(stream, source, limits), _CHUNK)


def head_of(head: bytes, source: str, limits: Limits) -> bytes:
    """What the first bytes of a gzip stream hold, as far as they go. Raises Unreadable for a stream that is broken at
    its start."""
    with inflated(io.BytesIO(head), source, limits) as stream:
        return stream.read1(_CHUNK)  # type: ignore[attr-defined, no-any-return]


def read_all(stream: IO[bytes], source: str, most: int, what: str) -> bytes:
    """All bytes of `stream`; Unreadable when there are more than `most`. `what` names the bound ("bytes")."""
    data = stream.read(most + 1)
    if len(data) > most:
        raise Unreadable(source, f"is larger than {size(most)}", f"split it, or raise the limit '{what}'")
    return data
