"""What holds of the statements of any text."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .making import reading, statements, told

PIECES = st.sampled_from(
    [
        "Der Minister sagte, ",
        "„",
        "“",
        '"',
        "»",
        "‚",
        "’",
        "die Lage sei ernst",
        ", so der Sprecher",
        "laut einem Bericht von Reuters ",
        "nach Angaben der Polizei ",
        "dass er kommt",
        "He said that ",
        "according to the army",
        " told reporters ",
        "wir gehen nicht",
        ". ",
        ", ",
        ": ",
        "\n\n",
        " 🙂 ",
        "fügte er hinzu",
        " (CDU) ",
        "soll getroffen haben",
        "3.000",
        "zufolge ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["de", "en"]))
def test_spans_lie_in_the_text_and_ids_are_unique(text: str, language: str) -> None:
    found = statements(text, language)
    for mark in found:
        spans = [*mark.spans, *mark.cue, *mark.speaker, *mark.addressee, *mark.occasion, *mark.outlet]
        assert mark.spans
        for span in [*spans, *([mark.condition] if mark.condition else [])]:
            assert 0 <= span.start < span.end <= len(text)
        assert mark.span.start == min(s.start for s in mark.spans)
        assert mark.span.end == max(s.end for s in mark.spans)
    assert len({m.id for m in found}) == len(found)
    assert statements(text, language) == found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["de", "en", "fr"]))
def test_no_text_raises(text: str, language: str) -> None:
    statements(text.replace("\r", ""), language)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "piece",
    [
        "sagte, ",
        "sagte ",
        "„a“ sagte ",
        "he said ",
        "laut ",
        "laut Polizei, ",
        "that ",
        "zufolge ",
        "wohl ",
        "(",
        "der ",
    ],
)
def test_long_sentences_end(piece: str, language: str) -> None:
    # Without a bound on the work for a sentence these take minutes.
    statements(piece * (60_000 // len(piece)), language)


def _calls(text: str, language: str) -> int:
    """How many calls reading a text takes."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    statements(text[:200], language)  # the lists are read once
    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        statements(text, language)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ('"We go," he said. ', "en"),
        ("''We go,'' he said. ", "en"),
        ("„Wir gehen nicht“, sagte er. ", "de"),
        ("Er sagte: „Nein.“ „Ja.“ ", "de"),
        ("„Nein.“\n\n", "de"),
        ('"a. ', "en"),
        ("„wir gehen ‚nicht‘ ", "de"),
        ("‚a„ »b« ", "de"),
    ],
)
def test_work_on_dense_quotations_grows_with_the_length_alone(piece: str, language: str) -> None:
    # Each sentence costs the same however many there are, and no more than a sentence of saying may.
    few, many = (piece * (size // len(piece)) for size in (4_000, 16_000))
    one, four = _calls(few, language), _calls(many, language)
    assert four < 4.4 * one
    assert four < 800 * many.count(piece)


def test_a_statement_does_not_cross_a_part() -> None:
    given_reading = reading("Der Minister sagte: „Wir gehen", "de")
    assert all(s.span.end <= len(given_reading.text) for s in statements(given_reading.text, "de"))


@pytest.mark.parametrize(
    "damaged",
    [
        # One mark deleted, mixed marks, a wrong closing mark, white space after the mark.
        "Wir gehen nicht“, sagte der Minister.",
        "„Wir gehen nicht, sagte der Minister.",
        "„Wir gehen nicht«, sagte der Minister.",
        "„Wir gehen nicht‘, sagte der Minister.",
        "„ Wir gehen nicht“, sagte der Minister.",
        '„Wir gehen nicht", sagte der Minister.',
    ],
)
def test_a_damaged_quotation_is_still_found(damaged: str) -> None:
    assert told(damaged, "de") == [("Wir gehen nicht", "sagte", "der Minister")]
