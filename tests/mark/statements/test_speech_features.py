"""Features of speeches: the same for a candidate whatever stands beside it, and different where its attributes are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.mark.sentences import split
from lagebild.mark.statements.lexicon import lexicon
from lagebild.mark.statements.passage import Passage, Pieces, contents
from lagebild.mark.statements.speech import is_candidate, overlaps, speakers
from lagebild.mark.statements.speech_features import SIZE, Candidates, Columns, Features, borders
from lagebild.mark.words import words

TEXT = (
    "Liebe Kolleginnen und Kollegen! Ich glaube, dass wir mehr Geld brauchen. Der Minister sagt: Das geht nicht. "
    "Wer das fordert, muss sagen, woher es kommt. Nein!"
)


def passage(text: str) -> Passage:
    return Passage(text, split(text, language="de"), words(text), lexicon("de"))


def column(*values: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.array(values, dtype=np.uint64)


def test_a_feature_is_the_same_in_any_company() -> None:
    columns = {"a": column(1, 2, 3), "b": column(7, 7, 9)}
    one, many = Features("a b"), Features("", "b", "a b", "a")
    assert (one.rows(columns, 3)[:, 0] == many.rows(columns, 3)[:, 2]).all()


def test_different_values_and_different_combinations_have_different_features() -> None:
    columns = {"a": column(*range(100)), "b": column(*[5] * 100)}
    rows = Features("a", "a b", "b a").rows(columns, 100)
    assert rows.min() >= 0
    assert rows.max() < SIZE
    # Few of 300 fall on one of so many places by chance.
    assert len(np.unique(rows)) > 290


def test_a_feature_without_attributes_is_one_for_all() -> None:
    assert len(np.unique(Features("", "a").rows({"a": column(1, 2)}, 2)[:, 0])) == 1


def test_candidates_are_described_alike_alone_and_together() -> None:
    speech = passage(TEXT)
    columns = Columns(speech, lexicon("de"))
    cues = [i for i in range(len(speech.low)) if is_candidate(speech, i)]
    for find in (contents, speakers):
        spans = [(i, found) for i in cues if (found := find(speech, i))]
        together = columns.of_spans(Candidates.of(spans))
        alone = [columns.of_spans(Candidates.of([(i, [one])])) for i, found in spans for one in found]
        assert (together == np.concatenate(alone)).all()
    rows, near, row = columns.of_cues(np.array(cues))
    for n, i in enumerate(cues):
        own, short, _ = columns.of_cues(np.array([i]))
        assert (own[0] == rows[n]).all()
        assert (short == near[row == n]).all()


def test_where_a_span_stands_makes_a_difference() -> None:
    speech = passage(TEXT)
    columns = Columns(speech, lexicon("de"))
    cue = speech.low.index("glaube")
    before, behind = ((cue - 1, cue),), ((cue + 2, cue + 7),)
    left, right = columns.of_spans(Candidates.of([(cue, [before, behind])]))
    # Nearly all features tell of the span; those of the cue alone are few.
    assert (left == right).sum() < 5


@pytest.mark.parametrize(
    ("one", "other", "f1"),
    [
        (((0, 4),), ((0, 4),), 1.0),
        (((0, 4),), ((0, 2),), 2 / 3),
        (((0, 9),), ((0, 1),), 0.2),
        (((0, 2),), ((2, 4),), 0.0),
        # Two pieces, of which the other has one.
        (((0, 2), (6, 8)), ((6, 8),), 2 / 3),
        # What lies between two pieces belongs to neither.
        (((0, 1), (6, 7)), ((1, 6),), 0.0),
    ],
)
def test_overlaps(one: Pieces, other: Pieces, f1: float) -> None:
    shared = overlaps(np.arange(0, 60, 6), [one, other])
    assert shared == pytest.approx(np.array([[1, f1], [f1, 1]]))


def test_borders_of_one_piece_and_of_two() -> None:
    (first, end), (second, last) = borders([((3, 5),), ((1, 2), (4, 9))])
    assert (first.tolist(), end.tolist()) == ([3, 1], [5, 2])
    assert (second.tolist(), last.tolist()) == ([0, 4], [0, 9])
    assert borders([]).shape == (2, 2, 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["ich", "sage", ",", "dass", ".", "Wir", "–", "„", "“", "zu", "Ş😀"]), max_size=40))
def test_any_candidate_can_be_described(pieces: list[str]) -> None:
    speech = passage("Ich sage das. " + " ".join(pieces))
    columns = Columns(speech, lexicon("de"))
    cues = [i for i in range(len(speech.low)) if is_candidate(speech, i)]
    rows = columns.of_spans(Candidates.of([(i, contents(speech, i)) for i in cues]))
    assert rows.shape[0] == sum(len(contents(speech, i)) for i in cues)
    assert ((rows >= 0) & (rows < SIZE)).all()
