"""From label scores of words to names: the best sequence of labels in which no name begins in its middle."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Span
from lagebild.mark.words import Word

from .protocol import KINDS, Found

Floats = NDArray[np.float32]
_NEVER = np.float32(-1e4)
# Two persons, or two organisations, do not stand side by side with nothing between: "Berliner Kurier" is one name,
# whatever a label says. Two places may ("Paris Texas").
_ONE = frozenset(("B-person", "B-organisation"))
# A German adjective with a capital before a noun is part of a name, and the noun too: "Europäische Kommission".
_ADJECTIVE = re.compile(r"[A-ZÄÖÜ]\w*(?:isch|lich)e[mnrs]?")


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities of scores `[…, labels]`."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


class Chunk(NamedTuple):
    """Words `first:last` with one kind, and the mean probability of their labels."""

    first: int
    last: int
    kind: str
    score: float


@cache
def transitions(labels: tuple[str, ...]) -> tuple[Floats, Floats]:
    """0 where a label may stand first, and where label j may follow label i, else −10⁴: an I- follows only the B- or
    I- of its own kind."""
    begin = np.array([_NEVER if label[0] == "I" else 0 for label in labels], np.float32)
    follow = np.zeros((len(labels), len(labels)), np.float32)
    for i, before in enumerate(labels):
        for j, after in enumerate(labels):
            if after[0] == "I" and before[1:] != after[1:]:
                follow[i, j] = _NEVER
    return begin, follow


def path(logs: Floats, labels: tuple[str, ...]) -> list[int]:
    """The best allowed sequence of labels (Viterbi) for log probabilities `[words, labels]`."""
    begin, follow = transitions(labels)
    greedy = logs.argmax(1)
    # Nothing that is allowed is better than what is best with everything allowed.
    if begin[greedy[0]] == 0 and not follow[greedy[:-1], greedy[1:]].any():
        return list(map(int, greedy))
    best = logs[0] + begin
    back = []
    for row in logs[1:]:
        through = best[:, None] + follow
        back.append(through.argmax(0))
        best = through.max(0) + row
    chosen = [int(best.argmax())]
    for pointers in reversed(back):
        chosen.append(int(pointers[chosen[-1]]))
    return chosen[::-1]


def chunks(logs: Floats, labels: tuple[str, ...]) -> Iterator[Chunk]:
    """The names in a sequence of words with log probabilities `[words, labels]`."""
    if not len(logs):
        return
    chosen = path(logs, labels)
    begin = -1
    for at in range(len(chosen) + 1):
        label = labels[chosen[at]] if at < len(chosen) else "O"
        if begin >= 0 and label in _ONE and label[2:] == labels[chosen[begin]][2:]:
            continue
        if begin >= 0 and label[0] != "I":
            sure = np.exp(logs[range(begin, at), chosen[begin:at]])
            yield Chunk(begin, at, labels[chosen[begin]][2:], float(sure.mean()))
            begin = -1
        if label[0] == "B":
            begin = at


def bounds(tokens: Sequence[Word], sentences: Sequence[Span]) -> list[tuple[Span, int, int]]:
    """Each sentence, and which of the words it holds: `first:last`."""
    starts = [word.start for word in tokens]
    return [(s, bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in sentences]


def names(tokens: Sequence[Word], sentences: Sequence[Span], logs: Floats, labels: tuple[str, ...]) -> Iterator[Found]:
    """The names in sentences of a text whose words have the log probabilities `logs`, `[words, labels]`."""
    # Where no word is likeliest to be a name, the best sequence has none.
    named: list[int] = np.flatnonzero(logs.argmax(1)).tolist() if len(logs) else []
    for _, first, last in bounds(tokens, sentences):
        if bisect_left(named, first) == bisect_left(named, last):
            continue
        found = list(chunks(logs[first:last], labels))
        taken = {c.first for c in found} | {last - first}
        for chunk in found:
            if chunk.kind in KINDS:
                end = first + chunk.last
                free = chunk.kind == "organisation" and chunk.last not in taken
                if free and _open(tokens[end - 1], tokens[end]):
                    end += 1
                yield Found(tokens[first + chunk.first].start, tokens[end - 1].end, chunk.kind, chunk.score)


def _open(word: Word, following: Word) -> bool:
    """Whether a name cannot end with `word`, an adjective, since its noun follows."""
    near = following.start == word.end + 1 and following.text[0].isupper()
    return near and _ADJECTIVE.fullmatch(word.text) is not None
