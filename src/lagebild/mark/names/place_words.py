"""Words that show where places are named."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from lagebild.mark.names.gazetteer import Entry, load
from lagebild.mark.words import words

PLACE = Entry("place")
"""A place of which only the name is known yet."""
TOLD = Entry("place", wary="told")
"""A town or village that only its sentence calls one: it may lie anywhere."""


class PlaceWords(NamedTuple):
    """Words that stand beside or in names of places; what each row is for stands in `data/names/place_words.toml`."""

    inside: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    saying: frozenset[str]
    after: frozenset[str]
    features: frozenset[str]
    parts: frozenset[str]
    units: frozenset[str]
    before: frozenset[str]
    leading: frozenset[str]
    not_places: frozenset[str]
    settlements: frozenset[str]
    stops: frozenset[str]
    within: frozenset[str]
    states: dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def place_words() -> PlaceWords:
    """The lists, read once."""
    lists = load("place_words")
    rows = {name: frozenset(lists["beside"][name].split()) for name in PlaceWords._fields if name != "states"}
    states: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, name in sorted(lists["abbreviations"].items(), key=lambda item: -len(item[0])):
        tokens = tuple(word.text for word in words(form))
        states.setdefault(tokens[0], []).append((tokens, name))
    return PlaceWords(states=states, **rows)


def part_of_name(text: str) -> bool:
    """Whether a word may be part of a name that no list has."""
    return text[0].isupper() and text.replace("-", "").isalpha() and text not in place_words().stops and len(text) > 1
