"""The layers of the tiny reader, in NumPy: what a word is told by those around it.

Sentences lie side by side, step by step: first the first words of all, then all second words. So a recurrent layer goes
through all sentences at once, each step a slice, and a sentence that ends leaves the last place of the slices after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from .decode import Floats

Whole = NDArray[np.int64]


class Layout(NamedTuple):
    """Which word of the text stands in which row: `order` `[rows]`; the rows of each step, `edges[t]:edges[t + 1]`;
    the step of each row; and for each row its place among those of its step."""

    order: Whole
    edges: list[int]
    steps: Whole
    places: Whole

    def apart(self, distance: int) -> tuple[Whole, Whole]:
        """For each row that of the word so far before, and so far after, in its sentence: `len(order)` for none."""
        edges = np.array([*self.edges, *[self.edges[-1]] * distance])
        before = np.where(self.steps >= distance, edges[self.steps - distance] + self.places, len(self.order))
        after = edges[self.steps + distance] + self.places
        return before, np.where(after < edges[self.steps + distance + 1], after, len(self.order))


def layout(lengths: Sequence[int]) -> Layout:
    """Where the words of sentences of these lengths, which follow one another in the text, stand. None may be 0."""
    held = np.array(lengths, np.int64)
    longest_first = np.argsort(-held, kind="stable")
    begins = (np.cumsum(held) - held)[longest_first]
    steps = np.arange(held.max())
    counts = np.searchsorted(-held[longest_first], -steps, side="left")
    edges = np.concatenate(([0], np.cumsum(counts)))
    step = np.repeat(steps, counts)
    place = np.arange(len(step)) - edges[step]
    return Layout(begins[place] + step, edges.tolist(), step, place)


class Norm(NamedTuple):
    """Each row to mean 0 and variance 1, then scaled and shifted (Ba et al. 2016, layer normalisation)."""

    scale: Floats
    shift: Floats

    def __call__(self, states: Floats) -> Floats:
        centred = states - states.mean(1, keepdims=True)
        # The mean of squares without an array of squares.
        squares = np.einsum("rh,rh->r", centred, centred)[:, None] / np.float32(states.shape[1])
        centred *= self.scale / np.sqrt(squares + np.float32(1e-5))
        return np.asarray(centred + self.shift, np.float32)


class Layer(Protocol):
    """What is added to the states `[rows, hidden]`."""

    def __call__(self, states: Floats, at: Layout) -> Floats: ...


@dataclass(frozen=True)
class Apart:
    """Words that stand `distance` apart, each column with its own three weights (`taps` `[3, hidden]`: the word before,
    itself, the one after), then through `weight` `[hidden, hidden]`; below 0 is cut off."""

    norm: Norm
    taps: Floats
    weight: Floats
    bias: Floats
    distance: int

    def __call__(self, states: Floats, at: Layout) -> Floats:
        plain = with_none(self.norm(states))
        before, after = at.apart(self.distance)
        mixed = plain[before] * self.taps[0]
        mixed += plain[:-1] * self.taps[1]
        mixed += plain[after] * self.taps[2]
        made = mixed @ self.weight
        made += self.bias
        return np.asarray(np.maximum(made, 0, out=made), np.float32)


@dataclass(frozen=True)
class Gates:
    """A memory that goes through the sentence both ways. What a word gives and how much of it is kept depend on the
    word alone (`weight` `[hidden, 4 × gates]`), so only the mixing goes step by step (Bradbury et al. 2017,
    "Quasi-recurrent neural networks"); `out` `[2 × gates, hidden]` makes states of both memories."""

    norm: Norm
    weight: Floats
    bias: Floats
    out: Floats
    out_bias: Floats

    def __call__(self, states: Floats, at: Layout) -> Floats:
        made = self.norm(states) @ self.weight
        made += self.bias
        gates = made.shape[1] // 4
        memory = np.empty((len(made), 2 * gates), np.float32)
        edges = list(pairwise(at.edges))
        for way, order in enumerate((edges, edges[::-1])):
            begin = 2 * way * gates
            kept = 1 / (1 + np.exp(made[:, begin : begin + gates]))
            held = memory[:, way * gates : (way + 1) * gates]
            np.multiply(np.tanh(made[:, begin + gates : begin + 2 * gates]), 1 - kept, out=held)
            for (before, until), (first, last) in pairwise(order):
                # Going back, more sentences begin; going on, some have ended.
                count = min(last - first, until - before)
                held[first : first + count] += kept[first : first + count] * held[before : before + count]
        return np.asarray(memory @ self.out + self.out_bias, np.float32)


def with_none(rows: Floats) -> Floats:
    """The rows, and one of zeros at the end for what is not there."""
    return np.concatenate((rows, np.zeros((1, rows.shape[1]), np.float32)))


def read(held: Mapping[str, NDArray[Any]], number: int, kind: str, distance: int) -> Layer:
    """Layer `number` of a file. Raises KeyError where its arrays are not there, ValueError of an unknown kind."""

    def one(part: str) -> Floats:
        return held[f"{part}_{number}"].astype(np.float32)

    norm = Norm(one("scale"), one("shift"))
    if kind == "apart":
        return Apart(norm, one("taps"), one("weight"), one("bias"), distance)
    if kind == "gates":
        return Gates(norm, one("weight"), one("bias"), one("out"), one("out_bias"))
    raise ValueError(f"unknown layer {kind}")
