"""The encoder as an ONNX graph, written out operator by operator from the trained weights.

Not traced from PyTorch: the operators are the ones that onnxruntime has fast kernels for, and nothing of the graph
depends on the version of an exporter. Words are embedded outside: the graph takes the sum of word and position vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
_OWN = "com.microsoft"
_EPSILON = 1e-12


@dataclass(slots=True)
class Graph:
    """Nodes and tensors of a graph in the making. `bits` of the weights of matrices: 32 as they are, 8 for whole
    numbers in blocks with a scale each, or 4 where that is exact, as in layers that were not trained.

    Products are reckoned in float32. Whole-number products with one range for all activations cost about 2.5 points
    of F1 on 220 sentences of GermEval, measured once: a few columns of the inner layers are twenty times as large as
    the rest.
    """

    heads: int
    bits: int
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    tensors: list[onnx.TensorProto] = field(default_factory=list)

    def tensor(self, name: str, values: NDArray[np.generic]) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **options: object) -> str:
        domain = {"domain": _OWN} if kind in _OWN_KINDS else {}
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **domain, **options))
        return output

    def linear(self, x: str, name: str, weight: Floats, bias: Floats | None) -> str:
        """`x @ weight.T + bias`; `weight` is `[out, in]` as PyTorch keeps it."""
        if self.bits == 32:
            made = self.node("MatMul", [x, self.tensor(f"{name}.w", weight.T)], f"{name}.product")
        else:
            made = self.blocks(x, name, weight)
        return made if bias is None else self.node("Add", [made, self.tensor(f"{name}.b", bias)], f"{name}.sum")

    def blocks(self, x: str, name: str, weight: Floats) -> str:
        """The product with the matrix in blocks of whole numbers."""
        exact = four_bit(weight)
        whole, scale = exact if exact is not None else eight_bit(weight)
        bits, size = (4, FINE) if exact is not None else (8, COARSE)
        stored = whole[..., ::2] | whole[..., 1::2] << 4 if bits == 4 else whole
        tensors = [self.tensor(f"{name}.w", stored), self.tensor(f"{name}.s", scale.reshape(-1))]
        rows, columns = weight.shape
        options = {"K": columns, "N": rows, "bits": bits, "block_size": size, "accuracy_level": 1}
        return self.node("MatMulNBits", [x, *tensors], f"{name}.product", **options)

    def layer(self, x: str, i: int, weights: Mapping[str, Floats], lengths: str) -> str:
        """One layer: attention, then the feed-forward network, each added to what came in and normalised."""

        def of(name: str) -> Floats:
            return weights[f"encoder.layers.{i}.{name}"]

        qkv = self.linear(x, f"l{i}.qkv", of("qkv.weight"), of("qkv.bias"))
        self.nodes.append(
            helper.make_node("Split", [qkv], [f"l{i}.{p}" for p in "qkv"], name=f"l{i}.split", axis=-1, num_outputs=3)
        )
        mixed = self.node(
            "MultiHeadAttention",
            [f"l{i}.q", f"l{i}.k", f"l{i}.v", "", lengths],
            f"l{i}.mixed",
            num_heads=self.heads,
        )
        out = self.linear(mixed, f"l{i}.out", of("out.weight"), None)
        x = self.add_norm(x, out, f"l{i}.an", (of("attention_norm.weight"), of("attention_norm.bias"), of("out.bias")))
        inner = self.linear(x, f"l{i}.inner", of("inner.weight"), None)
        bent = self.node("BiasGelu", [inner, self.tensor(f"l{i}.inner.bias", of("inner.bias"))], f"l{i}.bent")
        outer = self.linear(bent, f"l{i}.outer", of("outer.weight"), None)
        return self.add_norm(x, outer, f"l{i}.on", (of("output_norm.weight"), of("output_norm.bias"), of("outer.bias")))

    def add_norm(self, x: str, y: str, name: str, values: tuple[Floats, Floats, Floats]) -> str:
        """The norm of `x + y + bias`; `values` are its weight and shift, and the bias."""
        given = [self.tensor(f"{name}.{part}", value) for part, value in zip("wsb", values, strict=True)]
        return self.node("SkipLayerNormalization", [y, x, *given], f"{name}.normed", epsilon=_EPSILON)


_OWN_KINDS = ("MatMulNBits", "MultiHeadAttention", "BiasGelu", "SkipLayerNormalization")
FINE, COARSE = 32, 64


def eight_bit(weight: Floats) -> tuple[Bytes, Floats]:
    """Blocks `[rows, blocks, COARSE]` of whole numbers from −127 to 127, 128 added, and their scales."""
    blocks = weight.reshape(len(weight), -1, COARSE)
    scale = np.maximum(np.abs(blocks).max(2, keepdims=True), 1e-12) / 127
    return (np.rint(blocks / scale) + 128).astype(np.uint8), np.asarray(scale, np.float32)


def four_bit(weight: Floats) -> tuple[Bytes, Floats] | None:
    """Blocks `[rows, blocks, FINE]` of whole numbers from −8 to 7, 8 added, and their scales `[rows, blocks, 1]`, which
    half precision holds; None where the weights are no such numbers."""
    blocks = weight.reshape(len(weight), -1, FINE)
    # The number of the largest size stands for −8, whatever its sign.
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(2)[..., None], 2)
    scale = (largest / -8).astype(np.float16).astype(np.float32)
    whole = np.rint(blocks / np.where(scale == 0, 1, scale))
    if not np.array_equal(whole * scale, blocks):
        return None
    return (whole + 8).astype(np.uint8), scale


def build(weights: Mapping[str, Floats], *, heads: int, bits: int) -> bytes:
    """The model, serialised. Inputs `vectors` `[batch, length, hidden]` and `mask` `[batch, length]`, float32; outputs
    one `[batch, length, labels]` a head, by its name, and `mean` `[batch, hidden]`, of length 1."""
    graph = Graph(heads, bits)
    hidden = len(weights["encoder.norm.weight"])
    norm = [graph.tensor(f"norm.{p}", weights[f"encoder.norm.{p}"]) for p in ("weight", "bias")]
    x = graph.node("LayerNormalization", ["vectors", *norm], "embedded", axis=-1, epsilon=_EPSILON)
    mask = graph.node("Cast", ["mask"], "whole_mask", to=TensorProto.INT32)
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layers."))
    for i in range(layers):
        x = graph.layer(x, i, weights, mask)
    outputs = []
    for name in sorted(n.split(".")[1] for n in weights if n.startswith("heads.") and n.endswith(".weight")):
        weight = graph.tensor(f"{name}.w", weights[f"heads.{name}.weight"].T)
        product = graph.node("MatMul", [x, weight], f"{name}.product")
        graph.node("Add", [product, graph.tensor(f"{name}.b", weights[f"heads.{name}.bias"])], name)
        outputs.append((name, ["batch", "length", len(weights[f"heads.{name}.bias"])]))
    _mean(graph, x)
    outputs.append(("mean", ["batch", hidden]))
    made = helper.make_graph(
        graph.nodes,
        "reader",
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", "length", hidden]),
            helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["batch", "length"]),
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs],
        graph.tensors,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_OWN, 1)]
    model: bytes = helper.make_model(made, opset_imports=opsets, ir_version=9).SerializeToString()
    return model


def _mean(graph: Graph, x: str) -> None:
    last = graph.tensor("last", np.array([-1], np.int64))
    first = graph.tensor("first", np.array([1], np.int64))
    column = graph.node("Unsqueeze", ["mask", last], "column")
    total = graph.node("ReduceSum", [graph.node("Mul", [x, column], "real"), first], "total", keepdims=0)
    # Of length 1 in the end, so the sum serves as the mean.
    length = graph.node("ReduceL2", [total, last], "total_length", keepdims=1)
    graph.node("Div", [total, length], "mean")
