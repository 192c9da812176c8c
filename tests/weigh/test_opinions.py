"""Judgements are found with their own intervals, and pull only as far as they may."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Answer
from lagebild.weigh import weigh
from lagebild.weigh.figures import logit
from lagebild.weigh.opinions import Voice, carried, pooled

from .factory import QUESTION, asked, links, report, said

UNLIKELY = "Die meisten Experten halten einen Kriegseintritt für unwahrscheinlich."
FEAR = "Einige befürchten, dass Russland Belarus in den Krieg zieht."
NAMED = "Merle Sandkamp sagte, ein Kriegseintritt sei sehr wahrscheinlich."
ENGLISH = "Dana Whitcombe said it was highly likely that Belarus would join the war."
EVEN_IF = "Merle Sandkamp sagte, selbst wenn Moskau drängt, sei ein Kriegseintritt unwahrscheinlich."
OWN = "Ein Kriegseintritt ist unwahrscheinlich."
LEADER = "Alexander Lukaschenko sagte, ein Kriegseintritt sei unwahrscheinlich."


def answer(*texts: str, language: str = "de") -> Answer:
    """The answer from one report a text; "X sagte, Y" is marked as a statement."""
    made = []
    for i, text in enumerate(texts):
        cut = ", " if " sagte, " in text else " said "
        marks = [said(text, text.partition(cut)[2].rstrip("."), text.partition(" sa")[0])] if " sa" in text else []
        made.append(report(f"r{i}", f"2023-01-{10 + i}", text, language=language, statements=marks))
    return weigh(links(made), QUESTION)


CASES = [
    # text, language, speaker, camp, low, high, conditional, counts
    (UNLIKELY, "de", None, "meisten Experten", 0.0, 0.33, False, True),  # the IPCC's German scale reaches to 0
    (NAMED, "de", "Merle Sandkamp", None, 0.9, 1.0, False, True),
    (ENGLISH, "en", "Dana Whitcombe", None, 0.8, 0.96, False, True),  # the survey's tenth to ninetieth percentile
    (EVEN_IF, "de", "Merle Sandkamp", None, 0.0, 0.33, True, False),  # P(yes | Moscow presses) is not P(yes)
    (FEAR, "de", None, "Einige", 0.0, 1.0, False, False),
    (LEADER, "de", "Alexander Lukaschenko", None, 0.0, 0.33, False, False),  # who decides makes no forecast
]


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_what_a_judgement_stands_for(case: tuple[str, str, str | None, str | None, float, float, bool, bool]) -> None:
    text, language, speaker, camp, low, high, conditional, counts = case
    (found,) = answer(text, language=language).opinions
    assert (found.speaker, found.camp, found.conditional, found.counts) == (speaker, camp, conditional, counts)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_the_outlets_own_words_are_nobodys_judgement() -> None:
    assert answer(OWN).opinions == ()


def test_a_judgement_turns_with_the_question() -> None:
    made = report("r", "2023-01-10", UNLIKELY)
    (found,) = weigh(links([made]), asked(negated=True)).opinions
    assert (found.low, found.high) == pytest.approx((0.67, 1.0))


def test_a_voice_inside_its_interval_moves_nothing() -> None:
    plain = weigh(links([report("r", "2023-01-10", "Nichts Neues.")]), QUESTION)
    heard = weigh(links([report("r", "2023-01-10", UNLIKELY)]), QUESTION)
    assert plain.forecast is not None
    assert heard.forecast is not None
    assert heard.forecast.probability == plain.forecast.probability


def test_unnamed_voices_are_one() -> None:
    likely = "Die meisten Experten halten einen Kriegseintritt für sehr wahrscheinlich."
    one, many = answer(likely), weigh(links([report(f"r{i}", "2023-01-10", likely) for i in range(9)]), QUESTION,
                                      as_of=date(2023, 1, 10))  # fmt: skip
    assert one.forecast is not None
    assert many.forecast is not None
    assert one.base is not None
    assert many.forecast.probability == pytest.approx(one.forecast.probability)
    assert one.forecast.probability > one.base


voices = st.lists(
    st.builds(
        Voice, key=st.text("abc", min_size=1, max_size=2), origin=st.just("o"),
        since=st.dates(date(2022, 12, 1), date(2023, 1, 1)), until=st.none(), low=st.floats(0, 0.5),
        high=st.floats(0.5, 1), left=st.integers(1, 200),
    ), max_size=9,
)  # fmt: skip


@given(found=voices, x=st.floats(-8, 8), more=st.floats(0, 5), left=st.integers(1, 180))
def test_voices_keep_the_order_of_answers(found: list[Voice], x: float, more: float, left: int) -> None:
    """More evidence for yes never lowers the answer, whatever the voices say."""
    low, high = (float(pooled(np.array([v]), found, date(2023, 1, 5), left)[0]) for v in (x, x + more))
    assert high >= low - 1e-12


@given(found=voices, x=st.floats(-8, 8), left=st.integers(1, 180))
def test_voices_never_pull_beyond_their_bounds(found: list[Voice], x: float, left: int) -> None:
    usual = [v for v in found if v.low > 0 and v.high < 1]
    bounds = [float(logit(carried(p, v.left, left))) for v in usual for p in (v.low, v.high)]
    moved = float(pooled(np.array([x]), usual, date(2023, 1, 5), left)[0])
    assert min(x, *bounds, x) - 1e-9 <= moved <= max(x, *bounds, x) + 1e-9


@given(p=st.floats(0, 1), stated=st.integers(1, 300), left=st.integers(0, 300))
def test_a_judgement_runs_out_at_the_deadline(p: float, stated: int, left: int) -> None:
    found = carried(p, stated, left)
    assert 0 <= found <= 1
    if left <= stated:
        assert found <= p + 1e-12
    if left == 0 and p < 1:
        assert found == 0
