"""The tiny reader: light layers over word vectors, in NumPy, for corpora that would keep the small one for weeks."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from lagebild.core import Span
from lagebild.errors import BadInput
from lagebild.mark.words import words

from . import layers
from .decode import Floats, bounds, log_softmax, names
from .features import features
from .file import UNKNOWN
from .layers import Layout, Norm, Whole, with_none
from .pieces import Pieces
from .protocol import Found

FILE = "LAGEBILD_TINY_FILE"
"""The environment variable that names another file of weights than the shipped one."""
FORMAT = 2
# Words read at once (an article or two, not a book), and words that are remembered: 3 KB each.
_ROWS = 1024
_WORDS = 16_384
# Letters of a word that are looked at, and remembered.
_LONGEST = 100
# It errs more often than its probabilities say: 1 − p counts half as much again in the score of a name, never below 0.
_DOUBT, _LEAST = 1.5, 1e-3


def shipped() -> Path:
    """Where the weights lie, or would lie."""
    return Path(os.environ.get(FILE) or str(files("lagebild") / "models/tiny.npz"))


class Weights:
    """The file in memory. `table` `[pieces, n]` in whole numbers with `scales`, `affixes` and `shapes` are vectors of a
    word's features; two layers make its vector of them, and what it tells its neighbours is known by it alone, so both
    are made once a word. The rest of the layers read sentences; `leave` gives labels.

    Raises BadInput when the file is no tiny reader of this format."""

    def __init__(self, file: Path) -> None:
        try:
            with file.open("rb") as opened, np.load(opened) as members:
                row = json.loads(members["card"].tobytes())
                if row.get("format") != FORMAT:
                    reason = f"is a reader of format {row.get('format')}, not {FORMAT}"
                    raise BadInput(str(file), reason, "install lagebild again")
                held = {name: members[name] for name in members.files}
            self.version: str = row["version"]
            self.labels: tuple[str, ...] = tuple(row["labels"])
            self.layers = [layers.read(held, n, *kind) for n, kind in enumerate(row["layers"])]
            self._read(held)
        except (OSError, KeyError, TypeError, ValueError, BadZipFile) as error:
            raise BadInput(str(file), f"is no reader ({type(error).__name__})", "install lagebild again") from error

    def _read(self, held: dict[str, NDArray[Any]]) -> None:
        pieces = held["pieces"].tobytes().decode("utf-8").split("\n")
        self._pieces = Pieces(pieces, held["scores"].tolist(), unknown=UNKNOWN)
        self._table: NDArray[np.int8] = held["table"]
        self._scales = held["scales"].astype(np.float32)

        def one(name: str) -> Floats:
            return held[name].astype(np.float32)

        self._affixes, self._shapes = one("affixes"), one("shapes")
        self._wide, self._enter = (one("wide"), one("wide_bias")), (one("enter"), one("enter_bias"))
        self._first, self._norm, self._near = one("first"), Norm(one("near_scale"), one("near_shift")), one("near")
        self._near_bias = one("near_bias")
        self._last, self._leave = Norm(one("last_scale"), one("last_shift")), (one("leave"), one("leave_bias"))
        self._lock = Lock()
        self._numbers: dict[str, int] = {}
        # The vector of each word that was seen, and what it tells the word after it, itself and the one before it.
        self._known = np.empty((_WORDS, 4 * len(self._first)), np.float32)

    def scores(self, texts: list[str], lengths: list[int]) -> Floats:
        """Label scores `[words, labels]` of the words of sentences of these lengths, one after another; no more words
        than are remembered."""
        at = layers.layout(lengths)
        with self._lock:
            known = self._known[self._rows(texts)[at.order]]
        states = self._entered(known, at)
        for layer in self.layers:
            states += layer(states, at)
        made = np.empty((len(texts), len(self.labels)), np.float32)
        made[at.order] = self._last(states) @ self._leave[0] + self._leave[1]
        return made

    def _entered(self, known: Floats, at: Layout) -> Floats:
        """States of words, each told of by those beside it."""
        hidden, begins = len(self._first), slice(0, at.edges[1])
        # That a sentence begins with it is part of what a word is.
        known[begins, :hidden] += self._first
        known[begins, hidden:] = self._told(known[begins, :hidden])
        given = with_none(known)
        before, after = at.apart(1)
        told = given[before, hidden : 2 * hidden] + given[:-1, 2 * hidden : 3 * hidden]
        told += given[after, 3 * hidden :]
        told += self._near_bias
        return np.asarray(known[:, :hidden] + np.maximum(told, 0), np.float32)

    def _told(self, states: Floats) -> Floats:
        return np.asarray(self._norm(states) @ self._near, np.float32)

    def _rows(self, texts: list[str]) -> Whole:
        """The rows of what is known of each word; what is new is learned, and when the memory is full, all of it."""
        new = list(dict.fromkeys(text for text in texts if text not in self._numbers))
        if len(self._numbers) + len(new) > len(self._known):
            self._numbers.clear()
            new = list(dict.fromkeys(texts))
        if new:
            rows = slice(len(self._numbers), len(self._numbers) + len(new))
            hidden = len(self._first)
            made = self._vectors(new)
            self._known[rows, :hidden], self._known[rows, hidden:] = made, self._told(made)
            self._numbers.update(zip(new, range(rows.start, rows.stop), strict=True))
        return np.array([self._numbers[text] for text in texts], np.int64)

    def _vectors(self, texts: list[str]) -> Floats:
        seen = [features(text, self._pieces) for text in texts]
        ids = [row.pieces or (UNKNOWN,) for row in seen]
        flat = np.fromiter(chain.from_iterable(ids), np.int64)
        counts = np.fromiter(map(len, ids), np.int64)
        begins = np.cumsum(counts) - counts
        vectors = self._table[flat] * self._scales[flat, None]
        means = np.add.reduceat(vectors, begins) / counts[:, None].astype(np.float32)
        affixes = self._affixes[np.array([row.affixes for row in seen])].sum(1)
        shapes = self._shapes[[row.shape for row in seen]]
        given = np.concatenate((means, vectors[begins], vectors[begins + counts - 1], affixes, shapes), axis=1)
        wide = np.maximum(given @ self._wide[0] + self._wide[1], 0)
        return np.asarray(wide @ self._enter[0] + self._enter[1], np.float32)


@cache
def _pools() -> ThreadpoolController:
    return ThreadpoolController()


@cache
def weights(file: Path) -> Weights:
    """The weights in a file, read once."""
    return Weights(file)


@dataclass(frozen=True)
class Tiny:
    """Reads with the weights in `file`. Loads them when first called."""

    file: Path
    name = "tiny"

    @property
    def version(self) -> str:
        """The version of the weights."""
        return weights(self.file).version

    def __call__(self, text: str, sentences: Sequence[Span]) -> tuple[Found, ...]:
        found = names(words(text), sentences, self.logs(text, sentences), weights(self.file).labels)
        return tuple(one._replace(score=max(_LEAST, 1 - _DOUBT * (1 - one.score))) for one in found)

    def logs(self, text: str, sentences: Sequence[Span]) -> Floats:
        """Log probabilities of the labels of each word, `[words, labels]`; of a word in no sentence, that it is no
        name."""
        # These matrices are too small for several threads, which would wait for each other more than they work.
        with _pools().limit(limits=1, user_api="blas"):
            return self._logs(text, sentences)

    def _logs(self, text: str, sentences: Sequence[Span]) -> Floats:
        tokens, held = words(text), weights(self.file)
        logs = np.full((len(tokens), len(held.labels)), -1e4, np.float32)
        logs[:, 0] = 0
        texts: list[str] = []
        lengths: list[int] = []
        numbers: list[Whole] = []

        def settle() -> None:
            if texts:
                logs[np.concatenate(numbers)] = log_softmax(held.scores(texts, lengths))
            for part in (texts, lengths, numbers):
                part.clear()

        for _, first, last in bounds(tokens, sentences):
            # A sentence longer than this is none: a table, a list without marks. It is read in parts.
            for begin in range(first, last, _ROWS):
                end = min(last, begin + _ROWS)
                if len(texts) + end - begin > _ROWS:
                    settle()
                texts.extend(token.text[:_LONGEST] for token in tokens[begin:end])
                lengths.append(end - begin)
                numbers.append(np.arange(begin, end))
        settle()
        return logs
