"""Nouns by which compounds are read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.mark.names.endings import Endings

CASES = [
    # the whole word, and a compound
    ("verlegung", "verlegung"),
    ("truppenverlegung", "verlegung"),
    # the longest of several
    ("außenministerium", "außenministerium"),
    ("kulturministerium", "ministerium"),
    # a short noun is the whole word or nothing
    ("amt", "amt"),
    ("postamt", None),
    # a word that ends otherwise, one that is shorter than any noun, none
    ("verlegungen", None),
    ("ung", None),
    ("", None),
]
NOUNS = {noun: noun for noun in ("verlegung", "ministerium", "außenministerium", "amt")}


@pytest.mark.parametrize(("word", "noun"), CASES)
def test_longest(word: str, noun: str | None) -> None:
    assert Endings(NOUNS, least=5).longest(word) == noun


_WORDS = st.text("ab", max_size=8)


@given(st.dictionaries(_WORDS.filter(bool), st.integers(), max_size=12), _WORDS, st.integers(1, 5))
def test_as_if_every_ending_were_looked_up(known: Mapping[str, int], word: str, least: int) -> None:
    endings = [word[at:] for at in range(len(word)) if at == 0 or len(word) - at >= least]
    assert Endings(known, least=least).longest(word) == next((known[e] for e in endings if e in known), None)


INFLECTED = [
    # each ending, and the bare noun
    ("verlegung", "verlegung"),
    ("truppenverlegungen", "verlegung"),
    # the whole word goes before what a longer word may end in
    ("zeuge", "zeuge"),
    # the longest form wins: a fighter plane is no witness
    ("kampfflugzeuge", "flugzeug"),
    # a noun of three letters takes no ending, one of four does only as the whole word
    ("amten", None),
    ("haften", "haft"),
    ("untersuchungshaften", None),
]


@pytest.mark.parametrize(("word", "noun"), INFLECTED)
def test_inflected(word: str, noun: str | None) -> None:
    nouns = {noun: noun for noun in ("verlegung", "zeuge", "flugzeug", "amt", "haft")}
    assert Endings(nouns, least=5, inflected=("en", "e")).longest(word) == noun
