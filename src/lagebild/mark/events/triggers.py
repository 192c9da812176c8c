"""Words that name an event: verbs with their particles, nouns, fixed phrases."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import NamedTuple

from lagebild.mark.events.clause import Clause, small
from lagebild.mark.events.english_verbs import BEFORE_BASE, after_auxiliary, is_verb
from lagebild.mark.events.lexicon import (
    Cues,
    Phrase,
    Reading,
    Readings,
    VerbForm,
    choose,
    german_noun,
    joined,
    lexicon,
)
from lagebild.mark.words import Memo

_REACH = 4


_NOTHING = Reading("", None)


_IRREAL = frozenset(("hätte", "hätten", "wäre", "wären"))


class Trigger(NamedTuple):
    """An event word at token `at` (`last` ends it), the token of its particle or None, and what form it has.
    `others` are the readings to take, in order, where the actor does not fit the first."""

    at: int
    last: int
    particle: int | None
    kind: str
    lemma: str
    reading: Reading
    others: Readings = ()


def _may_trigger(text: str, language: str) -> bool:
    """Whether the word can begin an event word or phrase at all."""
    low, known = text.lower(), lexicon(language)
    if low in known.verbs or low in known.nouns or low in known.phrases or low in known.pairs:
        return True
    return (german_noun(low) is not None) if language == "de" and text[0].isupper() else low in known.inflected


BEGINNING = {language: Memo(partial(_may_trigger, language=language)) for language in ("de", "en")}


@lru_cache(maxsize=50_000)
def finite(low: str) -> bool:
    """Whether a German word is a finite verb: an auxiliary, a modal or a verb of the lexicon that is no participle."""
    sets = small("de")
    if low in sets.auxiliaries or low in sets.modal or low in sets.planning or low in sets.past:
        return low not in _UNFINITE
    kinds = {form.kind for form in lexicon("de").verbs.get(low, ())}
    return bool(kinds & {"past", "present", "subjunctive"}) and "participle" not in kinds


_UNFINITE = frozenset(
    ("bin", "gewesen", "haben", "sein", "werden", "worden", "sollen", "wollen", "können", "planen", "beabsichtigen")
)


def worth_reading(texts: list[str], begins: list[int], language: str) -> bool:
    """Whether a sentence can hold an event word at all, `begins` being the tokens that can begin one. A word that
    needs others beside it ("geben", "stellen") counts only where one of these stands there."""
    low: list[str] = []
    for at in begins:
        needed = _needed(texts[at], language)
        if needed is None:
            return True
        low = low or [text.lower() for text in texts]
        if not needed.words.isdisjoint(low) or any(cues.among(joined(low)) for cues in needed.cues):
            return True
    return False


class _Needed(NamedTuple):
    """What an event word needs beside it: one of these words, or a word for one of these cues."""

    words: frozenset[str]
    cues: tuple[Cues, ...]


@lru_cache(maxsize=50_000)
def _needed(text: str, language: str) -> _Needed | None:
    """What must stand beside an event word in any of its readings; None where one of them needs nothing."""
    low, known = text.lower(), lexicon(language)
    if text[0].islower() and low in known.inflected:
        return None
    readings = [r for form in known.verbs.get(low, ()) for r in form.readings]
    readings.extend(
        known.nouns.get(low) or (german_noun(low) if language == "de" and text[0].isupper() else None) or ()
    )
    if low in known.pairs or any(r.type and r.cues is None for r in readings):
        return None
    ways = known.phrases[low].all() if low in known.phrases else []
    rests = [max(way.rest, key=len, default="").removeprefix("+") for way in ways]
    if "" in rests:
        return None
    return _Needed(
        frozenset(form for word in rests for form in (word, word + "s")),
        tuple(r.cues for r in readings if r.cues is not None),
    )


def triggers(clause: Clause, begins: list[int]) -> list[Trigger]:
    """The event words of a sentence in order, none inside another; `begins` are the tokens that can begin one."""
    found: list[Trigger] = []
    taken = -1
    for at in begins:
        if at < taken:
            continue
        made = _phrase(clause, at) or (_german(clause, at) if clause.german else _english(clause, at))
        if made is not None:
            taken = made.last
            if made.reading.type:
                found.append(made)
    return [t for n, t in enumerate(found) if not _repeats(clause, t, found, n)]


# "wies die Vorwürfe zurück", "suspended military aid", "sagte das Treffen ab": the verb says that the noun is not so.
_UNDONE = {
    "SANCTION": ("AID", "CONSULT", "COOPERATE"),
    "CONCEDE": ("SANCTION", "COERCE", "PROTEST", "RETREAT"),
    "RETREAT": ("ASSAULT",),
}


def _repeats(clause: Clause, trigger: Trigger, found: list[Trigger], number: int) -> bool:
    """Whether a noun only says again what its verb (or the noun before) says: "verhängte Sanktionen", "wies die
    Vorwürfe zurück"."""
    if trigger.kind != "noun":
        return False
    kind, mode = trigger.reading[:2]
    for other in found[max(0, number - 4) : number + 5]:
        if other is trigger or clause.bounds[other.at] != clause.bounds[trigger.at]:
            continue
        # "verübte einen Anschlag": a verb that is read so only because this noun stands there.
        cues, noun = other.reading.cues, f" {clause.low[trigger.at]} "
        owed = cues is not None and cues.among(noun)
        same = other.reading.type == kind and (other.reading.mode == mode or owed)
        if same and (other.kind != "noun" or 0 < trigger.at - other.at <= 4):
            return True
        if other.kind != "noun" and kind in _UNDONE.get(other.reading.type, ()):
            return True
    return False


def _phrase(clause: Clause, at: int) -> Trigger | None:
    ways = lexicon(clause.language).phrases.get(clause.low[at])
    if ways is None:
        return None
    first, last = clause.bounds[at]
    if clause.german:
        found = [(_german_phrase(clause, at, way), way) for way in ways.near(clause.low[first:last])]
    else:
        near = ways.near(clause.low[at + 1 : min(last, at + 1 + _REACH)])
        found = [(_follows(clause, at, way), way) for way in near]
        # Of phrases of as many words the tightest: "calling out the deal for" is not "call for".
        found.sort(key=lambda f: (-len(f[1].rest), f[0] or 0))
    for end, way in found:
        if end is None:
            continue
        made = _as_phrase(clause, at, end, way)
        if made is not None:
            return made
    return None


def _german_phrase(clause: Clause, at: int, way: Phrase) -> int | None:
    """German phrases end in their verb, which stands last or, in a main clause, before the rest."""
    before_or_after = _follows(clause, at, way) is not None or _precedes(clause, at, way) is not None
    return at + 1 if before_or_after else None


def _as_phrase(clause: Clause, at: int, end: int, way: Phrase) -> Trigger | None:
    english = not clause.german
    if way.readings[0] == _NOTHING:
        # "was returned to Peru" is not "returned to Peru".
        if english and way.kind == "participle" and after_auxiliary(clause, at):
            return None
        return Trigger(at, end, None, way.kind, "", _NOTHING)
    held = choose(way.readings, clause.stretch(at))
    if not held:
        return None
    open_form = way.kind in ("base", "third") and clause.low[at] not in clause.small.copula
    if english and open_form and not is_verb(clause, at, way.kind):
        return None
    return Trigger(at, end, None, way.kind, " ".join(way.rest), held[0], held[1:])


def _follows(clause: Clause, at: int, way: Phrase) -> int | None:
    """Where the phrase that begins at token `at` ends: its words in order, few others between."""
    step, limit = at + 1, clause.bounds[at][1]
    reach = _REACH if not clause.german else limit
    for needed in way.rest:
        word = needed.removeprefix("+")
        stop = min(limit, step + (reach if word == needed else 1))
        while step < stop and not _matches(clause.low[step], word, clause.german):
            step += 1
        if step >= stop:
            return None
        step += 1
    return step


def _precedes(clause: Clause, at: int, way: Phrase) -> int | None:
    """Where the words of a German phrase begin that stand, in order, before its verb: "Kritik an ihr übte"."""
    if not clause.german or not way.rest:
        return None
    step = at
    for word in reversed(way.rest):
        step -= 1
        while way.kind != "noun" and step >= clause.bounds[at][0] and clause.low[step] != word:
            step -= 1
        if step < clause.bounds[at][0] or clause.low[step] != word:
            return None
    return step


def _matches(token: str, word: str, german: bool) -> bool:
    return token == word or (not german and len(word) > 3 and token == word + "s")


def _german(clause: Clause, at: int) -> Trigger | None:
    word, low = clause.words[at].text, clause.low[at]
    first, last = clause.bounds[at]
    if word[0].isupper() and at > first:
        return _german_noun(clause, at, low)
    attribute = _attributive(clause, at)
    if attribute is not None:
        return attribute
    for form in lexicon("de").verbs.get(low, ()):
        particle = None
        if form.particle:
            particle = _particle(clause, at, last, form)
            if particle is None:
                continue
        elif form.kind == "infinitive":
            if _separable(clause, at, last, form):
                continue
        elif form.kind in ("present", "past") and "|" not in form.lemma and _ends_apart(clause, at):
            continue
        held = choose(form.readings, clause.low[first:last])
        if held:
            return Trigger(at, at + 1, particle, _german_kind(clause, at, form), form.lemma, held[0], held[1:])
    return _german_noun(clause, at, low) if word[0].isupper() else None


def _attributive(clause: Clause, at: int) -> Trigger | None:
    """ "das von Russland besetzte Gebiet": a participle before its noun, with an agent between it and the article.
    Without an agent ("die besetzte Stadt") it says what a thing is like more often than what happened."""
    low, sets = clause.low, clause.small
    first, last = clause.bounds[at]
    if at + 1 >= last or not clause.words[at + 1].text[0].isupper():
        return None
    agent = next(
        (step for step in range(at - 2, max(first, at - _AGENT_REACH) - 1, -1) if low[step] in sets.agent), None
    )
    if agent is None or (agent > first and low[agent - 1] not in sets.articles):
        return None
    for form in lexicon("de").inflected.get(low[at], ()):
        held = choose(form.readings, low[first:last])
        if held:
            return Trigger(at, at + 1, None, ATTRIBUTIVE, form.lemma, held[0], held[1:])
    return None


ATTRIBUTIVE = "attributive"
_AGENT_REACH = 6


def _german_kind(clause: Clause, at: int, form: VerbForm) -> str:
    """ "verlegt" is a participle where an auxiliary stands beside it, "ziehen" finite where nothing else is."""
    kinds = {
        f.kind for f in lexicon("de").verbs[clause.low[at]] if f.lemma == form.lemma and f.particle == form.particle
    }
    if "participle" in kinds and any(
        word in clause.small.auxiliaries or word in _IRREAL for word in clause.stretch(at)
    ):
        return "participle"
    return form.kind


def _particle(clause: Clause, at: int, last: int, form: VerbForm) -> int | None:
    """The token of a separated prefix: at the end of the clause, or before "und"."""
    for step in range(at + 1, last):
        if clause.low[step] == form.particle and (
            step + 1 == last or not clause.words[step + 1].text[0].isalnum() or clause.low[step + 1] in _AFTER_PARTICLE
        ):
            return step
    return None


_AFTER_PARTICLE = frozenset(("und", "oder", "als", "wie", "um"))


_PREFIXES = frozenset(
    (
        "ab",
        "an",
        "auf",
        "aus",
        "bei",
        "bekannt",
        "ein",
        "fest",
        "fort",
        "heim",
        "her",
        "hin",
        "los",
        "mit",
        "nach",
        "nieder",
        "vor",
        "weg",
        "weiter",
        "zu",
        "zurück",
        "zusammen",
    )
)


def _ends_apart(clause: Clause, at: int) -> bool:
    """Whether a separated prefix ends the stretch: "gibt 27 Millionen Euro aus" is not "geben"."""
    last = clause.ends(at)
    return last - 1 > at and clause.low[last - 1] in _PREFIXES


def _separable(clause: Clause, at: int, last: int, form: VerbForm) -> bool:
    """Whether a particle at the end of the clause makes it another verb ("ziehen … ab" is not "ziehen")."""
    others = {f.particle for f in lexicon("de").verbs.get(clause.low[at], ()) if f.particle}
    return bool(others) and any(clause.low[step] in others for step in range(at + 1, last))


def _german_noun(clause: Clause, at: int, low: str) -> Trigger | None:
    readings = german_noun(low)
    name = clause.names[at]
    if readings is None or (name is not None and name.kind not in ("event", "country", "place", "product", "people")):
        return None
    held = choose(readings, clause.low)
    return Trigger(at, at + 1, None, "noun", low, held[0], held[1:]) if held else None


def _english(clause: Clause, at: int) -> Trigger | None:
    known, low = lexicon("en"), clause.low[at]
    if clause.names[at] is not None and clause.words[at].text[0].isupper():
        return None
    first, last = clause.bounds[at]
    second = known.pairs.get(low)
    if second is not None and at + 1 < last and clause.low[at + 1] in second:
        held = choose(second[clause.low[at + 1]], clause.low[first:last])
        return Trigger(at, at + 2, None, "noun", low, held[0], held[1:]) if held else None
    for form in known.verbs.get(low, ()):
        if not is_verb(clause, at, form.kind):
            continue
        held = choose(form.readings, clause.low[first:last])
        if held:
            kind = form.kind
            if kind == "base" and (at == 0 or clause.low[at - 1] not in BEFORE_BASE):
                kind = "past" if any(f.kind == "past" for f in known.verbs[low]) else kind
            if kind == "past" and after_auxiliary(clause, at):
                kind = "participle"
            return Trigger(at, at + 1, None, kind, form.lemma, held[0], held[1:])
    if at + 1 < last and clause.low[at + 1] in clause.small.heads:
        # "a strike group", "attack helicopters": only of what sort it is.
        return None
    held = choose(known.nouns.get(low, ()), clause.low[first:last])
    return Trigger(at, at + 1, None, "noun", low, held[0], held[1:]) if held else None
