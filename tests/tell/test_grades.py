"""Proposed grades and the analyst's stand beside statements, findings and sources, in every form of the report."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from lagebild.core import Answer, Change, Effect
from lagebild.tell import tell

from . import factory
from .test_export import SCHEMA, strict


def part(name: str) -> dict[str, Any]:
    """The schema of one thing, with undescribed fields forbidden."""
    return {**strict(SCHEMA["$defs"][name]), "$defs": strict(SCHEMA["$defs"])}


def graded() -> Answer:
    """The case with a source that the analyst graded."""
    change = Change(id=1, kind="grade", who="AK", added="2023-01-21T10:00:00Z", reason="first-hand",
                    target="source:Havel-Kurier", value="B2")  # fmt: skip
    return replace(factory.answer(), effects=(Effect(change=change, step=0.1),))


def test_json_holds_grades_with_their_reasons() -> None:
    told = json.loads(tell(graded(), format="json", language="en"))
    by_document = {d["id"]: d["grade"] for d in told["links"]["documents"]}
    assert by_document["doc-copy"] == {"value": "B2", "reasons": [], "by_hand": True}
    assert (by_document["doc-expert"]["value"], by_document["doc-expert"]["by_hand"]) == ("F", False)
    assert [n["text"] for n in by_document["doc-expert"]["reasons"]] == ["no record of the source"]
    statements = {s["cites"][0]["mark"]: s for s in told["links"]["statements"]}
    # What the analyst graded is not proposed again.
    assert (statements["s1"]["grade"], statements["s1"]["proposed"]) == ("C3", None)
    # The text takes "angeblich" for its own: doubtful.
    assert statements["s4"]["proposed"]["value"] == "F4"
    # Each of the two is contradicted by the other.
    assert [e["grade"]["value"] for e in told["evidence"]] == ["F5", "F5"]
    for grade in (*by_document.values(), statements["s4"]["proposed"], *(e["grade"] for e in told["evidence"])):
        jsonschema.validate(grade, part("grade"))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("de", ("Vorgeschlagene Bewertung F", "keine Vorgeschichte der Quelle bekannt", "Zuverlässigkeit F")),
        ("en", ("Proposed grade F", "no record of the source", "reliability F")),
    ],
)
@pytest.mark.parametrize("format_", ["html", "md"])
def test_the_page_shows_grades_with_their_reasons(language: Any, wanted: tuple[str, ...], format_: Any) -> None:
    told = tell(graded(), format=format_, language=language)
    assert all(words in told for words in wanted)
    assert "B2" in told
