"""Competing hypotheses against evidence."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from lagebild.core import Answer
from lagebild.weigh import weigh
from lagebild.weigh.matrix import matrix

from .factory import asked
from .test_hand import DAY, DECISIONS, MACHINE, WORLD, answered

BUILT = matrix(MACHINE)


def column(answer: Answer, name: str) -> int:
    """The place of a hypothesis."""
    return [c.id for c in matrix(answer).columns].index(name)


def test_columns() -> None:
    assert [(c.id, c.of) for c in BUILT.columns] == [
        ("yes", "yes"), ("no", "no"), ("pressure", "no"), ("routine", "no")]  # fmt: skip


def test_yes_against_no_is_the_ratio_of_the_item() -> None:
    for row in BUILT.rows:
        item = next(e for e in MACHINE.evidence if e.id == row.id)
        assert row.cells[1].misfit - row.cells[0].misfit == pytest.approx(math.log(item.ratio.best))
        assert row.share == pytest.approx(item.weight / math.log(item.ratio.best))


def test_what_speaks_against_a_column_adds_up_to_the_weights() -> None:
    """Yes and no differ by what all items count for: the table says what the number says."""
    against = [c.inconsistency for c in BUILT.columns]
    assert against[1] - against[0] == pytest.approx(sum(e.weight for e in MACHINE.evidence))


def test_silences_are_rows_too() -> None:
    answer = weigh(WORLD, asked(coverage=(("embassies", 0.8),)), as_of=DAY)
    (row,) = [r for r in matrix(answer).rows if r.kind == "silent"]
    (silence,) = [s for s in answer.silences if s.weight]
    assert row.cells[1].misfit - row.cells[0].misfit == pytest.approx(silence.weight)


def test_every_row_goes_best_with_some_column() -> None:
    assert all(min(c.misfit for c in row.cells) == 0 for row in BUILT.rows)
    assert all({c.mark for c in row.cells} <= {"++", "+", "-", "--"} for row in BUILT.rows)


def test_a_build_up_goes_with_pressure_and_not_with_routine() -> None:
    (row,) = [r for r in BUILT.rows if r.indicator == "build-up"]
    pressure, routine = (row.cells[column(MACHINE, name)].misfit for name in ("pressure", "routine"))
    assert pressure < routine


def test_negated_the_columns_change_sides() -> None:
    turned = matrix(weigh(WORLD, asked(negated=True), as_of=DAY))
    assert [(c.id, c.of) for c in turned.columns][2:] == [("pressure", "yes"), ("routine", "yes")]
    assert turned.columns[0].inconsistency == pytest.approx(BUILT.columns[1].inconsistency)
    assert turned.columns[1].inconsistency == pytest.approx(BUILT.columns[0].inconsistency)


def test_where_a_ratio_was_set_explanations_go_as_their_outcome_does() -> None:
    answer = answered(DECISIONS[1])
    (row,) = [r for r in matrix(answer).rows if r.indicator == "medical"]
    assert row.cells[1].misfit == row.cells[2].misfit == row.cells[3].misfit == pytest.approx(math.log(1.5))


def test_without_evidence_there_are_no_rows() -> None:
    empty = matrix(replace(MACHINE, evidence=(), silences=()))
    assert empty.rows == ()
    assert [c.inconsistency for c in empty.columns] == [0.0] * 4
