"""Walking the days against the plain computation of each day, over random catalogues and reports."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.weigh.figures import Figures, Floats, Ints
from lagebild.weigh.update import ABSENT, CAP, DEEP, SEEN, SILENT, WIDE, Engine, Rows, State, shares
from lagebild.weigh.walk import Walk

FAR = 10**6


def random_engine(seed: int, *, items: int, signs: int, draws: int = 20) -> Engine:
    """Signs in two clusters, items with up to three reports that may be withdrawn or tell of old happenings, and
    silence with coverage for some of the signs; some of the items with a ratio that somebody set."""
    rng = np.random.Generator(np.random.PCG64(seed))
    cluster, side = rng.integers(0, 2, signs), rng.choice([-1, 1], signs)
    half_life = rng.choice([7.0, 30.0, 90.0], signs)
    up = side[:, None] > 0

    def figures(columns: int) -> Figures:
        big, small = rng.uniform(0.4, 0.95, (signs, columns)), rng.uniform(0.01, 0.6, (signs, columns))
        return Figures(
            p1=np.where(up, big, small), p0=np.where(up, small, big), report=-rng.uniform(0.1, 4, (signs, columns)),
            rho=rng.uniform(0.2, 0.6, columns), strength=rng.uniform(0.6, 1.6, columns), rate=np.full(columns, 0.03),
            side=side, half_life=half_life, cluster=cluster,
        )  # fmt: skip

    silent = rng.permutation(signs)[: signs // 2]
    counts = rng.integers(1, 4, items)
    spell_row = np.repeat(np.arange(items), counts)
    start = rng.integers(1, 60, len(spell_row))
    ends = start + rng.integers(1, 40, len(spell_row))
    until = np.where(rng.random(items) < 0.3, rng.integers(-20, 60, items), FAR).astype(np.float64)
    rows = Rows(
        sign=np.concatenate([rng.integers(0, signs, items), silent]),
        kind=np.concatenate([rng.choice([SEEN, SEEN, ABSENT], items), np.full(len(silent), SILENT)]),
        until=np.concatenate([until, np.full(len(silent), FAR)]),
        coverage=np.concatenate([np.zeros(items), rng.random(len(silent))]),
        spell_row=spell_row,
        spell_start=start,
        spell_end=np.where(rng.random(len(start)) < 0.3, ends, FAR),
        spell_weight=rng.choice([1.0, 0.8, 0.5], len(start)),
        fixed=_set_ratios(rng, items, len(silent)) if seed % 2 else None,
    )
    return Engine(figures(1), figures(draws), rows, 0)


def _set_ratios(rng: np.random.Generator, items: int, silent: int) -> Floats:
    """Log ratios of a fifth of the items on either side; none of a silence."""
    own = np.where(rng.random(items) < 0.2, rng.uniform(-CAP, CAP, items), np.nan)
    return np.concatenate([own, np.full(silent, np.nan)])


def parts(state: State) -> list[Ints]:
    """The rows that weigh anything by cluster and side."""
    return np.split(state.kept, state.parts[1:]) if len(state.parts) else []


def by_hand(engine: Engine, state: State) -> Floats:
    """The simulation draw by draw, without what the engine keeps: the rows of a cluster and side sorted anew."""
    out = []
    for draw in range(len(engine.drawn.strength)):
        total = 0.0
        for chosen in parts(state):
            few = chosen[:WIDE]
            seen = np.bincount(engine.rows.sign, (engine.rows.kind == SEEN) & (state.reports > 0)) > 0
            coverage = np.where(seen[engine.rows.sign[few]], 0.0, engine.covered(state.day, few))[:, None]
            log = engine.ratios(engine.drawn, few, state.reports[few, None], coverage)[:, draw]
            sizes = np.sort(np.abs(log * engine.fade(state.day, state.fresh[few], few)))[::-1]
            total += int(engine.sides[few[0]]) * float(sizes @ shares(engine.drawn.rho[draw : draw + 1], len(few))[0])
        out.append(total * float(engine.drawn.strength[draw]))
    return np.array(out)


@given(seed=st.integers(0, 10**6), items=st.sampled_from([0, 1, 5, 40, 300]), signs=st.sampled_from([1, 2, 6]))
@settings(max_examples=20, deadline=None)
def test_walking_equals_the_plain_computation_of_each_day(seed: int, items: int, signs: int) -> None:
    engine = random_engine(seed, items=items, signs=signs)
    walk, known = Walk(engine), None
    for day in (2, 3, 4, 11, 30, 31, 60, 61, 200):
        if known is not None:  # the old reports, aged to today
            same(walk.at(day), engine.at(day, known=known))
        walk.to(day)
        same(walk.at(day), engine.at(day))
        known = day
    assert engine.simulate(walk.at(200)) == pytest.approx(by_hand(engine, engine.at(200)), abs=1e-9)


def same(found: State, plain: State) -> None:
    """Equal to 1e-9 in each row."""
    assert np.array_equal(found.reports, plain.reports)
    assert np.allclose(found.raw, plain.raw, rtol=0, atol=1e-9)
    assert np.allclose(found.weight, plain.weight, rtol=0, atol=1e-9)
    assert np.array_equal(found.kept, plain.kept)
    assert np.array_equal(found.parts, plain.parts)


@given(seed=st.integers(0, 10**6), items=st.sampled_from([3, 40, 400]))
@settings(max_examples=15, deadline=None)
def test_leaving_rows_out_equals_the_plain_computation_without_them(seed: int, items: int) -> None:
    engine = random_engine(seed, items=items, signs=3)
    keep = np.random.Generator(np.random.PCG64(seed)).random(len(engine.rows.sign)) < 0.7
    found = engine.without(engine.at(40), np.flatnonzero(~keep))
    assert found.weight == pytest.approx(engine.at(40, rows=keep).weight, abs=1e-9)


@given(seed=st.integers(0, 10**6), items=st.sampled_from([3, 40, 400]))
@settings(max_examples=15, deadline=None)
def test_leaving_reports_out_equals_the_plain_computation_without_them(seed: int, items: int) -> None:
    engine = random_engine(seed, items=items, signs=3)
    keep = np.random.Generator(np.random.PCG64(seed)).random(len(engine.rows.spell_row)) < 0.8
    same(engine.without_spells(engine.at(40), np.flatnonzero(~keep)), engine.at(40, spells=keep))


def test_more_rows_than_count_are_cut_at_the_lightest() -> None:
    state = random_engine(1, items=900, signs=1).at(40)
    assert max(len(chosen) for chosen in parts(state)) == DEEP
    for chosen in parts(state):
        sizes = np.abs(state.weight[chosen])
        assert (np.diff(sizes) <= 0).all()


def test_the_walk_goes_forward_only() -> None:
    walk = Walk(random_engine(1, items=5, signs=2))
    walk.to(10)
    with pytest.raises(ValueError, match="before"):
        walk.to(9)
    with pytest.raises(ValueError, match="before"):
        walk.at(9)
