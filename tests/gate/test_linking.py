"""Quality floors of link, on public corpora: copies by strength of rewriting, persons across scripts."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest


def bench() -> ModuleType:
    """The bench's own measures: what it prints is what the gate holds."""
    path = Path(__file__).resolve().parents[2] / "bench/linking.py"
    spec = importlib.util.spec_from_file_location("bench_linking", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_linking"] = module
    spec.loader.exec_module(module)
    return module


BENCH = bench()

RECALL = (0.98, 0.98, 0.98, 0.98, 0.8)
PRECISION = 0.98
PERSONS = 0.95  # on the half that is held out


def there(*names: str) -> None:
    """Skips where the corpus is absent, or fails where LAGEBILD_REQUIRE_DATA says that it must be there."""
    for name in names:
        path = BENCH.DATA / name
        if not path.exists():
            if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
                pytest.fail(f"{path} is absent, but LAGEBILD_REQUIRE_DATA is set")
            pytest.skip(f"{path} is absent: set LAGEBILD_DATA to where the corpora lie")


def test_rewrites_are_found_at_every_strength() -> None:
    there(*BENCH.NEWS)
    for floor, found in zip(RECALL, BENCH.rewrites(), strict=True):
        assert found["recall"] >= floor, found
        assert found["precision"] >= PRECISION, found


def test_persons_are_one_across_scripts() -> None:
    there(BENCH.PERSONS)
    assert BENCH.persons(sealed=True)["F1"] >= PERSONS
