"""Casualties as a kind of their own: killed, injured, missing, captured, per side; never mixed with troops."""

from __future__ import annotations

import pytest

from lagebild.core import Context, Document, Marked, Marks, Part, Reading, Span
from lagebild.link import link
from lagebild.link.entities import Cast
from lagebild.link.figures import read, shown
from lagebild.link.report import reports
from lagebild.mark.quantities import QUANTITIES
from lagebild.mark.sentences import SENTENCES

from .making import Story

SIDES = (("russische", "iso:RUS"), ("Russian", "iso:RUS"), ("ukrainische", "iso:UKR"), ("Ukrainian", "iso:UKR"))


def figures(text: str, language: str) -> list[tuple[str, str, str | None, str]]:
    """Class, number, side and group of each figure, the numbers found as in a real text."""
    reading = Reading(
        Document(id="a", published="2022-12-07"), 1, text, (Part(Span(0, len(text)), "body", language),), language
    )
    marks, context = SENTENCES(reading, Marks(), Context(language)), Context(language)
    names = Story(id="n", body=text, names=tuple((w, "people", e) for w, e in SIDES if w in text)).marked().marks.names
    marks = marks + Marks(names=names)
    marks = marks + QUANTITIES(reading, marks, context)
    (report,) = reports([Marked(reading, marks)])
    return [(f.counted, shown(f), f.whose, f.people) for f in read(report, Cast([report]))]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Bei dem Angriff wurden 20 Menschen getötet.", "de", [("dead", "20", None, "")]),
        ("Mindestens 20 Menschen kamen ums Leben.", "de", [("dead", "≥ 20", None, "")]),
        ("Der Angriff tötete 12 Zivilisten.", "de", [("dead", "12", None, "civilian")]),
        (
            "20 Menschen wurden getötet und 30 verletzt.",
            "de",
            [("dead", "20", None, ""), ("injured", "30", None, "")],
        ),
        ("Es gab 5 Tote und 17 Verletzte.", "de", [("dead", "5", None, ""), ("injured", "17", None, "")]),
        ("Zwischen 100 und 150 russische Soldaten fielen.", "de", [("dead", "100–150", "iso:RUS", "military")]),
        ("40 ukrainische Soldaten werden vermisst.", "de", [("missing", "40", "iso:UKR", "military")]),
        ("Man nahm 60 russische Soldaten gefangen.", "de", [("prisoners", "60", "iso:RUS", "military")]),
        ("300 russische Soldaten überquerten die Grenze.", "de", [("troops", "300", "iso:RUS", "")]),
        (
            "Mit 30 Raketen wurden 4 Kinder getötet.",
            "de",
            [("missiles", "30", None, ""), ("dead", "4", None, "civilian")],
        ),
        ("The strike killed at least 20 people.", "en", [("dead", "≥ 20", None, "")]),
        (
            "At least 20 people were killed and 30 injured.",
            "en",
            [("dead", "≥ 20", None, ""), ("injured", "30", None, "")],
        ),
        ("Up to 150 Russian soldiers died.", "en", [("dead", "≤ 150", "iso:RUS", "military")]),
        ("Some 40 Ukrainian soldiers are missing.", "en", [("missing", "40", "iso:UKR", "military")]),
        ("They captured 60 Russian soldiers.", "en", [("prisoners", "60", "iso:RUS", "military")]),
        ("300 Russian soldiers crossed the border.", "en", [("troops", "300", "iso:RUS", "")]),
    ],
)
def test_what_befell_them(text: str, language: str, found: list[tuple[str, str, str | None, str]]) -> None:
    assert figures(text, language) == found


def strike(id: str, words: str, bounds: tuple[float | None, float | None], of: str, tail: str) -> Story:
    low, high = bounds
    body = f"Belarus: Am Mittwoch geschah bei Lida ein Angriff, {words} {of} wurden {tail}."
    return Story(
        id=id,
        body=body,
        publisher=f"Blatt {id}",
        names=(("Lida", "place", "geonames:1"),),
        times=(("Am Mittwoch", "2022-12-07", "2022-12-08"),),
        quantities=((words, low, high, of),),
        events=({"trigger": "Angriff", "type": "ASSAULT", "time": "Am Mittwoch", "place": "Lida"},),
    )


def details(*stories: Story) -> set[tuple[str, str]]:
    (one,) = link(s.marked() for s in stories).happenings
    return {(n.key, str(dict(n.values)["number"])) for n in one.details}


DEAD = strike("a", "20", (20, 20), "Menschen", "getötet")


def test_differing_numbers_of_one_happening_stand_side_by_side() -> None:
    other = strike("b", "mindestens 35", (35, None), "Menschen", "getötet")
    assert details(DEAD, other) == {("link.dead_differs", "20"), ("link.dead_differs", "≥ 35")}


@pytest.mark.parametrize(
    ("other", "key", "why"),
    [
        (strike("b", "50", (50, 50), "Menschen", "verletzt"), "link.injured", "the injured are others"),
        (strike("b", "50", (50, 50), "Soldaten", "verlegt"), "link.figure", "troops are no dead"),
        (strike("b", "mindestens 15", (15, None), "Menschen", "getötet"), "link.dead", "a bound that holds"),
    ],
)
def test_numbers_that_do_not_differ(other: Story, key: str, why: str) -> None:
    assert details(DEAD, other) >= {("link.dead", "20")}, why
    assert {k for k, _ in details(DEAD, other)} == {"link.dead", key}, why
