"""Sentences with names, from corpora whose licences permit it and from this project's own.

Corpora disagree on what they mark. A word's gold is therefore a *set* of labels that it may have: where a corpus does
not mark persons, its unmarked words with a capital may be persons; where it has one kind for the rest, that kind may be
any of ours. An unmarked word may be one of a people only where it looks like one: left free, every word became one.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KINDS = ("person", "organisation", "place", "people", "product", "event", "other")
LABELS = ("O", *(f"{edge}-{kind}" for kind in KINDS for edge in "BI"))
INDEX = {label: i for i, label in enumerate(LABELS)}

_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:[-‐‑’']\w+)*|[^\w\s]")
NAMES = Path(__file__).resolve().parents[2] / "src/lagebild/data/names"
_OURS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
# Before these no space is set when words are joined, and after those none.
_TIGHT_BEFORE, _TIGHT_AFTER = set(",.;:!?)]}%“’»"), set("([{„‚«$€")


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its words as `[start, end)`, and for each word the indices of the labels that it may have."""

    text: str
    words: tuple[tuple[int, int], ...]
    allowed: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where a corpus lies, which of our kinds it leaves unmarked, and which may stand under its kind for the rest."""

    file: str
    unmarked: frozenset[str]
    rest: frozenset[str] = frozenset({"people", "product", "event", "other"})


TRAINING: tuple[Corpus, ...] = (
    Corpus("names/germeval2014_test.jsonl", frozenset({"people"})),
    Corpus("names/uner_ewt_en_dev.jsonl", frozenset({"people", "product", "event", "other"})),
)
"""Licences: CC BY 4.0 (GermEval 2014), CC BY-SA 4.0 (Universal NER English-EWT). Left out: MobIE, sentences about train
delays, and smartdata, whose organisations are others than those of the rest (both CC BY 4.0)."""


def read(root: Path, corpus: Corpus) -> Iterator[Example]:
    """The examples of one corpus. Raises FileNotFoundError when it is not there."""
    free = frozenset(INDEX[f"{e}-{k}"] for k in corpus.unmarked - {"people"} for e in "BI")
    with (root / corpus.file).open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "tokens" in record:
                yield _from_tokens(record["tokens"], record["tags"], free, corpus.rest)
            else:
                yield from _from_spans(record["text"], record["spans"], free, corpus.rest)


def joined(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text that words make in print, and where in it each stands."""
    text, words = "", []
    for token in tokens:
        if text and token not in _TIGHT_BEFORE and text[-1] not in _TIGHT_AFTER:
            text += " "
        words.append((len(text), len(text) + len(token)))
        text += token
    return text, words


def _from_tokens(tokens: list[str], tags: list[str], free: frozenset[int], rest: frozenset[str]) -> Example:
    text, words = joined(tokens)
    return Example(text, tuple(words), tuple(_allowed(w, t, free, rest) for w, t in zip(tokens, tags, strict=True)))


def _from_spans(
    text: str, spans: list[tuple[int, int, str]], free: frozenset[int], rest: frozenset[str]
) -> Iterator[Example]:
    for line in re.finditer(r"[^\r\n]+", text):
        words = tuple((m.start() - line.start(), m.end() - line.start()) for m in _WORD.finditer(text, *line.span()))
        if not words:
            continue
        tags = ["O"] * len(words)
        for start, end, kind in spans:
            inside = [i for i, (a, b) in enumerate(words) if a + line.start() < end and start < b + line.start()]
            for place, i in enumerate(inside):
                tags[i] = f"{'I' if place else 'B'}-{kind}"
        allowed = (_allowed(line.group()[a:b], t, free, rest) for (a, b), t in zip(words, tags, strict=True))
        yield Example(line.group(), words, tuple(allowed))


_PEOPLE = frozenset({INDEX["B-people"], INDEX["I-people"]})


def _allowed(word: str, tag: str, free: frozenset[int], rest: frozenset[str]) -> frozenset[int]:
    if tag == "O":
        named = free if word[:1].isupper() else frozenset[int]()
        return named | {INDEX["O"]} | (_PEOPLE if _demonym(word) else frozenset())
    edge, kind = tag.split("-", 1)
    kinds = {_OURS[kind]} if kind in _OURS else rest
    return frozenset(INDEX[f"{edge}-{k}"] for k in kinds)


_CONTINENTS = ("afrikanisch", "arabisch", "asiatisch", "europäisch", "jüdisch", "osteuropäisch", "westlich")


@cache
def _stems() -> tuple[frozenset[str], frozenset[str]]:
    """Stems of adjectives and demonyms, and names of countries and towns, from the project's own lists."""
    stems, places = set(_CONTINENTS), set()
    for row in tomllib.loads((NAMES / "countries.toml").read_text("utf-8")).values():
        for field, words in row.items():
            if field.startswith(("adjective", "people")):
                stems.update(form for w in words for form in (w.lower(), w.lower().removesuffix("e")))
            elif field == "de":
                places.update(words)
    places.update(tomllib.loads((NAMES / "regions.toml").read_text("utf-8")))
    table = tomllib.loads((NAMES / "cities.toml").read_text("utf-8"))["table"]
    places.update(line.split(" | ")[0] for line in table.splitlines())
    return frozenset(stems), frozenset(places)


@cache
def _demonym(word: str) -> bool:
    """True for "belarussischen", "Polen", "Russin", "Kiewer", "Ukrainians"."""
    stems, places = _stems()
    lower = word.lower()
    ends = any(lower[:n] in stems for n in range(max(4, len(lower) - 5), len(lower) + 1))
    return ends or (word.endswith("er") and (word[:-2] in places or word[:-2] + "en" in places))


_MARKED = re.compile(r"\[(\w+) ([^\[\]]+)\]")


def own(file: Path) -> Iterator[Example]:
    """This project's own sentences: one a line, names as `[person Anna Weber]`; lines from `#` on are comments."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        text, spans, at = "", [], 0
        for mark in _MARKED.finditer(line):
            if mark.group(1) not in KINDS:
                raise ValueError(f"{file.name}:{number}: unknown kind {mark.group(1)}")
            text += line[at : mark.start()]
            spans.append((len(text), len(text) + len(mark.group(2)), mark.group(1)))
            text += mark.group(2)
            at = mark.end()
        text += line[at:]
        words = tuple((m.start(), m.end()) for m in _WORD.finditer(text))
        allowed = [frozenset({INDEX["O"]})] * len(words)
        for start, end, kind in spans:
            inside = [i for i, (a, b) in enumerate(words) if a < end and start < b]
            for place, i in enumerate(inside):
                # A name that is part of a word ("SPD-Chef"): other corpora leave such words unmarked.
                part = {INDEX["O"]} if words[i][0] < start or end < words[i][1] else set()
                allowed[i] = frozenset({INDEX[f"{'I' if place else 'B'}-{kind}"], *part})
        yield Example(text, words, tuple(allowed))
