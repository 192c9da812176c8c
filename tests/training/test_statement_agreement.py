"""Agreement of two markings: the figures of a case that can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest
from training.statements.agreement import compare, differences, main
from training.statements.corpus import parse


def item(line: str) -> dict[str, Any]:
    text, quotes = parse(line)
    return {"id": "x.1", "text": text, "quotes": quotes}


FIRST = item("{1s:Kolb} {1c:sagt}, {1q.indirect:sie gehe heim}. {2q.free:Es sei spät}.")
EDGES = item("{1s:Kolb} {1c:sagt}, {1q.belief:sie gehe} heim. Es sei spät.")
NOBODY = item("Kolb {1c:sagt}, {1q.indirect:sie gehe heim}. {2q.free:Es sei spät}.")


def test_the_same_marking_agrees_wholly() -> None:
    figures = compare([(FIRST, FIRST)])
    assert figures["exact F1"] == figures["speaker"] == figures["kind (nine)"] == 100.0


def test_what_differs_is_counted() -> None:
    figures = compare([(FIRST, EDGES)])
    # two statements against one; one of them overlaps, none is exact
    assert figures["overlap F1"] == pytest.approx(66.7)
    assert figures["exact F1"] == 0.0
    assert figures["speaker"] == 100.0
    assert figures["kind (nine)"] == 0.0
    assert [line.split()[1] for line in differences(FIRST, EDGES)] == ["only", "edges:"]


def test_a_speaker_against_none_is_no_agreement() -> None:
    assert compare([(FIRST, NOBODY)])["speaker"] == 50.0


def test_other_text_is_refused() -> None:
    with pytest.raises(ValueError, match="texts differ"):
        compare([(FIRST, item("Nichts."))])


def test_the_second_marking_belongs_to_the_part_for_measuring(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "items                     150" in capsys.readouterr().out
