"""Grades by AJP-2.1: both letters apart, each with its reason, F and 6 where nothing is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Hedge, Span, Statement
from lagebild.mark.statements.grade import Record, propose
from lagebild.tell.messages import say

PLACE = Span(0, 9)


def said(**more: Any) -> Statement:
    given = {"kind": "indirect", "speaker_kind": "named", "speaker": (Span(20, 25),)} | more
    return Statement(id="s0-9", span=PLACE, by="statements/1", spans=(PLACE,), **given)


@pytest.mark.parametrize(
    ("statement", "known", "grade"),
    [
        # Nothing is known: F6, whoever speaks.
        (said(), {}, "F6"),
        (said(speaker_kind="nobody", speaker=()), {"record": Record(right=20)}, "F6"),
        (said(speaker_kind="anonymous"), {"record": Record(right=20)}, "F6"),
        (said(stake="party"), {}, "F6"),
        # A record makes the letter, from five checked reports on.
        (said(), {"record": Record(right=4)}, "F6"),
        (said(), {"record": Record(right=20)}, "A6"),
        (said(), {"record": Record(right=9, wrong=1)}, "B6"),
        (said(), {"record": Record(right=1, wrong=9)}, "E6"),
        # Others make the digit; the letter stays what it is.
        (said(), {"confirmed": 1}, "F2"),
        (said(), {"confirmed": 2, "record": Record(wrong=9)}, "E1"),
        (said(), {"contradicted": 1, "record": Record(right=20)}, "A5"),
        (said(), {"confirmed": 1, "contradicted": 1}, "F4"),
        (said(), {"confirmed": 2, "contradicted": 1}, "F3"),
        # The speaker's own ground is possibly true; what the text won't stand by is doubtful.
        (said(basis="imagery"), {}, "F3"),
        (said(basis="inference"), {}, "F6"),
        (said(hedges=("h1-2",)), {"hedges": (Hedge(id="h1-2", span=Span(1, 2), by="x", strength="strong"),)}, "F4"),
        (said(hedges=("h1-2",)), {"hedges": (Hedge(id="h1-2", span=Span(1, 2), by="x", strength="weak"),)}, "F6"),
    ],
)
def test_grade(statement: Statement, known: dict[str, Any], grade: str) -> None:
    found = propose(statement, **known)
    assert found is not None
    assert str(found) == grade
    assert all(say(note, language) for note in found.reasons for language in ("de", "en"))


@pytest.mark.parametrize("more", [{"kind": "author"}, {"force": "question"}, {"polarity": "silence"}])
def test_what_claims_nothing_has_no_grade(more: dict[str, Any]) -> None:
    assert propose(said(**more)) is None


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 5), st.integers(0, 5))
def test_the_two_parts_do_not_touch_each_other(right: int, wrong: int, confirmed: int, contradicted: int) -> None:
    record = Record(right=right, wrong=wrong)
    both = propose(said(), record=record, confirmed=confirmed, contradicted=contradicted)
    alone, others = propose(said(), record=record), propose(said(), confirmed=confirmed, contradicted=contradicted)
    assert both is not None
    assert alone is not None
    assert others is not None
    assert (both.reliability, both.credibility) == (alone.reliability, others.credibility)
