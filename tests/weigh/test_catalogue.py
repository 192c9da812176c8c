"""Catalogues: the built-in one is sound, a faulty one is refused with every fault."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from lagebild.core import Span
from lagebild.errors import BadInput, UnknownName
from lagebild.mark.words import words
from lagebild.weigh.catalogue import built_in, check, families, hints, loads, template
from lagebild.weigh.phrases import Finder, parse

GOOD: dict[str, Any] = {
    "id": "x",
    "name": {"de": "x", "en": "x"},
    "rho": [0.1, 0.2, 0.3],
    "elicitation": 0.3,
    "reference": ["contiguous-all", "major-power-all"],
    "indicator": [
        {
            "id": "sign",
            "name": {"de": "Zeichen", "en": "sign"},
            "note": {"de": "warum", "en": "why"},
            "direction": "for",
            "cluster": "c",
            "p1": [0.5, 0.6, 0.7],
            "p0": [0.1, 0.2, 0.3],
            "a": [0.5, 0.6, 0.7],
            "b": [0.01, 0.02, 0.03],
            "half_life": 30,
            "figures": "elicited",
            "source": "own",
            "match": [{"de": ["truppen + grenz*"], "who": ["subject"]}],
        }
    ],
}

FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"p1": [0.5, 0.4, 0.7]}, "'p1' must be three rising figures"),
    ({"p1": [0.0, 0.4, 0.7]}, "'p1' must be three rising figures between 0 and 1"),
    ({"p0": [0.1, 0.2]}, "'p0' must be three rising figures"),
    ({"direction": "against"}, "contradict the direction 'against'"),
    ({"direction": "up"}, "'direction' must be for or against"),
    ({"b": [0.7, 0.8, 0.9]}, "must lie above b"),
    ({"half_life": 0}, "'half_life' must be a number of days above 0"),
    ({"figures": "guessed"}, "'figures' must be elicited or measured"),
    ({"name": {"de": "nur"}}, "'name' must be given in de and en"),
    ({"match": []}, "there is no [[indicator.match]]"),
    ({"match": [{"who": ["subject"]}]}, "a match needs phrases (de, en) or events"),
    ({"match": [{"de": ["x"], "who": ["enemy"]}]}, "unknown who 'enemy'"),
    ({"match": [{"de": ["x + "]}]}, "can't read the phrase"),
    ({"match": [{"de": ["gr*nz"]}]}, "can't read the phrase"),
    ({"match": [{"de": ["x"], "senses": ["maybe"]}]}, "unknown senses 'maybe'"),
    ({"colour": "red"}, "unknown key 'colour'"),
]


@pytest.mark.parametrize(("changes", "message"), FAULTS, ids=[f[1] for f in FAULTS])
def test_a_fault_is_named(changes: dict[str, Any], message: str) -> None:
    row = {**GOOD["indicator"][0], **changes}
    faults = check({**GOOD, "indicator": [row]})
    assert any(message in fault and fault.startswith("indicator 'sign'") for fault in faults), faults


def test_the_good_one_has_no_fault() -> None:
    assert check(GOOD) == ()


def test_an_indicator_that_stands_twice() -> None:
    assert "indicator 'sign' stands there twice" in check({**GOOD, "indicator": GOOD["indicator"] * 2})


def test_broken_files() -> None:
    with pytest.raises(BadInput, match="is not valid TOML"):
        loads("id = ", "c.toml")
    with pytest.raises(BadInput, match="'rho' is missing"):
        loads('id = "x"', "c.toml")


def test_unknown_family_lists_the_known() -> None:
    with pytest.raises(UnknownName, match="known are: ceasefire, war-entry"):
        built_in("peace")


@pytest.mark.parametrize("family", families())
def test_built_in_catalogues_are_sound(family: str) -> None:
    found = built_in(family)
    assert len(found.signs) >= 14
    for sign in found.signs:
        assert all(len(text) > 40 for _, text in sign.indicator.note), sign.indicator.id  # each figure has its reason
        assert sign.indicator.figures == "elicited"
        assert all(dict(p.phrases).keys() >= {"de", "en"} or p.events for p in sign.patterns), sign.indicator.id


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_of_polarity_are_sorted_phrases(language: str) -> None:
    table = tomllib.loads((files("lagebild") / "data" / "polarity" / f"{language}.toml").read_text("utf-8"))
    for kind, row in table.items():
        for text in row["words"]:
            assert parse(text).groups, kind


PHRASES = [
    ("truppen + grenz*", "Truppen stehen an der Grenze", True),
    ("truppen + grenz*", "An der Grenze stehen TRUPPEN", True),  # any order, any case
    ("truppen + grenz*", "Truppen stehen bereit", False),
    ("*soldaten", "Luftwaffensoldaten landen", True),
    ("*soldaten", "Soldatenlied", False),
    ("*truppe*", "Grenztruppen", True),
    ("field hospital*", "Two field hospitals were seen", True),
    ("field hospital*", "A hospital in a field", False),  # neighbours, in this order
    ("jagd|flug", "Der Flug", True),
    ("drill* - fire", "A fire drill", False),
    ("drill* - fire", "A military drill", True),
    ("s-300", "Eine S-300 flog", True),
]


@pytest.mark.parametrize(("phrase", "text", "expected"), PHRASES)
def test_phrases(phrase: str, text: str, expected: bool) -> None:
    assert bool(Finder([(parse(phrase), None)]).find(words(text))) is expected


def test_a_phrase_says_where_it_stands() -> None:
    text = "An der Grenze stehen Truppen"
    ((found, _),) = Finder([(parse("truppen + grenz*"), None)]).find(words(text))
    assert [s.of(text) for s in found.spans] == ["Truppen", "Grenze"]
    assert found.hull == Span(7, 28)


@pytest.mark.parametrize(
    ("pattern", "word", "expected"),
    [
        # within, at the beginning, at the end, the whole word; a word shorter than the pattern
        ("*a*", "bab", True), ("a*", "ba", False), ("a*", "ab", True), ("*a", "ba", True), ("*a", "ab", False),
        ("ab", "ab", True), ("ab", "abc", False), ("abc*", "ab", False), ("*abc", "bc", False), ("*b*", "b", True),
    ],
)  # fmt: skip
def test_patterns_of_a_word(pattern: str, word: str, expected: bool) -> None:
    assert bool(Finder([(parse(pattern), None)]).find(words(word))) is expected


HYPOTHESIS = {
    "id": "bluff",
    "of": "no",
    "name": {"de": "Bluff", "en": "Bluff"},
    "note": {"de": "warum", "en": "why"},
    "source": "own",
    "p": {"sign": [0.3, 0.4, 0.5]},
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"of": "maybe"}, "'of' must be yes or no"),
        ({"p": {"other": [0.3, 0.4, 0.5]}}, "unknown indicator 'other' in 'p'"),
        ({"p": {"sign": [0.3, 0.2, 0.5]}}, "p of 'sign' must be three rising figures"),
        ({"p": 0.3}, "'p' must be a table"),
        ({"name": {"de": "Bluff"}}, "'name' must be given in de and en"),
        ({"source": ""}, "'source' must be a text"),
        ({"odd": 1}, "unknown key 'odd'"),
    ],
)
def test_hypotheses(change: dict[str, Any], fault: str | None) -> None:
    found = check({**GOOD, "hypothesis": [{**HYPOTHESIS, **change}]})
    assert found == () if fault is None else any(f"hypothesis 'bluff': {fault}" in f for f in found)


def test_hypotheses_in_the_wrong_shape() -> None:
    assert "'hypothesis' must be tables" in check({**GOOD, "hypothesis": "bluff"})[0]
    assert "stands there twice" in check({**GOOD, "hypothesis": [HYPOTHESIS, HYPOTHESIS]})[0]
    bare = {key: value for key, value in HYPOTHESIS.items() if key != "source"}
    assert "'source' is missing" in check({**GOOD, "hypothesis": [bare]})[0]


@pytest.mark.parametrize(
    ("grades", "fault"),
    [
        ({"C": 0.5, "3": 0.4}, None),
        ({"G": 0.5}, "unknown grade 'G'"),
        ({"F": 0.5}, "unknown grade 'F'"),
        ({"C": 1.5}, "grade 'C' must lie between 0 and 1"),
        ({"C": True}, "grade 'C' must lie between 0 and 1"),
        ([], "'grades' must be a table"),
    ],
)
def test_grades(grades: object, fault: str | None) -> None:
    found = check({**GOOD, "grades": grades})
    assert found == () if fault is None else any(fault in f for f in found)


@pytest.mark.parametrize("family", families())
def test_explanations_lie_about_the_outcome_that_they_belong_to(family: str) -> None:
    """p1 mixes the ways to yes and p0 those to no, so it lies between theirs, where a catalogue names two or more."""
    catalogue = built_in(family)
    for of in ("yes", "no"):
        ways = [dict(h.fits) for h in catalogue.hypotheses if h.of == of]
        for sign in catalogue.indicators if len(ways) > 1 else ():
            figure = sign.p1 if of == "yes" else sign.p0
            found = [way[sign.id].best for way in ways]
            assert min(found) <= figure.best <= max(found), sign.id


def test_hints_tell_what_is_weak() -> None:
    assert all(not hints(built_in(family)) for family in families())
    text = template().replace("NAME", "x").replace('en = ["word*"]\n', "")
    text = text.replace("p0 = [0.2, 0.35, 0.5]", "p0 = [0.5, 0.69, 0.8]")
    text = text.replace('direction = "against"', 'direction = "for"')
    text = text.replace("p1 = [0.2, 0.35, 0.5]", "p1 = [0.8, 0.9, 0.95]")
    weak = loads(text)
    assert [hint.partition(":")[0] for hint in hints(weak)] == [
        "only 2 signs; write down at least 6 before you look at reports",
        "no sign speaks against",
        "'sign-for' is nearly as likely without the event as with it",
        "no phrases in 'en' for sign-against",
    ]


def test_a_ceasefire_has_explanations_for_both_outcomes() -> None:
    assert sorted(h.of for h in built_in("ceasefire").hypotheses) == ["no", "no", "yes", "yes"]
