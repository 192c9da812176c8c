"""The file of a reader: one archive with the graph of the encoder, 4-bit word vectors and the pieces of the tokenizer.

`numpy.load` opens it. Its members: `card` (JSON: version, labels, digest), `graph` (ONNX), `blocks` `[pieces, hidden /
32, 18]` uint8, each a half-precision scale and 32 nibbles, low ones first; `positions` `[length, hidden]` float16;
`pieces` (UTF-8, a line each) and `scores` float32, the unigram model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from lagebild.errors import BadInput

from .pieces import Pieces

Floats = NDArray[np.float32]
START, PAD, END, UNKNOWN = 0, 1, 2, 3
FORMAT = 1
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class Card:
    """What the file says of itself. `labels` are those of the head for names, in the order of its columns."""

    version: str
    labels: tuple[str, ...]


@cache
def card(file: Path) -> Card:
    """The card of the file, read without the rest. Raises BadInput when it is no reader of this format."""
    try:
        # Opened here, since numpy leaves a broken archive open.
        with file.open("rb") as opened, np.load(opened) as members:
            row = json.loads(members["card"].tobytes())
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise BadInput(str(file), f"is no reader ({type(error).__name__})", "install lagebild again") from error
    if row.get("format") != FORMAT:
        raise BadInput(str(file), f"is a reader of format {row.get('format')}, not {FORMAT}", "install lagebild again")
    return Card(row["version"], tuple(row["labels"]))


@dataclass(frozen=True, slots=True)
class Vectors:
    """Word and position vectors, kept as they are stored and unpacked a batch at a time."""

    blocks: NDArray[np.uint8]
    positions: Floats

    def __call__(self, ids: NDArray[np.int64]) -> Floats:
        """The vectors of piece ids `[batch, length]` in their positions: `[batch, length, hidden]`."""
        packed = self.blocks[ids]
        scale = np.ascontiguousarray(packed[..., :2]).view(np.float16).astype(np.float32)
        nibbles = packed[..., 2:]
        whole = np.empty((*packed.shape[:-1], _BLOCK), np.float32)
        whole[..., :16] = nibbles & 15
        whole[..., 16:] = nibbles >> 4
        whole -= 8
        whole *= scale
        return whole.reshape(*ids.shape, -1) + self.positions[: ids.shape[1]]


@dataclass(frozen=True, slots=True)
class Model:
    """A reader's file in memory: what is needed to turn text into scores."""

    tokenizer: Pieces
    vectors: Vectors
    session: Any


@cache
def model(file: Path, threads: int) -> Model:
    """The whole file, ready to run on so many threads."""
    with np.load(file) as members:
        pieces = members["pieces"].tobytes().decode("utf-8").split("\n")
        tokens = Pieces(pieces, members["scores"].tolist(), unknown=UNKNOWN)
        vectors = Vectors(members["blocks"], members["positions"].astype(np.float32))
        return Model(tokens, vectors, _session(members["graph"].tobytes(), threads))


def _session(graph: bytes, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that wait are to leave the processor to others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
