"""Runs of text without a tree: the same as a slow and plain reading of the page, and linear on hostile ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.gather.clean import clean
from lagebild.gather.flat import _LONGEST_TAG, Run, _tag_end, each_run, runs

MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<a href=", '"', "'", ">", "=", " ", "x", "<script>", "</script>", "<!--", "-->", "<nav>",
         "</nav>", "<br/>", "&amp;", "\n", "<", "a>b", "ä", "<title>", "</TITLE >"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def slow_tag_end(page: str, start: int) -> int:
    """A character at a time: past the first `>` that stands in no quotes; quotes open after `=` only."""
    quote = ""
    for at in range(start, min(len(page), start + _LONGEST_TAG)):
        c = page[at]
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'" and page[at - 1] == "=":
            quote = c
        elif c == ">":
            return at + 1
    found = page.find(">", start)
    return len(page) if found < 0 else found + 1


@given(MARKUP)
def test_a_tag_ends_where_a_slow_reading_has_it_end(rest: str) -> None:
    page = "<a" + rest
    assert _tag_end(page, 2) == slow_tag_end(page, 2)


@given(MARKUP)
def test_one_by_one_are_all(page: str) -> None:
    assert list(each_run(page)) == runs(page)


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>Eins<p>Zwei", ["Eins", "Zwei"]),
        ('<p title="a>b">Eins</p>', ["Eins"]),
        ("<p title='a>b' x=\"'>\">Eins</p>", ["Eins"]),
        ('<p title="a>Eins</p>', ["Eins"]),  # a quote that is never closed ends with the tag
        ("<script>if (a</b) x</script>Eins", ["Eins"]),
        ("<SCRIPT>x</Script  >Eins", ["Eins"]),
        ("<script>Eins<p>Zwei", ["Eins", "Zwei"]),  # never closed
        ("<title>weg</title><p>Eins &amp; zwei", ["Eins & zwei"]),
        ("a < b <!-- weg --> c", ["a < b c"]),
    ],
)
def test_runs(page: str, texts: list[str]) -> None:
    assert [run.text for run in runs(page)] == texts


def test_the_first_run_needs_no_more_than_its_part_of_the_page() -> None:
    assert next(each_run("<p>Eins</p>" + "<p>x" * 3)) == Run("Eins", "p", False)


@pytest.mark.parametrize("piece", ["<script>", "<p ='", '<p ="', "<!--", "</", "<p x=", "<textarea>a<"])
def test_hostile_pages_are_read_in_linear_time(piece: str) -> None:
    runs(piece * (400_000 // len(piece)))  # quadratic, any of them takes minutes


@given(st.text(st.sampled_from("ab \u00a0\u00ad\u2009\t\n\r\u0308\u200b\x07é"), max_size=30))
def test_cleaning_is_the_same_with_and_without_its_short_way(text: str) -> None:
    made = clean(text)
    assert unicodedata.is_normalized("NFC", made)
    # A line end keeps the text from the short way, and goes at the end.
    assert clean(text + "\n") == made
    assert clean(made) == made
