"""The shipped reader: a multilingual encoder of twelve layers, fine-tuned for names, its matrices in whole numbers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from lagebild.core import Span
from lagebild.mark.words import words

from . import file as stored
from .decode import Floats, bounds, log_softmax, names
from .file import Model
from .protocol import Found
from .windows import LENGTH, Whole, Window, batches, firsts, windows

FILE = "LAGEBILD_READER_FILE"
"""The environment variable that names another file of weights than the shipped one."""
# Pieces a batch, with padding: larger ones fall out of the processor's cache.
_BUDGET = 512


def shipped() -> Path:
    """Where the weights lie, or would lie."""
    return Path(os.environ.get(FILE) or str(files("lagebild") / "models/reader.npz"))


def cores() -> int:
    """Threads by default: the cores that this process may use, four at most."""
    try:
        return min(4, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on every platform
        return min(4, os.cpu_count() or 1)


@dataclass(frozen=True)
class Small:
    """Reads with the weights in `file` on `threads` threads. Loads them when first called."""

    file: Path
    threads: int = 1
    name = "small"

    @property
    def version(self) -> str:
        """The version of the weights."""
        return stored.card(self.file).version

    def __call__(self, text: str, sentences: Sequence[Span]) -> tuple[Found, ...]:
        return tuple(names(words(text), sentences, self.logs(text, sentences), self._labels))

    def logs(self, text: str, sentences: Sequence[Span]) -> Floats:
        """Log probabilities of the labels of each word of `text`, `[words, labels]`; of a word in no sentence, or with
        no piece, that it is surely no name."""
        tokens = words(text)
        starts = np.array([word.start for word in tokens], np.int64)
        ends = np.array([word.end for word in tokens], np.int64)
        found: list[Window] = []
        # What stands twice in a text (a teaser, a legal notice) is read once.
        read: dict[tuple[str, int], slice] = {}
        again: list[tuple[slice, slice]] = []
        for span, first, last in bounds(tokens, sentences):
            inside = slice(first, last)
            before = read.setdefault((text[span.start : span.end], last - first), inside)
            if before is not inside:
                again.append((inside, before))
            elif first < last:
                at = _Words(starts[inside] - span.start, ends[inside] - span.start, np.arange(first, last))
                found.extend(_windows(self._model, text[span.start : span.end], at))
        logs = self._logs(found, len(tokens))
        for inside, before in again:
            logs[inside] = logs[before]
        return logs

    def embed(self, texts: Sequence[str]) -> Floats:
        """What each text is about, as a vector of length 1: `[texts, 384]`. The product of two is their likeness. Of
        a long text the mean over its windows; of an empty one zeros."""
        vectors = np.zeros((len(texts), self._model.vectors.positions.shape[1]), np.float32)
        found: list[Window] = []
        for number, text in enumerate(texts):
            ids = np.array(self._model.tokenizer.encode(text).ids, np.int64)
            for begin in range(0, len(ids), LENGTH - 2):
                inside = np.concatenate(([stored.START], ids[begin : begin + LENGTH - 2], [stored.END]))
                found.append(Window(inside, np.array([], np.int64), np.array([number])))
        for batch in batches(found, _BUDGET):
            means = self._run("mean", batch.ids, batch.mask)
            for window, mean in zip(batch.windows, means, strict=True):
                vectors[window.words[0]] += mean * len(window.ids)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths == 0, 1, lengths), np.float32)

    @property
    def _labels(self) -> tuple[str, ...]:
        return stored.card(self.file).labels

    @property
    def _model(self) -> Model:
        return stored.model(self.file, self.threads)

    def _logs(self, found: list[Window], count: int) -> Floats:
        """Log probabilities of the labels of all words; a word that has no piece is surely no name."""
        logs = np.full((count, len(self._labels)), -1e4, np.float32)
        logs[:, 0] = 0
        for batch in batches(found, _BUDGET):
            scores = self._run("names", batch.ids, batch.mask)
            for row, window in enumerate(batch.windows):
                logs[window.words] = log_softmax(scores[row, window.firsts])
        return logs

    def _run(self, output: str, ids: Whole, mask: NDArray[np.float32]) -> Floats:
        given = {"vectors": self._model.vectors(ids), "mask": mask}
        return cast(Floats, self._model.session.run([output], given)[0])


def embed(texts: Sequence[str]) -> Floats:
    """Vectors of texts by the shipped weights: see `Small.embed`. Raises BadInput where they are not there."""
    from .choose import named

    return cast(Small, named("small")).embed(texts)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence, counted from its start, and their numbers in the text."""

    starts: Whole
    ends: Whole
    numbers: Whole


def _windows(model: Model, sentence: str, at: _Words) -> list[Window]:
    pieces = model.tokenizer.encode(sentence)
    first = firsts(at.starts, at.ends, pieces.offsets)
    return list(windows(np.array(pieces.ids, np.int64), first, at.numbers))
