"""Answers to questions of several outcomes, numbers and days, and on a condition; and their scores."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import (
    Answer,
    Condition,
    Marked,
    Measure,
    Outcome,
    Quantile,
    Quantity,
    Question,
    Range,
    ReferenceClass,
    Resolution,
    Span,
)
from lagebild.weigh import own, spread, weigh
from lagebild.weigh.catalogue import built_in
from lagebild.weigh.model import Model
from lagebild.weigh.number import LEVELS, Base, Found, distributions, student, supposed
from lagebild.weigh.prior import choose
from lagebild.weigh.scores import brier, log_score, spherical
from lagebild.weigh.several import Several, competing, updated
from lagebild.weigh.suppose import Stood
from lagebild.weigh.suppose import supposed as supposing

from .factory import QUESTION, asked, corrected, links, report

REPORTS = (
    report("a", "2022-12-20", "Belarus verlegt Truppen an die Grenze zur Ukraine."),
    report("b", "2023-01-10", "Die Botschaften ziehen Personal aus Belarus ab. Russland verlegt Truppen nach Belarus."),
)
RATE = ReferenceClass(id="war", name=(), rate=Range(0.01, 0.03, 0.06), hits=3, windows=100, source="s")
WAR, REST = Outcome(id="war", text="Krieg", rate=RATE), Outcome(id="none", text="nichts", rest=True)
RAID = Outcome(id="raid", text="Überfall", rate=replace(RATE, id="raid"), fits=(("build-up", Range(0.3, 0.4, 0.5)),))


# Days


def test_by_each_day_it_is_the_answer_to_the_question_with_that_close() -> None:
    answer = weigh(links(REPORTS), asked(kind="date"))
    by = answer.distributions[-1].by
    assert answer.forecast is not None
    assert by[-1].probability == pytest.approx(answer.forecast.probability, abs=1e-12)
    assert by[-1].low == pytest.approx(answer.forecast.low)
    assert by[-1].high == pytest.approx(answer.forecast.high)
    for n in (0, 30, 90):
        alone = weigh(links(REPORTS), asked(closes=by[n].day)).forecast
        assert alone is not None
        assert by[n].probability == pytest.approx(alone.probability, abs=1e-12)
        assert by[n].low == pytest.approx(alone.low)
        assert by[n].high == pytest.approx(alone.high)


def test_the_day_grows_likelier_and_its_quantiles_are_read_off() -> None:
    last = weigh(links(REPORTS), asked(kind="date")).distributions[-1]
    chances = [b.probability for b in last.by]
    assert chances == sorted(chances)
    assert len(last.by) == 141
    first = last.dues[0]
    assert first.level == 0.05
    assert first.day == next(b.day for b in last.by if b.probability >= 0.05)
    assert last.dues[-1].day is None  # less than 95 % by the close
    assert first.base is None  # without evidence it stays below 5 %


def test_before_the_window_opens_every_day_of_it_is_told() -> None:
    last = weigh(links(()), asked(kind="date"), as_of=date(2022, 10, 1)).distributions[-1]
    assert last.by[0].day == QUESTION.opens
    assert last.by[-1].day == QUESTION.closes


def test_at_the_close_no_day_is_left() -> None:
    last = weigh(links(REPORTS), asked(kind="date"), as_of=QUESTION.closes).distributions[-1]
    assert last.by == ()
    assert all(d.day is None for d in last.dues)


def test_a_long_window_keeps_some_of_its_days_and_the_last() -> None:
    last = weigh(links(()), asked(kind="date", closes=date(2026, 5, 31)), as_of=QUESTION.opens).distributions[-1]
    assert len(last.by) <= 400
    assert last.by[-1].day == date(2026, 5, 31)


# Several outcomes


def chances(answer: Answer) -> dict[str, float]:
    return {c.outcome: c.probability for c in answer.distributions[-1].chances}


def test_outcomes_sum_to_one_with_every_distribution() -> None:
    answer = weigh(links(REPORTS), asked(kind="outcomes", outcomes=(WAR, RAID, REST)))
    assert answer.forecast is None
    assert answer.refusal is None
    assert len(answer.distributions) == 3
    for one in answer.distributions:
        assert math.fsum(c.probability for c in one.chances) == pytest.approx(1)
        assert math.fsum(c.base for c in one.chances) == pytest.approx(1)
        assert all(c.low <= c.probability <= c.high for c in one.chances)
    found = chances(answer)
    assert found["war"] > answer.distributions[0].chances[0].probability
    assert {e.indicator: len(e.shifts) for e in answer.evidence} == {"ally-troops": 2, "build-up": 2, "embassies": 2}


def test_one_outcome_beside_the_rest_is_the_answer_to_yes_or_no() -> None:
    answer = weigh(links(REPORTS), asked(kind="outcomes", outcomes=(WAR, REST)))
    binary = weigh(links(REPORTS), asked(rates=(RATE, replace(RATE, id="same")))).forecast
    assert binary is not None
    assert chances(answer)["war"] == pytest.approx(binary.probability, abs=1e-12)


def test_the_order_of_outcomes_changes_nothing() -> None:
    orders = ((WAR, RAID, REST), (REST, RAID, WAR))
    one, other = (weigh(links(REPORTS), asked(kind="outcomes", outcomes=o)) for o in orders)
    assert chances(one) == pytest.approx(chances(other), abs=1e-12)


def test_evidence_that_goes_with_an_outcome_as_with_the_rest_moves_neither() -> None:
    fits = tuple((s.indicator.id, s.indicator.p0) for s in built_in("war-entry").signs)
    same = replace(RAID, fits=fits)
    answer = weigh(links(REPORTS), asked(kind="outcomes", outcomes=(WAR, same, REST)))
    last = {c.outcome: c for c in answer.distributions[-1].chances}
    assert last["raid"].probability / last["none"].probability == pytest.approx(last["raid"].base / last["none"].base)


def test_shares_do_not_run_out() -> None:
    half = Range(0.3, 0.5, 0.7)
    outcomes = (replace(WAR, rate=None, share=half), replace(REST, share=half))
    answer = weigh(links(()), asked(kind="outcomes", outcomes=outcomes), as_of=QUESTION.closes)
    assert chances(answer) == pytest.approx({"war": 0.5, "none": 0.5})
    by_rate = weigh(links(()), asked(kind="outcomes", outcomes=(WAR, REST)), as_of=QUESTION.closes)
    assert chances(by_rate) == {"war": 0.0, "none": 1.0}


def test_without_a_catalogue_outcomes_have_no_number() -> None:
    answer = weigh(links(REPORTS), asked(kind="outcomes", outcomes=(WAR, REST), family=None))
    assert answer.refusal is not None
    assert answer.distributions == ()


@given(st.lists(st.floats(0.001, 0.9), min_size=1, max_size=5), st.integers(0, 2000))
def test_competing_risks(rates: list[float], days: int) -> None:
    found = competing(np.array(rates)[:, None], days)[:, 0]
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()
    # none comes: each stays away by itself
    assert found[0] == pytest.approx(math.prod((1 - r) ** (days / 180) for r in rates))
    hazards = [-math.log1p(-r) for r in rates]
    for p, h in zip(found[1:], hazards, strict=True):
        assert p == pytest.approx(h / math.fsum(hazards) * (1 - found[0]), abs=1e-12)


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=5), st.data())
def test_more_for_one_outcome_takes_from_all_others(prior: list[float], data: st.DataObject) -> None:
    p = np.array(prior)[:, None] / math.fsum(prior)
    weights = np.array(data.draw(st.lists(st.floats(-3, 3), min_size=len(prior) - 1, max_size=len(prior) - 1)))[:, None]
    before, after = updated(p, weights), updated(p, weights + np.eye(len(prior) - 1)[:, :1])
    assert after[1] > before[1]
    assert (np.delete(after, 1) < np.delete(before, 1)).all()


# Numbers

MEASURE = Measure(
    unit="Soldaten",
    source="eigene Zählung",
    counted=(("de", ("*soldaten|truppen",)),),
    past=(2000.0, 5000.0, 8000.0, 10000.0, 9000.0),
    drift=Range(0.6, 1.0, 1.7),
)
NUMBER = asked(kind="number", family=None, measure=MEASURE)


def counted(name: str, day: str, text: str, number: str, bounds: tuple[float | None, float | None]) -> Marked:
    made = report(name, day, text)
    start = text.index(number)
    mark = Quantity(id=f"q{start}", span=Span(start, start + len(number)), by="test/1", low=bounds[0], high=bounds[1])
    return replace(made, marks=replace(made.marks, quantities=(mark,)))


TEN = counted("n1", "2023-01-05", "In Belarus stehen 10.000 russische Soldaten.", "10.000", (10000, 10000))
MORE = counted("n2", "2023-02-05", "In Belarus stehen 12.000 bis 14.000 Soldaten.", "12.000 bis 14.000", (12000, 14000))


def quantiles(answer: Answer) -> dict[float, float]:
    return {round(q.level, 2): q.value for q in answer.distributions[-1].quantiles}


def test_reports_pull_the_number_and_narrow_it() -> None:
    alone, told = weigh(links(()), NUMBER), weigh(links([TEN, MORE]), NUMBER)
    a, b = quantiles(alone), quantiles(told)
    assert list(b.values()) == sorted(b.values())
    assert len(b) == len(LEVELS)
    assert b[0.5] > a[0.5]
    assert b[0.95] / b[0.05] < a[0.95] / a[0.05]
    assert [round(r.weight, 3) for r in told.reported] == [0.333, 0.333]


def test_a_copy_changes_nothing_and_the_latest_of_an_origin_counts() -> None:
    later = counted(
        "n3", "2023-02-06", "In Belarus stehen 12.000 bis 14.000 Soldaten.", "12.000 bis 14.000", (12000, 14000)
    )
    one = weigh(links([TEN]), NUMBER, as_of=date(2023, 2, 6))
    copy = replace(TEN, reading=replace(TEN.reading, document=replace(TEN.reading.document, id="n9")))
    two = weigh(links([TEN, copy], copies=[["n1", "n9"]]), NUMBER, as_of=date(2023, 2, 6))
    assert quantiles(one) == quantiles(two)
    after = weigh(links([TEN, later], copies=[["n1", "n3"]]), NUMBER)
    assert [(r.why.key, r.weight > 0) for r in after.reported] == [
        ("weigh.number-superseded", False), ("weigh.number-counts", True)]  # fmt: skip


NOT_COUNTED = [
    # a bound, a plan, a denial, a possibility, nothing named
    ("In Belarus stehen mehr als 10.000 Soldaten.", 10000, None, "weigh.number-bound"),
    ("Geplant ist, 10.000 Soldaten zu verlegen.", 10000, 10000, "weigh.number-planned"),
    ("In Belarus stehen keine 10.000 Soldaten.", 10000, 10000, "weigh.number-open"),
    ("In Belarus könnten 10.000 Soldaten stehen.", 10000, 10000, "weigh.number-open"),
]


@pytest.mark.parametrize(("text", "low", "high", "why"), NOT_COUNTED)
def test_what_is_no_count_of_now_is_shown_and_does_not_count(
    text: str, low: float | None, high: float | None, why: str
) -> None:
    answer = weigh(links([counted("n", "2023-01-05", text, "10.000", (low, high))]), NUMBER)
    assert [(r.why.key, r.weight) for r in answer.reported] == [(why, 0.0)]
    assert quantiles(answer) == quantiles(weigh(links(()), NUMBER))


def test_a_number_of_something_else_is_none_of_this() -> None:
    found = counted("n", "2023-01-05", "In Belarus leben 10.000 Störche, und weit davon entfernt stehen Soldaten.",
                    "10.000", (10000, 10000))  # fmt: skip
    assert weigh(links([found]), NUMBER).reported == ()


def test_without_a_drift_reports_do_not_count() -> None:
    asked_ = asked(kind="number", family=None, measure=replace(MEASURE, drift=None))
    answer = weigh(links([TEN]), asked_)
    assert [r.why.key for r in answer.reported] == ["weigh.number-no-drift"]
    assert all(q.value == pytest.approx(q.base, rel=1e-3) for q in answer.distributions[-1].quantiles)


def test_a_corrected_report_counts_until_the_correction() -> None:
    world = links([TEN, report("c", "2023-02-01", "Berichtigung.")], corrections=[corrected("n1", "2023-02-01", 20)])
    before, after = weigh(world, NUMBER, as_of=date(2023, 1, 31)), weigh(world, NUMBER, as_of=date(2023, 2, 1))
    assert before.reported[0].weight > 0
    assert (after.reported[0].weight, after.reported[0].why.key) == (0.0, "weigh.number-corrected")


@pytest.mark.parametrize(("level", "freedom", "value"), [(0.95, 4, 2.1318), (0.975, 1, 12.706), (0.975, 30, 2.0423)])
def test_student(level: float, freedom: int, value: float) -> None:
    """Tables of Student's t, as printed in any textbook."""
    assert student(level, freedom) == pytest.approx(value, rel=1e-3)
    assert student(1 - level, freedom) == pytest.approx(-value, rel=1e-3)


def test_the_next_of_past_values_by_hand() -> None:
    past = (-1.0, 0.0, 1.0, 2.0, 3.0)  # mean 1, standard deviation √2.5; not all above 0, so no logs
    base = Base(replace(MEASURE, past=past, drift=None))
    assert base(0.95) == pytest.approx(1 + 2.1318 * math.sqrt(2.5 * 1.2), rel=1e-3)


def test_elicited_quantiles_are_met() -> None:
    given_ = ((0.05, 10.0), (0.5, 20.0), (0.95, 80.0))
    base = Base(replace(MEASURE, past=(), quantiles=given_))
    for level, value in given_:
        assert base.value(base(level)) == pytest.approx(value)


def test_bounds_and_whole_numbers_are_kept() -> None:
    asked_ = asked(kind="number", family=None, measure=replace(MEASURE, low=3000.0, high=9000.0, whole=True))
    values = quantiles(weigh(links([TEN]), asked_)).values()
    assert min(values) == 3000
    assert max(values) == 9000
    assert all(v == int(v) for v in values)


def test_values_that_were_always_the_same_are_that_value() -> None:
    answer = weigh(links(()), replace(NUMBER, measure=replace(MEASURE, past=(7.0,) * 5)))
    assert list(quantiles(answer).values()) == pytest.approx([7.0] * len(LEVELS))


@given(
    st.lists(st.tuples(st.floats(1.0, 1e6), st.floats(0.3, 1.0)), min_size=0, max_size=4),
    st.sampled_from([(10.0, 1e3, 1e5, 20.0, 4e6), (90.0, 100.0, 110.0, 105.0, 95.0)]),
    st.sampled_from([0.01, 0.2, 0.9]),
)
@settings(max_examples=25, deadline=None)
def test_the_quantiles_are_those_of_the_pool(
    told: list[tuple[float, float]], past: tuple[float, ...], error: float
) -> None:
    """The mixture's distribution function, written down without a grid, has the level at each quantile."""
    measure = replace(MEASURE, past=past, error=error, drift=Range(0.9, 1.0, 1.2))
    question, day = replace(NUMBER, measure=measure), date(2023, 3, 1)
    found = [
        Found(replace(supposed(value, day).report, origin=str(n), weight=weight), None)
        for n, (value, weight) in enumerate(told)
    ]
    (made,), _ = distributions(question, found, [day])
    logs = np.log(past)
    scale = float(logs.std(ddof=1)) * math.sqrt(1 + 1 / len(past))
    years = (question.closes - day).days / 180
    sd = math.hypot(math.log1p(error) / 1.645, (math.log(1.2) - math.log(0.9)) / (2 * 1.645) * math.sqrt(years))
    for quantile in made.quantiles[::3]:
        x = math.log(quantile.value)
        t = (x - float(logs.mean())) / scale
        # Student's t with 4 degrees of freedom, in closed form.
        below = 0.5 + 0.5 * t / math.sqrt(4 + t * t) * (1 + 2 / (4 + t * t))
        whole = 1.0
        for value, weight in told:
            below += weight * 0.5 * math.erfc(-(x - math.log(value)) / sd / math.sqrt(2))
            whole += weight
        assert below / whole == pytest.approx(quantile.level, abs=2e-3)


# On a condition


def condition(ratio: Range, **changes: object) -> Question:
    return asked(
        condition=Condition(question=asked(id="q/c", text="Neue Offensive?", **changes), ratio=ratio, source="AK")
    )


def test_the_odds_on_the_condition_are_those_without_it_times_the_ratio() -> None:
    answer = weigh(links(REPORTS), condition(Range(1.5, 3, 6)))
    assert answer.forecast is not None
    assert answer.supposed is not None
    plain, on = answer.supposed.plain.probability, answer.forecast.probability
    assert on / (1 - on) == pytest.approx(3 * plain / (1 - plain))
    assert plain == pytest.approx(weigh(links(REPORTS), QUESTION).history[-1].probability)
    assert answer.forecast.low <= on <= answer.forecast.high


def test_the_law_of_total_probability_holds() -> None:
    answer = weigh(links(REPORTS), condition(Range(1.5, 3, 6)))
    found = answer.supposed
    assert found is not None
    assert found.chance is not None
    assert found.otherwise is not None
    assert answer.forecast is not None
    c, on, off = found.chance.probability, answer.forecast.probability, found.otherwise.best
    assert c * on + (1 - c) * off == pytest.approx(found.plain.probability)
    assert [e.indicator for e in found.evidence]  # what bears on the condition


def test_a_condition_that_tells_nothing_changes_nothing() -> None:
    answer = weigh(links(REPORTS), condition(Range(1.0, 1.0, 1.0)))
    assert answer.forecast is not None
    assert answer.supposed is not None
    assert answer.supposed.otherwise is not None
    assert answer.forecast.probability == pytest.approx(answer.supposed.plain.probability)
    assert answer.supposed.otherwise.best == pytest.approx(answer.supposed.plain.probability)


def test_with_the_negated_question_it_sums_to_one() -> None:
    yes = weigh(links(REPORTS), condition(Range(1.5, 3, 6))).forecast
    no = weigh(links(REPORTS), replace(condition(Range(1 / 6, 1 / 3, 1 / 1.5)), negated=True)).forecast
    assert yes is not None
    assert no is not None
    assert yes.probability + no.probability == pytest.approx(1)


def test_draws_in_which_the_condition_is_certain_say_nothing_of_its_absence() -> None:
    given_ = condition(Range(1.0, 1.0, 1.0)).condition
    assert given_ is not None
    answer = weigh(links(REPORTS), asked())
    assert answer.forecast is not None
    plain = np.full(500, 0.04)
    certain = np.where(np.arange(500) < 5, 1.0, 0.1)
    found = supposing(answer.forecast, plain, given_, Stood(answer, certain), answer).otherwise
    assert found is not None
    assert np.isfinite(found).all()


def test_figures_that_do_not_go_together_are_told() -> None:
    question = condition(Range(5, 9, 10), negated=True)
    # The condition is nearly certain, and yet would raise the answer much.
    found = weigh(links(REPORTS), question).supposed
    assert found is not None
    assert found.otherwise is None
    assert "weigh.condition-incoherent" in {n.key for n in found.why}


def test_a_condition_without_a_family_has_no_chance_and_says_so() -> None:
    found = weigh(links(REPORTS), condition(Range(1.5, 3, 6), family=None)).supposed
    assert found is not None
    assert found.chance is None
    assert found.otherwise is None
    assert found.refusal is not None


# Scores


@given(st.floats(0, 1), st.booleans())
def test_with_two_outcomes_the_scores_are_those_of_yes_or_no(p: float, yes: bool) -> None:
    found = spread.of_outcomes({"yes": p, "no": 1 - p}, "yes" if yes else "no")
    assert found == pytest.approx((brier(p, yes), log_score(p, yes), spherical(p, yes)))


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=5), st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
def test_scores_of_outcomes_are_proper(truth: list[float], said: list[float]) -> None:
    p = [x / math.fsum(truth) for x in truth]
    q = [x / math.fsum(said[: len(p)]) for x in said[: len(p)]]

    def expected(told: list[float]) -> list[float]:
        each = [spread.of_outcomes({str(i): x for i, x in enumerate(told)}, str(k)) for k in range(len(told))]
        return [math.fsum(w * e[m] for w, e in zip(p, each, strict=True)) for m in range(3)]

    honest, other = expected(p), expected(q)
    assert honest[0] <= other[0] + 1e-9
    assert honest[1] <= other[1] + 1e-9
    assert honest[2] >= other[2] - 1e-9


def test_crps_of_a_point_is_its_distance_and_of_quantiles_what_the_textbook_says() -> None:
    point = [Quantile(level, 3.0, 3.0) for level in LEVELS]
    assert spread.of_quantiles(point, 5.0) == pytest.approx(2.0)
    fine = [Quantile(k / 1000, k / 1000, 0) for k in range(1, 1000)]  # uniform on 0 to 1: CRPS(0) = 1/3, CRPS(½) = 1/12
    assert spread.of_quantiles(fine, 0.0) == pytest.approx(1 / 3, abs=1e-3)
    assert spread.of_quantiles(fine, 0.5) == pytest.approx(1 / 12, abs=1e-3)


def settled(question: Question, answer: Answer, outcome: float, on: date, which: str | None = None) -> spread.Settled:
    came = Resolution(question=question.id, at=on, outcome=outcome, by="x", which=which)
    return spread.Settled(question, came, on, spread.told(answer))


def test_crps_of_a_day_is_the_sum_of_briers_of_all_deadlines() -> None:
    question = asked(kind="date")
    answer = weigh(links(REPORTS), question)
    last, came = answer.distributions[-1], date(2023, 3, 1)
    by_hand = math.fsum((b.probability - (came <= b.day)) ** 2 for b in last.by)
    assert spread.of_day(last, question.opens, came) == pytest.approx(by_hand)
    (told, base) = spread.scores(settled(question, answer, 1.0, came))
    assert told.crps == pytest.approx(by_hand)
    assert base.crps is not None
    assert base.crps > by_hand


def test_days_between_those_that_are_kept_are_scored_on_a_line() -> None:
    question = asked(kind="date", closes=date(2026, 5, 31))
    last = weigh(links(()), question, as_of=date(2022, 10, 1)).distributions[-1]
    never = spread.of_day(last, question.opens, None)
    days = (question.closes - question.opens).days + 1
    assert 0 < never < days * last.by[-1].probability ** 2
    assert never == pytest.approx(math.fsum(b.probability**2 for b in last.by) * days / len(last.by), rel=0.01)


def test_the_record_has_a_row_a_kind_and_voice() -> None:
    outcomes = asked(kind="outcomes", outcomes=(WAR, RAID, REST))
    made = [
        settled(outcomes, weigh(links(REPORTS), outcomes), 1.0, date(2023, 3, 1), "war"),
        settled(NUMBER, weigh(links([TEN, MORE]), NUMBER), 11000.0, NUMBER.closes),
    ]
    found = {(s.kind, s.whose): s for s in spread.record(made)}
    assert set(found) == {(k, w) for k in ("outcomes", "number") for w in ("answer", "base")}
    assert found["outcomes", "answer"].brier is not None
    assert found["outcomes", "answer"].crps is None
    assert found["number", "answer"].brier is None
    assert found["number", "answer"].crps is None
    assert all((found[k, "answer"].skill or 0) > 0 for k in ("outcomes", "number"))


def test_an_own_distribution_is_scored_beside_the_answer() -> None:
    """Its skill is over the days on which it stood too, against what there was without evidence on those days."""
    outcomes = asked(kind="outcomes", outcomes=(WAR, RAID, REST))
    end = date(2023, 3, 1)
    whole = settled(outcomes, weigh(links(REPORTS), outcomes), 1.0, end, "war")
    sure = own.distribution(outcomes, "war=0.9,raid=0.05", at=date(2023, 2, 1))
    late = replace(whole, told=(*whole.told, spread.Told("own", sure, "AK"), spread.Told("own", sure, "BM")))
    found = {(s.whose, s.who): s for s in spread.record([late])}
    assert list(found) == [("answer", None), ("own", "AK"), ("own", "BM"), ("base", None)]
    mine, base = found["own", "AK"], spread.averaged(late, ("base", None), since=date(2023, 2, 1))
    assert mine.brier == pytest.approx(((0.9 - 1) ** 2 + 0.05**2 + 0.05**2) / 2)
    assert base is not None
    assert mine.skill == pytest.approx(1 - (mine.brier or 0) / base[0])
    assert {(s.whose, s.who) for s in spread.scores(late)} == set(found)


def test_a_voice_is_scored_from_the_day_on_which_both_stood() -> None:
    outcomes = asked(kind="outcomes", outcomes=(WAR, REST))
    model = Several(outcomes, built_in("war-entry"), ())
    days = [QUESTION.opens, QUESTION.opens + timedelta(days=100)]
    told = tuple(spread.Told("answer", d) for d in model.distributions(days))
    until = days[1] + timedelta(days=5)
    came = Resolution(question="q", at=until, outcome=1.0, by="x", which="none")
    found = spread.Settled(outcomes, came, until, told)
    last = spread.scores(found)[1].brier
    assert spread.averaged(found, ("answer", None), since=days[1]) == pytest.approx(
        (last, spread.scores(found)[1].log, spread.scores(found)[1].spherical, math.nan), nan_ok=True
    )
    assert spread.averaged(found, ("answer", None), since=until) is None
    assert spread.averaged(found, ("own", "AK")) is None


def test_skill_of_numbers_does_not_hang_on_their_unit_and_a_perfect_one_counts() -> None:
    answer = weigh(links([TEN, MORE]), NUMBER)
    one = settled(NUMBER, answer, 11000.0, NUMBER.closes)
    scaled = tuple(
        replace(t, distribution=replace(t.distribution, quantiles=tuple(
            Quantile(q.level, q.value / 1000, q.base / 1000) for q in t.distribution.quantiles)))
        for t in one.told
    )  # fmt: skip
    thousands = replace(one, told=scaled, resolution=replace(one.resolution, outcome=11.0))
    both, alone = (spread.record(s)[0].skill for s in ([one, thousands], [one]))
    assert both == pytest.approx(alone)
    hit = tuple(
        replace(t, distribution=replace(t.distribution, quantiles=tuple(
            Quantile(q.level, 11000.0, q.base) for q in t.distribution.quantiles)))
        if t.whose == "answer" else t
        for t in one.told
    )  # fmt: skip
    perfect = spread.record([replace(one, told=hit), one])[0].skill
    assert alone is not None
    assert perfect is not None
    assert perfect == pytest.approx((1 + alone) / 2)


def test_what_came_after_the_outcome_is_not_scored() -> None:
    question = asked(kind="outcomes", outcomes=(WAR, REST))
    late = settled(question, weigh(links(REPORTS), question), 1.0, date(2023, 1, 10), "war")
    assert spread.scores(late) == ()
    assert spread.record([late]) == ()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 180), st.integers(1, 40))
def test_a_distribution_that_stands_longer_counts_more(first: int, later: int) -> None:
    question = asked(kind="outcomes", outcomes=(WAR, REST))
    model = Several(question, built_in("war-entry"), ())
    days = [QUESTION.opens + timedelta(days=n) for n in (first, first + later)]
    told = tuple(spread.Told("answer", d) for d in model.distributions(days))
    until = days[1] + timedelta(days=5)
    came = Resolution(question="q", at=until, outcome=1.0, by="x", which="none")
    one, other = (s.brier for s in spread.scores(spread.Settled(question, came, until, told)))
    found = spread.averaged(spread.Settled(question, came, until, told), ("answer", None))
    assert found is not None
    assert found[0] == pytest.approx((later * one + 5 * other) / (later + 5))


def test_draws_of_outcomes_share_what_they_have_in_common() -> None:
    """An outcome whose figures are the catalogue's has the draws of yes or no."""
    catalogue, classes = built_in("war-entry"), choose(("contiguous-all", "major-power-all"), "test")
    several = Several(asked(kind="outcomes", outcomes=(WAR, RAID, REST)), catalogue, ())
    plain = Model(QUESTION, catalogue, classes, (), ())
    assert (several.models[0].engine.drawn.p1 == plain.engine.drawn.p1).all()
    number = plain.number["build-up"]
    assert (several.models[1].engine.drawn.p1[number] != plain.engine.drawn.p1[number]).all()
    assert (several.models[1].engine.drawn.p0 == plain.engine.drawn.p0).all()
