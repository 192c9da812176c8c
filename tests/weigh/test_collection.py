"""How much there is to go by, and where it is too thin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lagebild.core import Links, Marked
from lagebild.weigh.collection import FLOOR_ORIGINS, FLOOR_PUBLISHERS, collection, country

from .factory import QUESTION, links, report

DAY = date(2023, 1, 12)
COUNTRIES = ("de", "by", "fr", "pl", "ua", "at")


def at(
    name: str, url: str | None, day: str = "2023-01-10", publisher: str | None = None, language: str = "de"
) -> Marked:
    """A report from an address."""
    marked = report(name, day, "Es ist kalt in Minsk.", publisher=publisher, language=language)
    return replace(marked, reading=replace(marked.reading, document=replace(marked.reading.document, url=url)))


def thin(found: Links) -> list[str]:
    """What is said to be thin."""
    return [n.key.removeprefix("weigh.thin-") for n in collection(found, QUESTION, DAY).thin]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.blatt.de/a", "DE"),
        ("https://paper.co.uk/a", "GB"),
        ("https://news.by:8080/a", "BY"),
        ("https://startup.io/a", "–"),  # used for its sound
        ("https://blatt.com/a", "–"),
        ("https://blatt.xn--p1ai/a", "–"),
        ("https://192.168.0.1/a", "–"),
        ("https://[::1/a", "–"),  # no address
        ("report.txt", "–"),
        (None, "–"),
    ],
)
def test_countries_by_address(url: str | None, expected: str) -> None:
    assert country(url) == expected


def test_counts() -> None:
    made = [at("a", "https://x.de/1"), at("b", "https://y.de/1", "2023-01-03"), at("c", None, language="en")]
    found = collection(links(made), QUESTION, DAY)
    assert found.countries == (("DE", 2), ("–", 1))
    assert found.weeks == (("2023-W01", 1), ("2023-W02", 2))
    assert found.languages == (("de", 2), ("en", 1))
    assert found.documents == found.origins == 3


def test_at_the_floor_the_evidence_is_no_longer_thin() -> None:
    many = [at(f"d{i}", f"https://x.{c}/1", publisher=f"p{i % FLOOR_PUBLISHERS}", language="de" if i % 2 else "en")
            for i, c in zip(range(FLOOR_ORIGINS), COUNTRIES, strict=False)]  # fmt: skip
    assert thin(links(many)) == []
    assert thin(links(many[:-1])) == ["origins"]
    copies = [[m.reading.document.id for m in many[:2]]]
    assert thin(links(many, copies=copies)) == ["origins"]  # copies are one origin


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"url": "https://x.de/1"}, "one-country"),
        ({"publisher": "p0"}, "publishers"),
        ({"language": "de"}, "one-language"),
        ({"day": "2022-12-11"}, "stale"),
    ],
)
def test_what_is_thin(change: dict[str, str], expected: str) -> None:
    made = []
    for i in range(FLOOR_ORIGINS + 1):
        given = {"url": f"https://x.{COUNTRIES[i]}/1", "publisher": f"p{i}",
                 "language": "de" if i % 2 else "en", **change}  # fmt: skip
        made.append(at(f"d{i}", **given))
    assert thin(links(made)) == [expected]


def test_a_share_of_unknown_countries_says_nothing() -> None:
    made = [at(f"d{i}", "https://x.de/1" if i < 3 else None, publisher=f"p{i}", language="de" if i % 2 else "en")
            for i in range(6)]  # fmt: skip
    assert "one-country" not in thin(links(made))
