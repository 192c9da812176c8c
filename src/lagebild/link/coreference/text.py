"""What is known of each mention before two are compared."""

from __future__ import annotations

import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from lagebild.mark.lemmas import lemmatize

_NEAR, _SIDE = 4, 6  # words on both sides, and to the left or right, that count as a mention's surroundings
Weights = Mapping[str, float]


class Text(NamedTuple):
    """A text in words. `sentences`: the number of the sentence of each word, ascending; `mentions`: the positions of
    the words of each event mention; `language`: ISO 639-1."""

    id: str
    words: tuple[str, ...]
    sentences: tuple[int, ...]
    mentions: tuple[tuple[int, ...], ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Lexis:
    """Word lists of this stage, in lower case: function words, verbs of saying, names of days and months, and groups of
    words by which one event is often told."""

    function: frozenset[str]
    saying: frozenset[str]
    dates: frozenset[str]
    groups: Mapping[str, frozenset[int]]


@cache
def lexis() -> Lexis:
    """The lists of `data/link/coreference.toml`."""
    with files("lagebild.data").joinpath("link/coreference.toml").open("rb") as file:
        table = tomllib.load(file)
    groups: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(table["groups"]):
        for word in line.split():
            groups[word].add(number)
    return Lexis(
        frozenset(table["function"]),
        frozenset(table["saying"]),
        frozenset(table["dates"]),
        {w: frozenset(g) for w, g in groups.items()},
    )


@lru_cache(maxsize=100_000)
def lemma(word: str, language: str) -> str:
    """The base form in lower case, the word itself in a language without a dictionary."""
    plain = word.lower()
    if language == "de":
        # German nouns are only known with their capital.
        return lemmatize(word, "de").lower()
    return lemmatize(plain, language) if language == "en" else plain


@dataclass(frozen=True, slots=True)
class Known:
    """One mention. Weights are vectors of length 1 over words: of the rest of its sentence, of the words near it, on
    its left and on its right, of capitalised words, of its own words, and of the letter triples of its head."""

    text: int
    sentence: int  # its rank in the text
    head: str
    say: bool
    groups: frozenset[int]
    rest: Weights
    near: Weights
    left: Weights
    right: Weights
    capitals: Weights
    own: Weights
    triples: Weights
    numbers: frozenset[str]
    dates: frozenset[str]
    rarity: float
    place: float  # in its sentence, 0 to 1
    length: float  # of its sentence, log words
    several: bool  # more than one word
    ing: bool
    ed: bool
    capital: bool
    beside: float  # mentions in its sentence, log
    among: float  # mentions in its text, log


@dataclass(frozen=True, slots=True)
class Described:
    """All mentions of a collection in the order of its texts, and per text its vectors: of all words, of capitalised
    words, of numbers."""

    mentions: tuple[Known, ...]
    words: tuple[Weights, ...]
    capitals: tuple[Weights, ...]
    numbers: tuple[Weights, ...]


def described(texts: Sequence[Text]) -> Described:
    """What is known of each mention of `texts`. Words are weighed by how few of `texts` have them."""
    lists = lexis()
    lemmas = [[lemma(w, t.language) for w in t.words] for t in texts]
    holders = Counter(w for found in lemmas for w in set(found))
    rare = Rarity(holders, len(texts))
    capitals = [Counter(w.lower() for w in t.words if _capital(w, lists)) for t in texts]
    rare_capitals = Rarity(Counter(w for found in capitals for w in found), len(texts))
    numbers = [{w for w in t.words if w[:1].isdigit() and len(w) > 1} for t in texts]
    rare_numbers = Rarity(Counter(w for found in numbers for w in found), len(texts))
    mentions: list[Known] = []
    for number, (text, base) in enumerate(zip(texts, lemmas, strict=True)):
        mentions.extend(_mentions(_Around(number, text, base, rare, rare_capitals)))
    return Described(
        tuple(mentions),
        tuple(word_vectors(texts)),
        tuple(rare_capitals.unit(c) for c in capitals),
        tuple(rare_numbers.unit(n) for n in numbers),
    )


class Rarity:
    """Weights of words by how few of `total` texts hold them: `log((N + 1) / n)`, as a share of `log(N + 1)`."""

    def __init__(self, holders: Mapping[str, int], total: int) -> None:
        self._holders, self._total = holders, total + 1
        self._most = math.log(self._total + 1)

    def __call__(self, word: str) -> float:
        return math.log(self._total / self._holders.get(word, 1)) / self._most

    def unit(self, words: Iterable[str]) -> Weights:
        """`words` as a vector of length 1."""
        return unit({w: self(w) for w in words})


def unit(weights: Mapping[str, float]) -> Weights:
    """The same direction with length 1; empty of nothing."""
    length = math.sqrt(sum(sorted(x * x for x in weights.values())))
    return {w: x / length for w, x in weights.items()} if length else {}


def word_vectors(texts: Sequence[Text]) -> list[Weights]:
    """tf-idf of the lemmas of each text that are no function words, of length 1: `(1 + log tf) · log((N + 1) / df)`."""
    lists, bags = lexis(), []
    for text in texts:
        plain = [w for w in text.words if w[:1].isalnum() and w.lower() not in lists.function]
        bags.append(Counter(lemma(w, text.language) for w in plain))
    holders = Counter(w for bag in bags for w in bag)
    total = len(texts) + 1
    return [unit({w: (1 + math.log(c)) * math.log(total / holders[w]) for w, c in bag.items()}) for bag in bags]


def _capital(word: str, lists: Lexis) -> bool:
    low = word.lower()
    return word[:1].isupper() and len(word) > 1 and low not in lists.function and low not in lists.dates


class _Around(NamedTuple):
    """A text with its number and lemmas, and how rare words are."""

    number: int
    text: Text
    base: Sequence[str]
    rare: Rarity
    rare_capitals: Rarity


def _mentions(around: _Around) -> Iterable[Known]:
    text = around.text
    inside: dict[int, list[int]] = defaultdict(list)
    for at, sentence in enumerate(text.sentences):
        inside[sentence].append(at)
    rank = {s: n for n, s in enumerate(sorted(inside))}
    beside = Counter(text.sentences[m[0]] for m in text.mentions)
    for mention in text.mentions:
        sentence = text.sentences[mention[0]]
        yield _known(around, sorted(mention), inside[sentence], rank[sentence], beside[sentence])


def _known(around: _Around, mention: Sequence[int], sentence: Sequence[int], rank: int, beside: int) -> Known:
    number, text, base, rare, rare_capitals = around
    lists, own = lexis(), set(mention)
    first, last = mention[0], mention[-1]
    full = [i for i in sentence if i not in own and _content(text.words[i], lists)]
    plain = [i for i in mention if any(c.isalnum() for c in text.words[i])] or [first]
    head = next((i for i in plain if text.words[i].lower() not in lists.function), plain[0])
    word = text.words[head]
    triples = Counter(f"<{base[head]}>"[i : i + 3] for i in range(len(base[head])))
    names = {text.words[i].lower() for i in sentence if _capital(text.words[i], lists)}
    forms = {w for i in plain for w in (base[i], text.words[i].lower())}
    return Known(
        text=number,
        sentence=rank,
        head=base[head],
        say=base[head] in lists.saying,
        groups=frozenset[int]().union(*[lists.groups.get(w, frozenset()) for w in forms]),
        rest=rare.unit({base[i] for i in full}),
        near=rare.unit({base[i] for i in full if first - _NEAR <= i <= last + _NEAR}),
        left=rare.unit({base[i] for i in full if first - _SIDE <= i < first}),
        right=rare.unit({base[i] for i in full if last < i <= last + _SIDE}),
        capitals=rare_capitals.unit(names),
        own=unit(dict.fromkeys((base[i] for i in plain), 1.0)),
        triples=unit(dict.fromkeys(triples, 1.0)),
        numbers=frozenset(text.words[i] for i in sentence if text.words[i][:1].isdigit()),
        dates=frozenset(w for i in sentence if (w := text.words[i].lower()) in lists.dates),
        rarity=rare(base[head]),
        place=(first - sentence[0]) / len(sentence),
        length=math.log(len(sentence)),
        several=len(mention) > 1,
        ing=word.lower().endswith("ing"),
        ed=word.lower().endswith("ed"),
        capital=word[:1].isupper(),
        beside=math.log(beside),
        among=math.log(len(text.mentions)),
    )


def _content(word: str, lists: Lexis) -> bool:
    return word[:1].isalnum() and word.lower() not in lists.function
