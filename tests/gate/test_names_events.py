"""Quality floors of names, places and events, on the open halves of the corpora. A floor is raised when the annotator
gets better; it is lowered only with a reason in the changelog."""

from __future__ import annotations

import pytest
from bench import names_events, places
from tests.needs import corpus

# About one point below what was reached when the floor was set.
NAMES = {"germeval2014_dev": 0.525, "uner_ewt_en_dev": 0.495}
# Exact and overlapping F1 of toponyms with coordinates, and the share of those found that lie within 161 km.
TOPONYMS = {"lgl": (0.81, 0.83, 0.82), "gwn": (0.74, 0.80, 0.895), "geovirus": (0.905, 0.915, 0.905)}
TYPES, QUADS = 0.795, 0.885


@pytest.mark.parametrize("name", NAMES)
def test_names_are_found_as_well_as_before(name: str) -> None:
    corpus(names_events.DATA / f"names/{name}.jsonl")
    assert names_events.ner(name)["F1"] >= NAMES[name]


@pytest.mark.parametrize("name", TOPONYMS)
def test_toponyms_are_found_and_placed_as_well_as_before(name: str) -> None:
    corpus(places.DATA / f"places/{name}.jsonl")
    result = places.measure(name)
    reached = (result["exact_F1"], result["overlap_F1"], result["within_161_km_of_found"])
    assert all(value >= floor for value, floor in zip(reached, TOPONYMS[name], strict=True)), reached


def test_events_get_their_type_as_well_as_before() -> None:
    corpus(names_events.DATA / "events/plv_train.jsonl")
    result = names_events.plover()
    assert result["macro_F1"] >= TYPES
    assert result["quad_accuracy"] >= QUADS
