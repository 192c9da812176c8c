"""The shared tokenizer, and the memory for what is told of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.mark.words import Memo, words

CASES = [
    # nothing, and nothing but blanks
    ("", []),
    (" \n\t ", []),
    # full stops and commas inside numbers, not behind them
    ("20.000, 1,5.", ["20.000", ",", "1,5", "."]),
    # hyphens and apostrophes inside words, not before or behind them
    ("S-300s -Lukaschenko’s-", ["S-300s", "-", "Lukaschenko’s", "-"]),
    # a number that begins a word ends where its digits end
    ("20er", ["20", "er"]),
    # signs stand alone, also those beyond the basic plane
    ("…!😀(a)", ["…", "!", "😀", "(", "a", ")"]),
    # other scripts
    ("Лукашенко в Минске", ["Лукашенко", "в", "Минске"]),
]


@pytest.mark.parametrize(("text", "tokens"), CASES)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [word.text for word in words(text)] == tokens


@given(st.text())
def test_tokens_stand_where_they_say_and_leave_only_blanks(text: str) -> None:
    at = 0
    for word in words(text):
        assert word.start < word.end
        assert text[word.start : word.end] == word.text
        assert not text[at : word.start].strip()
        at = word.end
    assert not text[at:].strip()


def test_a_memo_asks_once_a_word() -> None:
    asked: list[str] = []

    @Memo
    def capital(word: str) -> bool:
        asked.append(word)
        return word[0].isupper()

    assert capital.where(["In", "der", "Stadt", "der"]) == [0, 2]
    assert capital.of_all(["In", "in"]) == [True, False]
    assert asked == ["In", "der", "Stadt", "in"]


def test_a_memo_holds_no_more_than_it_may() -> None:
    double = Memo(lambda word: word + word)
    assert double["a" * 1000] == "a" * 2000
    assert not double, "a hostile word of a thousand letters is told of, not kept"
    for number in range(100_001):
        assert double[str(number)] == f"{number}{number}"
    assert len(double) == 1
