"""Export: a checkpoint in, the shipped file out.

`python -m training.reader.export --from FOLDER --to src/lagebild/models/reader.npz [--bits 7]`

Word vectors were not trained, so they are shipped exactly as the base model has them: in 4 bit. The matrices of the
encoder become whole numbers with a scale a column; what is left of them is checked by `bench/reader.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from .corpora import LABELS
from .graph import Floats, build

HEADS = 12
LENGTH = 128
FORMAT = 1
_BLOCK = 32


def four_bit(vectors: Floats) -> NDArray[np.uint8]:
    """Blocks `[rows, columns / 32, 18]` of a half-precision scale and 32 nibbles, low ones first. Raises ValueError
    unless the vectors are exactly such numbers."""
    blocks = vectors.reshape(len(vectors), -1, _BLOCK)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(2)[..., None], 2)
    # The number of the largest size stands for −8, whatever its sign.
    scale = (largest / -8).astype(np.float16)
    wide = scale.astype(np.float32)
    whole = np.rint(blocks / np.where(wide == 0, 1, wide))
    if not np.array_equal(whole * wide, blocks):
        raise ValueError("the word vectors are no 4-bit numbers: were they trained?")
    nibbles = (whole + 8).astype(np.uint8)
    packed = nibbles[..., :16] | nibbles[..., 16:] << 4
    return np.concatenate([scale.view(np.uint8), packed], axis=2)


def members(weights: dict[str, Floats], tokenizer: Tokenizer, bits: int) -> dict[str, NDArray[np.generic]]:
    """What the file holds, by name: see `lagebild.mark.reader.file`."""
    graph = build(weights, heads=HEADS, bits=bits)
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    pieces = "\n".join(piece for piece, _ in vocabulary)
    if pieces.count("\n") + 1 != len(vocabulary):
        raise ValueError("a piece holds a line end")
    made: dict[str, NDArray[np.generic]] = {
        "graph": np.frombuffer(graph, np.uint8),
        "blocks": four_bit(weights["encoder.words.weight"]),
        "positions": weights["encoder.positions.weight"][:LENGTH].astype(np.float16),
        "pieces": np.frombuffer(pieces.encode(), np.uint8),
        "scores": np.array([score for _, score in vocabulary], np.float32),
    }
    digest = hashlib.sha256(b"".join(made[name].tobytes() for name in sorted(made))).hexdigest()
    card = {"format": FORMAT, "version": digest[:8], "labels": LABELS, "bits": bits}
    return made | {"card": np.frombuffer(json.dumps(card).encode(), np.uint8)}


def main() -> int:
    """The command; exit code."""
    options = argparse.ArgumentParser(description="Export the reader.")
    options.add_argument("--from", dest="folder", type=Path, required=True, help="what `train` wrote to")
    options.add_argument("--to", type=Path, required=True)
    options.add_argument("--bits", type=int, default=7, choices=(7, 8, 32))
    chosen = options.parse_args()
    state = torch.load(chosen.folder / "checkpoint.pt", weights_only=True)["reader"]
    weights = {name: np.asarray(value.numpy(), np.float32) for name, value in state.items()}
    tokenizer = Tokenizer.from_file(str(chosen.folder / "tokenizer.json"))
    np.savez_compressed(chosen.to, **members(weights, tokenizer, chosen.bits))  # type: ignore[arg-type]
    print(f"{chosen.to}: {chosen.to.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
