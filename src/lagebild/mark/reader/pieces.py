"""Text into the pieces of a unigram model (Kudo 2018, "Subword Regularization"): the most probable split of each word.

Written here because the library for it brings a client for model downloads with it, 40 MB, and words repeat: each is
split once and remembered.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

SPACE = "▁"
_WORD = re.compile(r"\S+")
# A character that no piece has costs this much more than the least probable piece, as in SentencePiece.
_UNKNOWN_COST = 10.0
# Longer words (base64, lists without blanks) are split in parts of this length, so that time stays linear.
_LONGEST = 200


class Encoded(NamedTuple):
    """Piece ids, and for each the characters of the text that it stands for as `[start, end)`; a piece that stands for
    the blank before a word alone has none."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Pieces:
    """A unigram tokenizer over `pieces` with their log probabilities `scores`. `unknown` is the id for the rest; it and
    those before it are signs of the model (start, end), which no text can write."""

    def __init__(self, pieces: list[str], scores: list[float], *, unknown: int) -> None:
        rows = enumerate(zip(pieces, scores, strict=True))
        self._known = {piece: (i, score) for i, (piece, score) in rows if i > unknown}
        self._unknown = unknown
        self._unknown_score = min(scores) - _UNKNOWN_COST
        # How long a piece can be that begins with these three characters: most splits end their search there.
        self._reach: dict[str, int] = {}
        for piece in pieces:
            self._reach[piece[:3]] = max(len(piece), self._reach.get(piece[:3], 2))
        self._split = lru_cache(maxsize=50_000)(self._word)

    def encode(self, text: str) -> Encoded:
        """The pieces of `text`, each word with the blank before it; compatibility characters count as their plain
        ones (NFKC). Time linear in the text."""
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        for found in _WORD.finditer(text):
            for begin in range(found.start(), found.end(), _LONGEST):
                made, spans = self._split(text[begin : min(begin + _LONGEST, found.end())])
                ids.extend(made)
                offsets.extend((begin + a, begin + b) for a, b in spans)
        return Encoded(ids, offsets)

    def _word(self, word: str) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]]:
        plain, edges = _plain(word)
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for found in _WORD.finditer(plain):
            end = found.start()
            for id_, last in self._best(SPACE + found.group()):
                # Counted with the blank that the first piece begins with, which is no character of the word.
                begin, end = end, found.start() + last - 1
                spans.append((edges[begin][0], edges[end - 1][1] if end > begin else edges[begin][0]))
                ids.append(id_)
        return tuple(ids), tuple(spans)

    def _best(self, word: str) -> list[tuple[int, int]]:
        """The most probable split: `(id, end in the word)` of each piece, unknown characters in a row as one."""
        count = len(word)
        best = [0.0] + [-1e30] * count
        back: list[tuple[int, int]] = [(0, 0)] * (count + 1)
        known, reach = self._known, self._reach
        for begin in range(count):
            base = best[begin]
            last = min(count, begin + reach.get(word[begin : begin + 3], 2))
            for end in range(begin + 1, last + 1):
                part = word[begin:end]
                # Most parts are no pieces: a look is cheaper than a call.
                if part in known:
                    id_, score = known[part]
                    if base + score > best[end]:
                        best[end], back[end] = base + score, (begin, id_)
            if base + self._unknown_score > best[begin + 1] and word[begin] not in known:
                best[begin + 1], back[begin + 1] = base + self._unknown_score, (begin, self._unknown)
        path: list[tuple[int, int]] = []
        at = count
        while at:
            begin, id_ = back[at]
            if not (path and id_ == self._unknown == path[-1][0]):
                path.append((id_, at))
            at = begin
        return path[::-1]


def _plain(word: str) -> tuple[str, list[tuple[int, int]]]:
    """The word in compatibility form, and for each of its characters those of `word` that it comes from: a letter
    and the marks on it are one."""
    if unicodedata.is_normalized("NFKC", word):
        return word, [(i, i + 1) for i in range(len(word))]
    plain: list[str] = []
    edges: list[tuple[int, int]] = []
    begin = 0
    for end in range(1, len(word) + 1):
        if end == len(word) or not unicodedata.combining(word[end]):
            made = unicodedata.normalize("NFKC", word[begin:end])
            plain.append(made)
            edges.extend([(begin, end)] * len(made))
            begin = end
    return "".join(plain), edges
