"""The bench on the project's own statements: what it leaves out, and that it never prints what is held apart."""

from __future__ import annotations

import pytest
from bench.statements import Item
from bench.statements_own import figures, main, without

VOICE = Item("author", frozenset(range(10)), frozenset(), frozenset())
SAID = Item("direct", frozenset(range(20, 30)), frozenset({1}), frozenset())


def test_a_kind_is_left_out_on_both_sides() -> None:
    found_voice = VOICE._replace(kind="indirect")
    stray = Item("direct", frozenset(range(40, 45)), frozenset(), frozenset())
    [(_, wanted, got)] = without([({}, [VOICE, SAID], [found_voice, SAID, stray])], "author")
    assert wanted == [SAID]
    assert got == [SAID, stray]  # a false alarm stays one


def test_false_alarms_are_counted_over_items_without_a_statement() -> None:
    found = figures([({}, [], []), ({}, [], [SAID]), ({}, [SAID], [SAID])])
    assert (found["items without a statement"], found["false alarms"]) == (2, 50.0)
    assert found["overlap"][1] == 100.0


def test_errors_of_the_part_held_apart_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--language", "en", "--part", "test", "--errors", "5"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("en test")
    assert not any(word in printed for word in ("MISSED", "WRONG", "EDGES", "SPEAKER"))
