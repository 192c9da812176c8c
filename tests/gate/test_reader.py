"""Quality floors of the reader, on open sets. A floor is raised when it gets better; it is lowered only with a reason
in the changelog."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lagebild.mark.reader import Small, missing, named, shipped

if missing() is not None:
    if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
        raise RuntimeError(f"the shipped reader cannot run: {missing()}")
    pytest.skip(f"the shipped reader cannot run: {missing()}", allow_module_level=True)


def bench() -> ModuleType:
    """The bench's own measures: what it prints is what the gate holds."""
    path = Path(__file__).resolve().parents[2] / "bench/reader.py"
    spec = importlib.util.spec_from_file_location("bench_reader", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_reader"] = module
    spec.loader.exec_module(module)
    return module


BENCH = bench()
# F1 over persons, organisations and places, and of organisations alone: one to four points below what was reached.
CORPORA = {"germeval2014_dev": (0.815, 0.56), "europarl_de": (0.88, 0.82)}
SENTENCES = 300
TINY = {"germeval2014_dev": 0.74, "europarl_de": 0.88}  # F1, as above
OWN = (0.88, 0.8)
SEARCH = 0.95
LARGEST_MB = 45


@pytest.mark.parametrize("name", CORPORA)
def test_names_are_read_as_well_as_before(name: str) -> None:
    path = BENCH.DATA / f"names/{name}.jsonl"
    if not path.exists():
        if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
            pytest.fail(f"{path} is absent, but LAGEBILD_REQUIRE_DATA is set")
        pytest.skip(f"{path} is absent: set LAGEBILD_DATA to where the corpora lie")
    result = BENCH.score(BENCH.corpus(name, SENTENCES), "small")
    assert (result["F1"] >= CORPORA[name][0], result["ORG"] >= CORPORA[name][1]) == (True, True), result


@pytest.mark.parametrize("name", TINY)
def test_the_tiny_reader_reads_as_well_as_before(name: str) -> None:
    path = BENCH.DATA / f"names/{name}.jsonl"
    if not path.exists():
        if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
            pytest.fail(f"{path} is absent, but LAGEBILD_REQUIRE_DATA is set")
        pytest.skip(f"{path} is absent: set LAGEBILD_DATA to where the corpora lie")
    result = BENCH.score(BENCH.corpus(name, SENTENCES), "tiny")
    assert result["F1"] >= TINY[name], result


def test_own_sentences_are_read_as_well_as_before() -> None:
    result = BENCH.score(BENCH.own("test-de-*.txt"), "small")
    assert (result["F1"] >= OWN[0], result["ORG"] >= OWN[1]) == (True, True), result


def test_the_other_language_is_nearest() -> None:
    small = named("small")
    assert isinstance(small, Small)
    result = BENCH.search(small)
    assert min(result["de_to_en"], result["en_to_de"]) >= SEARCH


def test_the_file_is_small_enough() -> None:
    assert shipped().stat().st_size <= LARGEST_MB * 1e6
