"""The contexts of a report, after PLOVER: what it is about, by the words that it holds. An event carries those of its
report, because the sentence that tells it seldom says what it is part of."""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, partial
from importlib.resources import files
from typing import NamedTuple

from lagebild.core.marks import Factuality
from lagebild.mark.words import Memo, Word

MOST = 5
"""An event has no more contexts than this besides what its factuality adds."""
_LEAST = 1.6
_EVERY = 200  # words for which one more hit is asked
_LONGEST = 24  # letters of a word that are looked at from its ends
_ENDS, _INSIDE = 2, 4  # letters by which words are filed, and so many at least they have
# PLOVER's special contexts say of one event what factuality says of it.
_SPECIAL: dict[str, str] = {
    "background": "historical",
    "planned": "future",
    "hypothetical": "hypothetical",
    "possible": "hypothetical",
    "denied": "negation",
}


_Ways = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


class _Words(NamedTuple):
    """Words with the contexts that they show, by how they must stand in a token: those for its start, its end and its
    inside by their first or last letters; `pairs` by the first of two words."""

    whole: dict[str, tuple[str, ...]]
    start: _Ways
    end: _Ways
    inside: _Ways
    pairs: dict[str, tuple[tuple[str, str], ...]]


@cache
def names() -> tuple[str, ...]:
    """The names of all contexts that words show, sorted."""
    return tuple(sorted(_raw()))


@cache
def _raw() -> dict[str, dict[str, str]]:
    raw: dict[str, dict[str, str]] = tomllib.loads((files("lagebild") / "data/events/contexts.toml").read_text("utf-8"))
    return raw


@cache
def _words(language: str) -> _Words:
    ways: tuple[dict[str, list[str]], ...] = tuple(defaultdict(list) for _ in range(4))
    whole, start, end, inside = ways
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for context, lists in sorted(_raw().items()):
        for word in lists[language].split():
            plain = word.strip("*=")
            first, _, second = plain.partition("-")
            if second:
                pairs[first].append((second, context))
            if word[0] == "=":
                whole[plain].append(context)
            elif word[0] != "*":
                # "krieg*" of German compounds is no more than "krieg": a word counts for what begins with it.
                start[plain].append(context)
            else:
                (inside if word[-1] == "*" else end)[plain].append(context)
    return _Words(
        {word: tuple(held) for word, held in whole.items()},
        _by_letters(start, slice(0, _ENDS)),
        _by_letters(end, slice(-_ENDS, None)),
        _by_letters(inside, slice(0, _INSIDE)),
        {word: tuple(held) for word, held in pairs.items()},
    )


def _by_letters(way: dict[str, list[str]], letters: slice) -> _Ways:
    grown: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for word, held in way.items():
        grown[word[letters]].append((word, tuple(held)))
    return {few: tuple(held) for few, held in grown.items()}


def of_word(low: str, language: str) -> tuple[str, ...]:
    """The contexts that a small-written word shows."""
    known, word = _words(language), low[:_LONGEST]
    found = [*known.whole.get(low, ())]
    for start, held in known.start.get(word[:_ENDS], ()):
        if word.startswith(start):
            found.extend(held)
    for end, held in known.end.get(low[-_ENDS:], ()):
        if low.endswith(end) and len(end) <= _LONGEST:
            found.extend(held)
    for at in range(len(word) - _INSIDE + 1) if known.inside else ():
        for inside, held in known.inside.get(word[at : at + _INSIDE], ()):
            if word.startswith(inside, at):
                found.extend(held)
    return tuple(sorted(set(found))) if found else ()


_SHOWN = {language: Memo(partial(of_word, language=language)) for language in ("de", "en")}


def contexts(words: Iterable[Word], language: str) -> tuple[str, ...]:
    """The contexts of a text, at most `MOST`, the strongest first. Each different word counts by the logarithm of how
    often it stands there, so that one word said ten times is not ten words; the longer the text, the more is asked."""
    low = [word.text.lower() for word in words]
    scores: defaultdict[str, float] = defaultdict(float)
    shown = _SHOWN[language]
    for text, count in Counter(low[at] for at in shown.where(low)).items():
        for context in shown[text]:
            scores[context] += 1 + math.log(count)
    pairs = _words(language).pairs
    for pair in {(low[at], low[at + 1]) for at in range(len(low) - 1) if low[at] in pairs}:
        for second, context in pairs[pair[0]]:
            scores[context] += pair[1].startswith(second)
    least = _LEAST + math.log2(1 + len(low) / _EVERY)
    strong = [(context, score) for context, score in scores.items() if score >= least]
    return tuple(context for context, _ in sorted(strong, key=lambda item: (-item[1], item[0]))[:MOST])


def with_special(found: tuple[str, ...], factuality: Factuality) -> tuple[str, ...]:
    """The contexts of an event: those of its report, and PLOVER's special one for its factuality."""
    special = _SPECIAL.get(factuality)
    return found if special is None else (*found, special)
