"""Whether a statement speaks for or against a proposition: tables of cases, laws, hostile input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagebild.cli import main
from lagebild.errors import BadInput, UnknownName, Unreadable
from lagebild.mark.words import words
from lagebild.weigh.direction import CLEAR, KINDS, LANGUAGES, clauses, direction, lexicon, proposition
from lagebild.weigh.direction_lines import read

BAN, BUILD, KEEP, NONE = (
    "Nachtflüge sollen verboten werden.",
    "Die Umgehungsstraße soll gebaut werden.",
    "Der Feiertag soll beibehalten werden.",
    "Keine neuen Parkplätze in der Innenstadt!",
)
# Written for this test. Thesis, statement, side.
GERMAN = [
    # An open yes or no.
    (BUILD, "Ja, das unterstützen wir ausdrücklich.", "for"),
    (BUILD, "Nein, das lehnen wir ab.", "against"),
    (BUILD, "Wir sind gegen den Bau der Umgehungsstraße.", "against"),
    # No need, in several words; the negation belongs to the phrase.
    (BUILD, "Dafür gibt es keinen Bedarf.", "against"),
    (BUILD, "Eine Umgehungsstraße ist nicht notwendig.", "against"),
    (BUILD, "Die Umgehungsstraße ist überflüssig.", "against"),
    # Demands and what they ask for.
    (BUILD, "Die Umgehungsstraße muss endlich gebaut werden.", "for"),
    (BUILD, "Die Umgehungsstraße darf nicht gebaut werden.", "against"),
    # Values.
    (BUILD, "Die Umgehungsstraße ist wichtig und sinnvoll.", "for"),
    (BUILD, "Die Umgehungsstraße ist teuer und schädlich.", "against"),
    # What would come of it.
    (BUILD, "Das würde die Anwohner belasten und wäre zu teuer.", "against"),
    # What there is does.
    (BUILD, "Die bestehenden Straßen reichen aus, das Netz hat sich bewährt.", "against"),
    (KEEP, "Der Feiertag hat sich bewährt und soll bleiben.", "for"),
    (KEEP, "Wir wollen den Feiertag abschaffen.", "against"),
    # Another thing in its place.
    (BUILD, "Statt der Umgehungsstraße brauchen wir eher andere Lösungen.", "against"),
    # A ban: a good word for the thing is a word against the ban.
    (BAN, "Nachtflüge sind wichtig und nützen der Wirtschaft, sie sind gut.", "against"),
    (BAN, "Nachtflüge sind gefährlich, schädlich und überflüssig.", "for"),
    (BAN, "Wir lehnen ein Verbot der Nachtflüge ab.", "against"),
    (BAN, "Nachtflüge lehnen wir ab.", "for"),
    (BAN, "Ein Verbot der Nachtflüge ist nicht sinnvoll.", "against"),
    (BAN, "Nachtflüge müssen verboten werden, ein Verbot ist sinnvoll.", "for"),
    # "Kein" in the thesis.
    (NONE, "Neue Parkplätze in der Innenstadt sind wichtig und sinnvoll.", "against"),
    (NONE, "Neue Parkplätze in der Innenstadt lehnen wir ab.", "for"),
]
ENGLISH = [
    ("The bypass should be built.", "We strongly support this.", "for"),
    ("The bypass should be built.", "We reject the bypass.", "against"),
    ("The bypass should be built.", "The bypass is not necessary.", "against"),
    ("The bypass should be built.", "The bypass must be built; it is important and sensible.", "for"),
    ("The bypass should be built.", "That would be expensive and would harm residents.", "against"),
    ("Should the city ban night flights?", "Night flights are harmful, dangerous and unnecessary.", "for"),
    ("Should the city ban night flights?", "A ban on night flights is not justified.", "against"),
    ("Should the city ban night flights?", "Night flights are important and good for trade; they help.", "against"),
    ("The holiday should be kept.", "We want to abolish the holiday.", "against"),
]


@pytest.mark.parametrize(("thesis", "statement", "side"), GERMAN)
def test_german(thesis: str, statement: str, side: str) -> None:
    found = direction(thesis, statement, language="de")
    assert found.direction == side, found


@pytest.mark.parametrize(("thesis", "statement", "side"), ENGLISH)
def test_english(thesis: str, statement: str, side: str) -> None:
    found = direction(thesis, statement, language="en")
    assert found.direction == side, found


# Sign of the thing, and whether things are to stay as they are.
@pytest.mark.parametrize(
    ("text", "language", "sign", "keep"),
    [
        (BUILD, "de", 1, False),
        (BAN, "de", -1, False),
        (KEEP, "de", 1, True),
        (NONE, "de", -1, False),
        ("Der Feiertag soll nicht abgeschafft werden.", "de", 1, True),
        ("Das Land soll sich dafür einsetzen, dass Nachtflüge verboten werden.", "de", -1, False),
        # What stands in a relative clause or in brackets is not what is proposed.
        ("Firmen, die Stellen streichen, sollen Hilfe erhalten.", "de", 1, False),
        ("Es soll ein Denkmal (für den gestrichenen Zug) gebaut werden.", "de", 1, False),
        ("Das Verbot soll bestehen bleiben.", "de", 1, True),
        # What is to be allowed, and more of a thing, is more, whatever is done.
        ("In dem Hafen soll Kohle abgebaut werden dürfen.", "de", 1, False),
        ("Alte Schiffe sollen leichter abgewrackt und Häfen geschlossen werden können.", "de", 1, False),
        ("Mehr Häfen sollen verkauft werden.", "de", 1, False),
        ("Keine weiteren verkaufsoffenen Abende!", "de", -1, False),
        # A negation that belongs to a noun is none of what is to be done.
        ("Boote ohne Motor sollen gefördert werden.", "de", 1, False),
        ("Die Fähren sollen ausschließlich mit Strom fahren.", "de", 1, False),
        ("Ferries without engines should be built.", "en", 1, False),
        ("Should the city ban night flights?", "en", -1, False),
        ("The city should not ban night flights.", "en", 1, True),
    ],
)
def test_proposition(text: str, language: str, sign: int, keep: bool) -> None:
    found = proposition(text, language)
    assert (found.sign, found.keep) == (sign, keep)


# Nothing said of it, or both at once.
@pytest.mark.parametrize("statement", ["", "   ", "🙂", "Die Stadt hat 40.000 Einwohner.", "Siehe unser Programm."])
def test_unclear(statement: str) -> None:
    assert direction(BUILD, statement, language="de").direction == "unclear"


# A conceded clause counts less than the same clause alone.
def test_concession() -> None:
    alone = direction(BUILD, "Die Straße ist wichtig.", language="de").score
    conceded = direction(BUILD, "Die Straße ist zwar wichtig.", language="de").score
    assert 0 < conceded < alone


# "Nicht nur" is no negation.
def test_look_alikes() -> None:
    assert direction(BUILD, "Sie ist nicht nur wichtig.", language="de").score > 0
    assert direction(BUILD, "Sie ist nicht wichtig.", language="de").score < 0


def test_reasons_name_their_words() -> None:
    found = direction(BUILD, "Nein, das lehnen wir ab.", language="de")
    assert [dict(n.values)["words"] for n in found.why if n.key == "direction.reject"] == ["Nein", "lehnen wir ab"]
    assert all(float(dict(n.values)["adds"]) < 0 for n in found.why if n.key == "direction.reject")


def test_clauses() -> None:
    found = list(clauses(words("Ja, gern. Warum nicht? Eben")))
    assert [([w.text for w in c.words], c.sentence, c.asked) for c in found] == [
        (["Ja"], 0, False),
        (["gern"], 0, False),
        (["Warum", "nicht"], 1, True),
        (["Eben"], 2, False),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_filed_once_a_kind_and_found(language: str) -> None:
    """A pattern that its own words don't trigger is a slip of the pen."""
    finder = lexicon(language).phrases
    for phrase, kind in finder._entries:
        said = " ".join(" ".join(w.strip("*") for w in group[0]) for group in phrase.groups)
        assert any(f.phrase is phrase for f, _ in finder.find(words(said))), (kind, phrase.text)
    assert {kind for _, kind in finder._entries} == set(KINDS)


@settings(max_examples=40)
@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text(question: str, statement: str, language: str) -> None:
    found = direction(question, statement, language=language)
    assert -1 <= found.score <= 1
    assert (found.direction == "unclear") == (abs(found.score) < CLEAR)
    assert direction(question, statement, language=language) == found


def test_long_text_is_no_trouble() -> None:
    assert direction(BUILD, "nicht " * 5_000 + "wichtig. " * 5_000, language="de").score <= 1


def test_unknown_language() -> None:
    with pytest.raises(UnknownName, match="known are: de, en"):
        direction(BUILD, "oui", language="fr")


GOOD = {"id": "1", "question": BUILD, "statement": "Nein, das lehnen wir ab.", "language": "de"}
BAD = {
    "no JSON": ("{", "is not JSON"),
    "no object": ("[]", "is no object"),
    "no id": (json.dumps(GOOD | {"id": None}), "has no id"),
    "no statement": (json.dumps(GOOD | {"statement": 3}), "statement is no text"),
    "empty question": (json.dumps(GOOD | {"question": " "}), "the question is empty"),
    "other language": (json.dumps(GOOD | {"language": "fr"}), "unknown name 'fr'.*known are: de, en"),
    "deep": ("[" * 100_000, "nested too deeply"),
    "not UTF-8": ("\udcff", "is not UTF-8"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_line_is_named_and_the_rest_goes_on(fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line, reason = BAD[fault]
    path = tmp_path / "asked.jsonl"
    text = "\n".join([json.dumps(GOOD), "", line, json.dumps(GOOD | {"language": "de-AT", "id": 7})])
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput, match=reason) as raised:
        list(read(path))
    assert raised.value.source.endswith("line 3")
    assert main(["direction", str(path)]) == 1
    out, err = capsys.readouterr()
    told = [json.loads(line) for line in out.splitlines()]
    assert [(t["id"], t["direction"]) for t in told] == [("1", "against"), (7, "against")]
    assert list(told[0]) == ["id", "direction", "score"]
    assert err.count("\n") == 1


def test_absent_file(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        list(read(tmp_path / "absent"))
