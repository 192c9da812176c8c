"""Which kind of source some bytes are: by content first, by file name second."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal["text", "markdown", "html", "feed", "warc", "jsonl", "pdf", "gzip"]

PACKED_WARC = (".warc.gz", ".wet.gz")
"""How files are named whose first gzip member may be broken, and the others be read all the same."""
HEAD = 1 << 14
"""Bytes that `kind_of` wants to see."""

_MARKUP = re.compile(rb"^(?:\s|<!--(?:(?!-->).){0,4000}-->|<\?xml[^>]{0,200}\?>|<\?[^>]{0,300}\?>)*", re.S)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.I)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|p|h[1-6]|section|table)[\s>]", re.I
)
_JSON = re.compile(rb'^\s*\{\s*(?:"|\})')
_NAMES: dict[str, Kind] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\0", "a database"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
)
"""First bytes of kinds that are often met and not read, each with the word for it."""


def kind_of(head: bytes, name: str = "") -> Kind:
    """The kind of a source that begins with `head` (up to HEAD bytes) and has the file name or URL path `name`."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"WARC/"):
        return "warc"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _kind_of_text(_narrow(head), name)


def _kind_of_text(body: bytes, name: str) -> Kind:
    by_name = _NAMES.get(PurePath(name.lower().removesuffix(".gz")).suffix)
    start = _MARKUP.match(body)
    rest = body[start.end() :] if start else body
    if _JSON.match(body) and by_name != "markdown":
        return "jsonl"
    if rest.startswith(b"<"):
        if _HTML.match(rest):
            return "html"
        if _FEED.match(rest) or (rest[:9].lower() == b"<!doctype" and _FEED.search(rest)):
            return "feed"
        if by_name != "html" and body.lstrip().startswith(b"<?xml"):
            return "feed"  # which will say that it is none
    if by_name in ("html", "markdown", "jsonl"):
        return by_name
    return "html" if len(_HTML.findall(body[:4096])) >= 3 else "text"


def _narrow(head: bytes) -> bytes:
    """`head` without its byte order mark, and a byte a character where it is UTF-16."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
