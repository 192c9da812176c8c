"""The outlet's own voice, interviews, light verbs and English hearsay."""

from __future__ import annotations

import pytest

from .making import statements, told


@pytest.mark.parametrize(
    ("text", "language", "content"),
    [
        # A disputed purpose; a purpose that is only stated is none.
        (
            "Unter dem Deckmantel einer Übung rückten die Truppen ein.",
            "de",
            "Unter dem Deckmantel einer Übung rückten die Truppen ein",
        ),
        ("Um die Grenze zu sichern, rückten die Truppen ein.", "de", None),
        (
            "Under the guise of an exercise the troops moved in.",
            "en",
            "Under the guise of an exercise the troops moved in",
        ),
        # Blame and motive; the concession after it does not belong to it.
        (
            "Der Kreml hat Minsk immer wieder unter Druck gesetzt.",
            "de",
            "Der Kreml hat Minsk immer wieder unter Druck gesetzt",
        ),
        (
            "Der Konzern opfert das Werk, aber der Betriebsrat schläft noch.",
            "de",
            "Der Konzern opfert das Werk",
        ),
        # A forecast.
        ("Der Präsident dürfte versuchen, Zeit zu gewinnen.", "de", "Der Präsident dürfte versuchen, Zeit zu gewinnen"),
        (
            "The reform will probably cost him the countryside.",
            "en",
            "The reform will probably cost him the countryside",
        ),
        # Somebody says it: not the outlet's voice. A question is none either.
        ("Der Minister sagte, das sei kein Zufall.", "de", None),
        ("Ist das kein Zufall?", "de", None),
        ("Die Truppen rückten am Montag ein.", "de", None),
    ],
)
def test_own_voice(text: str, language: str, content: str | None) -> None:
    found = [s for s in statements(text, language) if s.kind == "author"]
    assert [s.span.of(text) for s in found] == ([content] if content else [])
    assert all(not s.speaker and s.speaker_kind is None for s in found)


INTERVIEW = (
    "Fürchten Sie die Wahl?\n\nPräsidentin Solberg: Nein. Wir sind bereit.\n\nWarum?\n\nSolberg: Weil wir arbeiten."
)


def test_labelled_answers_are_direct_speech() -> None:
    assert told(INTERVIEW, "de") == [
        ("Nein. Wir sind bereit", "", "Präsidentin Solberg"),
        ("Weil wir arbeiten", "", "Solberg"),
    ]


def test_labelled_questions_are_questions_of_nobody() -> None:
    text = "Frage: Kommt der Angriff?\n\nAntwort: Davon gehe ich nicht aus."
    found = [s for s in statements(text, "de") if s.kind == "direct"]
    assert [(s.span.of(text), s.force, s.speaker) for s in found] == [
        ("Kommt der Angriff?", "question", ()),
        ("Davon gehe ich nicht aus", "assertion", ()),
    ]


@pytest.mark.parametrize(
    "text",
    ["Zutaten: Mehl und Wasser.\n\nZubereitung: alles mischen.", "Kommt er? Er kommt.", "Achtung: Es wird glatt?"],
)
def test_labels_without_questions_are_no_interview(text: str) -> None:
    assert [s for s in statements(text, "de") if s.kind == "direct"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A light verb says something with its words only.
        (
            "Siemens stellte eine Entscheidung bis Herbst in Aussicht.",
            [("Siemens stellte eine Entscheidung bis Herbst in Aussicht", "stellte … in Aussicht", "Siemens")],
        ),
        (
            "Der Anwalt gab zu bedenken, dass die Frist läuft.",
            [("dass die Frist läuft", "gab zu bedenken", "Der Anwalt")],
        ),
        ("Der Kellner stellte die Teller auf den Tisch.", []),
        # A prefix at the end makes another verb of it; victims are claimed by disasters, not demanded.
        ("Der Plan sah eine Senkung vor.", []),
        ("Die Flut hat 35 Todesopfer gefordert.", []),
        ("Die Partei forderte Neuwahlen.", [("Die Partei forderte Neuwahlen", "forderte", "Die Partei")]),
        # Verbs that only colour direct speech need its marks.
        ("„Was für ein Tag“, jauchzte der Trainer.", [("Was für ein Tag", "jauchzte", "der Trainer")]),
        ("Der Sommer war kurz, begann der Herbst doch früh.", []),
    ],
)
def test_light_and_manner_verbs(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, "de") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The brigade reportedly crossed the river.",
            [("The brigade reportedly crossed the river", "reportedly", "")],
        ),
        ("The allegedly forged letter arrived.", []),
        ("In the view of the panel, the decree is void.", [("the decree is void", "In the view of", "the panel")]),
        (
            "All nineteen passengers survived, police say.",
            [("All nineteen passengers survived", "say", "police")],
        ),
        ("His threat to resign, made in May, stands.", [("to resign", "threat", "His")]),
    ],
)
def test_english(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, "en") == expected
