"""The lists of organisations, products and given names: what they promise of themselves, and how names are found."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from lagebild.core import Context, Document, Marks, Part, Reading, Span
from lagebild.mark.names.annotator import NAMES
from lagebild.mark.names.gazetteer import first_names, load, table
from lagebild.mark.names.inflect import adjectives
from lagebild.mark.sentences import split

WARY = {"quoted", "article", "group", "outlet", "company", "party", "club", "union", "listed"}
SECTORS = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP", "REB", "MED", "NGO", "IGO"}
SECTORS |= {"EDU", "BUS", "LAB", "REL", "REF", "CVL"}
CODE = re.compile(r"(?:(?P<country>[A-Z]{3}) )?(?P<sector>[A-Z]{3})|IGO (?:EU|UN|NATO)|[A-Z]{3} IGO")


def found(text: str, language: str = "de") -> list[str]:
    part = Part(Span(0, len(text)), "body", language)
    reading = Reading(Document("report"), 1, text, (part,), language)
    marks = Marks(sentences=tuple(split(text, language=language)))
    names = NAMES(reading, marks, Context(language=language)).names
    return [n.span.of(text) for n in names if n.kind == "organisation"]


GERMAN = [
    # One entry, every ending of the adjective; all adjectives of a name alike.
    ("Er klagt gegen die Deutsche Bank.", ["Deutsche Bank"]),
    ("Der Chef der Deutschen Bank ging.", ["Deutschen Bank"]),
    ("Das meldete die Westdeutsche Allgemeine Zeitung.", ["Westdeutsche Allgemeine Zeitung"]),
    ("Sie schrieb für die Neue Osnabrücker Zeitung.", ["Neue Osnabrücker Zeitung"]),
    # The genitive in -es.
    ("Die Richter des Bundesgerichtshofes tagten.", ["Bundesgerichtshofes"]),
    ("Ein Sprecher des Weißen Hauses schwieg.", ["Weißen Hauses"]),
    # An outlet that is a common word: in quotation marks or after a word for one.
    ("Die Zeit drängt, und die Welt schaut zu.", []),
    ("Die Welt schaut zu.", []),
    ("Das sagte er der „Zeit“ am Montag.", ["Zeit"]),
    ("Das Magazin Focus hatte berichtet.", ["Focus"]),
    ("Der Focus liegt auf der Zukunft.", []),
    # A company that is a common word or a surname: beside a word for one, or in a compound with it.
    ("Der Autobauer Ford kürzt.", ["Ford"]),
    ("Frau Ford kürzt.", []),
    ("Die Ford-Aktie fiel.", ["Ford"]),
    # Parties: after an article, in brackets, in a list with others.
    ("Der Abgeordnete Habeck (Grüne) widersprach.", ["Grüne"]),
    ("Eine Koalition von SPD und Grünen hält.", ["SPD", "Grünen"]),
    ("Die Grünen widersprachen.", ["Die Grünen"]),
    ("Das Haus hat grüne und linke Türen, Grüne Bohnen und linke Hände.", []),
    ("Die Union und die Länder stritten.", []),
    ("Union und SPD stritten.", ["Union", "SPD"]),
    # A full stop and a number belong to a club's name.
    ("Der 1. FC Köln verlor gegen Borussia Dortmund.", ["1. FC Köln", "Borussia Dortmund"]),
]


@pytest.mark.parametrize(("text", "names"), GERMAN, ids=[text for text, _ in GERMAN])
def test_german(text: str, names: list[str]) -> None:
    assert found(text) == names


ENGLISH = [
    ("He told the Sydney Morning Herald so.", ["Sydney Morning Herald"]),
    # Common words, in this language too.
    ("It is time to meet your target and close the gap.", []),
    ("Carmaker Ford and retail giant Target cut jobs.", ["Ford", "Target"]),
    ("Cross the Atlantic.", []),
    ("Dick's Sporting Goods sued Johnson & Johnson.", ["Johnson & Johnson"]),
]


@pytest.mark.parametrize(("text", "names"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english(text: str, names: list[str]) -> None:
    assert found(text, "en") == names


def rows(file: str) -> dict[str, dict[str, Any]]:
    return load(file)


WEAPONS = {"aircraft", "air defence", "armour", "artillery", "drone", "missile", "none", "ship", "small arms"}


def test_weapons_have_a_known_kind() -> None:
    assert {row["weapon"] for row in rows("products").values()} <= WEAPONS


@pytest.mark.parametrize("file", ["organisations", "products"])
def test_lists_are_sorted_and_say_a_form_once(file: str) -> None:
    names = [name.lower() for name in rows(file)]
    assert names == sorted(names)
    forms = Counter(
        form
        for name, row in rows(file).items()
        for form in {form for written in (name, *row["forms"]) for form in adjectives(written)}
    )
    assert [form for form, count in forms.items() if count > 1] == []


def test_codes_and_warnings_are_known() -> None:
    countries = set(load("countries"))
    for name, row in rows("organisations").items():
        code = CODE.fullmatch(row.get("code", "NGO"))
        assert code, (name, row)
        assert code["sector"] is None or code["sector"] in SECTORS, name
        assert code["country"] is None or code["country"] in countries, name
        assert row.get("wary", "group") in WARY, name
        assert set(row) <= {"forms", "code", "entity", "wary"}, name


def test_entities_stand_once() -> None:
    # Twice only where one of an organisation's names is a common word and the others are not.
    seen = Counter((row["entity"], row.get("wary")) for row in rows("organisations").values() if "entity" in row)
    assert [entity for entity, count in seen.items() if count > 1] == []


def test_no_organisation_hides_a_town_that_is_known_better() -> None:
    # Towns that are companies or clubs to most readers; every other town stays a town.
    known = {"Benfica", "Carrefour", "Hitachi", "Scania", "Toyota"}
    towns = {row.split("|")[0].strip() for row in load("cities")["table"].split("\n") if row}
    names = {form for name, row in rows("organisations").items() for form in (name, *row["forms"])}
    assert names & (towns | set(load("regions"))) <= known


def test_given_names_are_words_of_their_own() -> None:
    assert len(first_names()) > 5_000
    for word in ("Will", "August", "Sofia", "Paris", "Heide", "Rose", "Wolf", "Till", "Bild", "Mine", "Can"):
        assert word not in first_names()
    assert len(load("first_names")["names"].split()) == len(first_names())


def test_the_table_holds_what_the_lists_say() -> None:
    assert any(rest == ("Bank",) for rest, _ in table()["Deutschen"])
