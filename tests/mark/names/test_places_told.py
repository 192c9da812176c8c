"""Places that no list has, and what is no place within another name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Context, Document, Marks, Part, Reading, Span
from lagebild.mark import reader as readers
from lagebild.mark.names.annotator import Names
from lagebild.mark.sentences import SENTENCES

_PLAIN = Names(readers.named(readers.NONE))


def marked(text: str, *kinds: str) -> list[str]:
    parts = (Part(Span(0, len(text)), "body", "en"),) if text else ()
    reading = Reading(Document("d"), 1, text, parts, "en")
    context = Context(language="en")
    found = _PLAIN(reading, SENTENCES(reading, Marks(), context), context).names
    return [n.span.of(text) for n in found if n.kind in kinds]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # what it is stands before "of"
        ("The village of Xorvina was shelled.", ["Xorvina"]),
        ("Troops left the suburb of Xorvina’s centre.", ["Xorvina"]),
        ("He grew up in the town of Old Xorvina Marsh near the river.", ["Old Xorvina Marsh"]),
        # what it lies in follows, set off by commas
        ("He lives in Xorvina, Mexico, with his aunt.", ["Xorvina", "Mexico"]),
        ("The firm has its seat at Xorvina, Belarus.", ["Xorvina", "Belarus"]),
        # the comma begins something else
        ("In Xorvina, Mexico said nothing.", ["Mexico"]),
        ("As he said in Parliament, Belarus will help.", ["Belarus"]),
        # nothing says that it is a place
        ("The poems of Xorvina are sad.", []),
        ("The village of ten houses burnt.", []),
        ("They met in Xorvina last week.", []),
        # what is known of it stays
        ("The city of Minsk, Belarus, is calm.", ["Minsk", "Belarus"]),
    ],
)
def test_what_the_sentence_says_is_a_place(text: str, wanted: list[str]) -> None:
    assert marked(text, "place", "country") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a town in Tennessee, but here all of a company's name
        ("Alcoa cut jobs.", []),
        # an armed group of the lists need not begin with a town
        ("Boko Haram struck again.", []),
        ("She works for the Thomson Reuters Foundation.", []),
        # a council does
        ("Harare Council met.", ["Harare"]),
        # what lies on a map, by its head
        ("The match at Xorvina Stadium was cancelled.", ["Xorvina Stadium"]),
        # a warm sea is no town
        ("El Niño returns.", []),
    ],
)
def test_towns_within_other_names(text: str, wanted: list[str]) -> None:
    assert marked(text, "place", "country") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("An anti-Russian mood spread.", ["Russian"]),
        ("Pro-Ukrainian fighters and Austro-Hungarian rule.", ["Ukrainian", "Hungarian"]),
    ],
)
def test_peoples_after_a_prefix(text: str, wanted: list[str]) -> None:
    assert marked(text, "people") == wanted


def test_a_village_that_no_list_has_may_lie_anywhere() -> None:
    text = "A missile fell near the village of Xorvina. Minsk and the Xorvina River were calm. Minsk was quiet."
    reading = Reading(Document("d"), 1, text, (Part(Span(0, len(text)), "body", "en"),), "en")
    context = Context(language="en")
    found = {n.span.of(text): n for n in _PLAIN(reading, SENTENCES(reading, Marks(), context), context).names}
    assert (found["Xorvina"].lat, found["Xorvina"].lon, found["Xorvina"].radius_km) == (None, None, None)
    assert found["Xorvina River"].lat == found["Minsk"].lat


@given(
    st.lists(st.sampled_from(["the", "village", "of", "in", ",", "Xorvina", "Mexico", "Xorvina’s", "."]), max_size=12)
)
def test_any_order_of_the_words_is_read(words: list[str]) -> None:
    text = " ".join(words)
    found = marked(text, "place", "country")
    assert all(name == name.strip() and name in text for name in found)
