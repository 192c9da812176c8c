"""Quality floors of the statements, on the open halves of the corpora. A floor is raised when the annotator gets
better; it is lowered only with a reason in the changelog."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest


def bench() -> ModuleType:
    """The bench's own measures: what it prints is what the gate holds."""
    path = Path(__file__).resolve().parents[2] / "bench/statements.py"
    spec = importlib.util.spec_from_file_location("bench_statements", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_statements"] = module
    spec.loader.exec_module(module)
    return module


BENCH = bench()

# Overlap F1, exact F1, speaker accuracy on matched statements, end to end F1; about one point below what was reached.
FLOORS = {
    "gnqa_dev": (76.5, 66.2, 83.5, 62.5),
    "own_train_de": (90.3, 85.5, 91.4, 83.2),
    "own_train_en": (79.9, 54.0, 93.3, 75.0),
    "polnear_dev": (72.8, 52.3, 84.5, 61.3),
}
# Recall by overlap, German kinds: none may be left behind.
KINDS = {"Direct": 83.0, "Indirect": 83.0, "IndirectFreeIndirect": 79.0, "Reported": 57.0}
DAMAGE = 3.0
"""Points of overlap F1 that one damaged quotation mark a document may cost."""


def there(name: str) -> str:
    """The corpus; without it the test is skipped, or fails where LAGEBILD_REQUIRE_DATA says that it must be there."""
    if name in BENCH.OWN:
        return name
    path = BENCH.folder() / f"{name}.jsonl"
    if not path.exists():
        if os.environ.get("LAGEBILD_REQUIRE_DATA") == "1":
            pytest.fail(f"{path} is absent, but LAGEBILD_REQUIRE_DATA is set")
        pytest.skip(f"{path} is absent: set LAGEBILD_DATA to where the corpora lie")
    return name


@pytest.mark.parametrize("name", FLOORS)
def test_statements_are_found_as_well_as_before(name: str) -> None:
    figures, _ = BENCH.run(there(name))
    reached = (figures["overlap"][2], figures["exact"][2], figures["speaker"], figures["end to end"][2])
    for measure, value, floor in zip(("overlap", "exact", "speaker", "end to end"), reached, FLOORS[name], strict=True):
        assert value >= floor, f"{name}: {measure} {value} is below {floor}"
    if name == "gnqa_dev":
        for kind, floor in KINDS.items():
            assert figures["kinds"][kind]["overlap"] >= floor, f"{name}: recall of {kind} is below {floor}"


def test_damaged_quotation_marks_cost_little() -> None:
    rows = BENCH.damage(there("gnqa_dev"))
    whole = rows["unharmed"]["overlap"][2]
    for kind, row in rows.items():
        assert whole - row["overlap"][2] <= DAMAGE, f"{kind}: {row['overlap'][2]} of {whole}"


def test_measures_of_a_small_example() -> None:
    item, chars = BENCH.Item, frozenset
    wanted = [
        item("Direct", chars({1, 2, 3, 4}), chars({9}), chars()),
        item("Indirect", chars({20, 21}), chars(), chars()),
    ]
    got = [item("direct", chars({1, 2, 3}), chars({9, 10}), chars()), item("indirect", chars({40}), chars(), chars())]
    figures = BENCH.measure([(wanted, got)])
    # One of two overlaps, none is exact, its speaker is right.
    assert figures["overlap"] == (50.0, 50.0, 50.0)
    assert figures["exact"] == (0.0, 0.0, 0.0)
    assert figures["speaker"] == 100.0
    assert figures["end to end"] == (50.0, 50.0, 50.0)
