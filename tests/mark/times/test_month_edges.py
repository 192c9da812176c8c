"""A quarter that is named by its months ends no document: "the October-December quarter"."""

from __future__ import annotations

import pytest

from lagebild.core import Document, Part, Reading, Span
from lagebild.mark import mark


@pytest.mark.parametrize(
    "text",
    [
        "The economy recovered in the October-December quarter to grow at 7.2 percent.",
        "Profits rose in the January-March quarter.",
    ],
)
def test_months_that_name_a_quarter(text: str) -> None:
    part = Part(Span(0, len(text)), "body", "en")
    reading = Reading(Document(id="a", published="2022-12-07"), 1, text, (part,), "en")
    assert all(t.value.startswith("2022-") for t in mark(reading, layers=("times",)).times)
