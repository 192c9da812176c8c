"""The word lists and the forms made from them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from lagebild.mark.statements.lexicon import lexicon

TAKES = {"quote", "clause", "infinitive", "object", "label", "belief", "not", "author"}


@pytest.mark.parametrize(
    ("form", "lemma", "shape", "particle"),
    [
        ("sagte", "sagen", "finite", ""),
        # A link vowel after d, t, and consonant with m or n.
        ("antwortete", "antworten", "finite", ""),
        ("bezeichnet", "bezeichnen", "participle", ""),
        # Separable: apart, joined, participle, infinitive with zu.
        ("teilte", "mit|teilen", "finite", "mit"),
        ("mitteilte", "mit|teilen", "finite", ""),
        ("mitgeteilt", "mit|teilen", "participle", ""),
        ("mitzuteilen", "mit|teilen", "zu", ""),
        # Strong, inseparable, foreign.
        ("sprach", "sprechen", "finite", ""),
        ("betont", "betonen", "participle", ""),
        ("dementiert", "dementieren", "participle", ""),
    ],
)
def test_german_forms(form: str, lemma: str, shape: str, particle: str) -> None:
    found = {(f.lemma, f.shape, f.particle) for f in lexicon("de").forms[form]}
    assert (lemma, shape, particle) in found


@pytest.mark.parametrize(
    ("form", "lemma", "shape"),
    [
        ("said", "say", "finite"),
        ("denies", "deny", "finite"),
        ("denied", "deny", "participle"),
        ("noting", "note", "zu"),
        ("told", "tell", "finite"),
        ("admitted", "admit", "finite"),
    ],
)
def test_english_forms(form: str, lemma: str, shape: str) -> None:
    assert (lemma, shape) in {(f.lemma, f.shape) for f in lexicon("en").forms[form]}


@pytest.mark.parametrize("name", ["de", "en"])
def test_verbs_are_sorted_and_say_what_they_take(name: str) -> None:
    data = tomllib.loads((files("lagebild") / f"data/statements/{name}.toml").read_text("utf-8"))
    for verb, takes in data["verbs"].items():
        kinds = {t.partition(":")[0] for t in takes.split()}
        assert kinds, verb
        assert kinds <= TAKES, verb
    fold = str.maketrans("äöüß", "aous")
    keys = [v.replace("|", "").lower().translate(fold) for v in data["verbs"]]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", ["de", "en", "details_de", "details_en", "grammar"])
def test_every_file_names_its_source_and_licence(name: str) -> None:
    head = (files("lagebild") / f"data/statements/{name}.toml").read_text("utf-8")[:700]
    assert "Source:" in head
    assert "Licence:" in head
