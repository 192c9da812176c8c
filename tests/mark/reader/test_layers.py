"""The layers of the tiny reader: sentences side by side give what each gives alone, told word by word."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagebild.mark.reader.decode import Floats
from lagebild.mark.reader.layers import Apart, Gates, Norm, layout, read

HIDDEN, GATES = 6, 2
LENGTHS = st.lists(st.integers(1, 9), min_size=1, max_size=7)


def some(*shape: int, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


NORM = Norm(some(HIDDEN, seed=2), some(HIDDEN, seed=3))


def normed(row: Floats) -> Floats:
    return np.asarray((row - row.mean()) / np.sqrt(row.var() + 1e-5) * NORM.scale + NORM.shift, np.float32)


def cut(lengths: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(np.cumsum([0, *lengths]).tolist()))


@given(LENGTHS, st.integers(1, 4))
def test_every_word_has_a_row_and_its_neighbours(lengths: list[int], distance: int) -> None:
    at = layout(lengths)
    total = sum(lengths)
    assert sorted(at.order.tolist()) == list(range(total))
    row_of = {word: row for row, word in enumerate(at.order.tolist())}
    before, after = at.apart(distance)
    for first, last in cut(lengths):
        for word in range(first, last):
            row = row_of[word]
            assert before[row] == (row_of[word - distance] if word - distance >= first else total)
            assert after[row] == (row_of[word + distance] if word + distance < last else total)


@given(LENGTHS)
def test_words_apart_are_mixed_within_their_sentence(lengths: list[int]) -> None:
    layer = Apart(NORM, some(3, HIDDEN, seed=4), some(HIDDEN, HIDDEN, seed=5), some(HIDDEN, seed=6), 2)
    states, at = some(sum(lengths), HIDDEN), layout(lengths)
    found = np.empty_like(states)
    found[at.order] = layer(states[at.order], at)
    nothing = np.zeros(HIDDEN, np.float32)
    for first, last in cut(lengths):
        plain = [normed(row) for row in states[first:last]]
        for n, row in enumerate(plain):
            before = plain[n - 2] if n >= 2 else nothing
            after = plain[n + 2] if n + 2 < len(plain) else nothing
            mixed = before * layer.taps[0] + row * layer.taps[1] + after * layer.taps[2]
            assert np.allclose(found[first + n], np.maximum(mixed @ layer.weight + layer.bias, 0), atol=1e-4)


@given(LENGTHS)
def test_a_memory_goes_both_ways(lengths: list[int]) -> None:
    layer = Gates(
        NORM, some(HIDDEN, 4 * GATES, seed=7), some(4 * GATES, seed=8), some(2 * GATES, HIDDEN, seed=9), NORM.shift
    )
    states, at = some(sum(lengths), HIDDEN), layout(lengths)
    found = np.empty_like(states)
    found[at.order] = layer(states[at.order], at)
    for first, last in cut(lengths):
        made = [normed(row) @ layer.weight + layer.bias for row in states[first:last]]
        memories = np.zeros((last - first, 2 * GATES), np.float32)
        for way, order in enumerate((range(last - first), range(last - first - 1, -1, -1))):
            held, begin = np.zeros(GATES, np.float32), 2 * way * GATES
            for n in order:
                taken = 1 / (1 + np.exp(-made[n][begin : begin + GATES]))
                held = held + taken * (np.tanh(made[n][begin + GATES : begin + 2 * GATES]) - held)
                memories[n, way * GATES : (way + 1) * GATES] = held
        assert np.allclose(found[first:last], memories @ layer.out + layer.out_bias, atol=1e-4)


def test_an_unknown_layer_is_refused() -> None:
    held = {"scale_0": some(HIDDEN), "shift_0": some(HIDDEN)}
    with pytest.raises(ValueError, match="unknown layer"):
        read(held, 0, "attention", 0)
    with pytest.raises(KeyError):
        read(held, 0, "apart", 2)
