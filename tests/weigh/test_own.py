"""A person's own distribution: what is one, what is none, and what it comes to."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Measure, Outcome, Question, Range
from lagebild.errors import BadInput
from lagebild.weigh.number import LEVELS
from lagebild.weigh.own import distribution

from .factory import QUESTION

DAY = date(2023, 1, 9)
HALF = Range(0.3, 0.5, 0.7)
OUTCOMES = replace(
    QUESTION,
    kind="outcomes",
    outcomes=tuple(Outcome(id=i, text=i, share=HALF, rest=i == "none") for i in ("war", "raid", "none")),
)
MEASURE = Measure(unit="soldiers", source="s", past=(1.0, 2.0, 3.0, 4.0, 5.0), low=0.0, high=1e6, whole=True)
NUMBER = replace(QUESTION, kind="number", measure=MEASURE)
DATE = replace(QUESTION, kind="date")


def test_outcomes() -> None:
    found = distribution(OUTCOMES, "raid=0.1, war=0.2,none=0.7", at=DAY)
    assert [(c.outcome, c.probability) for c in found.chances] == [("war", 0.2), ("raid", 0.1), ("none", 0.7)]
    assert found.at == DAY
    assert distribution(OUTCOMES, "raid=0.1,war=0.2", at=DAY).chances[2].probability == pytest.approx(0.7)  # the rest
    rounded = distribution(OUTCOMES, "war=0.333,raid=0.333,none=0.333", at=DAY)
    assert math.fsum(c.probability for c in rounded.chances) == pytest.approx(1, abs=1e-15)


def test_numbers_are_met_at_the_levels_given() -> None:
    found = distribution(NUMBER, "5=1500, 50%=6000, 95=25000", at=DAY)
    values = {q.level: q.value for q in found.quantiles}
    assert (values[0.05], values[0.5], values[0.95]) == (1500, 6000, 25000)
    assert [q.level for q in found.quantiles] == list(LEVELS)
    assert list(values.values()) == sorted(values.values())


def test_days() -> None:
    found = distribution(DATE, f"2023-01-31=0.05,{DATE.closes}=0.12", at=DAY)
    assert [(b.day, b.probability) for b in found.by] == [(date(2023, 1, 31), 0.05), (DATE.closes, 0.12)]


WRONG = [
    # question, text, what is said
    (QUESTION, "yes=0.2", "is no probability"),
    (OUTCOMES, "", "is no list"),
    (OUTCOMES, "0.3", "is no list"),
    (OUTCOMES, "war=0.3,war=0.4,none=0.3", "each once"),
    (OUTCOMES, "war=viel,none=0.3", "something else than numbers"),
    (OUTCOMES, "war=nan,raid=0.3", "something else than numbers"),
    (OUTCOMES, "peace=0.3,none=0.7", "names 'peace', which is none of war, raid, none"),
    (OUTCOMES, "war=0.3", "says nothing of raid, none"),
    (OUTCOMES, "war=0,raid=0.3,none=0.7", "does not lie between 0 and 1"),
    (OUTCOMES, "war=0.7,raid=0.6", "does not lie between 0 and 1"),  # nothing left for the third
    (OUTCOMES, "war=0.2,raid=0.3,none=0.6", "sums to 1.1, not to 1"),
    (NUMBER, "5=1500,95=25000", "lacks one of the 5, 50 and 95 % points"),
    (NUMBER, "5=1,50=2,95=3,101=4", "per cent that does not lie"),
    (NUMBER, "5=1,50=2,50.0=3,95=4", "gives a per cent twice"),
    (NUMBER, "5=3,50=2,95=4", "does not rise"),
    (NUMBER, "5=-3,50=2,95=4", "lies beyond what the number can be"),
    (NUMBER, "few=1,50=2,95=3", "something else than per cents"),
    (DATE, "2023-01-31=0.05", "days that do not go"),  # not up to the close
    (DATE, "2023-01-09=0.05,2023-05-31=0.12", "days that do not go"),  # the day of the answer is over
    (DATE, "2023-01-31=0.2,2023-05-31=0.12", "fall with the days"),
    (DATE, "soon=0.2,2023-05-31=0.12", "something else than days"),
    (DATE, "2023-05-31=1", "do not lie between 0 and 1"),
]


@pytest.mark.parametrize(("question", "text", "said"), WRONG)
def test_what_is_none_is_told_in_one_line(question: Question, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        distribution(question, text, at=DAY)
    assert "\n" not in str(caught.value)


@given(st.sampled_from([OUTCOMES, NUMBER, DATE]), st.text(max_size=40))
def test_any_text_is_a_distribution_or_a_fault(question: Question, text: str) -> None:
    try:
        found = distribution(question, text, at=DAY)
    except BadInput:
        return
    assert found.chances or found.quantiles or found.by
