# ruff: noqa: E501
"""Events: a sentence a row with the event that must be read from it; then laws that hold for any text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Context, Document, Event, Marks, Part, Reading, Span, Statement, Time
from lagebild.mark.events import EVENTS
from lagebild.mark.events.english import forms as english_forms
from lagebild.mark.events.german import forms as german_forms
from lagebild.mark.events.lexicon import lexicon
from lagebild.mark.names import NAMES
from lagebild.mark.sentences import SENTENCES


def events(text: str, language: str = "de", **layers: tuple[Time, ...] | tuple[Statement, ...]) -> tuple[Event, ...]:
    parts = (Part(Span(0, len(text)), "body", language),) if text else ()
    reading = Reading(Document("d"), 1, text, parts, language)
    context = Context(language=language, anchor=date(2023, 1, 3))
    marks = Marks(**layers) + SENTENCES(reading, Marks(), context)  # type: ignore[arg-type]
    return EVENTS(reading, marks + NAMES(reading, marks, context), context).events


def read(text: str, event: Event) -> tuple[str, str | None, str, list[str | None], list[str | None], str]:
    return (
        event.type,
        event.mode,
        event.span.of(text),
        [p.code for p in event.actor],
        [p.code for p in event.recipient],
        event.factuality,
    )


Row = tuple[str, tuple[str, str | None, str, list[str | None], list[str | None], str]]
GERMAN: list[Row] = [
    # A participle before its noun, with its agent.
    (
        "Das von Russland besetzte Gebiet der Ukraine ist arm.",
        ("ASSAULT", "seize", "besetzte", ["RUS"], ["UKR"], "happened"),
    ),
    (
        "Der von der Polizei festgenommene Journalist schweigt.",
        ("COERCE", "arrest", "festgenommene", ["COP"], ["MED"], "happened"),
    ),
    # Who is released is the recipient, though who withdraws is the actor.
    (
        "Die Hamas hat drei Briten freigelassen.",
        ("RETREAT", "release", "freigelassen", ["PSE REB"], ["GBR"], "happened"),
    ),
    # Main clause; the troops that are moved are no recipient.
    ("Russland verlegte Truppen nach Belarus.", ("MOBILIZE", "troops", "verlegte", ["RUS"], [], "happened")),
    # Passive without an agent: who moves is the actor.
    ("Russische Truppen wurden nach Brest verlegt.", ("MOBILIZE", "troops", "verlegt", ["RUS MIL"], [], "happened")),
    # Nominalisation with a genitive.
    (
        "Die Verlegung russischer Truppen nach Belarus dauert an.",
        ("MOBILIZE", "troops", "Verlegung", ["RUS MIL"], [], "ongoing"),
    ),
    # Verb-final, with the subjunctive of reported speech.
    (
        "Es heißt, dass Russland die Ukraine angegriffen habe.",
        ("ASSAULT", None, "angegriffen", ["RUS"], ["UKR"], "happened"),
    ),
    # Separable prefix.
    ("Die Ukraine zieht ihre Truppen aus Bachmut ab.", ("RETREAT", "withdraw", "zieht", ["UKR"], [], "ongoing")),
    # Passive with an agent.
    (
        "Der Journalist wurde von belarussischen Sicherheitskräften festgenommen.",
        ("COERCE", "arrest", "festgenommen", ["BLR COP"], ["MED"], "happened"),
    ),
    # A joined subject; all who meet are actors.
    ("Putin und Lukaschenko trafen sich.", ("CONSULT", None, "trafen", ["RUS GOV", "BLR GOV"], [], "happened")),
    # A meeting on the soil of one side is a visit to it; office and name are one person.
    (
        "Der russische Präsident Wladimir Putin traf in Minsk Alexander Lukaschenko.",
        ("CONSULT", "visit", "traf", ["RUS GOV"], ["BLR GOV"], "happened"),
    ),
    ("Lukaschenko empfing Putin.", ("CONSULT", "visit", "empfing", ["RUS GOV"], ["BLR GOV"], "happened")),
    # A capital that speaks is a government.
    ("Minsk wies die Vorwürfe zurück.", ("REJECT", "deny", "wies", ["BLR GOV"], [], "happened")),
    # Modality, negation, condition, question, order, future.
    ("Belarus könnte die Ukraine angreifen.", ("ASSAULT", None, "angreifen", ["BLR"], ["UKR"], "possible")),
    ("Belarus greift die Ukraine nicht an.", ("ASSAULT", None, "greift", ["BLR"], ["UKR"], "denied")),
    (
        "Wenn Belarus die Ukraine angreift, leidet das Land.",
        ("ASSAULT", None, "angreift", ["BLR"], ["UKR"], "hypothetical"),
    ),
    ("Greift Belarus die Ukraine an?", ("ASSAULT", None, "Greift", ["BLR"], ["UKR"], "unclear")),
    ("Deutschland wird der Ukraine Panzer liefern.", ("AID", "military", "liefern", ["DEU"], ["UKR"], "planned")),
    # What hangs on a word of fear, doubt or denial.
    (
        "Viele befürchten, dass Russland die Ukraine angreift.",
        ("ASSAULT", None, "angreift", ["RUS"], ["UKR"], "possible"),
    ),
    ("Minsk bestritt, dass Belarus Truppen verlegt habe.", ("MOBILIZE", "troops", "verlegt", ["BLR"], [], "denied")),
    (
        "Experten halten einen Kriegseintritt für unwahrscheinlich.",
        ("ASSAULT", "invade", "Kriegseintritt", [], [], "possible"),
    ),
    # The subject of an infinitive stands in the clause before; a genitive names an event beside the clause's own.
    (
        "Belarus hat damit begonnen, Soldaten an die Grenze zu verlegen.",
        ("MOBILIZE", "troops", "verlegen", ["BLR"], [], "happened"),
    ),
    (
        "Unter dem Deckmantel der Übung rücken Soldaten an die Grenze.",
        ("MOBILIZE", "exercise", "Übung", [], [], "ongoing"),
    ),
    # Nothing of the kind is there.
    ("Anzeichen für einen Angriff gibt es nicht.", ("ASSAULT", None, "Angriff", [], [], "denied")),
    # The recipient after a preposition; the noun beside its verb is the same event.
    (
        "Die USA verhängten Sanktionen gegen Belarus.",
        ("SANCTION", "sanctions", "verhängten", ["USA"], ["BLR"], "happened"),
    ),
    # Who warns is not who attacks.
    ("Der ukrainische Generalstab warnte vor einem Angriff.", ("ASSAULT", None, "Angriff", [], [], "possible")),
    # The subject of a relative clause stands before it.
    ("Die Armee, die nach Gomel verlegt wurde, schweigt.", ("MOBILIZE", "troops", "verlegt", ["MIL"], [], "happened")),
    # Build-up, readiness, exercise, medical preparation, denial.
    (
        "Lukaschenko ordnete eine Überprüfung der Gefechtsbereitschaft an.",
        ("MOBILIZE", "inspection", "ordnete", ["BLR GOV"], [], "happened"),
    ),
    (
        "Belarus hat ein Manöver mit Russland begonnen.",
        ("MOBILIZE", "exercise", "Manöver", ["BLR"], ["RUS"], "happened"),
    ),
    ("In Gomel wurden Feldlazarette errichtet.", ("MOBILIZE", "medical", "Feldlazarette", [], [], "happened")),
    ("Minsk dementierte einen Kriegseintritt.", ("REJECT", "deny", "dementierte", ["BLR GOV"], [], "happened")),
    ("Eine russische Rakete schlug in Kiew ein.", ("ASSAULT", "aerial", "schlug", ["RUS MIL"], [], "happened")),
    (
        "Die Botschaft der USA in Minsk wurde geschlossen.",
        ("SANCTION", "withdraw", "geschlossen", [], ["USA GOV"], "happened"),
    ),
]
ENGLISH: list[Row] = [
    ("Russia deployed 9,000 troops to Belarus.", ("MOBILIZE", "troops", "deployed", ["RUS"], [], "happened")),
    ("Russian forces were moved to Brest.", ("MOBILIZE", "troops", "moved", ["RUS MIL"], [], "happened")),
    ("Putin met Lukashenko in Minsk.", ("CONSULT", "visit", "met", ["RUS GOV"], ["BLR GOV"], "happened")),
    (
        "Belarus held joint military drills with Russia.",
        ("MOBILIZE", "exercise", "held joint military drills", ["BLR"], [], "happened"),
    ),
    ("Ukraine's president accused Russia of lies.", ("ACCUSE", "allege", "accused", ["UKR GOV"], ["RUS"], "happened")),
    ("Turkish police detained John Smith.", ("COERCE", "arrest", "detained", ["TUR COP"], [None], "happened")),
    (
        "Protesters were arrested by police in Minsk.",
        ("COERCE", "arrest", "arrested", ["BLR COP"], ["OPP"], "happened"),
    ),
    ("Russian missiles hit Kyiv.", ("ASSAULT", "aerial", "hit", ["RUS MIL"], ["UKR"], "happened")),
    ("Russia could invade Ukraine from Belarus.", ("ASSAULT", "invade", "invade", ["RUS"], ["UKR"], "possible")),
    (
        "If Belarus joined the war, Poland would respond.",
        ("ASSAULT", "invade", "joined the war", ["BLR"], [], "hypothetical"),
    ),
    # A dateline is nobody; a people acts.
    (
        "MINSK, Jan. 20 - Russian troops left Belarus.",
        ("RETREAT", "withdraw", "left", ["RUS MIL"], [], "happened"),
    ),
    (
        "She said in Vilnius that most Belarusians opposed Russia.",
        ("REJECT", None, "opposed", ["BLR"], ["RUS"], "happened"),
    ),
    # What a verb undoes is no event of its own.
    (
        "Germany suspended military aid to Mali.",
        ("SANCTION", "discontinue", "suspended military aid", ["DEU"], ["MLI"], "happened"),
    ),
    # A noun, not a verb.
    ("The Russian attack on Ukraine failed.", ("ASSAULT", None, "attack", ["RUS"], ["UKR"], "happened")),
    # After "and" the subject goes on.
    ("Putin met Lukashenko and praised Belarus.", ("SUPPORT", None, "praised", ["RUS GOV"], ["BLR"], "happened")),
    # Who is asked stands in the clause that follows.
    ("Ukraine demanded that Russia withdraw.", ("REQUEST", None, "demanded", ["UKR"], ["RUS"], "happened")),
    # North of a country is where, not whose.
    (
        "Russia and Belarus began ten days of joint exercises north of Ukraine.",
        ("MOBILIZE", "exercise", "joint exercises", ["RUS", "BLR"], [], "happened"),
    ),
    # Soldiers are stationed, also near stations.
    (
        "Russia stationed soldiers near power stations.",
        ("MOBILIZE", "troops", "stationed", ["RUS"], [], "happened"),
    ),
]


@pytest.mark.parametrize(
    ("language", "row"), [("de", r) for r in GERMAN] + [("en", r) for r in ENGLISH], ids=lambda r: str(r)[:40]
)
def test_read(language: str, row: Row) -> None:
    text, expected = row
    assert expected in [read(text, event) for event in events(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Er traf die Entscheidung allein.",  # no meeting
        "Sie verlegte den Termin.",  # no troops
        "Das Wetter war schön.",
        "Er zieht nach Berlin um.",
    ],
)
def test_no_event(text: str) -> None:
    assert events(text) == ()


def test_radio_stations_are_no_troops() -> None:
    assert events("Lavrov told Russian radio stations the same day that he was well.", "en") == ()


def test_a_name_after_the_sentence_is_not_read_into_it() -> None:
    text = "Russland verlegt Truppen nach\n\nAlexander Lukaschenko schweigt."
    assert [p.code for e in events(text) for p in e.actor] == ["RUS"]


def test_place_and_time_are_marks() -> None:
    text = "Am 7. Dezember verlegte Russland Truppen nach Brest."
    time = Time(
        id="t3-14",
        span=Span(3, 14),
        by="test/1",
        type="DATE",
        value="2022-12-07",
        earliest="2022-12-07",
        latest="2022-12-08",
    )
    (event,) = events(text, times=(time,))
    assert (event.place, event.time) == ("n46-51", "t3-14")


def test_soil_of_a_country_is_a_place() -> None:
    text = "Eine Rakete schlug auf belarussischem Gebiet ein."
    (event,) = events(text)
    assert event.place is not None
    assert text[int(event.place[1:].split("-")[0]) :].startswith("belarussischem")


def test_long_past_is_background() -> None:
    text = "2014 besetzte Russland das Gebiet."
    time = Time(
        id="t0-4", span=Span(0, 4), by="test/1", type="DATE", value="2014", earliest="2014-01-01", latest="2015-01-01"
    )
    assert [e.factuality for e in events(text, times=(time,))] == ["background"]


def test_innermost_statement_is_named() -> None:
    text = "Er sagt, sie meinten, Russland habe Truppen verlegt."
    outer = Statement(id="s1", span=Span(9, 51), by="test/1", spans=(Span(9, 51),), kind="indirect")
    inner = Statement(id="s2", span=Span(22, 51), by="test/1", spans=(Span(22, 51),), kind="indirect")
    assert [e.statement for e in events(text, statements=(outer, inner))] == ["s2"]


@pytest.mark.parametrize(
    ("infinitive", "expected"),
    [
        ("verlegen", {"verlegt", "verlegte", "verlegten", "verlege"}),
        ("ab|ziehen", {"zieht", "zog", "zogen", "abzieht", "abgezogen", "abzuziehen"}),
        ("landen", {"landet", "landete", "gelandet"}),
        ("stationieren", {"stationiert", "stationierte"}),
        ("an|greifen", {"greift", "griff", "angriff", "angegriffen"}),
        ("beschießen", {"beschießt", "beschoss", "beschossen"}),
        ("ein|berufen", {"beruft", "berief", "einberufen"}),
    ],
)
def test_german_verbs(infinitive: str, expected: set[str]) -> None:
    strong = {
        "ziehen": "zieht zog gezogen",
        "greifen": "greift griff gegriffen",
        "schießen": "schießt schoss geschossen",
        "berufen": "beruft berief berufen",
    }
    assert expected <= {form.text for form in german_forms(infinitive, strong)}


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("ban", {"bans", "banned", "banning"}),
        ("accuse", {"accuses", "accused", "accusing"}),
        ("deny", {"denies", "denied", "denying"}),
        ("clash", {"clashes", "clashed", "clashing"}),
        ("deploy", {"deploys", "deployed", "deploying"}),
        ("meet", {"meets", "met", "meeting"}),
        ("expel", {"expels", "expelled", "expelling"}),
    ],
)
def test_english_verbs(base: str, expected: set[str]) -> None:
    assert expected <= {text for text, _ in english_forms(base, {"meet": "met met"})}


@pytest.mark.parametrize("language", ["de", "en"])
def test_lexicon_covers_every_type(language: str) -> None:
    known = lexicon(language)
    types = {r.type for found in known.nouns.values() for r in found}
    types |= {r.type for found in known.verbs.values() for form in found for r in form.readings}
    assert len(types - {""}) == 16


WORDS = ["Russland", "Belarus", "verlegt", "Truppen", "nach", "zieht", "ab", ",", "dass", "wurde", "Putin", "und", "traf", "Angriff", "US-Präsident", "russische", "?", "'s", "🙂", "\n\n"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=40).map(" ".join), st.sampled_from(["de", "en"]))
def test_any_text(text: str, language: str) -> None:
    found = events(text, language)
    assert found == events(text, language)
    assert len({e.id for e in found}) == len(found)
    for event in found:
        for span in (event.span, *(p.span for p in (*event.actor, *event.recipient))):
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("unit", ["Russland ", "Angriff ", "zieht ", "traf Putin und ", ", die Armee", "US-Präsident "])
def test_long_hostile_text_is_read(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert all(e.span.end <= len(text) for e in events(text))
