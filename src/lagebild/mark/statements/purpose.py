"""The purpose that a statement gives to a deed: stated ("um … zu", "with the aim of"), or disputed by whoever speaks
("unter dem Deckmantel", "ostensibly")."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from lagebild.core import Span
from lagebild.core.marks import Purpose
from lagebild.mark.phrasebook import Phrasebook
from lagebild.mark.words import Word

_STOPS = frozenset(",;:.!?–—")
_NO_INFINITIVE = frozenset(("besten", "ersten", "letzten", "meisten", "zweiten"))


@cache
def _phrases(language: str) -> Phrasebook[Purpose]:
    data = tomllib.loads((files("lagebild") / "data/statements/purpose.toml").read_text("utf-8"))[language]
    kinds: tuple[Purpose, ...] = ("stated", "disputed")
    return Phrasebook({phrase: kind for kind in kinds for phrase in data[kind]})


def purpose(spans: Sequence[Span], tokens: Sequence[Word], low: Sequence[str], language: str) -> Purpose | None:
    """How the words in `spans` speak of a purpose; None where they name none. `tokens` are those of the sentence, `low`
    the same in lower case. A purpose that is named twice and disputed once is disputed."""
    found: set[Purpose] = set()
    for hit in _phrases(language).find(low):
        if any(s.start <= tokens[hit.first].start and tokens[hit.last - 1].end <= s.end for s in spans):
            found.add(hit.value)
    if "disputed" in found:
        return "disputed"
    if found or (language == "de" and any(_um_zu(span, tokens, low) for span in spans)):
        return "stated"
    return None


def _um_zu(span: Span, tokens: Sequence[Word], low: Sequence[str]) -> bool:
    """Whether a clause within the span begins with "um" and has an infinitive with "zu": not "um 10 Uhr"."""
    opened, begins = False, True
    for i, token in enumerate(tokens):
        if token.start < span.start or token.end > span.end:
            continue
        if low[i] in _STOPS:
            opened, begins = False, True
            continue
        if low[i] == "um" and begins:
            opened = True
        elif opened and _is_infinitive(low[i], token.text, low[i - 1]):
            return True
        begins = False
    return False


def _is_infinitive(word: str, text: str, before: str) -> bool:
    """ "(zu) schützen", "abzuziehen"."""
    if not text[:1].islower() or not word.endswith("n") or word in _NO_INFINITIVE:
        return False
    return before == "zu" or "zu" in word[2:-3]
