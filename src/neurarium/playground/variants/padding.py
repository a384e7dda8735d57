"""Lay the variants of a group side by side in filled-up arrays, and take them apart again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.engine.batches import permutations, seed_number
from neurarium.playground.features import feature_matrix
from neurarium.playground.network import Layer, Network
from neurarium.playground.targets import encode_targets
from neurarium.playground.variants.group import GroupStructure, Variant

Floats = NDArray[np.float32]


def padded_layers(
    structure: GroupStructure, members: Sequence[Variant], vectors: Sequence[NDArray[np.floating]]
) -> list[tuple[Floats, Floats]]:
    """Return W (units, inputs, V) and b (units, V) of each layer from parameter vectors (P,)."""
    layers = [
        (
            np.zeros((units, inputs, structure.lanes), dtype=np.float32),
            np.zeros((units, structure.lanes), dtype=np.float32),
        )
        for inputs, units in zip(structure.sizes, structure.sizes[1:], strict=False)
    ]
    for lane, (member, vector) in enumerate(zip(members, vectors, strict=True)):
        for place, (weights, biases) in _places(structure, member.network, vector):
            units, inputs = weights.shape
            layers[place][0][:units, :inputs, lane] = weights
            layers[place][1][:units, lane] = biases
    return layers


def parameters_of(network: Network, layers: Sequence[Any], lane: int) -> NDArray[np.float32]:
    """Return the parameter vector (P,) of one variant out of the group's layers."""
    vector = np.empty(network.size, dtype=np.float32)
    own = network.unpack(vector)
    for index, (weights, biases) in enumerate(own):
        place = len(layers) - 1 if index == len(own) - 1 else index
        units, inputs = weights.shape
        weights[:] = layers[place][0][:units, :inputs, lane]
        biases[:] = layers[place][1][:units, lane]
    return vector


def _places(
    structure: GroupStructure, network: Network, vector: NDArray[np.floating]
) -> list[tuple[int, Layer]]:
    """Return each layer with its index in the group: hidden ones in front, the output last."""
    own = network.unpack(vector)
    last = len(structure.sizes) - 2
    return [(last if i == len(own) - 1 else i, layer) for i, layer in enumerate(own)]


def padded_data(
    structure: GroupStructure, members: Sequence[Variant]
) -> tuple[Floats, Floats, Floats]:
    """Return x (features, N, D), targets (outputs, N, D), and shares in the losses (2, N, D)."""
    shown = members[:1] if structure.one_data else members
    lanes = 1 if structure.one_data else structure.lanes
    shape = (structure.points, lanes)
    x = np.zeros((structure.sizes[0], *shape), dtype=np.float32)
    target = np.zeros((structure.sizes[-1], *shape), dtype=np.float32)
    shares = np.zeros((2, *shape), dtype=np.float32)
    for lane, member in enumerate(shown):
        points, features = member.points, member.network.features
        total, n_train = len(points.xy), points.n_train
        x[: len(features), :total, lane] = feature_matrix(features, points.xy).T
        target[:, :total, lane] = encode_targets(points, member.network.output).T
        shares[0, :n_train, lane] = 1.0 / max(n_train, 1)
        shares[1, n_train:total, lane] = 1.0 / max(total - n_train, 1)
        if total == n_train:
            shares[1, :, lane] = np.nan  # no test points, no test loss
    return x, target, shares


def batch_rows(
    structure: GroupStructure, members: Sequence[Variant], first: int, epochs: int
) -> NDArray[np.int32]:
    """Return the points of each update, (epochs, steps, batch, O), as the single engine does."""
    shown = members[:1] if structure.one_order else members
    lanes = 1 if structure.one_order else structure.lanes
    rows = np.zeros((epochs, structure.steps, structure.batch_size, lanes), dtype=np.int32)
    for lane, member in enumerate(shown):
        n_train, size = member.points.n_train, member.batch_size
        steps = -(-n_train // size)
        order = np.zeros((epochs, steps * size), dtype=np.int32)
        seed = seed_number(member.config.data.seed)
        order[:, :n_train] = permutations(seed, first, epochs, n_train)
        rows[:, :steps, :size, lane] = order.reshape(epochs, steps, size)
    return rows


def batch_places(structure: GroupStructure, members: Sequence[Variant]) -> Floats:
    """Return 1 where an update's place holds a point, (steps, batch, O)."""
    shown = members[:1] if structure.one_order else members
    lanes = 1 if structure.one_order else structure.lanes
    present = np.zeros((structure.steps, structure.batch_size, lanes), dtype=np.float32)
    for lane, member in enumerate(shown):
        n_train, size = member.points.n_train, member.batch_size
        steps = -(-n_train // size)
        flat = np.arange(steps * size) < n_train
        present[:steps, :size, lane] = flat.reshape(steps, size)
    return present
