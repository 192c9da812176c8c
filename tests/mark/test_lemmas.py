"""Lemmas are simplemma's own, however they are looked up."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from pathlib import Path

import pytest
import simplemma
from simplemma.strategies import DEFAULT_DICTIONARY_FACTORY

from lagebild.mark import lemmas

ROOT = Path(__file__).resolve().parents[2]
WORDS = sorted({w for name in ("times", "statements") for w in (ROOT / f"docs/{name}.md").read_text("utf-8").split()})


@pytest.fixture(scope="module")
def whole() -> Mapping[str, str]:
    """The German dictionary as simplemma decodes it."""
    return DEFAULT_DICTIONARY_FACTORY.get_dictionary("de")


@pytest.fixture(scope="module")
def sparse() -> lemmas.Sparse:
    """The same, decoded where it is asked."""
    found = lemmas.sparse("de")
    assert found is not None, "simplemma's dictionary is another one now: python -m training.lemmas"
    return found


def test_the_english_dictionary_is_the_one_that_the_table_is_for() -> None:
    assert lemmas.sparse("en") is not None


def test_the_same_lemma_for_the_words_of_the_dictionary(whole: Mapping[str, str], sparse: lemmas.Sparse) -> None:
    words = list(whole)
    # Those of two-byte numbers are the longest; the first and last of all have one neighbour only.
    asked = [*words[:40], *words[1000::397], *words[-40:], *(w for w in words if len(w.encode()) > 60)]
    assert {w: sparse.get(w) for w in asked} == {w: whole[w] for w in asked}


@pytest.mark.parametrize("word", ["", "\0", "aaaaaa", "zzzzzzz", "Ω", "🦉", "hauses-", "a" * 10_000])
def test_words_that_it_does_not_have(word: str, whole: Mapping[str, str], sparse: lemmas.Sparse) -> None:
    assert sparse.get(word) is None
    assert sparse.get(word, "x") == "x"
    assert word not in sparse
    assert word not in whole


def test_who_asks_often_gets_the_same_answers(monkeypatch: pytest.MonkeyPatch, whole: Mapping[str, str]) -> None:
    monkeypatch.setattr(lemmas, "_OFTEN", 3)
    found = lemmas.sparse("en")
    assert found is not None
    asked = ["houses", "went", "nosuchword", "houses", "went", "nosuchword"]
    assert [found.get(w) for w in asked] == ["house", "go", None] * 2
    assert len(found) == len(list(found)) == len(found._whole)


@pytest.mark.parametrize("language", ["de", "en"])
def test_as_simplemma_gives_them(language: str) -> None:
    words = [w for w in WORDS if w.isalpha()]
    assert len(words) > 300
    assert [lemmas.lemmatize(w, language) for w in words] == [simplemma.lemmatize(w, lang=language) for w in words]
    assert [lemmas.is_known(w, language) for w in words] == [simplemma.is_known(w, lang=language) for w in words]


def test_another_edition_is_read_by_simplemma(monkeypatch: pytest.MonkeyPatch) -> None:
    data = lemmas.packed("en")
    monkeypatch.setattr(lemmas, "packed", lambda language: lzma.compress(lzma.decompress(data), preset=0))
    assert lemmas.sparse("en") is None
    assert lemmas._Factory().get_dictionary("en")["houses"] == "house"
