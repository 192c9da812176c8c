"""A sentence made ready for reading events: tokens, small words, stretches between commas, and who is mentioned."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.core import Name, Span
from lagebild.mark.words import Word


class Small(NamedTuple):
    """Sets of small words of one language, by their use."""

    about: frozenset[str]
    accusing: frozenset[str]
    agent: frozenset[str]
    announcing: frozenset[str]
    articles: frozenset[str]
    aside: frozenset[str]
    auxiliaries: frozenset[str]
    beginning: frozenset[str]
    comparing: frozenset[str]
    conditional: frozenset[str]
    contracted: frozenset[str]
    copula: frozenset[str]
    definite: frozenset[str]
    denying: frozenset[str]
    during: frozenset[str]
    enough: frozenset[str]
    existing: frozenset[str]
    expecting: frozenset[str]
    fearing: frozenset[str]
    future: frozenset[str]
    have: frozenset[str]
    heads: frozenset[str]
    holding: frozenset[str]
    indefinite: frozenset[str]
    letting: frozenset[str]
    locative: frozenset[str]
    modal: frozenset[str]
    modifier_planned: frozenset[str]
    modifier_possible: frozenset[str]
    negation: frozenset[str]
    obliging: frozenset[str]
    opening: frozenset[str]
    ordering: frozenset[str]
    passive: frozenset[str]
    past: frozenset[str]
    perfect: frozenset[str]
    perhaps: frozenset[str]
    planning: frozenset[str]
    pledging: frozenset[str]
    prepositions: frozenset[str]
    recipient: frozenset[str]
    refusing: frozenset[str]
    rejecting: frozenset[str]
    relative: frozenset[str]
    requesting: frozenset[str]
    saying: frozenset[str]
    signs: frozenset[str]
    soil: frozenset[str]
    stopping: frozenset[str]
    subordinate: frozenset[str]
    that: frozenset[str]
    threatening: frozenset[str]
    whether: frozenset[str]
    would: frozenset[str]


@cache
def small(language: str) -> Small:
    """The small words of "de" or "en"."""
    raw = tomllib.loads((files("lagebild") / "data/events/words.toml").read_text("utf-8"))[language]
    return Small(**{key: frozenset(value.split()) for key, value in raw.items()})


class Mention(NamedTuple):
    """Somebody (or some place) in a sentence, over the tokens `first:last`.

    `kind` is a NameKind, or "group" and "role" for common nouns. `prep` is the preposition before it; `case` is
    "genitive" for a possessor, "object" where its article rules out the subject, else "". `joined`: it goes on
    with the mention before ("Putin und Lukaschenko"). `name` is the id of the name mark, `country` that of a place.
    """

    first: int
    last: int
    span: Span
    kind: str
    entity: str | None = None
    code: str | None = None
    prep: str | None = None
    case: str = ""
    joined: bool = False
    name: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Clause:
    """A sentence. `bounds[i]` is the stretch (first, last) that token i lies in; `names[i]` the name over it; `verbs`
    are the tokens of its event verbs."""

    words: tuple[Word, ...]
    low: list[str]
    language: str
    small: Small
    bounds: list[tuple[int, int]]
    names: list[Name | None]
    mentions: list[Mention]
    verbs: list[int] = field(default_factory=list)
    german: bool = field(init=False)

    def __post_init__(self) -> None:
        self.german = self.language == "de"

    def ends(self, at: int) -> int:
        """The end of the stretch around token `at` without the full stop that closes the sentence."""
        last = self.bounds[at][1]
        while last - 1 > at and not self.low[last - 1][0].isalnum():
            last -= 1
        return last

    def stretch(self, at: int) -> list[str]:
        """The small-written tokens between the commas around token `at`."""
        first, last = self.bounds[at]
        return self.low[first:last]


def has_any(low: list[str], *words: frozenset[str]) -> bool:
    """Whether a word of one of the sets is among the small-written tokens `low`."""
    for each in words:  # noqa: SIM110 - asked a hundred times a report, and a generator costs as much as the question
        if not each.isdisjoint(low):
            return True
    return False


_BREAKS = frozenset(',;:–—()[]„“”»«"')


def bounds(low: list[str], opening: frozenset[str]) -> list[tuple[int, int]]:
    """For each token the stretch between commas and the like that it lies in. Words of `opening` begin a stretch
    too: English puts no comma before "that"."""
    made: list[tuple[int, int]] = []
    begin = 0
    for at, text in enumerate(low):
        if text in _BREAKS:
            made.extend([(begin, at)] * (at - begin))
            made.append((at, at + 1))
            begin = at + 1
        elif text in opening and at > begin:
            made.extend([(begin, at)] * (at - begin))
            begin = at
    made.extend([(begin, len(low))] * (len(low) - begin))
    return made


_AND = frozenset(("und", "oder", "aber", "sondern", "doch"))


def divide(made: list[tuple[int, int]], low: list[str], finite: Callable[[str], bool]) -> None:
    """Parts German stretches before "und" with a finite verb right after it: "schlug ein und tötete …" is two."""
    for at in range(1, len(low) - 1):
        first, last = made[at]
        if low[at] not in _AND or not finite(low[at + 1]) or at == first:
            continue
        if any(finite(word) for word in low[first:at]):
            made[first:at] = [(first, at)] * (at - first)
            made[at:last] = [(at, last)] * (last - at)
