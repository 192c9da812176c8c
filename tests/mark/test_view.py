"""The normalised view and the way back to the text as it came."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Span
from lagebild.mark.view import view

# Text as it came, its view, why.
CASES = [
    ("plain ä", "plain ä", "nothing to do"),
    ("Ma\u0308rz", "März", "a combining mark composes"),
    ("a\r\nb\rc", "a\nb\nc", "line ends"),
    ("7.\u00a0Dezember", "7. Dezember", "a no-break space"),
    ("Minis\u00adterium", "Ministerium", "a soft hyphen is invisible"),
    ("\ufeffText", "Text", "a byte order mark"),
    ("😀e\u0301", "😀é", "beyond the basic plane"),
    ("\u1112\u1161\u11ab", "한", "conjoining Hangul"),
    ("a\ud800\u0308b", "a\ufffd\u0308b", "half of a pair, which UTF-8 cannot hold"),
]


@pytest.mark.parametrize(("text", "seen", "why"), CASES, ids=[c[2] for c in CASES])
def test_view(text: str, seen: str, why: str) -> None:
    assert view(text).text == seen, why


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("a\u0308\r\n\u00a0\u00ad😀é\u1112\u1161\u11ab\ud800\udfff"), st.characters())
    )
)
def test_every_character_leads_back(text: str) -> None:
    seen = view(text)
    assert "\r" not in seen.text
    seen.text.encode()
    at = 0
    for i in range(len(seen.text)):
        span = seen.back(Span(i, i + 1))
        assert 0 <= span.start < span.end <= len(text)
        assert span.start >= at or span.start == seen.back(Span(i - 1, i)).start
        at = span.start


def test_back_names_the_source_words() -> None:
    text = "im\u00a0Ma\u0308rz\r\n2022"
    seen = view(text)
    start = seen.text.index("März")
    assert seen.back(Span(start, start + 4)).of(text) == "Ma\u0308rz"
    assert unicodedata.normalize("NFC", text[3:8]) == "März"
