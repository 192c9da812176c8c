"""The shared tokenizer: words, numbers and single punctuation marks, with their spans; and a memory for words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, compress, count
from typing import NamedTuple, TypeVar

# Alternatives start with different characters, so the scan is linear. An inner full stop or comma belongs to a
# number ("20.000"), an inner hyphen or apostrophe to a word ("S-300", "Lukaschenko's"); all else stands alone.
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)*|\w+(?:[-‐‑’']\w+)*|[^\w\s])")
_T = TypeVar("_T")


class Word(NamedTuple):
    """A token and where it stands."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=4)
def words(text: str) -> tuple[Word, ...]:
    """The tokens of `text` in order. Cached: all annotators of one reading share one pass."""
    # What stands between two tokens and the tokens, in turn: where each ends, the next begins.
    pieces = _TOKEN.split(text)
    edges = list(accumulate(map(len, pieces)))
    return tuple(map(Word._make, zip(edges[0::2], edges[1::2], pieces[1::2], strict=False)))


class Memo(dict[str, _T]):
    """What `tell` says of a word, asked once a word: `memo[word]`. A text repeats its words, and texts each other's;
    one look into a dictionary for each is what makes marking fast. It forgets everything when it holds `_MOST` words,
    and keeps none of more than `_LONGEST` letters, so that a crawl does not fill the memory. Use it as a decorator."""

    def __init__(self, tell: Callable[[str], _T]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> _T:
        if len(self) >= _MOST:
            self.clear()
        told = self._tell(word)
        if len(word) <= _LONGEST:
            self[word] = told
        return told

    def of_all(self, texts: Iterable[str]) -> list[_T]:
        """What is told of each of `texts`."""
        return list(map(self.__getitem__, texts))

    def where(self, texts: Iterable[str]) -> list[int]:
        """The numbers of those `texts` of which it is true."""
        return list(compress(count(), map(self.__getitem__, texts)))


_MOST, _LONGEST = 100_000, 100
