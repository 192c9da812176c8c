"""The scorer of pairs: two small networks, the second with what the first says of the whole topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .pairs import Pairs, support
from .text import Described
from .topics import Floats

THRESHOLD = 0.4
"""Mean chance from which two groups of mentions are one event, chosen in cross-validation over topics."""


class Net(NamedTuple):
    """A network `[inputs] → … → 1` with a ramp (ReLU) between its layers; `mean` and `scale` of its inputs."""

    mean: Floats
    scale: Floats
    layers: tuple[tuple[Floats, Floats], ...]

    def __call__(self, rows: Floats) -> Floats:
        """The chance of each row, 0 to 1."""
        held = (rows - self.mean) / self.scale
        for weights, bias in self.layers[:-1]:
            held = np.maximum(0, held @ weights + bias)
        weights, bias = self.layers[-1]
        return np.asarray(1 / (1 + np.exp(-(held @ weights + bias)[:, 0])), np.float32)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Chances that two mentions are of one event: the mean of `first`, then the mean of `second`."""

    first: tuple[Net, ...]
    second: tuple[Net, ...]

    def __call__(self, pairs: Pairs, known: Described) -> Floats:
        """The chance of each pair of a topic."""
        if not len(pairs.first):
            return np.zeros(0, np.float32)
        alone = mean(self.first, pairs.features)
        return mean(self.second, np.concatenate([pairs.features, support(pairs, known, alone)], 1))


def mean(nets: tuple[Net, ...], rows: Floats) -> Floats:
    """The mean chance of several networks."""
    return np.asarray(np.mean([net(rows) for net in nets], 0), np.float32)


def stored(scorer: Scorer) -> dict[str, Floats]:
    """A scorer as arrays by name, in half precision."""
    arrays = {}
    for stage, nets in (("first", scorer.first), ("second", scorer.second)):
        for number, net in enumerate(nets):
            arrays[f"{stage}.{number}.mean"], arrays[f"{stage}.{number}.scale"] = net.mean, net.scale
            for layer, (weights, bias) in enumerate(net.layers):
                arrays[f"{stage}.{number}.{layer}.weights"] = weights.astype(np.float16)
                arrays[f"{stage}.{number}.{layer}.bias"] = bias
    return arrays


def restored(arrays: Mapping[str, Floats]) -> Scorer:
    """The opposite of `stored`."""

    def nets(stage: str) -> tuple[Net, ...]:
        found: list[Net] = []
        while f"{stage}.{len(found)}.mean" in arrays:
            at = f"{stage}.{len(found)}"
            layers: list[tuple[Floats, Floats]] = []
            while f"{at}.{len(layers)}.weights" in arrays:
                layer = f"{at}.{len(layers)}"
                layers.append((arrays[f"{layer}.weights"].astype(np.float32), arrays[f"{layer}.bias"]))
            found.append(Net(arrays[f"{at}.mean"], arrays[f"{at}.scale"], tuple(layers)))
        return tuple(found)

    return Scorer(nets("first"), nets("second"))


@cache
def shipped() -> Scorer:
    """The weights of the package."""
    with (files("lagebild") / "models/coreference.npz").open("rb") as file, np.load(file) as arrays:
        return restored({name: arrays[name] for name in arrays.files})
