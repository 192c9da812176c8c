"""Tests of the English words for events: the type of the first event between two, and the forms of verbs."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from bench import names_events

from lagebild.mark.events.english import forms

HERE = Path(__file__).parent


class Case(NamedTuple):
    """A sentence with the type of the event between the two."""

    type: str
    actor: str
    recipient: str
    text: str


def cases() -> list[Case]:
    lines = (HERE / "english_words.txt").read_text(encoding="utf-8").splitlines()
    return [Case(*line.split("|")) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.text[:50])
def test_type_between_two(case: Case) -> None:
    spans = {"s": case.actor, "t": case.recipient}
    tagged = case.text
    for tag, piece in sorted(spans.items(), key=lambda item: -case.text.index(item[1])):
        at = case.text.index(piece)
        tagged = f"{tagged[:at]}<{tag}>{piece}</{tag}>{tagged[at + len(piece) :]}"
    assert names_events.type_between({"marked": tagged}, tabled=True) == case.type


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
