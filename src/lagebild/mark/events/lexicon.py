"""The event lexicon, ready to look words up: each form of a verb or noun with its readings."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from lagebild.mark.events import english, german
from lagebild.mark.names.endings import Endings

TYPES = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE",
    "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
)  # fmt: skip
_LONGEST = 40


class Cues(NamedTuple):
    """Words of which one must stand near: one that begins or ends like one of them, of longer ones also holds it, or
    is it, where it says so ("=mit")."""

    ways: tuple[str, ...]

    def among(self, text: str) -> bool:
        """Whether one of them is among the words of `text` (`joined`)."""
        # No pattern: to compile the hundreds of the lexicon takes longer than to read a hundred reports.
        return any(way in text for way in self.ways)


class Reading(NamedTuple):
    """One way to take a word: its type ("" for no event) and mode; the words of which one must stand near (`cues`)
    and none may (`bars`); the sectors of which the actor must have one (`by`)."""

    type: str
    mode: str | None
    cues: Cues | None = None
    bars: Cues | None = None
    by: frozenset[str] = frozenset()


Readings = tuple[Reading, ...]


class VerbForm(NamedTuple):
    """A form of a verb in the lexicon; `particle` must stand at the end of the clause."""

    lemma: str
    kind: str
    particle: str
    readings: Readings


class Phrase(NamedTuple):
    """Words that must follow the first one, in order, and the readings."""

    rest: tuple[str, ...]
    kind: str
    readings: Readings


class Ways(NamedTuple):
    """The phrases of one head, most words first, by the form of the first word that follows it: of the many phrases
    that begin with "hold", a sentence without "talks" has nothing to do with "hold talks"."""

    by_word: dict[str, tuple[tuple[int, Phrase], ...]]
    alone: tuple[tuple[int, Phrase], ...]

    def all(self) -> list[Phrase]:
        """All of them, in their order."""
        held = {*self.alone}.union(*self.by_word.values())
        return [way for _, way in sorted(held, key=_rank)]

    def near(self, low: list[str]) -> list[Phrase]:
        """Those whose first word stands among `low`, in their order."""
        found = {*self.alone} if self.alone else set()
        for word in self.by_word.keys() & low:
            found.update(self.by_word[word])
        return [way for _, way in sorted(found, key=_rank)] if found else []


def _rank(numbered: tuple[int, Phrase]) -> int:
    return numbered[0]


class Lexicon(NamedTuple):
    """The words of one language. `inflected` are German participles as adjectives: "besetzte" of "besetzt"."""

    verbs: dict[str, tuple[VerbForm, ...]]
    nouns: dict[str, Readings]
    pairs: dict[str, dict[str, Readings]]
    phrases: dict[str, Ways]
    inflected: dict[str, tuple[VerbForm, ...]]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of "de" or "en", read once."""
    raw = tomllib.loads((files("lagebild") / f"data/events/{language}.toml").read_text("utf-8"))
    verbs: dict[str, list[VerbForm]] = {}
    for lemma, value in raw["verbs"].items():
        readings = _readings(value)
        for text, kind, particle in _verb_forms(lemma, language, raw):
            verbs.setdefault(text, []).append(VerbForm(lemma, kind, particle, readings))
    nouns: dict[str, Readings] = {}
    pairs: dict[str, dict[str, Readings]] = {}
    for noun, value in raw["nouns"].items():
        readings = _readings(value)
        for form in {noun, english.plural(noun)} if language == "en" else {noun}:
            first, _, second = form.partition(" ")
            if second:
                pairs.setdefault(first, {})[second] = readings
            else:
                nouns[form] = readings
    ordered = {text: tuple(dict.fromkeys(found)) for text, found in verbs.items()}
    inflected = _inflected(ordered) if language == "de" else {}
    return Lexicon(ordered, nouns, pairs, _phrases(raw, language), inflected)


def _inflected(verbs: dict[str, tuple[VerbForm, ...]]) -> dict[str, tuple[VerbForm, ...]]:
    found: dict[str, tuple[VerbForm, ...]] = {}
    for text, forms in verbs.items():
        participles = tuple(form for form in forms if form.kind == "participle")
        if participles:
            for ending in german.ADJECTIVE_ENDINGS:
                found[text + ending] = found.get(text + ending, ()) + participles
    return found


def _verb_forms(lemma: str, language: str, raw: dict[str, Any]) -> list[tuple[str, str, str]]:
    if language == "de":
        return [(f.text, f.kind, f.particle) for f in german.forms(lemma, raw["strong"])]
    return [(text, kind, "") for text, kind in english.forms(lemma, raw["irregular"])]


def _phrases(raw: dict[str, Any], language: str) -> dict[str, Ways]:
    """English phrases by each form of their first word, German ones by the last word's forms, as German verbs end
    a phrase: "in den Krieg eintreten" is kept under "eintritt", "eingetreten", and under "tritt … ein"."""
    found: dict[str, list[Phrase]] = {}
    for phrase, value in raw["phrases"].items():
        readings = _readings(value)
        pieces = phrase.split()
        head, rest = (pieces[0], pieces[1:]) if language == "en" else (pieces[-1], pieces[:-1])
        lowered = tuple(word.lower() for word in rest)
        if not head.islower() or head in _NO_VERBS:
            found.setdefault(head.lower(), []).append(Phrase(lowered, "noun", readings))
            continue
        separable = next((lemma for lemma in raw["verbs"] if lemma.replace("|", "") == head), head)
        for text, kind, particle in _verb_forms(separable, language, raw):
            words = (*lowered, particle) if particle else lowered
            found.setdefault(text, []).append(Phrase(words, kind, readings))
    return {first: _ways(sorted(held, key=lambda p: -len(p.rest))) for first, held in found.items()}


def _ways(phrases: list[Phrase]) -> Ways:
    by_word: dict[str, list[tuple[int, Phrase]]] = {}
    for number, way in enumerate(phrases):
        # An English plural counts as its singular, see triggers.
        word = way.rest[0].removeprefix("+") if way.rest else ""
        for form in {word, word + "s"}:
            by_word.setdefault(form, []).append((number, way))
    alone = tuple((n, way) for n, way in enumerate(phrases) if not way.rest)
    return Ways({word: tuple(held) for word, held in by_word.items()}, alone)


_NO_VERBS = frozenset(("armed", "attorney", "bereit", "einverstanden", "note", "request", "united", "water"))


def _readings(value: str | list[str]) -> Readings:
    made = []
    for line in [value] if isinstance(value, str) else value:
        rest, _, by = line.partition(" of ")
        head, _, words = rest.partition(" if ")
        kind, _, mode = head.strip().partition(" ")
        if kind not in TYPES and kind != "-":
            raise ValueError(f"event lexicon: unknown type {kind!r} in {line!r}")
        near = _cues([word for word in words.split() if word[0] != "!"])
        bars = _cues([word[1:] for word in words.split() if word[0] == "!"])
        made.append(Reading("" if kind == "-" else kind, mode or None, near, bars, frozenset(by.split())))
    return tuple(made)


def german_noun(lowered: str) -> Readings | None:
    """The readings of a German noun by its end: "Truppenverlegungen" by "verlegung"."""
    return _german_nouns().longest(lowered[-_LONGEST:])


@cache
def _german_nouns() -> Endings[Readings]:
    return Endings(lexicon("de").nouns, least=5, inflected=german.NOUN_ENDINGS)


def choose(readings: Readings, low: list[str]) -> Readings:
    """The readings that hold beside the words `low` of the clause, as far as the first that any actor will do for;
    none where the word tells no event."""
    held = []
    text = joined(low) if any(r.cues or r.bars for r in readings) else ""
    for reading in readings:
        if reading.cues is not None and not reading.cues.among(text):
            continue
        if reading.bars is not None and reading.bars.among(text):
            continue
        if not reading.type:
            break
        held.append(reading)
        if not reading.by:
            break
    return tuple(held)


def joined(low: list[str]) -> str:
    """The words of a clause as the patterns of cues want them: a space around each."""
    return f" {' '.join(low)} "


def _cues(words: list[str]) -> Cues | None:
    """The cues for these words of the list; None for no words."""
    return Cues(tuple(way for word in words for way in _ways_to_stand(word))) if words else None


def _ways_to_stand(word: str) -> tuple[str, ...]:
    """What a text with a space around each word holds where the word stands near."""
    if word[0] == "=":
        return (f" {word[1:]} ",)
    if len(word) > 5:
        return (word,)
    return (f" {word}", f"{word} ") if len(word) > 3 else (f" {word}",)
