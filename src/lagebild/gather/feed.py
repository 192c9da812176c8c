"""RSS and Atom: each entry one report."""

from __future__ import annotations

import re
from typing import Any

from lagebild.errors import Unreadable

from .decode import decode
from .html import fragment
from .raw import Block, Item, Items, Options, Raw, Remark, document_id
from .urls import canonical

EMPTY = "is a feed without entries"
"""What is said of a sound feed that holds nothing at the moment."""
_ENTITY = re.compile(r"<!ENTITY", re.I)


def read_feed(data: bytes, source: str, options: Options) -> Items:
    """The entries of a feed, in its order. Raises Unreadable for XML that is no feed, and for one that declares
    entities: no feed needs them, and a few lines of them can fill any memory."""
    text, odd = decode(data, source)
    if _ENTITY.search(text):
        raise Unreadable(source, "declares XML entities, as no feed needs and attacks do", "get the feed elsewhere")
    import feedparser  # type: ignore[import-untyped]

    # The text is decoded already; feedparser must not follow what its head says of an encoding.
    parsed = feedparser.parse(
        re.sub(r"""(<\?xml[^>]{0,200}?)\s+encoding=["'][^"']{0,40}["']""", r"\1", text, count=1).encode(),
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not parsed.entries:
        if parsed.version:
            raise Unreadable(source, EMPTY)
        raise Unreadable(source, "is XML, but no feed that is known here", "give RSS or Atom")
    if odd:
        yield Remark(source, odd)
    for number, entry in enumerate(parsed.entries, 1):
        name = f"{source}, entry {number}"
        yield Item(name, lambda entry=entry, name=name: _entry(entry, parsed.feed, name))  # type: ignore[misc]


def _entry(entry: Any, feed: Any, name: str) -> Raw:
    blocks = _blocks(entry)
    title = " ".join(b.text for b in fragment(entry.get("title", "")))
    if not blocks and not title:
        raise Unreadable(name, "has no text")
    link = canonical(entry.get("link", ""))
    key = entry.get("id") or entry.get("link") or f"{title}\n{entry.get('published', '')}"
    language = (feed.get("language") or "")[:2].lower()
    return Raw(
        id=document_id(link or "", key),
        source=name,
        blocks=tuple(blocks) or (Block(title, "title"),),
        title=title,
        url=link,
        publisher=_publisher(entry, feed),
        author=entry.get("author"),
        key=entry.get("id"),
        declared=language if language.isalpha() else None,
        published=entry.get("published"),
        published_by="page" if entry.get("published") else "unknown",
        updated=entry.get("updated") if "updated" in entry else None,
    )


def _blocks(entry: Any) -> list[Block]:
    """The fuller of an entry's content and its summary."""
    texts = [c.get("value", "") for c in entry.get("content", [])] + [entry.get("summary", "")]
    return max((fragment(t) for t in texts), key=lambda blocks: sum(len(b.text) for b in blocks), default=[])


def _publisher(entry: Any, feed: Any) -> str | None:
    source = entry.get("source") or {}
    named: str | None = source.get("title") or feed.get("title")
    return named
