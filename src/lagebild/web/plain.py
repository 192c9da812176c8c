"""Nouns of the core as JSON data: field by field, notes with their sentence, citations with the words they point to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from lagebild.core import Cite, Links, Note, Range, Span
from lagebild.tell import messages

# Fields that hold pairs of a name and a value: objects in JSON, in their order.
_PAIRS = frozenset(
    {"countries", "coverage", "digests", "fits", "languages", "name", "note", "publishers", "roles", "values", "weeks"}
)


def plain(value: object, links: Links, language: str, names: Mapping[str, str], *, field: str = "") -> Any:
    """A value as JSON data. Offsets count code points of the reading."""
    if isinstance(value, Cite):
        words = value.span.of(links.reading(value).text)
        return {
            "document": value.document,
            "reading": value.reading,
            "start": value.span.start,
            "end": value.span.end,
            "mark": value.mark,
            "quote": words,
        }
    if isinstance(value, Note):
        said = messages.say(value, language, names=names)
        return {"key": value.key, "values": dict(value.values), "text": said}
    if isinstance(value, (Range, Span)):
        return value._asdict()
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name), links, language, names, field=f.name) for f in fields(value)}
    if isinstance(value, tuple):
        pairs = field in _PAIRS and all(isinstance(item, tuple) and len(item) == 2 for item in value)
        return dict(value) if pairs else [plain(item, links, language, names) for item in value]
    return value.isoformat() if isinstance(value, date) else value
