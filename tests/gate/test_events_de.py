"""Quality floors of German events on the project's own frozen sentences. A floor is raised when the annotator gets
better; it is lowered only with a reason in the changelog."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


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


# About one point below what was reached when the floor was set.
FLOORS = {
    "type_F1": 0.89,
    "macro_F1": 0.89,
    "with_both_actors_F1": 0.625,
    "factuality": 0.79,
    "real": 0.89,
    "clean": 0.77,
}


def test_german_events_are_found_as_well_as_before() -> None:
    result = bench("events_de").measure("test")
    assert {key: result[key] for key, floor in FLOORS.items() if result[key] < floor} == {}
