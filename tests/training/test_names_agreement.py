"""Agreement of two annotators: exact spans, by kind; and the figure that the corpus's page states."""

from __future__ import annotations

import pytest
from training.reader.agreement import NAMES, Agreement, Span, compare, first, parse


def test_marks_are_spans_of_the_text() -> None:
    text, spans = parse("Der [people Kiewer] [organisation Stadtrat] tagt.")
    assert text == "Der Kiewer Stadtrat tagt."
    assert spans == {Span(4, 10, "people"), Span(11, 19, "organisation")}


@pytest.mark.parametrize(
    ("former", "latter", "found"),
    [
        ("[place Kiew] ruft", "[place Kiew] ruft", {"place": (1, 1, 1), "all": (1, 1, 1)}),
        # another kind is a miss on both sides
        (
            "[place Kreml]",
            "[organisation Kreml]",
            {"organisation": (0, 0, 1), "place": (0, 1, 0), "all": (0, 1, 1)},
        ),
        # another edge is no match
        ("Stadt [place Kiew]", "[place Stadt Kiew]", {"place": (0, 1, 1), "all": (0, 1, 1)}),
        # one marks, the other does not
        ("[person Ada] kam", "Ada kam", {"person": (0, 1, 0), "all": (0, 1, 0)}),
    ],
)
def test_counts(former: str, latter: str, found: dict[str, tuple[int, int, int]]) -> None:
    assert compare([(former, latter)]) == {kind: Agreement(*counts) for kind, counts in found.items()}


def test_f1_is_the_same_from_either_side() -> None:
    assert Agreement(3, 4, 5).f1 == Agreement(3, 5, 4).f1 == pytest.approx(6 / 9)
    assert Agreement(0, 0, 0).f1 == 1.0


def test_two_sentences_that_are_not_the_same_are_refused() -> None:
    with pytest.raises(ValueError, match="not the same sentence"):
        compare([("[place Kiew]", "[place Lwiw]")])


def test_the_figure_on_the_corpus_page_holds() -> None:
    lines = (NAMES / "second-de.tsv").read_text("utf-8").splitlines()
    items = [line.split("\t", 1) for line in lines if "\t" in line]
    found = compare([(first(identifier), marked) for identifier, marked in items])
    assert len(items) == 100
    assert f"F1 {100 * found['all'].f1:.1f}" in (NAMES / "README.md").read_text("utf-8")
