"""What the readers of the kinds hand over, before it is cleaned into a reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lagebild.core import Reading
from lagebild.core.text import PublishedBy, Role
from lagebild.errors import Unreadable, plain

from .limits import Limits


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the reader of a report should know, although the report was read: `source` and what is odd."""

    source: str
    text: str

    def __str__(self) -> str:
        return f"{plain(self.source)}: {plain(self.text, 600)}"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or line. `role` is what the markup says of it; None leaves it to the words.
    `tail` is what stands between it and the next block. `linked`: all its words are one link."""

    text: str
    role: Role | None = None
    published: str | None = None
    tail: str = "\n\n"
    linked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One report, out of its container but not yet cleaned. `updated` is a date by which it was surely out.
    `declared` is the language that the markup names: it counts only where the words don't say. `exact`: the one
    block is the text and must not be changed. `fetched` overrides the time of reading (a crawl).
    `key` is the record's own id in a source of many."""

    id: str
    source: str
    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    key: str | None = None
    language: str | None = None
    declared: str | None = None
    published: str | None = None
    published_by: PublishedBy = "unknown"
    updated: str | None = None
    fetched: str | None = None
    exact: bool = False
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What holds for all sources of one call. `fetched` is the time of reading, ISO 8601."""

    limits: Limits = field(default_factory=Limits)
    allow_private: bool = False
    published: str | None = None
    language: str | None = None
    as_is: bool = False
    timezone: str | None = None
    fetched: str | None = None


class Item(NamedTuple):
    """One report in a source: its name for messages, and the work of parsing it, put off until it is wanted.
    `data` are its bytes as they are stored, where they are at hand: for a look before the work."""

    source: str
    parse: Callable[[], Raw]
    data: bytes = b""


Outcome = Reading | Unreadable | Remark
Items = Iterator[Item | Unreadable | Remark]


def document_id(identity: bytes | str, key: str = "") -> str:
    """SHA-256 (hex) of a source's identity, its canonical URL or its bytes, and, for one record of many, its key."""
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass") if isinstance(identity, str) else identity)
    if key:
        digest.update(b"\0" + key.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Page:
    """What is known of a page beside its bytes: the URL that it is known by, its charset, when it was got."""

    def __init__(self, data: bytes, url: str, charset: str | None = None, fetched: str | None = None) -> None:
        self.data, self.url, self.charset, self.fetched = data, url, charset, fetched
