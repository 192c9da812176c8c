"""How real an event is told to be: a sentence a row, the event word, and what the text asserts of it."""

from __future__ import annotations

from datetime import date

import pytest

from lagebild.core import Context, Document, Marks, Part, Reading, Span, Statement
from lagebild.mark.events import EVENTS
from lagebild.mark.names import NAMES
from lagebild.mark.sentences import SENTENCES


def told(text: str, language: str, *, said: bool = False) -> dict[str, str]:
    """Event word → factuality. `said`: the whole text is somebody's indirect speech."""
    span = Span(0, len(text))
    reading = Reading(Document("d"), 1, text, (Part(span, "body", language),), language)
    context = Context(language=language, anchor=date(2023, 1, 3))
    quoted = (Statement(id="s1", span=span, by="test/1", spans=(span,), kind="indirect"),) if said else ()
    marks = Marks(statements=quoted) + SENTENCES(reading, Marks(), context)
    marks = marks + NAMES(reading, marks, context)
    return {e.span.of(text): e.factuality for e in EVENTS(reading, marks, context).events}


GERMAN = [
    # Negation in all its forms; "nicht nur" is none.
    ("Über einen Kriegseintritt verloren sie kein Wort.", "Kriegseintritt", "denied"),
    ("Der Generalstab sieht keine Anzeichen für einen Angriff.", "Angriff", "denied"),
    ("Kiew rechnet nicht mit einem Angriff.", "Angriff", "denied"),
    ("Russland hat nicht nur Kiew angegriffen.", "angegriffen", "happened"),
    # What somebody is accused of is only alleged; what is left undone is denied; an admission asserts.
    ("Moskau warf Kiew vor, das Dorf beschossen zu haben.", "beschossen", "unclear"),
    ("Die Ukraine beschuldigte Russland, Kinder verschleppt zu haben.", "verschleppt", "unclear"),
    ("Die Truppen zogen ab, ohne das Dorf beschossen zu haben.", "beschossen", "denied"),
    ("Er gab zu, das Dorf beschossen zu haben.", "beschossen", "happened"),
    # What a report is said to say, and is rejected.
    ("Minsk wies Berichte zurück, wonach die Armee Truppen verlegt habe.", "verlegt", "denied"),
    # What is asked for, ordered, announced, feared, or could suffice is not there.
    ("Das Weiße Haus verlangte den Rückzug der russischen Truppen.", "Rückzug", "hypothetical"),
    ("Die Armee hat den Befehl zum Einmarsch in die Ukraine erhalten.", "Einmarsch", "ordered"),
    ("Für einen neuen Vormarsch auf Kiew reicht das nicht.", "Vormarsch", "hypothetical"),
    ("Er riskierte neue Proteste gegen Lukaschenko.", "Proteste", "possible"),
    ("Experten rechnen damit, dass Russland Kiew angreift.", "angreift", "possible"),
    ("Minsk schließt nicht aus, dass Russland Truppen verlegt.", "verlegt", "possible"),
    ("Ob die russischen Truppen abgezogen werden, blieb offen.", "abgezogen", "possible"),
    ("Russland müsste seine Truppen abziehen.", "abziehen", "unclear"),
    # A kind of event, not one event.
    ("Ein Kriegseintritt nützt niemandem.", "Kriegseintritt", "unclear"),
    # A condition, before and after.
    ("Die Armee wird nur kämpfen, wenn Belarus angegriffen wird.", "kämpfen", "hypothetical"),
    ("Sonst hätten russische Soldaten sie getötet.", "getötet", "hypothetical"),
    # The plural of that form stands for the subjunctive of reported speech.
    ("Russische Soldaten hätten sie getötet.", "getötet", "happened"),
    # What the phrase takes for known, whatever the clause doubts.
    ("Unter dem Vorwand der Übung könnten Truppen kommen.", "Übung", "ongoing"),
    ("Die Übungen sollen ukrainische Brigaden im Norden binden.", "Übungen", "ongoing"),
    ("Die Luftübung soll am Montag beginnen.", "Luftübung", "planned"),
    ("Nach dem Angriff auf Kiew floh er.", "Angriff", "happened"),
    # Somebody has it done.
    ("Minsk lässt Truppen an die Grenze verlegen.", "verlegen", "ongoing"),
    # A headline has no verb.
    ("Truppenverlegung in Belarus", "Truppenverlegung", "ongoing"),
    # Plans and hearsay.
    ("Belarus soll Truppen verlegen.", "verlegen", "planned"),
    ("Belarus soll Truppen verlegt haben.", "verlegt", "possible"),
]
ENGLISH = [
    ("Not a single one of our soldiers has crossed the border.", "crossed", "denied"),
    ("Not one Russian shell has hit the town.", "hit", "denied"),
    ("It saw no sign that Russia was moving troops.", "moving troops", "denied"),
    ("Kyiv did not rule out that Russia had attacked Belarus.", "attacked", "possible"),
    ("There were not enough forces for a new assault on Kyiv.", "assault", "denied"),
    ("Russian units are to move to the border.", "move", "planned"),
    ("Some Russian units leave Belarus.", "leave", "ongoing"),
    ("Putin and Lukashenko talk trade.", "talk", "ongoing"),
    ("Ukraine urged Russia to withdraw its troops.", "withdraw", "hypothetical"),
    ("The Kremlin denied that Russia had attacked Kyiv.", "attacked", "denied"),
    ("The joint air exercise, which drew warnings, ended in Belarus.", "exercise", "happened"),
    ("He feared that Russia would attack Ukraine.", "attack", "possible"),
]


@pytest.mark.parametrize(("text", "word", "expected"), GERMAN)
def test_german(text: str, word: str, expected: str) -> None:
    assert told(text, "de").get(word) == expected


@pytest.mark.parametrize(("text", "word", "expected"), ENGLISH)
def test_english(text: str, word: str, expected: str) -> None:
    assert told(text, "en").get(word) == expected


def test_would_in_reported_speech_is_a_plan() -> None:
    text = "Russia would withdraw its troops."
    assert told(text, "en", said=True) == {"withdraw": "planned"}
    assert told(text, "en") == {"withdraw": "hypothetical"}


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        # What something is, is not or is like.
        ("An inspection is not an invasion.", "en", "invasion"),
        ("The drill looked not like the start of an attack.", "en", "attack"),
        ("Das war ein Angriff.", "de", "Angriff"),
        # Only of what sort it is.
        ("The army formed a strike group.", "en", "strike"),
        # Turns of the trade.
        ("Belarus did not respond to a request for comment.", "en", "request for comment"),
    ],
)
def test_no_event(text: str, language: str, word: str) -> None:
    assert word not in told(text, language)
