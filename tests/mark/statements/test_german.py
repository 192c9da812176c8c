"""German statements: content, cue and speaker."""

from __future__ import annotations

import pytest

from .making import statements, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Direct: cue after, before, within; separated prefixes joined.
        (
            "„Wir greifen nicht an“, sagte der Minister am Montag.",
            [("Wir greifen nicht an", "sagte", "der Minister")],
        ),
        ("Der Sprecher erklärte: „Es bleibt dabei.“", [("Es bleibt dabei", "erklärte", "Der Sprecher")]),
        (
            "„Das ist falsch“, sagte Peskow, „und sie wissen es alle.“",
            [("Das ist falsch … und sie wissen es alle", "sagte", "Peskow")],
        ),
        (
            "„Es gibt keinen Plan“, fügte er hinzu.",
            [("Es gibt keinen Plan", "fügte … hinzu", "er")],
        ),
        # "weiter" after a verb of saying is an adverb; a frame with a verb within its content.
        ("Er schrieb weiter, dass es gehe.", [("dass es gehe", "schrieb", "Er")]),
        (
            "In zehn Jahren, so schätzen die Forscher, soll die Arbeit abgeschlossen sein.",
            [("In zehn Jahren … soll die Arbeit abgeschlossen sein", "so schätzen", "die Forscher")],
        ),
        # Who speaks: no time, no dative or accusative in the first place, the subject of the verb before, circles.
        (
            "Vergangene Woche forderte der Konzern, die Schalter zu schließen.",
            [("die Schalter zu schließen", "forderte", "der Konzern")],
        ),
        ("Der englischsprachigen Zeitung sagte Karma, er bleibe.", [("er bleibe", "sagte", "Karma")]),
        (
            "Den Währungsfonds, dessen Organe tagen, forderte er auf, die Zahlung auszusetzen.",
            [("die Zahlung auszusetzen", "forderte … auf", "er")],
        ),
        ("Podolski war anwesend und sagte dort, er freue sich.", [("er freue sich", "sagte", "Podolski")]),
        ("Aus Militärkreisen verlautete, es gebe Tote.", [("es gebe Tote", "verlautete", "Aus Militärkreisen")]),
        # A relative pronoun speaks for the phrase before it.
        (
            "Er arbeitet für die Ministerin, die erklärt hatte, dass sie bleibe.",
            [("dass sie bleibe", "erklärt hatte", "die Ministerin … die")],
        ),
        # A quotation after a colon without a verb of saying.
        ("Außenminister Makei: „Wir wollen Frieden haben.“", [("Wir wollen Frieden haben", "", "Außenminister Makei")]),
        # Indirect: dass, ob, subjunctive, infinitive.
        (
            "Das Ministerium teilte am Freitag mit, dass die Übung verlängert wird.",
            [("dass die Übung verlängert wird", "teilte … mit", "Das Ministerium")],
        ),
        ("Der Präsident sagte, er sei bereit.", [("er sei bereit", "sagte", "Der Präsident")]),
        (
            "Minsk kündigte an, die Bereitschaft der Truppen zu prüfen.",
            [("die Bereitschaft der Truppen zu prüfen", "kündigte an", "Minsk")],
        ),
        (
            "Die NATO wirft Moskau vor, die Lage anheizen zu wollen.",
            [("die Lage anheizen zu wollen", "wirft … vor", "Die NATO")],
        ),
        # The cue after or within its content.
        ("Die Lage sei ruhig, hieß es.", [("Die Lage sei ruhig", "hieß es", "")]),
        (
            "Die Truppen seien, so der Sprecher der Armee, schon unterwegs.",
            [("Die Truppen seien … schon unterwegs", "so", "der Sprecher der Armee")],
        ),
        (
            "Wie die Agentur mitteilte, wurden vierzig Züge gezählt.",
            [("wurden vierzig Züge gezählt", "Wie … mitteilte", "die Agentur")],
        ),
        # laut, zufolge, nach Angaben, seiner Meinung nach, demnach.
        (
            "Laut einem Bericht von Reuters stehen dort 9000 Soldaten.",
            [("stehen dort 9000 Soldaten", "Laut", "einem Bericht von Reuters")],
        ),
        (
            "Angaben der Polizei zufolge wurden drei Männer verletzt.",
            [("wurden drei Männer verletzt", "zufolge", "Angaben der Polizei")],
        ),
        (
            "Der Konvoi ist nach Angaben der Behörden verschwunden.",
            [("Der Konvoi ist … verschwunden", "nach", "Angaben der Behörden")],
        ),
        # Relative clauses and appositions between speaker and verb.
        (
            "Makei, der Außenminister von Belarus, sagte, es gebe keinen Grund.",
            [("es gebe keinen Grund", "sagte", "Makei, der Außenminister von Belarus")],
        ),
        # Nouns.
        (
            "Er wies die Behauptung, dass Truppen verlegt werden, als Unsinn ab.",
            [("dass Truppen verlegt werden", "Behauptung", "Er")],
        ),
        # Belief and consensus.
        (
            "Viele Experten befürchten, dass der Krieg länger dauert.",
            [("dass der Krieg länger dauert", "befürchten", "Viele Experten")],
        ),
        # Reported: verb and object.
        (
            "Die Opposition kritisierte den Einsatz scharf.",
            [("Die Opposition kritisierte den Einsatz scharf", "kritisierte", "Die Opposition")],
        ),
        # Speech that goes on in the subjunctive.
        (
            "Der General sagte, die Lage sei ernst. Es fehle an Munition.",
            [("die Lage sei ernst", "sagte", "Der General"), ("Es fehle an Munition", "", "Der General")],
        ),
        # Hearsay.
        (
            "Die Rakete soll in Belarus gelandet sein.",
            [("Die Rakete soll in Belarus gelandet sein", "soll", "")],
        ),
        # "Das sagte X" points back.
        (
            "Der Bau ruht. Das teilte die Stadt am Montag mit.",
            [("Der Bau ruht … Das", "teilte … mit", "die Stadt")],
        ),
    ],
)
def test_statements(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text, "de") == expected


@pytest.mark.parametrize(
    "text",
    [
        # soll as an order or a plan, nouns that look like the subjunctive, times, scores.
        "Die Truppen sollten ihre Bereitschaft testen.",
        "Die Suche dauerte bis zum Abend.",
        "Das Spiel endete um 10:05 Uhr mit 3:0.",
        "Nachdem der Regen kam, lief das Wasser in die Keller.",
        "",
    ],
)
def test_no_statement(text: str) -> None:
    assert told(text, "de") == []


def test_words_quoted_in_an_indirect_statement_stand_on_their_own_as_well() -> None:
    text = "Er sagte, die Lage sei „völlig unter Kontrolle“."
    assert [(s.kind, s.spans[0].of(text)) for s in statements(text, "de")] == [
        ("indirect", "die Lage sei „völlig unter Kontrolle“"),
        ("direct", "völlig unter Kontrolle"),
    ]


def test_calling_something_a_name_is_mixed() -> None:
    text = "Der Kanzler nannte Russland „seinen engsten Verbündeten“."
    (only,) = statements(text, "de")
    assert (only.kind, only.spans[0].of(text)) == ("mixed", "seinen engsten Verbündeten")
