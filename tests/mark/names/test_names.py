# ruff: noqa: E501
"""Names: one sentence a row, all names that must be found in it, in order; then laws that hold for any text."""

from __future__ import annotations

import pytest
from babel import Locale
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from lagebild.core import Context, Document, Marks, Name, Part, Reading, Span
from lagebild.mark.names import NAMES, codes
from lagebild.mark.names.gazetteer import load, table
from lagebild.mark.sentences import SENTENCES


def names(text: str, language: str = "de") -> tuple[Name, ...]:
    parts = (Part(Span(0, len(text)), "body", language),) if text else ()
    reading = Reading(Document("d"), 1, text, parts, language)
    context = Context(language=language)
    return NAMES(reading, SENTENCES(reading, Marks(), context), context).names


CASES = [
    # One country under its two names, in the genitive too.
    (
        "Weißrusslands Armee gilt als klein, Belarus' Führung schweigt.",
        [
            ("Weißrusslands Armee", "organisation", "org:BLR-MIL-army"),
            ("Weißrusslands", "country", "iso:BLR"),
            ("Belarus", "country", "iso:BLR"),
        ],
    ),
    # Adjectives in their cases; a body of a state takes its country.
    (
        "Das belarussische Verteidigungsministerium lobte ukrainischen Widerstand nicht.",
        [
            ("belarussische Verteidigungsministerium", "organisation", "org:BLR-GOV-defence-ministry"),
            ("belarussische", "people", "iso:BLR"),
            ("ukrainischen", "people", "iso:UKR"),
        ],
    ),
    # The country may follow in the genitive.
    (
        "Der Generalstab der Ukraine meldete Angriffe.",
        [("Generalstab", "organisation", "org:UKR-MIL-general-staff"), ("Ukraine", "country", "iso:UKR")],
    ),
    # Nouns for people.
    (
        "Viele Belarussen und Ukrainerinnen flohen.",
        [("Belarussen", "people", "iso:BLR"), ("Ukrainerinnen", "people", "iso:UKR")],
    ),
    # Adjective of a town; a town's own entity.
    (
        "Der Kiewer Bürgermeister war in Brest.",
        [("Kiewer", "people", "geonames:703448"), ("Brest", "place", "geonames:629634")],
    ),
    # Whole name, then the surname with a genitive ending.
    (
        "Präsident Alexander Lukaschenko schwieg. Lukaschenkos Sprecherin nicht.",
        [("Alexander Lukaschenko", "person", "wikidata:Q2866"), ("Lukaschenkos", "person", "wikidata:Q2866")],
    ),
    # A relative is somebody else.
    ("Viktor Lukaschenko reiste ab.", [("Viktor Lukaschenko", "person", None)]),
    # A role before a name that no list knows; then the surname alone.
    (
        "Der Analyst Konrad Muzyka widersprach. Muzyka sieht keine Anzeichen.",
        [("Konrad Muzyka", "person", None), ("Muzyka", "person", None)],
    ),
    # A rank and a given name only.
    ("Oberstleutnant Artyom sprach mit Reportern.", [("Artyom", "person", None)]),
    # A compound with the role in it.
    ("Kremlsprecher Dmitri Peskow dementierte.", [("Dmitri Peskow", "person", None)]),
    # Compounds with a hyphen: the first part, and adjectives in any part.
    (
        "US-Präsident Joe Biden kritisierte russisch-belarussische Manöver.",
        [
            ("US", "country", "iso:USA"),
            ("Joe Biden", "person", "wikidata:Q6279"),
            ("russisch", "people", "iso:RUS"),
            ("belarussische", "people", "iso:BLR"),
        ],
    ),
    # Institutes by head noun.
    (
        "Das Institut für Weltwirtschaft und das Institute for the Study of War warnten.",
        [
            ("Institut für Weltwirtschaft", "organisation", None),
            ("Institute for the Study of War", "organisation", None),
        ],
    ),
    # Weapons and named events.
    (
        "Im Zweiten Weltkrieg gab es keine S-300 und keinen Leopard 2.",
        [("Zweiten Weltkrieg", "event", None), ("S-300", "product", None), ("Leopard 2", "product", None)],
    ),
    # Nouns and verbs that are also names: only where just the name can stand.
    ("Das Essen war gut.", []),
    ("Er lebt in Essen.", [("Essen", "place", "geonames:2928810")]),
    ("Das Bild zeigt Panzer, der Wagner spielt.", []),
    ("Die Gruppe Wagner rückte ab.", [("Gruppe Wagner", "organisation", None)]),
    # A capitalised noun after a role is no name by itself.
    ("Der Präsident Verhandlungen abzulehnen riet niemand.", []),
    # Acronyms no list knows; a Roman numeral is none.
    ("Er flog von Island nach Malta.", [("Island", "country", "iso:ISL"), ("Malta", "country", "iso:MLT")]),
    ("Die ABCD und Papst Pius XII hatten nichts gemein.", [("ABCD", "organisation", None), ("Pius", "person", None)]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_german(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(n.span.of(text), n.kind, n.entity) for n in names(text)] == expected


ENGLISH = [
    # Peoples of parts of the world and of regions; the long name of a state.
    (
        "African leaders met a Siberian delegation in the Republic of Armenia.",
        [("African", "people", None), ("Siberian", "people", None), ("Republic of Armenia", "country", "iso:ARM")],
    ),
    # A word for a part of a place, or for what it is, makes one name with it.
    (
        "Fighting went on in South Waziristan and Borno State.",
        [("South Waziristan", "place", None), ("Borno State", "place", None)],
    ),
    # Possessives do not belong to the name.
    (
        "Vladimir Putin's spokesman Dmitry Peskov met Belarus's defence ministry.",
        [
            ("Vladimir Putin", "person", "wikidata:Q7747"),
            ("Dmitry Peskov", "person", None),
            ("Belarus's defence ministry", "organisation", "org:BLR-GOV-defence-ministry"),
            ("Belarus", "country", "iso:BLR"),
        ],
    ),
    # A dateline in capitals.
    ("KYIV, Ukraine - Russian troops left.", [("KYIV", "place", "geonames:703448"), ("Ukraine", "country", "iso:UKR"), ("Russian", "people", "iso:RUS")]),
    # Letters with stops.
    ("The U.S. and the U.N. agreed.", [("U.S.", "country", "iso:USA"), ("U.N.", "organisation", "wikidata:Q1065")]),
    # A person called like a country.
    ("Michael Jordan went to Jordan.", [("Michael Jordan", "person", None), ("Jordan", "country", "iso:JOR")]),
    # Head noun after capitalised words.
    (
        "He teaches at Belarus State University.",
        [("Belarus State University", "organisation", None), ("Belarus", "country", "iso:BLR")],
    ),
    # The place inside: "Paris" of a county court, a town of the large gazetteer with its state.
    (
        "The sheriff of Paris, Texas, met the Gainesville City Council.",
        [
            ("Paris", "place", "geonames:4717560"),
            ("Texas", "place", None),
            ("Gainesville City Council", "organisation", None),
            ("Gainesville", "place", "geonames:4692746"),
        ],
    ),
    # "Island" is Iceland in German only.
    ("The Island was calm.", []),
    # A surname, a common word and a given name with a surname are no towns.
    ("Mr. Marshall said the Reading was good for Emma Miller.", [("Marshall", "person", None), ("Emma Miller", "person", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENGLISH, ids=[text[:40] for text, _ in ENGLISH])
def test_english(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(n.span.of(text), n.kind, n.entity) for n in names(text, "en")] == expected


def test_places_have_coordinates_and_a_radius() -> None:
    for name in names("In Minsk, am Schwarzen Meer und in Polen."):
        assert name.lat is not None
        assert name.lon is not None
        assert name.radius_km


def test_two_people_of_one_surname_keep_no_entity() -> None:
    text = "Alexander Lukaschenko schwieg, Viktor Lukaschenko auch. Ein Vertrauter Kolja Lukaschenkos lachte."
    found = names(text)
    assert {n.entity for n in found if n.span.of(text).startswith("Viktor")} == {None}


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_country_of_cldr_is_known(language: str) -> None:
    """Each territory of CLDR that our table has a code for goes by its CLDR name."""
    alpha2 = {three: two[0] for three, two in get_global("territory_aliases").items() if len(three) == 3}
    territories = Locale(language).territories
    missing = []
    for code in load("countries"):
        official = territories.get(alpha2.get(code, ""), "").split(" (")[0]
        special = code in {"HKG", "CHN", "TUR", "PSE", "MMR", "COD", "COG", "VAT"}
        if official and not special:
            found = names(f"Er war in {official.replace('&', 'and')}.", language)
            if f"iso:{code}" not in {n.entity for n in found}:
                missing.append((code, official))
    assert missing == []


def test_entities_have_codes() -> None:
    assert codes()["wikidata:Q2866"] == "BLR GOV"
    assert codes()["iso:BLR"] == "BLR"
    assert codes()["geonames:625144"] == "BLR"


def test_no_empty_form_in_the_gazetteer() -> None:
    assert all(first.strip() == first != "" for first in table())


WORDS = ["Belarus", "Putin", "von", "der", "Präsident", "Alexander", "Minsk", "US-", "-", "'s", ".", "\n\n", "🙂", "ß", "Rat", "für", "AG", "e\u0301"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=40).map(" ".join))
def test_any_text(text: str) -> None:
    found = names(text)
    assert found == names(text)
    assert len({n.id for n in found}) == len(found)
    for name in found:
        assert 0 <= name.span.start < name.span.end <= len(text)
        assert not name.span.of(text)[0].isspace()


@pytest.mark.parametrize(
    "unit", ["Präsident ", "Alexander von ", "A. ", "Minsk-", "US-Rat für der ", "AAA ", "Иван ", "e\u0301"]
)
def test_long_hostile_text_is_read(unit: str) -> None:
    text = (unit * (200_000 // len(unit)))[:200_000]
    assert all(n.span.end <= len(text) for n in names(text))
