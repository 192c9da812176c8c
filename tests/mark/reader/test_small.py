"""Reading: names come back at exactly the characters of the text, whatever the tokenizer makes of them."""

from __future__ import annotations

import itertools
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mark.reader.conftest import Capitals

from lagebild.core import Span
from lagebild.mark.reader import Small
from lagebild.mark.sentences import split
from lagebild.mark.words import words

CASES = {
    "plain": "Anna sah Bernd.",
    "quoted and in brackets": "„Anna“ (Bernd) »Cora« Dora's",
    "ligature and full-width": "ﬁnden Ａnna ½ Bernd ﬀ Cora",
    "combining marks": "e\u0308r A\u0308nna u\u0301\u0301\u0301 Bernd",
    "soft hyphens": "a\u00adb\u00adc An\u00adna \u00ad Bernd",
    "emoji": "😀👩‍👩‍👧 Anna 🇧🇾 Bernd😀",
    "letters that the vocabulary lacks": "Ольга Anna 李 Bernd ي",
    "blanks of all kinds": "\u00a0Anna\u2003\u2009Bernd\t\tCora\u3000",
    "grows under NFKC": "ﷺ Anna ㎒ Bernd",
    "controls": "\x00Anna\x01 Bernd\x7f",
}


def spans(text: str, reader: Small) -> list[tuple[int, int]]:
    return [(f.start, f.end) for f in reader(text, split(text))]


def expected(text: str) -> list[tuple[int, int]]:
    """The words that begin with a capital of A to Z, by themselves or as their compatible form."""
    capital = [w for w in words(text) if "A" <= unicodedata.normalize("NFKC", w.text)[:1] <= "Z"]
    # A capital with a mark above it is another letter.
    return [(w.start, w.end) for w in capital if not unicodedata.combining((text + " ")[w.start + 1])]


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_names_are_where_they_stand(text: str, capitals: Capitals) -> None:
    assert spans(text, capitals) == expected(text)


@given(
    st.lists(
        st.sampled_from(
            [
                *["Anna", "Bernd", "ﬁn", "Ａx", "ë", "😀", "–", "„", "“", ".", "12", "\xad", "ﷺ", "x-Y", "\n\n", "½"],
                "\u2003",
            ]
        )
    )
)
def test_any_row_of_words(capitals: Capitals, row: list[str]) -> None:
    text = " ".join(row)
    assert spans(text, capitals) == expected(text)


@given(st.text(max_size=300))
def test_any_text(capitals: Capitals, text: str) -> None:
    found = capitals(text, split(text))
    assert all(0 <= a.start < a.end <= len(text) and 0 < a.score <= 1 for a in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    edges = {(w.start, w.end) for w in words(text)}
    assert all((f.start, f.end) in edges for f in found), "whole words"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        # A word of ten thousand letters: one piece of it counts.
        "Anna " + "x" * 10_000 + " Bernd",
        "A" * 10_000,
        # One sentence of many windows: every name is seen, and once.
        "und Anna sah viele Leute, " * 800,
    ],
    ids=["empty", "blank", "long word", "long name", "long sentence"],
)
def test_length_is_no_matter(text: str, capitals: Capitals) -> None:
    assert spans(text, capitals) == expected(text)


def test_batches_are_bounded_and_repetition_is_free(capitals: Capitals) -> None:
    text = ("Das ist ein Satz mit Anna darin. " * 30_000)[:1_000_000]
    capitals.runs.clear()
    assert spans(text, capitals) == expected(text)
    assert sum(rows for rows, _ in capitals.runs) <= 3, "the same sentence is read once"
    assert all(length <= 128 and rows * length <= 512 for rows, length in capitals.runs)


def test_kinds_that_are_none_of_ours_are_left_out(capitals: Capitals) -> None:
    assert all(f.kind == "place" for f in capitals("Anna Bernd", [Span(0, 10)]))


def test_vectors_are_of_length_one(capitals: Capitals) -> None:
    made = capitals.embed(["Anna sah Bernd", "", "lang " * 500])
    assert made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), [1, 0, 1], atol=1e-5)
