"""The tiny reader: convolutions over word vectors, in NumPy, for corpora that would keep the small one for weeks."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from lagebild.core import Span
from lagebild.errors import BadInput
from lagebild.mark.words import words

from .decode import Floats, bounds, names
from .features import features
from .file import UNKNOWN
from .pieces import Pieces
from .protocol import Found

FILE = "LAGEBILD_TINY_FILE"
"""The environment variable that names another file of weights than the shipped one."""
FORMAT = 1
# Rows at once: an article, not a book.
_ROWS = 1024
_WORDS = 60_000
# It errs about twice as often as its probabilities say: 1 − p counts double in the score of a name, which is above 0.
_LEAST = 1e-3


def shipped() -> Path:
    """Where the weights lie, or would lie."""
    return Path(os.environ.get(FILE) or str(files("lagebild") / "models/tiny.npz"))


class Weights:
    """The file in memory. `table` `[pieces, n]` in whole numbers with `scales`, `affixes` and `shapes` are vectors of a
    word's features; `enter` makes the input of the convolutions of them, each of `blocks` is one, `leave` gives labels.

    Raises BadInput when the file is no tiny reader of this format."""

    def __init__(self, file: Path) -> None:
        try:
            with file.open("rb") as opened, np.load(opened) as members:
                row = json.loads(members["card"].tobytes())
                if row.get("format") != FORMAT:
                    reason = f"is a reader of format {row.get('format')}, not {FORMAT}"
                    raise BadInput(str(file), reason, "install lagebild again")
                held = {name: members[name] for name in members.files}
        except (OSError, KeyError, ValueError, BadZipFile) as error:
            raise BadInput(str(file), f"is no reader ({type(error).__name__})", "install lagebild again") from error
        self.version: str = row["version"]
        self.labels: tuple[str, ...] = tuple(row["labels"])
        self.dilations: tuple[int, ...] = tuple(row["dilations"])
        pieces = held["pieces"].tobytes().decode("utf-8").split("\n")
        self._pieces = Pieces(pieces, held["scores"].tolist(), unknown=UNKNOWN)
        self._table: NDArray[np.int8] = held["table"]
        self._scales = held["scales"].astype(np.float32)
        self._affixes, self._shapes = held["affixes"].astype(np.float32), held["shapes"].astype(np.float32)
        self._enter = held["enter"].astype(np.float32), held["enter_bias"].astype(np.float32)
        self.first = held["first"].astype(np.float32)
        self.blocks = [
            (*(held[f"{part}_{n}"].astype(np.float32) for part in ("scale", "shift")), _wide(held[f"weight_{n}"]),
             held[f"bias_{n}"].astype(np.float32))
            for n in range(len(self.dilations))
        ]  # fmt: skip
        self.leave = held["leave"].astype(np.float32), held["leave_bias"].astype(np.float32)
        self._known: dict[str, Floats] = {}

    def word(self, text: str) -> Floats:
        """What the convolutions are given for a word, `[hidden]`."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _WORDS:
                self._known.clear()
            known = self._known[text] = self._word(text)
        return known

    def _word(self, text: str) -> Floats:
        ids, affixes, shape = features(text, self._pieces)
        rows = list(ids) or [UNKNOWN]
        piece = (self._table[rows] * self._scales[rows, None]).mean(0)
        given = np.concatenate([piece, self._affixes[list(affixes)].sum(0), self._shapes[shape]])
        return np.asarray(given @ self._enter[0] + self._enter[1], np.float32)


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
        return tuple(one._replace(score=max(_LEAST, 2 * one.score - 1)) for one in found)

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
        # Zeros between two sentences, as many as the widest convolution reaches: none sees the other.
        gap, row = max(held.dilations), max(held.dilations)
        numbers: list[int] = []
        places: list[int] = []
        for _, first, last in bounds(tokens, sentences):
            # A sentence longer than this is none: a table, a list without marks. It is read in parts.
            for begin in range(first, last, _ROWS):
                end = min(last, begin + _ROWS)
                if row + end - begin > _ROWS + gap and numbers:
                    logs[numbers] = self._scores(held, [tokens[n].text for n in numbers], places, row)
                    numbers, places, row = [], [], gap
                numbers.extend(range(begin, end))
                places.extend(range(row, row + end - begin))
                row += end - begin + gap
        if numbers:
            logs[numbers] = self._scores(held, [tokens[n].text for n in numbers], places, row)
        return logs

    @staticmethod
    def _scores(held: Weights, texts: list[str], places: list[int], count: int) -> Floats:
        states = np.zeros((count, len(held.first)), np.float32)
        states[places] = [held.word(text) for text in texts]
        begins = [place for n, place in enumerate(places) if n == 0 or places[n - 1] != place - 1]
        states[begins] += held.first
        inside = np.zeros((count, 1), np.float32)
        inside[places] = 1
        for dilation, (scale, shift, weight, bias) in zip(held.dilations, held.blocks, strict=True):
            states += _convolved(_normed(states, scale, shift) * inside, dilation, weight, bias) * inside
        weight, bias = held.leave
        scores = states[places] @ weight + bias
        scores -= scores.max(1, keepdims=True)
        return np.asarray(scores - np.log(np.exp(scores).sum(1, keepdims=True)), np.float32)


def _wide(weight: NDArray[np.float16]) -> Floats:
    """`[3 × hidden, hidden]`, as stored, to `[hidden, 3 × hidden]`."""
    hidden = weight.shape[1]
    return np.concatenate([weight[n : n + hidden] for n in range(0, 3 * hidden, hidden)], axis=1, dtype=np.float32)


def _normed(states: Floats, scale: Floats, shift: Floats) -> Floats:
    """Each row to mean 0 and variance 1, then scaled and shifted (Ba et al. 2016, layer normalisation)."""
    centred = states - states.mean(1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(1, keepdims=True) + np.float32(1e-5))
    return np.asarray(centred / spread * scale + shift, np.float32)


def _convolved(states: Floats, dilation: int, weight: Floats, bias: Floats) -> Floats:
    """Rows with those `dilation` before and after, through `weight` `[hidden, 3 × hidden]`: what each row gives to the
    one after it, to itself and to the one before; what is below 0 is cut off. One wide product is three times as fast
    as a tall one here."""
    hidden = states.shape[1]
    given = states @ weight
    made = given[:, hidden : 2 * hidden] + bias
    made[dilation:] += given[:-dilation, :hidden]
    made[:-dilation] += given[dilation:, 2 * hidden :]
    return np.asarray(np.maximum(made, 0, out=made), np.float32)
