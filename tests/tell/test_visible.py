"""Foreign text made safe to look at."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.tell.visible import inline, visible, web_address


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Zeile\nund\tTab", "Zeile\nund\tTab"),
        # a direction override would turn the page's own words round
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        # no page may hold these
        ("\x00\x1b[31m\x85", "\ufffd\ufffd[31m\ufffd"),
        ("\ud800\ufffe", "\ufffd\ufffd"),
        # emoji with joiners, Hebrew and soft hyphens are ordinary text
        ("👩\u200d🚀 שלום\u00ad", "👩\u200d🚀 שלום\u00ad"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_every_code_point_by_its_category() -> None:
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    every = "".join(map(chr, range(0x110000)))
    for c, shown in zip(every, visible(every), strict=True):
        kind = category(c)
        ends = ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF
        hidden = (kind == "Cc" and c not in "\n\t") or kind == "Cs" or (kind == "Cn" and ends) or c in turning
        assert shown == ("\ufffd" if hidden else c), hex(ord(c))


@given(st.text(alphabet=st.characters(codec=None)))
def test_one_code_point_for_one(text: str) -> None:
    assert len(visible(text)) == len(text)
    assert visible(visible(text)) == visible(text)
    assert "\n" not in inline(text)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c&d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https:///nowhere", False),
        ("https://user:word@example.org/", False),
        ("https://exa mple.org", False),
        ("https://[::1", False),
        ("//example.org", False),
        ("file:///etc/passwd", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert web_address(url) == (url if linked else None)
