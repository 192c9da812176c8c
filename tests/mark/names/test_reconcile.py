"""Lists and reader together: who prevails, sentence by sentence; one name, one kind in a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Context, Document, Marks, Part, Reading, Span
from lagebild.mark.names import Names
from lagebild.mark.reader import KINDS, Found
from lagebild.mark.sentences import SENTENCES


class Told:
    """Reads what it was told, `[person Anna Weber]`; a number after the kind is the score in tenths."""

    name, version = "told", "1"

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = tuple(found)

    def __call__(self, text: str, sentences: Sequence[Span]) -> tuple[Found, ...]:
        return tuple(f for f in self.found if any(s.start <= f.start and f.end <= s.end for s in sentences))


def found(marked: str, language: str = "de") -> list[str]:
    """The names of a text in which a reader has seen what stands in brackets, as `words/kind/entity`."""
    text, at, seen = "", 0, []
    for one in re.finditer(r"\[([a-z]+)(\d*) ([^\[\]]+)\]", marked):
        text += marked[at : one.start()]
        score = int(one[2] or 9) / 10
        seen.append(Found(len(text), len(text) + len(one[3]), one[1], score))  # type: ignore[arg-type]
        text, at = text + one[3], one.end()
    text += marked[at:]
    reading = Reading(Document("d"), 1, text, (Part(Span(0, len(text)), "body", language),), language)
    context = Context(language=language)
    names = Names(Told(seen))(reading, SENTENCES(reading, Marks(), context), context).names
    return [f"{text[n.span.start : n.span.end]}/{n.kind}/{n.entity or ''}".rstrip("/") for n in names]


CASES = [
    # What both see keeps its entity.
    ("[person Alexander Lukaschenko] schweigt.", ["Alexander Lukaschenko/person/wikidata:Q2866"]),
    # What only the reader sees stands.
    ("Der Konzern [organisation Xyronia] schweigt.", ["Xyronia/organisation"]),
    # Unless it is unsure.
    ("Der Konzern [organisation2 Xyronia] schweigt.", []),
    # A place of the large gazetteer gets its coordinates by the same way as others.
    ("[place Inzigkofen] liegt an der Donau.", ["Inzigkofen/place/geonames:2895891", "Donau/place"]),
    # A country needs no reader.
    ("Die Ukraine schweigt.", ["Ukraine/country/iso:UKR"]),
    # A mere form that the reader does not see falls.
    ("Die PKN ist ein Blatt Papier.", []),
    # The reader decides how far an organisation goes; the adjective before it stays a name of its own.
    (
        "Das belarussische [organisation Verteidigungsministerium] schweigt.",
        ["belarussische/people/iso:BLR", "Verteidigungsministerium/organisation/org:BLR-GOV-defence-ministry"],
    ),
    # A country within an organisation stays too.
    ("Die [organisation Bank von Kanada] zahlt.", ["Bank von Kanada/organisation", "Kanada/country/iso:CAN"]),
    # A town's name that a person bears, where the reader is sure; where it is not, the town.
    ("Gestern kam [person Paris Hilton] an.", ["Paris Hilton/person"]),
    ("Gestern kam [person3 Minsk] an.", ["Minsk/place/geonames:625144"]),
    # One name, one kind: two thirds of the occurrences move the third.
    (
        "[organisation Xyronia] schweigt. [organisation Xyronia] zahlt. [person Xyronia] lacht.",
        ["Xyronia/organisation"] * 3,
    ),
    # A surname after the whole name; a name of several words wherever it stands.
    (
        "[person Quandrulf Zwiebelwitz] kam. Zwiebelwitz ging. Da war Quandrulf Zwiebelwitz fort.",
        ["Quandrulf Zwiebelwitz/person", "Zwiebelwitz/person", "Quandrulf Zwiebelwitz/person"],
    ),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_who_prevails(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_an_english_possessive_is_no_part() -> None:
    assert found("[person Quandrulf Zwiebelwitz's] aide left.", "en") == ["Quandrulf Zwiebelwitz/person"]


WORDS = ("Anna", "Weber", "Minsk", "Ukraine", "belarussische", "Bank", "of", "Canada", "Putin's", "und", "EU-Rat", ".")


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from((*KINDS, "")), st.integers(0, 9)), max_size=14))
def test_any_reader_leaves_marks_sound(row: list[tuple[str, str, int]]) -> None:
    for mark in found(" ".join(f"[{kind}{score} {word}]" if kind else word for word, kind, score in row)):
        assert mark.split("/")[0]
        assert not mark.startswith(" ")
