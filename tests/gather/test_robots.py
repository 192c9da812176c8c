"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.gather.robots import CLOSED, OPEN, Rules, rules

CASES = [
    # robots.txt, path, allowed
    ("", "/feed", True),
    ("User-agent: *\nDisallow: /", "/feed", False),
    ("User-agent: *\nDisallow:", "/feed", True),  # an empty rule says nothing
    ("User-agent: *\nDisallow: /private", "/privates/x", False),  # prefixes
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),  # the longest wins
    ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b", True),  # in any order
    ("User-agent: *\nAllow: /x\nDisallow: /x", "/x", True),  # a tie allows
    ("User-agent: *\nDisallow: /*.xml$", "/news/feed.xml", False),
    ("User-agent: *\nDisallow: /*.xml$", "/news/feed.xml?x", True),
    ("User-agent: *\nDisallow: /*/feed*rss", "/de/feed/x/rss2", False),
    ("User-agent: *\nDisallow: /a*a$", "/a", True),  # one a is not two
    ("User-agent: *\nDisallow: /$", "/", False),
    ("User-agent: *\nDisallow: /$", "/x", True),
    ("User-agent: Lagebild\nAllow: /\n\nUser-agent: *\nDisallow: /", "/feed", True),  # the group that names it
    ("User-agent: *\nAllow: /\n\nUser-agent: lagebild/1\nDisallow: /", "/feed", False),
    ("User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b", "/b", False),  # groups of one name are one
    ("User-agent: x\nUser-agent: lagebild\nDisallow: /", "/feed", False),  # two names, one group
    ("User-agent: lagebildbot\nDisallow: /", "/feed", True),  # another program
    ("USER-AGENT : *\nDISALLOW : /x # why", "/x", False),
    ("\ufeffUser-agent: *\r\nDisallow: /x\r\n", "/x", False),
    ("User-agent: *\nDisallow: /größe", "/gr%C3%B6%C3%9Fe", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("Sitemap: x\nnonsense\n\x00\xff", "/feed", True),
]


@pytest.mark.parametrize(("text", "path", "allowed"), CASES)
def test_allow(text: str, path: str, allowed: bool) -> None:
    assert rules(text.encode()).allow(f"https://a.example{path}") is allowed


def test_delay() -> None:
    assert rules(b"User-agent: *\nCrawl-delay: 2.5\nDisallow: /x").delay == 2.5
    assert rules(b"User-agent: lagebild\nDisallow: /x\n\nUser-agent: *\nCrawl-delay: 9").delay == 0
    for odd in (b"-1", b"soon", b"nan", b"inf"):
        assert 0 <= rules(b"User-agent: *\nCrawl-delay: " + odd).delay <= 86_400


def test_none_and_closed() -> None:
    assert OPEN.allow("https://a.example/")
    assert not CLOSED.allow("https://a.example/")
    assert Rules().allow("https://a.example")


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_are_read(data: bytes, path: str) -> None:
    assert rules(b"User-agent: *\n" + data).allow(f"https://a.example/{path}") in (True, False)


def test_stars_cost_no_time() -> None:
    found = rules(b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"b$")
    assert found.allow("https://a.example/" + "a" * 5000)
