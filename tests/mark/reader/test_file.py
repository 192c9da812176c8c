"""The file of weights: word vectors come out of their blocks as they went in."""

from __future__ import annotations

import numpy as np

from lagebild.mark.reader.file import Vectors


def test_vectors_are_unpacked() -> None:
    chance = np.random.default_rng(1)
    whole = chance.integers(-8, 8, (50, 2, 32))
    scale = chance.random((50, 2, 1)).astype(np.float16)
    nibbles = (whole + 8).astype(np.uint8)
    blocks = np.concatenate([scale.view(np.uint8), nibbles[..., :16] | nibbles[..., 16:] << 4], axis=2)
    positions = chance.random((9, 64)).astype(np.float32)
    ids = chance.integers(0, 50, (3, 7))
    expected = (whole * scale.astype(np.float32)).reshape(50, 64)[ids] + positions[:7]
    assert np.allclose(Vectors(blocks, positions)(ids), expected)
