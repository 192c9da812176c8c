"""Scores over time and over questions, calibration and what chance leaves of it."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import Resolution
from lagebild.weigh.calibration import ENOUGH, PER_BIN, Pair, curve, parts, ranking, temperature
from lagebild.weigh.crowd import Crowd, Forecast
from lagebild.weigh.scores import brier, log_score, spherical
from lagebild.weigh.track import Judged, Number, averaged, beside, ended, record, scores

START = date(2023, 1, 1)
probabilities = st.floats(0, 1)


def day(n: int) -> date:
    """The n-th day."""
    return START + timedelta(n)


def judged(*numbers: Number, outcome: float = 1.0, until: int = 10, name: str = "q") -> Judged:
    """A question that ended on a day."""
    return Judged(Resolution(question=name, at=day(until), outcome=outcome, by="x"), "?", day(until), numbers)


@given(probabilities)
def test_the_spherical_score_is_proper(truth: float) -> None:
    def expected(p: float) -> float:
        return spherical(p, truth)  # linear in the outcome, so this is its mean

    others = [i / 20 for i in range(21)]
    assert all(expected(truth) >= expected(p) - 1e-12 for p in others)


def test_figures_of_the_spherical_score() -> None:
    assert spherical(1.0, 1.0) == 1.0
    assert spherical(0.0, 1.0) == 0.0
    assert spherical(0.5, 1.0) == pytest.approx(math.sqrt(0.5))
    assert spherical(0.8, 1.0) == pytest.approx(0.8 / math.sqrt(0.68))


def test_a_number_counts_for_the_days_that_it_stood() -> None:
    found = judged(Number(day(0), 0.5, "answer"), Number(day(6), 0.9, "answer"))
    assert averaged(found, ("answer", None), brier) == pytest.approx((6 * 0.25 + 4 * 0.01) / 10)
    since = averaged(found, ("answer", None), brier, since=day(4))
    assert since == pytest.approx((2 * 0.25 + 4 * 0.01) / 6)


def test_what_came_with_the_outcome_or_after_is_no_forecast() -> None:
    found = judged(Number(day(0), 0.5, "answer"), Number(day(10), 1.0, "answer"), Number(day(12), 1.0, "own", "AK"))
    assert [(s.whose, s.probability) for s in scores(found)] == [("answer", 0.5)]
    assert record([found]).means[0].numbers == 1


def test_of_two_numbers_of_one_day_the_later_counts() -> None:
    found = judged(Number(day(0), 0.5, "answer"), Number(day(0), 0.9, "answer"))
    (one,) = scores(found)
    assert [one.probability, one.brier, one.log] == pytest.approx([0.9, 0.01, log_score(0.9, 1.0)])
    assert one.spherical == spherical(0.9, 1.0)


def test_each_question_counts_the_same() -> None:
    daily = judged(*(Number(day(n), 0.5, "answer") for n in range(10)), name="often")
    once = judged(Number(day(0), 1.0, "answer"), name="once")
    (mean,) = record([daily, once]).means
    assert (mean.questions, mean.numbers) == (2, 11)
    assert mean.brier == pytest.approx(0.125)


def test_skill_is_over_the_days_on_which_both_stood() -> None:
    numbers = (Number(day(0), 0.0, "answer"), Number(day(5), 0.8, "answer"), Number(day(5), 0.5, "base"))
    (answer, base) = record([judged(*numbers)]).means
    assert dict(answer.skill)["base"] == pytest.approx(1 - 0.04 / 0.25)
    assert base.skill == ()
    perfect = judged(Number(day(0), 0.5, "answer"), Number(day(0), 1.0, "base"))
    assert dict(record([perfect]).means[0].skill) == {"base": None}  # nobody is better than never wrong


def test_a_crowd_counts_with_what_it_said_by_then() -> None:
    def said(user: str, p: float, n: int | None) -> Forecast:
        at = None if n is None else datetime(2023, 1, 1, 12, tzinfo=UTC) + timedelta(n)
        return Forecast(user, p, at)

    crowd = Crowd("q", "?", (said("a", 0.2, 0), said("b", 0.2, 0), said("c", 0.9, 7), said("d", 0.9, None)))
    found = beside(judged(Number(day(0), 0.5, "answer"), Number(day(8), 0.5, "answer")), crowd)
    told = {n.at: n.probability for n in found.numbers if n.whose == "crowd"}
    assert told[day(0)] == pytest.approx(0.2, abs=0.01)
    assert told[day(8)] > 0.3
    assert beside(found, None) is found


def test_the_end_is_the_resolution_or_the_day_after_the_close() -> None:
    assert ended(day(5), day(3)) == day(3)
    assert ended(day(5), day(30)) == day(6)


# --- calibration ------------------------------------------------------------------------------------------------------

pairs_of = st.lists(
    st.builds(Pair, st.sampled_from([f"q{i}" for i in range(12)]), probabilities, st.sampled_from([0.0, 1.0])),
    min_size=1,
    max_size=60,
)


@given(pairs_of)
def test_the_parts_add_up(pairs: list[Pair]) -> None:
    found = parts(pairs)
    assert found is not None
    assert found.reliability >= 0
    assert found.resolution >= 0
    whole = found.reliability - found.resolution + found.uncertainty + found.within
    assert whole == pytest.approx(found.brier, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(pairs_of)
def test_the_order_of_the_record_changes_nothing(pairs: list[Pair]) -> None:
    assert curve(pairs) == curve(pairs[::-1])


def track(n: int, *, sharpen: float = 1.0, seed: int = 3) -> list[Pair]:
    """A record of n questions whose outcomes come with the stated probability, and what is said of them: log-odds times
    `sharpen`."""
    chance = random.Random(seed)
    found = []
    for i in range(n):
        p = min(0.98, max(0.02, chance.betavariate(1, 1.6)))
        outcome = float(chance.random() < p)
        said = 1 / (1 + math.exp(-sharpen * math.log(p / (1 - p))))
        found.append(Pair(f"q{i:04}", said, outcome))
    return found


def test_a_calibrated_forecaster_lies_in_the_band_as_often_as_it_says() -> None:
    inside = [b.band[0] <= b.observed <= b.band[1] for seed in range(12) for b in curve(track(200, seed=seed))]
    assert 0.85 <= np.mean(inside) <= 1.0


def test_one_who_is_too_sure_lies_outside() -> None:
    found = curve(track(600, sharpen=3))
    assert sum(not b.band[0] <= b.observed <= b.band[1] for b in found) >= 4


@pytest.mark.parametrize(("questions", "bins"), [(1, 1), (PER_BIN * 2 - 1, 1), (PER_BIN * 2, 2), (500, 10)])
def test_bins(questions: int, bins: int) -> None:
    found = curve(track(questions))
    assert len(found) == bins
    assert sum(b.weight for b in found) == pytest.approx(questions)
    assert all(b.low <= b.mean <= b.high for b in found)


def test_answers_to_one_question_make_no_band_narrower() -> None:
    once = track(40)
    often = [Pair(c.question, c.probability, c.outcome) for c in once for _ in range(20)]
    bands = [bound for b in curve(once) for bound in b.band]
    assert [bound for b in curve(often) for bound in b.band] == pytest.approx(bands)


def test_ranking() -> None:
    yes, no = [Pair("a", 0.9, 1.0), Pair("b", 0.4, 1.0)], [Pair("c", 0.4, 0.0), Pair("d", 0.1, 0.0)]
    assert ranking(yes + no) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert ranking(yes) is None
    assert ranking([]) is None


def test_a_temperature_only_from_enough_questions() -> None:
    assert temperature(track(ENOUGH - 1)) is None
    assert temperature(track(ENOUGH)) is not None


def test_a_temperature_helps_who_is_too_sure_and_not_who_is_calibrated() -> None:
    sure = temperature(track(500, sharpen=2.5))
    assert sure is not None
    assert sure.value == pytest.approx(2.5, rel=0.35)
    assert sure.after < sure.before - 0.02
    good = temperature(track(500))
    assert good is not None
    assert good.value == pytest.approx(1.0, rel=0.3)
    assert good.after > good.before - 0.01


def test_an_empty_record() -> None:
    found = record([])
    assert (found.questions, found.means, found.curve, found.parts, found.ranking) == (0, (), (), None, None)
