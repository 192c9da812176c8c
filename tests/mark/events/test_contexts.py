"""Tests of the contexts of a report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import Context, Document, Marks, Part, Reading, Span
from lagebild.mark.events import EVENTS
from lagebild.mark.events.contexts import MOST, contexts, names, of_word
from lagebild.mark.sentences import SENTENCES
from lagebild.mark.words import words

WORDS = [
    ("de", "parlamentswahl", "election"),  # the end of a compound
    ("de", "auswahlmannschaft", ""),  # a word inside another tells nothing
    ("de", "flüchtlinge", "migration"),  # an inflected form
    ("de", "asyl", "asylum"),  # the word alone
    ("en", "peacekeepers", "peacekeeping"),
    ("en", "refugees", "migration"),
    ("en", "the", ""),
]


@pytest.mark.parametrize(("language", "word", "context"), WORDS)
def test_of_word(language: str, word: str, context: str) -> None:
    assert (context in of_word(word, language)) if context else not of_word(word, language)


REPORTS = [
    (
        "de",
        "Die Parlamentswahl in Georgien ist vorbei. Wahlbeobachter sahen Mängel in den Wahllokalen, die Wahlkommission "
        "zählt die Stimmzettel.",
        "election",
    ),
    (
        "en",
        "The outbreak has infected hundreds. Vaccines against the virus are short, and the epidemic spreads.",
        "disease",
    ),
    # two words that are one term
    ("en", "Human rights groups documented torture, atrocities and genocide.", "human_rights"),
]


@pytest.mark.parametrize(("language", "text", "first"), REPORTS)
def test_the_strongest_comes_first(language: str, text: str, first: str) -> None:
    assert contexts(words(text), language)[0] == first


def test_one_word_is_no_context() -> None:
    assert contexts(words("Am Rande der Wahl gab es Kuchen."), "de") == ()


def test_thirty_three_by_words_and_four_by_factuality() -> None:
    assert len(names()) == 33


EVENTS_TOLD = [
    ("Russia attacked Ukraine with missiles, drones, artillery and tanks.", ("military",)),
    ("Russia will attack Ukraine with missiles, drones, artillery and tanks.", ("military", "future")),
    ("Russia did not attack Ukraine with missiles, drones, artillery and tanks.", ("military", "negation")),
]


@pytest.mark.parametrize(("text", "expected"), EVENTS_TOLD)
def test_an_event_has_those_of_its_report_and_of_its_factuality(text: str, expected: tuple[str, ...]) -> None:
    reading = Reading(Document("test"), 1, text, (Part(Span(0, len(text)), "body", "en"),), "en")
    made = EVENTS(reading, SENTENCES(reading, Marks(), Context(language="en")), Context(language="en"))
    assert made.events[0].contexts == expected


@given(st.text(max_size=300), st.sampled_from(["de", "en"]))
@settings(max_examples=100, deadline=None)
def test_any_text(text: str, language: str) -> None:
    found = contexts(words(text), language)
    assert len(found) <= MOST
    assert set(found) <= set(names())
    assert len(set(found)) == len(found)
