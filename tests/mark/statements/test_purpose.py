"""A purpose that is stated, and one that whoever speaks disputes."""

from __future__ import annotations

import pytest

from .making import statements


@pytest.mark.parametrize(
    ("text", "language", "purpose"),
    [
        # As whoever acts would name it, in somebody's words.
        ("Der Minister sagte, die Truppen seien verlegt worden, um die Grenze zu schützen.", "de", "stated"),
        ("Der Minister sagte, man habe sie verlegt, um Kräfte abzuziehen.", "de", "stated"),
        ("Der Minister sagte, man habe sie mit dem Ziel verlegt, die Grenze zu schützen.", "de", "stated"),
        ("The minister said the troops were moved in order to protect the border.", "en", "stated"),
        # The speaker disputes it, or the writer does.
        ("Der Minister sagte, Minsk ziehe unter dem Deckmantel einer Übung Truppen zusammen.", "de", "disputed"),
        ("Der Minister sagte, man habe sie verlegt, angeblich um die Grenze zu schützen.", "de", "disputed"),
        ("Unter dem Deckmantel einer Übung rückten die Truppen ein.", "de", "disputed"),
        ("The minister said Minsk was massing troops under the guise of an exercise.", "en", "disputed"),
        ("The army moved in, ostensibly to protect the border.", "en", "disputed"),
        # No purpose: an hour, "um" with another sense, a plain infinitive.
        ("Der Minister sagte, die Truppen seien um 10 Uhr eingetroffen.", "de", None),
        ("Der Minister sagte, es gehe um die Grenze.", "de", None),
        ("Der Minister kündigte an, die Truppen abzuziehen.", "de", None),
        ("The minister said the troops had arrived.", "en", None),
    ],
)
def test_purpose(text: str, language: str, purpose: str | None) -> None:
    assert [s.purpose for s in statements(text, language)] == [purpose]


def test_a_purpose_outside_the_content_is_not_what_is_said() -> None:
    found = statements("In order to calm people, the minister said the troops had arrived.", "en")
    assert [s.purpose for s in found] == [None]
