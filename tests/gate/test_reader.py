"""Quality floors of the reader, on open sets. A floor is raised when it gets better; it is lowered only with a reason
in the changelog."""

from __future__ import annotations

import pytest
from bench import reader as bench
from tests.needs import absent, corpus

from lagebild.mark.reader import Small, missing, named, shipped

if missing() is not None:
    absent(f"the shipped reader cannot run: {missing()}", "LAGEBILD_REQUIRE_DATA")


# F1 over persons, organisations and places, and of organisations alone: one to four points below what was reached.
CORPORA = {"germeval2014_dev": (0.835, 0.6), "europarl_de": (0.91, 0.86)}
SENTENCES = 300
TINY = {"germeval2014_dev": 0.765, "europarl_de": 0.895}  # F1, as above
OWN = (0.91, 0.86)
SEARCH = 0.97
LARGEST_MB = 45


@pytest.mark.parametrize("name", CORPORA)
def test_names_are_read_as_well_as_before(name: str) -> None:
    corpus(bench.DATA / f"names/{name}.jsonl")
    result = bench.score(bench.corpus(name, SENTENCES), "small")
    assert (result["F1"] >= CORPORA[name][0], result["ORG"] >= CORPORA[name][1]) == (True, True), result


@pytest.mark.parametrize("name", TINY)
def test_the_tiny_reader_reads_as_well_as_before(name: str) -> None:
    corpus(bench.DATA / f"names/{name}.jsonl")
    result = bench.score(bench.corpus(name, SENTENCES), "tiny")
    assert result["F1"] >= TINY[name], result


def test_own_sentences_are_read_as_well_as_before() -> None:
    result = bench.score(bench.own("test-de-*.txt"), "small")
    assert (result["F1"] >= OWN[0], result["ORG"] >= OWN[1]) == (True, True), result


def test_the_other_language_is_nearest() -> None:
    small = named("small")
    assert isinstance(small, Small)
    result = bench.search(small)
    assert min(result["de_to_en"], result["en_to_de"]) >= SEARCH


def test_the_file_is_small_enough() -> None:
    assert shipped().stat().st_size <= LARGEST_MB * 1e6
