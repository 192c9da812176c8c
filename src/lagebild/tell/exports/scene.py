"""An answer as the exports need it: names, titles, quotations, coordinates and ids, each looked up once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from lagebild.core import Answer, Cite, Document, Happening, Marked, Note
from lagebild.tell import messages
from lagebild.tell.format import LANGUAGES
from lagebild.tell.happenings import happening, in_time
from lagebild.tell.names import names, publisher
from lagebild.tell.passages import place, sentence_at
from lagebild.tell.sentences import Writer
from lagebild.tell.visible import visible, web_address

from .days import Stretch, stretch

NAMESPACE = UUID("5d6f3f0e-8f0b-5c8e-9a55-3f2f6f1f9c1b")
"""What the ids of all exports are derived in (UUID version 5): the same thing has the same id in every export."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_GLOBAL = ("iso:", "wikidata:", "geonames:")


class Spot(NamedTuple):
    """Where a place is: degrees (WGS 84), and the radius in metres of a disc that holds most of it, None where that
    is not known."""

    lat: float
    lon: float
    radius_m: int | None


class Scene:
    """One answer, in one language."""

    def __init__(self, answer: Answer, language: str | None = None) -> None:
        chosen = language or (answer.question.language if answer.question.language in LANGUAGES else "en")
        self.answer, self.links, self.language = answer, answer.links, chosen
        self.writer = Writer(answer.links, chosen, names(answer, chosen))
        self.documents: dict[str, Document] = {m.reading.document.id: m.reading.document for m in self.links.marked}
        self.happenings = tuple(in_time(h for h in self.links.happenings if h.mentions))
        self.kinds = {e.id: e.kind for e in self.links.entities}
        self.spots = _spots(self.links.marked)
        self._marked: dict[tuple[str, int], Marked] = {
            (m.reading.document.id, m.reading.number): m for m in self.links.marked
        }

    def title(self, subject: Happening) -> str:
        """What happened, in a few words: "Belarus and Russia: Military exercise (planned)"."""
        said = "".join(run.text for run in happening(self.writer, subject).runs)
        return visible(said).strip().removesuffix(".")

    def when(self, subject: Happening) -> Stretch | None:
        """When it happened, as far as a report says."""
        return stretch(subject.earliest, subject.latest)

    def name(self, known_as: str | None) -> str:
        """What an entity, indicator or document is called."""
        return self.writer.name(known_as)

    def label(self, key: str) -> str:
        """A word of the report, or the end of its key where it has none: a factuality of a newer version."""
        return self.writer.label(key) if messages.known(key) else key.rpartition(".")[2]

    def said(self, note: Note) -> str:
        """A note in words."""
        return visible(messages.say(note, self.language, names=self.writer.names))

    def publisher(self, document: Document) -> str:
        """Who published a document."""
        return publisher(document, self.language)

    def words(self, cite: Cite) -> str:
        """The words that a cite points to, one character for one."""
        return whole(cite.span.of(self.links.reading(cite).text))

    def sentence(self, cite: Cite) -> str:
        """The sentence that a cite stands in."""
        marked = self._marked[(cite.document, cite.reading)]
        return visible(sentence_at(marked, cite.span).of(marked.reading.text)).strip()

    def cites(self, cites: Iterable[Cite]) -> list[Cite]:
        """Cites in order of publication, one a document: the first in the text."""
        first: dict[str, Cite] = {}
        for cite in sorted(cites, key=place):
            first.setdefault(cite.document, cite)
        return sorted(first.values(), key=lambda c: (self.documents[c.document].published or "~", c.document))

    def uuid(self, kind: str, known_as: str) -> str:
        """The id of a thing in the exports. Documents, their marks and what has an id of the world (ISO, Wikidata,
        GeoNames) have the same one in every case, all else in this question's."""
        shared = kind == "document" or known_as.startswith(_GLOBAL)
        name = "\n".join((kind, "" if shared else self.answer.question.id, known_as))
        return str(uuid5(NAMESPACE, whole(name)))


def link_of(document: Document) -> str | None:
    """The address of a document if it may be linked."""
    return web_address(document.url)


def whole(text: str) -> str:
    """`text` as UTF-8 can hold it: U+FFFD for each lone surrogate, one for one."""
    return _SURROGATE.sub("\ufffd", text)


def dumped(value: Any, *, indent: int | None = 1) -> str:
    """JSON with a line end: the same bytes for the same value, nothing in it that UTF-8 cannot hold, and no character
    that some programs take for the end of a line."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators, allow_nan=False)
    return whole(text).translate(_LINE_ENDS) + "\n"


def _spots(marked: Iterable[Marked]) -> dict[str, Spot]:
    found: dict[str, Spot] = {}
    for m in marked:
        for name in m.marks.names:
            if name.entity and name.lat is not None and name.lon is not None and name.entity not in found:
                radius = None if name.radius_km is None else round(name.radius_km * 1000)
                found[name.entity] = Spot(round(name.lat, 5), round(name.lon, 5), radius)
    return found
