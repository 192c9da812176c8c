"""The agreement of two annotators of events: what counts as the same, and that the committed second marking fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.events.agreement import Agreement, compare, main, paired, second
from training.events.corpus import parse, read


def agreed(one: str, two: str) -> Agreement:
    return compare([(parse(one), parse(two))])


@pytest.mark.parametrize(
    ("one", "two", "wanted"),
    [
        # the same marks
        ("{1a:Er} {1t.AID.happened:half}.", "{1a:Er} {1t.AID.happened:half}.", Agreement(1, 1, 1, 1, 1, 1, 1)),
        # one piece of a separable verb is enough
        (
            "{1a:Er} {1t.AGREE.happened:sagte} {1t:zu}.",
            "{1a:Er} {1t.AGREE.happened:sagte} zu.",
            Agreement(1, 1, 1, 1, 1, 1, 1),
        ),
        # another type on the same word
        ("{1a:Er} {1t.AID.happened:half}.", "{1a:Er} {1t.SUPPORT.happened:half}.", Agreement(1, 1, 1, 0, 0, 0, 0)),
        # an actor too many
        ("Er {1t.AID.happened:half}.", "{1a:Er} {1t.AID.happened:half}.", Agreement(1, 1, 1, 1, 0, 1, 1)),
        # actor and recipient exchanged
        (
            "{1a:A} {1t.CONSULT.happened:traf} {1r:B}.",
            "{1r:A} {1t.CONSULT.happened:traf} {1a:B}.",
            Agreement(1, 1, 1, 1, 0, 1, 1),
        ),
        # those who take part alike may stand in either role
        (
            "{1a:A} {1t.CONSULT.happened:traf} {1r:B}.",
            "{1m:A} {1t.CONSULT.happened:traf} {1m:B}.",
            Agreement(1, 1, 1, 1, 1, 1, 1),
        ),
        # both real, but not the same factuality; and real against not
        ("{1t.AID.happened:half}", "{1t.AID.background:half}", Agreement(1, 1, 1, 1, 1, 0, 1)),
        ("{1t.AID.happened:half}", "{1t.AID.planned:half}", Agreement(1, 1, 1, 1, 1, 0, 0)),
        # an event that only one has
        ("Er {1t.AID.happened:half}.", "Er half.", Agreement(1, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_what_is_the_same(one: str, two: str, wanted: Agreement) -> None:
    assert agreed(one, two) == wanted


def test_f1_is_the_same_whoever_is_right() -> None:
    one, two = "{1t.AID.happened:half} {2t.AID.happened:gab}", "{1t.AID.happened:half} gab"
    assert agreed(one, two).f1(1) == agreed(two, one).f1(1) == pytest.approx(2 / 3)
    assert agreed("Es regnet.", "Es regnet.").f1(0) == 1.0


def test_the_second_marking_is_of_sentences_of_the_test_part(tmp_path: Path) -> None:
    items = second()
    assert len(paired(items)) == len({item.id for item in items}) == 120
    other = tmp_path / "second.tsv"
    other.write_text(f"# head\n{read('test')[0].id}\tEs regnet.\n", "utf-8")
    with pytest.raises(ValueError, match="not a sentence of test"):
        paired(second(other))


def test_the_figures_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out
    assert told.startswith("sentences 120, events ")
    assert " a:" not in told


def test_the_differences_are_told_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = next(item for item in read("test") if item.events)
    other = tmp_path / "second.tsv"
    other.write_text(f"{item.id}\t{item.text}\n", "utf-8")
    assert main([str(other), "--differ"]) == 0
    assert item.text in capsys.readouterr().out
