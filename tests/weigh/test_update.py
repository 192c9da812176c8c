"""The engine against its formulas, and its laws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import Range
from lagebild.weigh.figures import Figures, draws_of, expit, logit
from lagebild.weigh.prior import base_rate, choose, hazard, reference_classes, wilson
from lagebild.weigh.update import CAP, SEEN, Engine, Rows, discounted, log_ratio, log_silence, shares

P = st.floats(0.01, 0.99)


def ratio(p1: float, p0: float, a: float, b: float, n: float = 1.0) -> float:
    """exp of the engine's log ratio."""
    one = [np.array([v]) for v in (p1, p0, math.log(b / a), n)]
    return float(np.exp(log_ratio(*one))[0])


@given(p1=P, p0=P, a=P, b=P, n=st.integers(1, 30))
def test_ratio_is_the_likelihood_of_the_reports(p1: float, p0: float, a: float, b: float, n: int) -> None:
    """n independent origins: P(reports | yes) = p1·a^n + (1 − p1)·b^n, and likewise for no."""
    a, b = max(a, b), min(a, b)
    by_hand = (p1 * a**n + (1 - p1) * b**n) / (p0 * a**n + (1 - p0) * b**n)
    assert ratio(p1, p0, a, b, n) == pytest.approx(by_hand, rel=1e-9)


@given(p1=P, p0=P, a=P, b=P, n=st.floats(0, 500))
def test_ratio_lies_between_one_and_p1_over_p0(p1: float, p0: float, a: float, b: float, n: float) -> None:
    a, b = max(a, b), min(a, b)
    low, high = sorted((1.0, p1 / p0))
    assert low - 1e-12 <= ratio(p1, p0, a, b, n) <= high + 1e-12


@given(sign=st.tuples(P, P, P, P), n=st.floats(0, 20), more=st.floats(0, 20))
def test_a_further_origin_never_weakens(sign: tuple[float, float, float, float], n: float, more: float) -> None:
    p1, p0, *reported = sign
    fewer, further = (abs(math.log(ratio(p1, p0, max(reported), min(reported), k))) for k in (n, n + more))
    assert further >= fewer - 1e-12


def test_no_origin_is_no_evidence() -> None:
    assert ratio(0.9, 0.2, 0.6, 0.05, 0) == 1.0


@given(p1=P, p0=P, s=st.floats(0, 1))
def test_silence(p1: float, p0: float, s: float) -> None:
    found = float(log_silence(np.array([p1]), np.array([p0]), np.array([s]))[0])
    assert found == pytest.approx(math.log((1 - s * p1) / (1 - s * p0)), abs=1e-12)
    assert (found <= 0) == (s * p1 >= s * p0) or found == pytest.approx(0, abs=1e-12)


@given(sizes=st.lists(st.floats(0, 2.3), max_size=30), more=st.floats(0, 2.3), rho=st.floats(0.05, 0.95))
def test_one_more_sign_never_lowers_its_cluster(sizes: list[float], more: float, rho: float) -> None:
    def total(values: list[float]) -> float:
        return float(discounted(np.array([sorted(values, reverse=True)]), shares(np.array([rho]), len(values)))[0])

    assert total([*sizes, more]) >= total(sizes) - 1e-12
    assert total(sizes) <= max(sizes, default=0.0) / rho + 1e-9


@given(x=st.floats(-700, 700))
def test_odds_and_back(x: float) -> None:
    p = float(expit(x))
    assert 0 <= p <= 1
    assert p + float(expit(-x)) == pytest.approx(1.0, abs=1e-15)
    if abs(x) < 15:
        assert float(logit(p)) == pytest.approx(x, abs=1e-6)


def test_odds_at_the_ends() -> None:
    assert float(logit(0.0)) == -math.inf
    assert float(expit(float(logit(0.0)))) == 0.0


@given(low=st.floats(0.01, 0.3), best=st.floats(0.3, 0.6), high=st.floats(0.6, 0.99))
@settings(max_examples=30)
def test_draws_have_the_given_quantiles(low: float, best: float, high: float) -> None:
    drawn = draws_of(Range(low, best, high), "test", 20_000)
    found = np.quantile(drawn, (0.05, 0.5, 0.95))
    assert found == pytest.approx((low, best, high), rel=0.08, abs=0.01)


def test_draws_are_the_same_every_time() -> None:
    figure = Range(0.1, 0.2, 0.4)
    assert draws_of(figure, "a", 10).tobytes() == draws_of(figure, "a", 10).tobytes()
    assert draws_of(figure, "a", 10).tobytes() != draws_of(figure, "b", 10).tobytes()


# The figure 0.0219 is 5 joins in 228 windows of 180 days, contiguous to two belligerents, 1946 to 2007.
def test_hazard() -> None:
    rate = 5 / 228
    assert hazard(rate, 180) == pytest.approx(rate)
    assert hazard(rate, 0) == 0.0
    assert 1 - hazard(rate, 360) == pytest.approx((1 - rate) ** 2)


@given(rate=st.floats(0, 1), days=st.integers(0, 2000), more=st.integers(0, 2000))
def test_hazard_grows_with_the_days(rate: float, days: int, more: int) -> None:
    assert 0 <= hazard(rate, days) <= hazard(rate, days + more) <= 1


def test_interval_of_a_rate_is_wilsons() -> None:
    # 90 % score interval of 5 in 228, computed by hand from the formula.
    p, n, z = 5 / 228, 228, 1.6448536269514722
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert wilson(5, 228) == pytest.approx((centre - half, p, centre + half))


def test_dependence_widens_the_interval() -> None:
    alone, batched = wilson(5, 228), wilson(5, 228, batch=2)
    assert batched.low < alone.low < alone.best == batched.best < alone.high < batched.high


def test_reference_classes_are_counts_with_a_source() -> None:
    for found in reference_classes().values():
        assert 0 < found.hits < found.windows
        assert found.rate.best == found.hits / found.windows
        assert "Correlates of War" in found.source
        assert {"de", "en"} == {language for language, _ in found.name}


def test_base_rate_is_the_mean() -> None:
    classes = choose(["contiguous-2-post1945", "contiguous-2-all"], "test")
    assert base_rate(classes) == pytest.approx((5 / 228 + 18 / 525) / 2)


def engine(kinds: list[int], signs: list[int], sides: list[int], *, rho: float = 0.4) -> Engine:
    """Items of one report each, known on day 10, of signs with p1/p0 of 2 or 1/2, all in one cluster."""
    side = np.array(sides, dtype=np.int64)
    p1 = np.where(side > 0, 0.8, 0.4)[:, None]
    p0 = np.where(side > 0, 0.4, 0.8)[:, None]
    report = np.full((len(sides), 1), math.log(0.05 / 0.6))
    made = Figures(p1=p1, p0=p0, report=report, rho=np.array([rho]), strength=np.ones(1), rate=np.array([0.03]),
                   side=side, half_life=np.full(len(sides), 30.0),
                   cluster=np.zeros(len(sides), dtype=np.int64))  # fmt: skip
    n = len(kinds)
    rows = Rows(sign=np.array(signs, dtype=np.int64), kind=np.array(kinds, dtype=np.int64), until=np.full(n, 1e9),
                coverage=np.zeros(n), spell_row=np.arange(n), spell_start=np.full(n, 10), spell_end=np.full(n, 10**7),
                spell_weight=np.ones(n))  # fmt: skip
    return Engine(made, made, rows, 0)


def test_weight_halves_with_the_half_life() -> None:
    made = engine([SEEN], [0], [1])
    fresh, old = made.at(10).weight[0], made.at(40).weight[0]
    assert fresh == pytest.approx(math.log(ratio(0.8, 0.4, 0.6, 0.05)))
    assert old == pytest.approx(fresh / 2)


def test_nothing_counts_before_it_was_known() -> None:
    assert engine([SEEN], [0], [1]).at(9).weight.tolist() == [0.0]


def test_sides_of_a_cluster_are_summed_apart() -> None:
    made = engine([SEEN, SEEN], [0, 1], [1, -1])
    up, down = made.at(10).weight
    assert up > 0 > down
    assert up == pytest.approx(float(engine([SEEN], [0], [1]).at(10).weight[0]))


def test_the_second_of_a_cluster_counts_less() -> None:
    first, second = sorted(engine([SEEN, SEEN], [0, 0], [1]).at(10).weight, reverse=True)
    assert second == pytest.approx(first * 0.6)


def test_no_item_counts_for_more_than_ten() -> None:
    one = Figures(p1=np.array([[0.99]]), p0=np.array([[0.001]]), report=np.array([[-20.0]]), rho=np.array([0.4]),
                  strength=np.ones(1), rate=np.array([0.03]), side=np.array([1]), half_life=np.array([30.0]),
                  cluster=np.array([0]))  # fmt: skip
    rows = engine([SEEN], [0], [1]).rows
    assert Engine(one, one, rows, 0).at(10).weight[0] == pytest.approx(CAP)


@given(st.lists(st.integers(0, 1), min_size=1, max_size=40), st.integers(10, 200))
def test_many_items_are_summed_as_few_are(signs: list[int], day: int) -> None:
    """Against the formula in plain Python."""
    made = engine([SEEN] * len(signs), signs, [1, -1]).at(day)
    fade = 0.5 ** ((day - 10) / 30)
    up = sorted([math.log(ratio(0.8, 0.4, 0.6, 0.05)) * fade for s in signs if s == 0], reverse=True)
    down = sorted([-math.log(ratio(0.4, 0.8, 0.6, 0.05)) * fade for s in signs if s == 1], reverse=True)
    by_hand = sum(v * 0.6**i for i, v in enumerate(up)) - sum(v * 0.6**i for i, v in enumerate(down))
    assert float(made.weight.sum()) == pytest.approx(by_hand, abs=1e-9)
