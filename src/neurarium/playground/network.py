"""The shape of a playground's network, and how its parameters lie in one vector.

Packing order: layer by layer from the first hidden layer to the output; in a layer first the
weights row by row ([unit][input]), then the biases ([unit]).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.config import Config

Vector = NDArray[np.floating]
Layer = tuple[NDArray[np.floating], NDArray[np.floating]]


@dataclass(frozen=True)
class LayerSlices:
    """Where one layer's weights (units, inputs) and biases (units,) lie in the vector."""

    weights: slice
    biases: slice
    shape: tuple[int, int]


@dataclass(frozen=True)
class Network:
    """A dense network: `sizes` counts units of every layer, the input features first.

    `activations` names those of the hidden layers, `output` that of the last.
    """

    features: tuple[str, ...]
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    output: str

    @classmethod
    def of(cls, config: Config, classes: int = 2) -> Self:
        """Return the network of `config`; softmax has a unit for each of `classes`, others one."""
        hidden = tuple(layer.units for layer in config.layers)
        outputs = max(classes, 2) if config.output == "softmax" else 1
        return cls(
            features=config.features,
            sizes=(len(config.features), *hidden, outputs),
            activations=tuple(layer.activation for layer in config.layers),
            output=config.output,
        )

    @cached_property
    def slices(self) -> tuple[LayerSlices, ...]:
        """Where each layer after the input lies in the parameter vector."""
        found, start = [], 0
        for inputs, units in zip(self.sizes, self.sizes[1:], strict=False):
            middle = start + inputs * units
            end = middle + units
            found.append(LayerSlices(slice(start, middle), slice(middle, end), (units, inputs)))
            start = end
        return tuple(found)

    @property
    def size(self) -> int:
        """Number of parameters P."""
        return sum(
            (inputs + 1) * units for inputs, units in zip(self.sizes, self.sizes[1:], strict=False)
        )

    @cached_property
    def weight_mask(self) -> NDArray[np.bool_]:
        """(P,): true where the parameter is a weight, false where it is a bias."""
        mask = np.zeros(self.size, dtype=bool)
        for part in self.slices:
            mask[part.weights] = True
        mask.flags.writeable = False
        return mask

    def unpack(self, vector: Vector) -> list[Layer]:
        """Return views (W (units, inputs), b (units,)) of each layer after the input."""
        return [
            (vector[part.weights].reshape(part.shape), vector[part.biases]) for part in self.slices
        ]

    def pack(self, layers: Sequence[tuple[object, object]]) -> NDArray[np.float64]:
        """Return the vector (P,) of layers (W (units, inputs), b (units,)), float64."""
        pieces: list[NDArray[np.float64]] = []
        for (weights, biases), part in zip(layers, self.slices, strict=True):
            block = np.asarray(weights, dtype=np.float64).reshape(part.shape)
            pieces += [block.ravel(), np.asarray(biases, dtype=np.float64).ravel()]
        return np.concatenate(pieces)


def carry_over(
    old: Network, old_vector: Vector, new: Network, fresh_vector: Vector
) -> NDArray[np.float64]:
    """Return the new network's parameters: what stays keeps its value, the rest is fresh.

    Hidden layers match by index from the front, units by index, features by name; the output
    layer stays the output layer. A link stays if both of its ends do; a bias if its unit does.
    When the layer before the output changed, links from units with the same index are kept.
    """
    result = np.array(fresh_vector, dtype=np.float64)
    old_layers, new_layers = old.unpack(old_vector), new.unpack(result)
    pairs = list(zip(old_layers[:-1], new_layers[:-1], strict=False))
    for index, (before, after) in enumerate([*pairs, (old_layers[-1], new_layers[-1])]):
        reads_features = (
            (index == 0, index == 0)
            if index < len(pairs)
            else (len(old_layers) == 1, len(new_layers) == 1)
        )
        _keep(before, after, _same_inputs(old, new, reads_features, before[0].shape[1]))
    return result


def _same_inputs(
    old: Network, new: Network, reads_features: tuple[bool, bool], old_inputs: int
) -> dict[int, int]:
    """Return which input (its old index) of a layer is still an input, and its new index."""
    if all(reads_features):
        return {
            old.features.index(name): new.features.index(name)
            for name in old.features
            if name in new.features
        }
    return {} if any(reads_features) else {i: i for i in range(old_inputs)}


def _keep(before: Layer, after: Layer, inputs: dict[int, int]) -> None:
    units = min(len(before[1]), len(after[1]))
    after[1][:units] = before[1][:units]
    for old_input, new_input in inputs.items():
        if new_input < after[0].shape[1]:
            after[0][:units, new_input] = before[0][:units, old_input]
