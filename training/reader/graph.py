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
_OWN = "com.microsoft"
_EPSILON = 1e-12


@dataclass(slots=True)
class Graph:
    """Nodes and tensors of a graph in the making. `bits` of the weights of matrices: 32, or 8 or 7 with scales.

    Seven bits keep the sums of products in range on processors without VNNI, where eight would saturate: the same
    figures everywhere, and a smaller file.
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
        columns = weight.T
        if self.bits == 32:
            made = self.node("MatMul", [x, self.tensor(f"{name}.w", columns)], f"{name}.product")
            return made if bias is None else self.node("Add", [made, self.tensor(f"{name}.b", bias)], f"{name}.sum")
        whole, scale = quantised(columns, self.bits)
        inputs = [x, self.tensor(f"{name}.w", whole), self.tensor(f"{name}.s", scale), ""]
        if bias is not None:
            inputs.append(self.tensor(f"{name}.b", bias))
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.product")

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


_OWN_KINDS = ("DynamicQuantizeMatMul", "MultiHeadAttention", "BiasGelu", "SkipLayerNormalization")


def quantised(columns: Floats, bits: int) -> tuple[NDArray[np.int8], Floats]:
    """Whole numbers of so many bits and a scale for each column, symmetric: `columns ≈ whole * scale`."""
    most = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(columns).max(0), 1e-12).astype(np.float32) / most
    return np.clip(np.rint(columns / scale), -most, most).astype(np.int8), scale


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
