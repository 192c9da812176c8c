"""Quality floors of the statements, on the open halves of the corpora. A floor is raised when the annotator gets
better; it is lowered only with a reason in the changelog."""

from __future__ import annotations

import pytest
from bench import statements
from tests.needs import corpus

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
    """The name of a corpus that is there; the project's own always is."""
    if name not in statements.OWN:
        corpus(statements.folder() / f"{name}.jsonl")
    return name


@pytest.mark.parametrize("name", FLOORS)
def test_statements_are_found_as_well_as_before(name: str) -> None:
    figures, _ = statements.run(there(name))
    reached = (figures["overlap"][2], figures["exact"][2], figures["speaker"], figures["end to end"][2])
    for measure, value, floor in zip(("overlap", "exact", "speaker", "end to end"), reached, FLOORS[name], strict=True):
        assert value >= floor, f"{name}: {measure} {value} is below {floor}"
    if name == "gnqa_dev":
        for kind, floor in KINDS.items():
            assert figures["kinds"][kind]["overlap"] >= floor, f"{name}: recall of {kind} is below {floor}"


def test_damaged_quotation_marks_cost_little() -> None:
    rows = statements.damage(there("gnqa_dev"))
    whole = rows["unharmed"]["overlap"][2]
    for kind, row in rows.items():
        assert whole - row["overlap"][2] <= DAMAGE, f"{kind}: {row['overlap'][2]} of {whole}"


def test_measures_of_a_small_example() -> None:
    item, chars = statements.Item, frozenset
    wanted = [
        item("Direct", chars({1, 2, 3, 4}), chars({9}), chars()),
        item("Indirect", chars({20, 21}), chars(), chars()),
    ]
    got = [item("direct", chars({1, 2, 3}), chars({9, 10}), chars()), item("indirect", chars({40}), chars(), chars())]
    figures = statements.measure([(wanted, got)])
    # One of two overlaps, none is exact, its speaker is right.
    assert figures["overlap"] == (50.0, 50.0, 50.0)
    assert figures["exact"] == (0.0, 0.0, 0.0)
    assert figures["speaker"] == 100.0
    assert figures["end to end"] == (50.0, 50.0, 50.0)
