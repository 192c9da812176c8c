"""Denials that take up what was said in the sentence before."""

from __future__ import annotations

from typing import Any

import pytest

from lagebild.core import Claim
from lagebild.link import link

from .making import Story

RUSSIA = (("Russland", "iso:RUS", "RUS"),)
UKRAINE = (("Ukraine", "iso:UKR", "UKR"),)
NAMES = (("Russland", "country", "iso:RUS"), ("Ukraine", "country", "iso:UKR"))


def story(second: str, *, first: str = "Russland meldete: es geschah.", trigger: str = "wies", **denial: Any) -> Story:
    """Russia said that it happened; then `second`, in which `trigger` is a denial by Ukraine."""
    event: dict[str, Any] = {"trigger": trigger, "type": "REJECT", "mode": "deny", "actor": UKRAINE, **denial}
    return Story(
        "a",
        f"{first} {second}",
        names=NAMES,
        statements=({"content": "es geschah", "speaker": "Russland"},),
        events=({"trigger": "geschah", "type": "ASSAULT", "actor": RUSSIA, "statement": "es geschah"}, event),
    )


def claim(made: Story) -> Claim | None:
    return next((c for c in link([made.marked()]).claims if c.about[-1] == "ASSAULT"), None)


@pytest.mark.parametrize(
    ("second", "trigger"),
    [
        ("Die Ukraine wies beide Behauptungen zurück.", "wies"),
        ("Die Ukraine wies diese schweren Vorwürfe zurück.", "wies"),
        ("Ukraine wies the claims back.", "wies"),
        ("Die Ukraine bestritt dies.", "bestritt"),
        ("Ukraine denied it.", "denied"),
        ("Die Ukraine bestritt das am Montag.", "bestritt"),
    ],
)
def test_what_was_said_before_is_denied(second: str, trigger: str) -> None:
    found = claim(story(second, trigger=trigger))
    assert found is not None
    assert [(v.stance, v.speaker) for v in found.voices] == [("asserts", "iso:RUS"), ("denies", "iso:UKR")]
    assert found.voices[1].cite.span.of(story(second, trigger=trigger).marked().reading.text) == trigger
    assert found.contradiction is not None
    assert found.contradiction.key == "link.denied"


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (story("Die Ukraine wies den Antrag zurück."), "a motion is nothing that was said"),
        (story("Die Ukraine bestritt das Treffen.", trigger="bestritt"), "its own object"),
        (story("Es regnete. Die Ukraine wies die Vorwürfe zurück."), "another sentence between"),
        (story("Russland wies die Vorwürfe der Ukraine zurück.", actor=RUSSIA), "nobody denies what he said himself"),
        (story("Die Ukraine wies die Vorwürfe zurück.", actor=()), "who denies is not told"),
        (story("Die Ukraine wird die Vorwürfe zurückweisen.", trigger="zurückweisen", factuality="planned"), "to come"),
    ],
)
def test_what_denies_nothing_said_before(made: Story, why: str) -> None:
    assert claim(made) is None, why


def test_a_denial_that_names_its_event_leaves_the_sentence_before() -> None:
    made = story("Die Ukraine wies die Berichte vom Beschuss zurück.")
    other = {"trigger": "Beschuss", "type": "ASSAULT", "mode": "aerial", "actor": UKRAINE, "factuality": "denied"}
    found = link([made.but(events=(*made.events, other)).marked()]).claims
    assert all(len({v.stance for v in c.voices}) == 1 for c in found)


def test_a_denial_in_another_part_takes_nothing_up() -> None:
    made = story("Die Ukraine wies die Vorwürfe zurück.")
    assert claim(made.but(title="Russland meldete: es geschah", body="Die Ukraine wies die Vorwürfe zurück.")) is None
