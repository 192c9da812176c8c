"""Phrases of a catalogue: words that must stand in one sentence, in a notation that an analyst can write.

    truppen|*soldat* + grenz* + verleg*|verstärk* - manöverende

`+` joins what must all occur, in any order; `|` are alternatives; `*` stands for any ending or beginning of a word;
a blank inside an alternative joins neighbouring words; ` - ` names what must not occur. Case does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from lagebild.core import Span
from lagebild.errors import BadInput
from lagebild.mark.words import Word

T = TypeVar("T")
Form = tuple[str, ...]
"""One alternative: patterns of neighbouring words, lower case."""
Numbers = tuple[int, ...]
"""A form, each pattern by its number."""
Places = Mapping[int, Mapping[int, None]]
"""The number of a pattern → the words of a sentence that fit it, in order."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase: `groups` must each match by one alternative, none of `without` may."""

    text: str
    groups: tuple[tuple[Form, ...], ...]
    without: tuple[Form, ...] = ()


class Found(NamedTuple):
    """Where a phrase matched: the spans of its groups, in the order of the phrase."""

    phrase: Phrase
    spans: tuple[Span, ...]

    @property
    def hull(self) -> Span:
        """From the first matched word to the last."""
        return Span(min(s.start for s in self.spans), max(s.end for s in self.spans))


def parse(text: str, source: str = "phrase") -> Phrase:
    """The phrase in `text`. Raises BadInput for an empty group or alternative, or a lone `*`."""
    head, *tail = text.split(" - ")
    groups = tuple(_forms(group, text, source) for group in head.split(" + "))
    without = tuple(form for group in tail for form in _forms(group, text, source))
    return Phrase(text, groups, without)


def _forms(group: str, text: str, source: str) -> tuple[Form, ...]:
    forms = tuple(tuple(alternative.lower().split()) for alternative in group.split("|"))
    for form in forms:
        if not form or any(not word.strip("*") or "*" in word.strip("*") for word in form):
            raise BadInput(source, f"can't read the phrase '{text}'", "write words joined by ' + ', '|' and '*'")
    return forms


class Finder(Generic[T]):
    """Finds which of many phrases occur in a sentence. Each word form is looked up once and remembered, and only what
    a word of the sentence calls for is tried, so that the cost of a sentence hardly grows with the catalogue."""

    def __init__(self, phrases: Iterable[tuple[Phrase, T]]) -> None:
        self._entries = tuple(phrases)
        self._number: dict[str, int] = {}
        self._first: dict[int, list[int]] = {}
        self._groups: list[tuple[tuple[Numbers, ...], ...]] = []
        self._without: list[tuple[Numbers, ...]] = []
        for entry, (phrase, _) in enumerate(self._entries):
            groups = tuple(self._numbered(group) for group in phrase.groups)
            self._groups.append(groups)
            self._without.append(self._numbered(phrase.without))
            for form in groups[0]:
                self._first.setdefault(form[0], []).append(entry)
        # Patterns by the end of the word that they fix; beginnings and ends also by their length.
        self._starts: dict[int, dict[str, int]] = {}
        self._ends: dict[int, dict[str, int]] = {}
        self._inside: list[tuple[str, int]] = []
        self._exact: dict[str, int] = {}
        for pattern, number in self._number.items():
            self._file(pattern, number)
        self._ids = lru_cache(maxsize=200_000)(self._look_up)

    def _numbered(self, forms: Sequence[Form]) -> tuple[Numbers, ...]:
        return tuple(tuple(self._number.setdefault(p, len(self._number)) for p in form) for form in forms)

    def _file(self, pattern: str, number: int) -> None:
        core = pattern.strip("*")
        if pattern.startswith("*") and pattern.endswith("*"):
            self._inside.append((core, number))
        elif pattern.startswith("*"):
            self._ends.setdefault(len(core), {})[core] = number
        elif pattern.endswith("*"):
            self._starts.setdefault(len(core), {})[core] = number
        else:
            self._exact[pattern] = number

    def _look_up(self, word: str) -> frozenset[int]:
        found = [number for core, number in self._inside if core in word]
        found += [known[word[:n]] for n, known in self._starts.items() if word[:n] in known]
        found += [known[word[-n:]] for n, known in self._ends.items() if word[-n:] in known]
        found += [self._exact[word]] if word in self._exact else []
        return frozenset(found)

    def find(self, words: Sequence[Word]) -> tuple[tuple[Found, T], ...]:
        """The phrases that occur among the `words` of one sentence, with what was filed beside them."""
        where: dict[int, dict[int, None]] = {}
        for i, word in enumerate(words):
            for number in self._ids(word.text.lower()):
                where.setdefault(number, {})[i] = None
        candidates = {entry for number in where for entry in self._first.get(number, ())}
        found = []
        for entry in sorted(candidates):
            spans = self._match(entry, words, where)
            if spans is not None:
                phrase, value = self._entries[entry]
                found.append((Found(phrase, spans), value))
        return tuple(found)

    def _match(self, entry: int, words: Sequence[Word], where: Places) -> tuple[Span, ...] | None:
        if any(_place(form, words, where) for form in self._without[entry]):
            return None
        spans = []
        for group in self._groups[entry]:
            places = [place for form in group if (place := _place(form, words, where))]
            if not places:
                return None
            spans.append(min(places))
        return tuple(spans)


def _place(form: Numbers, words: Sequence[Word], where: Places) -> Span | None:
    """Where neighbouring words fit the patterns of a form, in order: the first such place."""
    for i in where.get(form[0], ()):
        if all(i + k in where.get(number, ()) for k, number in enumerate(form[1:], 1)):
            return Span(words[i].start, words[i + len(form) - 1].end)
    return None
