"""Ranges: two times that are the ends of one, and what they do to a happening."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.link import link
from lagebild.link.ranges import ranges
from lagebild.link.report import reports

from .making import BELARUS, Story

NAMES = (("Belarus", "country", "iso:BLR"),)
FIRST, LAST = ("10.", "2022-02-10", "2022-02-11"), ("20.", "2022-02-20", "2022-02-21")


def found(body: str, *times: tuple[str, str, str]) -> list[tuple[str, str]]:
    (report,) = reports([Story("a", body, times=times or (FIRST, LAST)).marked()])
    return list(dict.fromkeys(ranges(report).values()))


@pytest.mark.parametrize(
    "body",
    [
        "vom 10. bis zum 20. Februar",
        "vom 10. bis 20. Februar",
        "vom 10. bis einschließlich 20. Februar",
        "zwischen dem 10. und dem 20. Februar",
        "10.–20. Februar",
        "10. - 20. Februar",
        "from the 10. to the 20. of February",
        "from the 10. through the 20.",
        "between the 10. and the 20.",
    ],
)
def test_two_ends_are_one_time(body: str) -> None:
    assert found(body) == [("2022-02-10", "2022-02-21")]


@pytest.mark.parametrize(
    "body",
    [
        "am 10. und am 20. Februar",  # two days
        "am 10. und 20. Februar",
        "am 10. Februar. Bis zum 20. Februar",  # another sentence
        "der 10. 20. mal",  # nothing between
        "der 10. war kalt, bis der 20. kam",  # other words between
    ],
)
def test_two_days_are_two_times(body: str) -> None:
    assert found(body) == []


def test_the_last_day_comes_after_the_first_within_a_quarter() -> None:
    assert found("vom 10. bis 20. Februar", FIRST, ("20.", "2022-01-20", "2022-01-21")) == []
    assert found("vom 10. bis 20. Februar", FIRST, ("20.", "2023-02-20", "2023-02-21")) == []
    assert found("vom 10. bis 20. Februar", FIRST, FIRST) == []


@given(st.text(alphabet="bis zum–- .undzwischen1020", max_size=30))
def test_any_text_between_is_read(between: str) -> None:
    assert len(found(f"10.{between}|20.", FIRST, ("|20.", "2022-02-20", "2022-02-21"))) <= 1


def drill(id: str, body: str, *times: tuple[str, str, str], published: str, **event: str) -> Story:
    made = {
        "trigger": "Manöver",
        "type": "MOBILIZE",
        "mode": "exercise",
        "actor": BELARUS,
        "time": times[0][0],
        **event,
    }
    return Story(id, body, publisher=f"Blatt {id}", published=published, names=NAMES, times=times, events=(made,))


def test_a_drill_that_was_planned_for_ten_days_is_the_one_that_is_held() -> None:
    planned = drill(
        "a", "Belarus plant vom 10. bis zum 20. ein Manöver.", FIRST, LAST, published="2022-01-18", factuality="planned"
    )
    held = drill("b", "Belarus hält seit 12. ein Manöver.", ("12.", "2022-02-12", "2022-02-13"), published="2022-02-12")
    (one,) = link(s.marked() for s in (planned, held)).happenings
    assert (one.earliest, one.latest, one.factuality) == ("2022-02-10", "2022-02-21", "happened")
    assert not [n for n in one.details if n.key.startswith("link.date")]


def test_a_drill_after_the_range_is_another() -> None:
    planned = drill(
        "a", "Belarus plant vom 10. bis zum 20. ein Manöver.", FIRST, LAST, published="2022-01-18", factuality="planned"
    )
    later = drill(
        "b", "Belarus hält seit 27. ein Manöver.", ("27.", "2022-02-27", "2022-02-28"), published="2022-02-27"
    )
    assert len(link(s.marked() for s in (planned, later)).happenings) == 2


def test_what_is_not_held_over_days_keeps_the_end_that_its_mark_has() -> None:
    shots = drill("a", "Belarus: vom 10. bis zum 20. Manöver.", FIRST, LAST, published="2022-02-21", mode="aerial")
    (one,) = link([shots.marked()]).happenings
    assert (one.earliest, one.latest) == ("2022-02-10", "2022-02-11")
