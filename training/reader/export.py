"""Export: a checkpoint in, the shipped file out.

`python -m training.reader.export --from FOLDER/checkpoint.pt --to src/lagebild/models/reader.npz [--bits 8]`

Word vectors, and layers that were not trained, are shipped exactly as the base model has them: in 4 bit. The other
matrices become whole numbers of 8 bits in blocks with a scale each.
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
from .graph import Floats, build, four_bit

HEADS = 12
LENGTH = 128
FORMAT = 1


def packed(vectors: Floats) -> NDArray[np.uint8]:
    """Blocks `[rows, columns / 32, 18]` of a half-precision scale and 32 nibbles, the first half of them the low ones.
    Raises ValueError unless the vectors are exactly such numbers."""
    exact = four_bit(vectors)
    if exact is None:
        raise ValueError("the word vectors are no 4-bit numbers: were they trained?")
    whole, scale = exact
    half = whole.shape[2] // 2
    nibbles = whole[..., :half] | whole[..., half:] << 4
    return np.concatenate([scale.astype(np.float16).view(np.uint8), nibbles], axis=2)


def members(weights: dict[str, Floats], tokenizer: Tokenizer, bits: int) -> dict[str, NDArray[np.generic]]:
    """What the file holds, by name: see `lagebild.mark.reader.file`."""
    graph = build(weights, heads=HEADS, bits=bits)
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    pieces = "\n".join(piece for piece, _ in vocabulary)
    if pieces.count("\n") + 1 != len(vocabulary):
        raise ValueError("a piece holds a line end")
    made: dict[str, NDArray[np.generic]] = {
        "graph": np.frombuffer(graph, np.uint8),
        "blocks": packed(weights["encoder.words.weight"]),
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
    options.add_argument("--from", dest="checkpoint", type=Path, required=True, help="what the training wrote")
    options.add_argument("--to", type=Path, required=True)
    options.add_argument("--bits", type=int, default=8, choices=(8, 32))
    chosen = options.parse_args()
    state = torch.load(chosen.checkpoint, weights_only=True)["reader"]
    weights = {name: np.asarray(value.numpy(), np.float32) for name, value in state.items()}
    tokenizer = Tokenizer.from_file(str(chosen.checkpoint.with_name("tokenizer.json")))
    np.savez(chosen.to, **members(weights, tokenizer, chosen.bits))  # type: ignore[arg-type]
    print(f"{chosen.to}: {chosen.to.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
