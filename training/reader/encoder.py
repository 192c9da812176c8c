"""The encoder in PyTorch: XLM-RoBERTa's post-norm layers, with attention written out.

Written out because the fused attention's backward pass is slow on CPUs, and because it exports to plain operators.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .base import Base


class Layer(nn.Module):
    """Self-attention and a feed-forward network, each with a residual and a norm after it."""

    def __init__(self, base: Base, dropout: float) -> None:
        super().__init__()
        self.heads = base.heads
        self.qkv = nn.Linear(base.hidden, 3 * base.hidden)
        self.out = nn.Linear(base.hidden, base.hidden)
        self.attention_norm = nn.LayerNorm(base.hidden, base.epsilon)
        self.inner = nn.Linear(base.hidden, base.inner)
        self.outer = nn.Linear(base.inner, base.hidden)
        self.output_norm = nn.LayerNorm(base.hidden, base.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        size = hidden // self.heads
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, size).permute(2, 0, 3, 1, 4).unbind(0)
        attention = torch.softmax(q @ k.transpose(-1, -2) * (1 / math.sqrt(size)) + bias, -1) @ v
        mixed = attention.transpose(1, 2).reshape(batch, length, hidden)
        x = self.attention_norm(x + self.dropout(self.out(mixed)))
        result: Tensor = self.output_norm(x + self.dropout(self.outer(nn.functional.gelu(self.inner(x)))))
        return result


def _bias(mask: Tensor) -> Tensor:
    return (1.0 - mask[:, None, None, :]) * -1e4


def pooled(states: Tensor, mask: Tensor) -> Tensor:
    """The mean state of the real pieces, of length 1: `[batch, hidden]`. What stands for a whole text in search."""
    mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
    return nn.functional.normalize(mean, dim=-1)


class Encoder(nn.Module):
    """`(ids, mask)`, both `[batch, length]`, to states `[batch, length, hidden]`. `mask` is 1.0 on real pieces."""

    def __init__(
        self, base: Base, keep: NDArray[np.int64], layers: int, *, frozen: int = 0, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.frozen = frozen
        self.words = nn.Embedding(len(keep), base.hidden)
        self.positions = nn.Embedding(base.positions, base.hidden)
        self.norm = nn.LayerNorm(base.hidden, base.epsilon)
        self.dropout = nn.Dropout(dropout)
        # The bottom layers: with every other layer left out the model falls apart, cut at the top it loses little.
        self.layers = nn.ModuleList(Layer(base, dropout if i >= frozen else 0.0) for i in range(layers))
        self._fill(base, keep)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.upper(self.lower(ids, mask), mask)

    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The embeddings and the frozen layers: the states that go into the first layer that is trained."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.frozen):
            x = self.dropout(self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]][None]))
            for layer in self.layers[: self.frozen]:
                x = layer(x, _bias(mask))
        return torch.as_tensor(x)

    def upper(self, x: Tensor, mask: Tensor) -> Tensor:
        """The layers that are trained."""
        for layer in self.layers[self.frozen :]:
            x = layer(x, _bias(mask))
        return x

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def _fill(self, base: Base, keep: NDArray[np.int64]) -> None:
        def put(parameter: Tensor, *names: str) -> None:
            parameter.copy_(torch.from_numpy(np.concatenate([base.tensors[n] for n in names])))

        self.words.weight.copy_(torch.from_numpy(base.tensors["emb.word"][keep]))
        # Token types are all 0 here, so their vector goes into the positions.
        self.positions.weight.copy_(torch.from_numpy(base.tensors["emb.pos"] + base.tensors["emb.type"][0]))
        put(self.norm.weight, "emb.ln.w")
        put(self.norm.bias, "emb.ln.b")
        for i, layer in enumerate(self.layers):
            for kind in ("w", "b"):
                name = {"w": "weight", "b": "bias"}[kind]
                put(getattr(layer.qkv, name), *(f"l{i}.{part}.{kind}" for part in "qkv"))  # type: ignore[union-attr,arg-type]
                pairs = {"out": "ao", "attention_norm": "aln", "inner": "fi", "outer": "fo", "output_norm": "oln"}
                for own, theirs in pairs.items():
                    put(getattr(getattr(layer, own), name), f"l{i}.{theirs}.{kind}")
