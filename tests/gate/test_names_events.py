"""Quality floors of names, places and events, on the open halves of the corpora. A floor is raised when the annotator
gets better; it is lowered only with a reason in the changelog."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest


def bench(name: str) -> ModuleType:
    """The bench's own measures: what it prints is what the gate holds."""
    path = Path(__file__).resolve().parents[2] / f"bench/{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[f"bench_{name}"] = module
    spec.loader.exec_module(module)
    return module


BENCH, PLACES = bench("names_events"), bench("places")

# About one point below what was reached when the floor was set.
NAMES = {"germeval2014_dev": 0.525, "uner_ewt_en_dev": 0.495}
# Exact and overlapping F1 of toponyms with coordinates, and the share of those found that lie within 161 km.
TOPONYMS = {"lgl": (0.81, 0.83, 0.82), "gwn": (0.695, 0.73, 0.915), "geovirus": (0.905, 0.915, 0.905)}
TYPES, QUADS = 0.795, 0.885


def there(file: str) -> None:
    """Skips where the corpus is absent, or fails where LAGEBILD_REQUIRE_DATA says that it must be there."""
    path = BENCH.DATA / file
    if not path.exists():
        if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
            pytest.fail(f"{path} is absent, but LAGEBILD_REQUIRE_DATA is set")
        pytest.skip(f"{path} is absent: set LAGEBILD_DATA to where the corpora lie")


@pytest.mark.parametrize("name", NAMES)
def test_names_are_found_as_well_as_before(name: str) -> None:
    there(f"names/{name}.jsonl")
    assert BENCH.ner(name)["F1"] >= NAMES[name]


@pytest.mark.parametrize("name", TOPONYMS)
def test_toponyms_are_found_and_placed_as_well_as_before(name: str) -> None:
    there(f"places/{name}.jsonl")
    result = PLACES.measure(name)
    reached = (result["exact_F1"], result["overlap_F1"], result["within_161_km_of_found"])
    assert all(value >= floor for value, floor in zip(reached, TOPONYMS[name], strict=True)), reached


def test_events_get_their_type_as_well_as_before() -> None:
    there("events/plv_train.jsonl")
    result = BENCH.plover()
    assert result["macro_F1"] >= TYPES
    assert result["quad_accuracy"] >= QUADS
