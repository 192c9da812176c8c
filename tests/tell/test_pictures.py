"""Geometry of the pictures of distributions."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import By, Distribution, Quantile
from lagebild.tell import pictures

DAY = date(2023, 2, 1)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
NUMBERS = st.lists(st.floats(-1e9, 1e9), min_size=5, max_size=5).map(sorted)


def number(now: list[float], base: list[float]) -> Distribution:
    return Distribution(at=DAY, quantiles=tuple(map(Quantile, LEVELS, now, base)))


def test_a_number_stands_over_its_value_without_evidence() -> None:
    drawn = pictures.amounts(number([1, 4, 5, 6, 9], [0, 2, 3, 4, 10]), "de", str)
    assert drawn is not None
    assert [t.label for t in drawn.x] == ["0.0", "5.0", "10.0"]
    now, base = drawn.rows
    assert (now.kind, base.kind, now.label) == ("now", "base", "5")
    assert now.middle == drawn.x[1].at
    assert base.outer == (drawn.x[0].at, drawn.x[2].at)
    assert drawn.title == "5\xa0%: 1; 50\xa0%: 5; 95\xa0%: 9"


@given(NUMBERS, NUMBERS)
def test_a_number_stays_inside_its_picture(now: list[float], base: list[float]) -> None:
    drawn = pictures.amounts(number(now, base), "en", str)
    assert drawn is not None
    assert 2 <= len(drawn.x) <= 8
    for row in drawn.rows:
        ends = (row.outer[0], row.inner[0], row.middle, row.inner[1], row.outer[1])
        assert drawn.left <= ends[0] <= drawn.right
        assert drawn.left <= ends[-1] <= drawn.right
        assert list(ends) == sorted(ends)
    assert [t.at for t in drawn.x] == sorted({t.at for t in drawn.x})


@given(st.lists(st.floats(0, 1), min_size=2, max_size=900).map(sorted))
def test_days_stay_inside_their_picture_however_many_there_are(chances: list[float]) -> None:
    by = tuple(By(DAY + timedelta(days=n), p, p / 2, min(1.0, p * 1.5), p / 3) for n, p in enumerate(chances))
    drawn = pictures.days(Distribution(at=DAY, by=by), "de")
    assert drawn is not None
    places = [float(n) for n in re.findall(r"-?\d+\.\d+", drawn.line + drawn.band + drawn.base)]
    assert all(0 <= n <= drawn.width for n in places)
    assert len(drawn.line) < 200 * 20
    assert drawn.last[0] == drawn.right
    assert drawn.line.count("H") >= min(len(by), 100) - 1


def test_what_has_no_distribution_has_no_picture() -> None:
    empty = Distribution(at=DAY)
    one = Distribution(at=DAY, by=(By(DAY, 0.1, 0.0, 0.2, 0.1),))
    assert pictures.amounts(empty, "de", str) is None
    assert pictures.days(empty, "de") is None
    assert pictures.days(one, "de") is None
