"""Tests of the event between two that are given, and of the English words for events."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.core import Context, Document, Marks, Part, Reading, Span
from lagebild.mark.events.between import between
from lagebild.mark.events.english import forms
from lagebild.mark.sentences import SENTENCES

HERE = Path(__file__).parent


class Case(NamedTuple):
    """A sentence with the type of the event between the two."""

    type: str
    actor: str
    recipient: str
    text: str


def cases() -> list[Case]:
    lines = (HERE / "between.txt").read_text(encoding="utf-8").splitlines()
    return [Case(*line.split("|")) for line in lines if not line.startswith("#")]


@cache
def bench() -> ModuleType:
    path = HERE.parents[2] / "bench/names_events.py"
    spec = importlib.util.spec_from_file_location("bench_names_events", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_names_events"] = module
    spec.loader.exec_module(module)
    return module


def plain(text: str) -> Reading:
    return Reading(Document("test"), 1, text, (Part(Span(0, len(text)), "body", "en"),), "en")


def sentences(reading: Reading) -> Marks:
    return SENTENCES(reading, Marks(), Context(language="en"))


def span(text: str, piece: str) -> Span:
    return Span(text.index(piece), text.index(piece) + len(piece))


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.text[:50])
def test_type_between_two(case: Case) -> None:
    spans = {"s": case.actor, "t": case.recipient}
    tagged = case.text
    for tag, piece in sorted(spans.items(), key=lambda item: -case.text.index(item[1])):
        at = case.text.index(piece)
        tagged = f"{tagged[:at]}<{tag}>{piece}</{tag}>{tagged[at + len(piece) :]}"
    assert bench()._between({"marked": tagged}) == case.type


MODES = [
    # the verb that governs, not what is asked for
    ("Paris", "Bamako", "Paris urged Bamako to release the prisoners.", "REQUEST", None, "happened"),
    # a passive with its agent
    ("the council", "The coup", "The coup was condemned by the council.", "ACCUSE", "disapprove", "happened"),
    # a verb aside is passed over
    ("The chancellor", "Moscow", "The chancellor, visiting Riga, rebuked Moscow.", "ACCUSE", "disapprove", "happened"),
    # what another must do is asked of him; the modal is the trigger
    ("Paris", "Israel", "Paris says Israel must end its strikes.", "REQUEST", None, "happened"),
    # who says that another did wrong accuses
    ("Kyiv", "Moscow", "Kyiv said Moscow had shelled a hospital.", "ACCUSE", "allege", "happened"),
    # factuality is the sentence's
    ("Berlin", "Mali", "Berlin will send doctors to Mali.", "AID", "humanitarian", "planned"),
    ("Berlin", "Mali", "Berlin did not send doctors to Mali.", "AID", "humanitarian", "denied"),
]


@pytest.mark.parametrize("row", MODES, ids=lambda row: row[2][:40])
def test_mode_and_factuality(row: tuple[str, str, str, str, str | None, str]) -> None:
    actor, recipient, text, *expected = row
    reading = plain(text)
    event = between(reading, sentences(reading), Context(), actor=span(text, actor), recipient=span(text, recipient))
    assert event is not None
    assert [event.type, event.mode, event.factuality] == expected
    assert event.actor[0].span == span(text, actor)


def test_no_event_word() -> None:
    text = "Minsk lies north of Kyiv."
    reading = plain(text)
    found = between(reading, sentences(reading), Context(), actor=Span(0, 5), recipient=Span(20, 24))
    assert found is None


@given(st.text(max_size=80), st.integers(0, 90), st.integers(0, 90))
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, first: int, second: int) -> None:
    """Odd spans and odd text raise nothing; a trigger lies in the text."""
    reading = plain(text)
    event = between(
        reading, sentences(reading), Context(), actor=Span(first, first + 3), recipient=Span(second, second + 3)
    )
    assert event is None or 0 <= event.span.start < event.span.end <= len(text)


FORMS = [
    ("equip", "equipped equipping"),  # stress on the last syllable
    ("acquit", "acquitted acquitting"),
    ("visit", "visited visiting"),  # stress before it
    ("label", "labeled labelled labeling labelling"),  # American and British
    ("be", "is are was were been being am"),
    ("deny", "denied denies denying"),
]


@pytest.mark.parametrize(("base", "wanted"), FORMS)
def test_forms(base: str, wanted: str) -> None:
    assert set(wanted.split()) <= {text for text, _ in forms(base, {})}
