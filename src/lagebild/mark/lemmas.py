"""Lemmas from simplemma's dictionaries, without a second and ninety megabytes to unpack the German one.

simplemma decodes the 1.1 million entries of a dictionary before the first lookup. The entries are sorted and
front-coded: each holds what differs from the one before. `models/lemmas.npz` knows where decoding can begin, every 32
entries or so, so that a lookup decodes a few of them; who asks very often gets the whole after all. The table holds for
one edition of a dictionary, known by its digest; any other is read by simplemma itself, with the same lemmas.
"""

from __future__ import annotations

import hashlib
import io
import lzma
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from simplemma import Lemmatizer
from simplemma.strategies import DefaultDictionaryFactory, DefaultStrategy, DictionaryFactory, DictionaryLookupStrategy

_HEAD = 9
"""Bytes of the head: a magic word, a flag and the count."""
_BEFORE, _LITERAL = 254, 255
_OFTEN = 100_000
"""Lookups that take as long as decoding the whole dictionary: some 25,000 different words."""


def packed(language: str) -> bytes:
    """The dictionary of a language as simplemma ships it. Raises OSError where it is absent."""
    return (files("simplemma") / f"strategies/dictionaries/data/{language}.plzma").read_bytes()


def digest(data: bytes) -> str:
    """What tells an edition of a dictionary from any other."""
    return hashlib.sha256(data).hexdigest()


def entries(data: bytes, at: int, end: int, key: bytes = b"", value: bytes = b"") -> Iterator[tuple[int, bytes, bytes]]:
    """The entries from `at` to `end`: where each begins, word and lemma in UTF-8. `key` and `value` are the entry
    before, of the key as much as the first one shares with it."""
    while at < end:
        begin, shared, size = at, data[at], data[at + 1]
        at += 2
        if shared > 127 or size > 127:
            shared, at = _number(data, begin)
            size, at = _number(data, at)
        key = key[:shared] + data[at : at + size]
        at += size
        cut = data[at]
        at += 1
        if cut != _BEFORE:
            size = data[at]
            at += 1
            if size > 127:
                size, at = _number(data, at - 1)
            piece = data[at : at + size]
            at += size
            value = piece if cut == _LITERAL else key[: len(key) - cut] + piece
        yield begin, key, value


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number, seven bits a byte, the lowest first; and where it ends."""
    number, shift = data[at] & 127, 7
    while data[at] > 127:
        at += 1
        number |= (data[at] & 127) << shift
        shift += 7
    return number, at + 1


class Sparse(Mapping[str, str]):
    """A dictionary that is decoded where it is asked: `begins` are places to begin, `shared` the start of the word that
    stands there, as far as it is not in the entry itself."""

    def __init__(self, data: bytes, begins: list[int], shared: list[bytes]) -> None:
        self._data, self._begins = data, begins
        self._asked = 0
        self._whole: dict[bytes, bytes] = {}
        self._first = [s + data[at + 2 : at + 2 + data[at + 1]] for at, s in zip(begins, shared, strict=True)]

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """The lemma of a word; `default` where the dictionary does not have it."""
        sought = key.encode()
        self._asked += 1
        if self._asked == _OFTEN:
            self._whole = {word: lemma for _, word, lemma in entries(self._data, _HEAD, len(self._data))}
        lemma = self._whole.get(sought) if self._whole else self._searched(sought)
        return default if lemma is None else lemma.decode()

    def _searched(self, sought: bytes) -> bytes | None:
        block = bisect_right(self._first, sought) - 1
        if block < 0:
            return None
        at = self._begins[block]
        end = self._begins[block + 1] if block + 1 < len(self._begins) else len(self._data)
        for _, word, lemma in entries(self._data, at, end, self._first[block]):
            if word >= sought:
                return lemma if word == sought else None
        return None

    def __getitem__(self, key: str) -> str:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (word.decode() for _, word, _ in entries(self._data, _HEAD, len(self._data)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Factory(DictionaryFactory):
    """Sparse dictionaries where the edition is known, simplemma's own elsewhere."""

    def __init__(self) -> None:
        self._whole = DefaultDictionaryFactory()
        self._opened: dict[str, Mapping[str, str]] = {}

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        if lang not in self._opened:
            found = sparse(lang)
            self._opened[lang] = found if found is not None else self._whole.get_dictionary(lang)
        return self._opened[lang]


def sparse(language: str) -> Sparse | None:
    """The dictionary of a language; None where its edition is not the one that the table of places is for."""
    try:
        data = packed(language)
        with np.load(io.BytesIO((files("lagebild") / "models/lemmas.npz").read_bytes())) as table:
            if str(table[f"{language}_digest"]) != digest(data):
                return None
            begins = np.cumsum(table[f"{language}_steps"], dtype=np.int64).tolist()
            shared = table[f"{language}_shared"].tobytes().split(b"\0")
    except (OSError, KeyError):
        return None
    return Sparse(lzma.decompress(data), begins, shared)


@cache
def _tools() -> tuple[Lemmatizer, DictionaryLookupStrategy]:
    factory = _Factory()
    strategy = DefaultStrategy(dictionary_factory=factory)
    return Lemmatizer(lemmatization_strategy=strategy), DictionaryLookupStrategy(factory)


def lemmatize(word: str, language: str) -> str:
    """The lemma of a word that is not empty, as `simplemma.lemmatize` gives it."""
    return _tools()[0].lemmatize(word, language)


def is_known(word: str, language: str) -> bool:
    """Whether the dictionary has a word in NFC, in this case or with the other case of its first letter."""
    return _tools()[1].get_lemma(word, language) is not None
