"""Quality floors of the times, on the open halves of the corpora. A floor is raised when the annotator gets better;
it is lowered only with a reason in the changelog."""

from __future__ import annotations

import pytest
from bench import times
from tests.needs import corpus

# F1 in percent: strict, relaxed, value. About one point below what was reached when the floor was set.
FLOORS = {
    "KRAUTS": (89.0, 92.8, 80.3),
    "KRAUTS, date withheld": (89.0, 92.8, 56.2),
    "WikiWarsDE, no date": (93.2, 96.8, 93.2),
    "MEANTIME": (91.8, 94.3, 85.2),
}


@pytest.mark.parametrize("name", FLOORS)
def test_times_are_found_as_well_as_before(name: str) -> None:
    asked = times.CORPORA[name]
    corpus(*(times.folder() / f"{file}.jsonl" for file in asked.files))
    counts, _ = times.measure(times.lagebild, asked)
    reached = times.f1(counts)
    for measure, floor in zip(("strict", "relaxed", "value"), FLOORS[name], strict=True):
        assert reached[measure] >= floor, f"{name}: {measure} F1 {reached[measure]:.1f} is below {floor}"


def test_measures_of_a_small_example() -> None:
    text = "Am 7. Dezember 2022, einen Tag später."
    gold = [times.Timex(3, 19, "DATE", "2022-12-07"), times.Timex(21, 37, "DATE", "2022-12-08")]
    found = [times.Timex(3, 20, "DATE", "2022-12-07"), times.Timex(21, 30, "DURATION", "P1D")]
    # The comma is trimmed, so the first is strict; the second only overlaps.
    assert times.f1([times.count(gold, found, text)]) == {"strict": 50.0, "relaxed": 100.0, "value": 50.0, "type": 50.0}
