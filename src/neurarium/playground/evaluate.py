"""The forward pass in NumPy: no JAX, no compiling, so the very first frame needs neither."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points.settings import PLANE
from neurarium.playground.activations import ACTIVATIONS, output_value
from neurarium.playground.features import feature_matrix
from neurarium.playground.losses import point_losses
from neurarium.playground.network import Network, Vector

Floats = NDArray[np.float64]


def forward(network: Network, vector: Vector, xy: Floats) -> list[Floats]:
    """Return each layer's activations, (n, units), input left out, for points xy (n, 2)."""
    return [a for _, a in totals_and_values(network, vector, feature_matrix(network.features, xy))]


def totals_and_values(
    network: Network, vector: Vector, inputs: Floats
) -> list[tuple[Floats, Floats]]:
    """Return total input z and activation a, each (n, units), of each layer after the input."""
    result = []
    a = inputs.T
    names = (*network.activations, network.output)
    with np.errstate(over="ignore", invalid="ignore"):
        for index, ((weights, biases), name) in enumerate(
            zip(network.unpack(vector), names, strict=True)
        ):
            z = weights @ a + biases[:, None]
            last = index == len(names) - 1
            a = output_value(np, name, z) if last else ACTIVATIONS[name].value(np, z)
            result.append((z.T, a.T))
    return result


def outputs(network: Network, vector: Vector, xy: Floats) -> Floats:
    """Return the output layer's activations, (n, units)."""
    return forward(network, vector, xy)[-1]


def loss(network: Network, vector: Vector, xy: Floats, target: Floats, name: str) -> float:
    """Return the mean loss `name` over points xy (n, 2) with encoded targets (n, units).

    NaN without points. Regularization is not part of it.
    """
    if len(xy) == 0:
        return float("nan")
    z, a = totals_and_values(network, vector, feature_matrix(network.features, xy))[-1]
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.mean(point_losses(np, name, z.T, a.T, target.T)))


@lru_cache(maxsize=4)
def grid_points(size: int = 100) -> Floats:
    """Return the cell centres of a size×size grid on the plane, (size², 2); row 0 is the top.

    Row r, column c lie at index r·size + c; x grows to the right, y upwards: row 0 is nearest
    y = +6, the last row nearest y = −6.
    """
    step = 2.0 * PLANE / size
    axis = -PLANE + step * (np.arange(size) + 0.5)
    x, y = np.meshgrid(axis, axis[::-1])
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    points.flags.writeable = False
    return points


@lru_cache(maxsize=16)
def _grid_features(features: tuple[str, ...], size: int) -> NDArray[np.float32]:
    matrix = feature_matrix(features, grid_points(size)).T.astype(np.float32)
    matrix.flags.writeable = False
    return np.ascontiguousarray(matrix)


def grid_activations(
    network: Network, vector: Vector, size: int = 100
) -> list[NDArray[np.float32]]:
    """Return each layer's activations on the whole plane, each (units, size, size), float32.

    Row 0 is the top of the plane (y near +6), see `grid_points`.
    """
    a = _grid_features(network.features, size)
    names = (*network.activations, network.output)
    maps = []
    with np.errstate(over="ignore", invalid="ignore"):
        for index, ((weights, biases), name) in enumerate(
            zip(network.unpack(np.asarray(vector, dtype=np.float32)), names, strict=True)
        ):
            z = weights @ a
            z += biases[:, None]
            last = index == len(names) - 1
            a = output_value(np, name, z) if last else ACTIVATIONS[name].value(np, z)
            maps.append(a.reshape(-1, size, size))
    return maps
