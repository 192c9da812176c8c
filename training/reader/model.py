"""The reader in training: one encoder and a head a layer; and the exact decoding of labels into names."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .corpora import LABELS
from .encoder import Encoder


class Reader(nn.Module):
    """`(ids, mask)` to the label scores of every head, `[batch, length, labels]` each, by name."""

    def __init__(self, encoder: Encoder, hidden: int, heads: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({name: nn.Linear(hidden, labels) for name, labels in heads.items()})

    def forward(self, ids: Tensor, mask: Tensor) -> dict[str, Tensor]:
        return self.scores(self.encoder(ids, mask))

    def scores(self, states: Tensor) -> dict[str, Tensor]:
        """The label scores of every head from the encoder's states."""
        states = self.dropout(states)
        return {name: head(states) for name, head in self.heads.items()}


def partial_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Mean of −log P(label ∈ allowed) over the words. `scores` `[words, labels]`, `allowed` the same in 0/1."""
    logs = torch.log_softmax(scores, -1)
    return -torch.logsumexp(logs.masked_fill(allowed == 0, -1e4), -1).mean()


def transitions() -> NDArray[np.float32]:
    """0 where label j may follow label i, else −10⁴: an I- follows only B- or I- of its own kind."""
    table = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for i, before in enumerate(LABELS):
        for j, after in enumerate(LABELS):
            if after[0] == "I" and before[1:] != after[1:]:
                table[i, j] = -1e4
    return table


_TABLE = transitions()
_FIRST = np.array([-1e4 if label[0] == "I" else 0.0 for label in LABELS], np.float32)


def decode(scores: NDArray[np.float32]) -> list[int]:
    """The best allowed sequence of labels (Viterbi) for `[words, labels]` log probabilities."""
    best = scores[0] + _FIRST
    back = []
    for row in scores[1:]:
        through = best[:, None] + _TABLE
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def names(labels: list[str]) -> set[tuple[int, int, str]]:
    """`(first word, last word + 1, kind)` of each name in a sequence of labels."""
    found, begin = set(), -1
    for i, label in enumerate([*labels, "O"]):
        if begin >= 0 and (label[0] != "I"):
            found.add((begin, i, labels[begin][2:]))
            begin = -1
        if label[0] == "B":
            begin = i
    return found
