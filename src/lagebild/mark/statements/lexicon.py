"""The word lists of `data/statements/*.toml`, with all forms of the cue verbs made from their infinitives."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from lagebild.mark.lemmas import is_known, lemmatize

# What a word can be; a word has several. Plain integers, because they are tested for every token.
CAP, NUM, PUNCT, QUOTE = 1, 2, 4, 8
DET, PREP, PRON, SUB, REL, COORD, ADV = 16, 32, 64, 128, 256, 512, 1024
FIN, PASSIVE, KONJ1, KONJ2, VERB, CUE, OBLIQUE, OPENER = 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144
LIGHT = 524288
CLOSED = DET | PREP | PRON | SUB | REL | COORD | ADV | FIN
VERBAL = FIN | VERB | KONJ1 | KONJ2

_CLASSES = {
    "determiners": DET,
    "prepositions": PREP,
    "pronouns": PRON,
    "subordinators": SUB,
    "relatives": REL,
    "coordinators": COORD,
    "adverbs": ADV,
    "auxiliaries": FIN,
    "passive": PASSIVE,
    "konjunktiv": KONJ1,
    "konjunktiv2": KONJ2,
    "not_nominative": OBLIQUE,
    "content_openers": OPENER,
}
_INSEPARABLE = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "unter", "über", "wider", "wieder")


_BEING = frozenset(("ist", "sei", "seien", "sind", "war", "waren", "wäre", "wären"))
_NOT_SUBJUNCTIVE = ("te", "ene", "nde", "erne", "sige", "zelne", "siehe")
"""Endings of past tenses, participles and adjectives."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a cue verb. `particle` is the separated prefix that must follow ("teilte … mit"), or empty;
    `fixed` the words without which a light verb says nothing ("in Aussicht" of "stellte … in Aussicht").
    `shape` is finite, participle, infinitive or zu (the infinitive with zu or to; in English the -ing form)."""

    lemma: str
    shape: str
    particle: str
    takes: frozenset[str]
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """The lists of one language; `forms` by lower-case form."""

    language: str
    lists: dict[str, frozenset[str]]
    forms: dict[str, tuple[Form, ...]]
    closed: dict[str, int]
    seen: dict[str, int] = field(default_factory=dict, compare=False)

    def flags(self, word: str) -> int:
        """What `word` can be."""
        known = self.seen.get(word)
        if known is None:
            known = self._classify(word)
            if len(self.seen) < 100_000:
                self.seen[word] = known
        return known

    def _classify(self, word: str) -> int:
        low, first = word.lower(), word[0]
        flags = self.closed.get(low, 0)
        if first.isupper():
            # "Suche", "Angriffe": nouns that look like the subjunctive of a verb.
            flags = (flags | CAP) if flags & FIN else (flags | CAP) & ~(KONJ1 | KONJ2)
        elif first.isdigit():
            flags |= NUM
        elif not first.isalpha():
            flags |= PUNCT
        elif not flags and self._is_verb(low):
            # "scheitere": small-written and no past tense, so the first subjunctive (or, after ich, the present).
            flags |= VERB | KONJ1 if low.endswith("e") and not low.endswith(_NOT_SUBJUNCTIVE) else VERB
        for form in self.forms.get(low, ()):
            flags |= LIGHT if form.fixed else CUE
        return flags

    def first_flags(self, word: str) -> int:
        """What the first word of a sentence can be: capital letters tell nothing there, so its lemma decides."""
        flags = self.flags(word)
        if self.language != "de" or flags & CLOSED or not flags & CAP or len(word) > 40:
            return flags
        low = word.lower()
        known = self.seen.get("^" + low)
        if known is None:
            # Only what is not inflected: "Täglich", not "Jugendliche"; and no verbs, for many are surnames as well.
            plain = lemmatize(low, "de") == low and not low.endswith("en") and is_known(low, "de")
            common = plain or any(f.shape == "participle" for f in self.forms.get(low, ()))
            known = self.seen["^" + low] = self.flags(low) if common else flags
        return known

    def _is_verb(self, low: str) -> bool:
        """Whether a small-written word can be a finite verb: its lemma is an infinitive and it is no participle."""
        if self.language != "de" or len(low) < 3 or len(low) > 40:
            return False
        forms = [f for f in self.forms.get(low, ()) if not f.fixed]
        if forms:
            return any(f.shape == "finite" for f in forms)
        lemma = lemmatize(low, "de")
        return lemma.endswith(("en", "ern", "eln")) and not (low.startswith("ge") and low.endswith(("t", "en")))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of `language` ("de" or "en"), read once."""
    data = tomllib.loads((files("lagebild") / f"data/statements/{language}.toml").read_text("utf-8"))
    inflect = _german if language == "de" else _english
    forms: dict[str, dict[tuple[str, str, str], Form]] = {}
    for verb, takes in data["verbs"].items():
        kinds = frozenset(takes.split())
        *fixed, base = [verb] if language == "en" else verb.split()
        needed = tuple(w.lower() for w in fixed)
        for form, shape, particle in inflect(base, data["strong"]):
            forms.setdefault(form, {})[(verb, shape, particle)] = Form(verb, shape, particle, kinds, needed)
    closed: dict[str, int] = {}
    for name, flag in _CLASSES.items():
        for word in data.get(name, ()):
            closed[word] = closed.get(word, 0) | flag
    lists = {k: frozenset(v) for k, v in data.items() if isinstance(v, list)}
    return Lexicon(language, lists, {k: tuple(v.values()) for k, v in forms.items()}, closed)


def _german(verb: str, strong: dict[str, Any]) -> list[tuple[str, str, str]]:
    prefix, _, base = verb.rpartition("|")
    stem = base[:-2] if base.endswith("en") else base[:-1]
    if base in strong:
        present, past, pasts, participle = strong[base].split()
    else:
        # "arbeitet", "zeichnet", but "wohnt", "lernt".
        hard = stem[-1] in "mn" and (stem[-2] not in "aeiouäöülrhmn" or stem[-3:-1] == "ch")
        link = "e" if stem[-1] in "td" or hard else ""
        present, past, pasts = f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}ten"
        augment = "" if base.endswith("ieren") or base.startswith(_INSEPARABLE) else "ge"
        participle = f"{augment}{stem}{link}t"
    finite = {present, past, pasts, base, f"{stem}e"} if base != "sein" else _BEING
    found = [(form, "finite", prefix) for form in finite]
    found += [(prefix + form, "finite", "") for form in finite if prefix]
    found += [(prefix + participle, "participle", ""), (prefix + base, "infinitive", "")]
    if prefix:
        found += [(f"{prefix}zu{base}", "zu", ""), (participle, "participle", prefix), (base, "infinitive", prefix)]
    return found


def _english(verb: str, strong: dict[str, Any]) -> list[tuple[str, str, str]]:
    base, _, particle = verb.partition(" ")
    if base.endswith("e"):
        stem, third = base[:-1], f"{base}s"
    elif base.endswith("y") and base[-2] not in "aeiou":
        stem, third = base, f"{base[:-1]}ies"
    else:
        stem, third = base, f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"
    past = f"{base[:-1]}ied" if third.endswith("ies") and base.endswith("y") else f"{stem}ed"
    participle, ing = past, f"{stem}ing"
    if base in strong:
        given = strong[base].split()
        past, participle = given[0], given[1]
        ing = given[2] if len(given) > 2 else ing
    found = [(base, "infinitive", particle), (third, "finite", particle), (past, "finite", particle)]
    return [*found, (participle, "participle", particle), (ing, "zu", particle)]
