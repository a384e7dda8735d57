"""Forward and backward in TensorFlow Playground's order of operations, to the last bit.

Every sum is written out as a chain of additions from its first term on, every product is
rounded before it is added (`Exactly`). Shapes: layers (W (units, inputs), b (units,)); values
inside (units, batch).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from jax import lax

from neurarium.playground.activations import ACTIVATIONS
from neurarium.playground.engine import browser_math
from neurarium.playground.engine.browser_math import Exactly
from neurarium.playground.network import Network

UNROLLED = 32
"""Batches up to this size are summed in one expression, larger ones in a loop."""

Layers = list[tuple[Any, Any]]


def gathered_gradients(
    ops: Exactly, network: Network, layers: Layers, batch: tuple[Any, Any, Any], gathered: Layers
) -> Layers:
    """Return `gathered` plus the gradients of ½(a − t)² of the batch's points, one by one.

    `batch` is (x (features, batch), target (1, batch), present (1, batch)).
    """
    x, target, present = batch
    inputs, totals, values = _forward(ops, network, layers, x)
    delta = (values[-1] - target) * _slope(ops, network.output, totals[-1], values[-1])
    found: Layers = []
    for index in range(len(layers) - 1, -1, -1):
        # A filler's delta is 0: adding it changes nothing.
        found.append(_add_points(ops, gathered[index], delta * present, inputs[index]))
        if index:
            before = index - 1
            outer = _chain(ops, 0.0, layers[index][0].T, delta)
            name = network.activations[before]
            delta = outer * _slope(ops, name, totals[before], values[before])
    return found[::-1]


def _forward(
    ops: Exactly, network: Network, layers: Layers, x: Any
) -> tuple[list[Any], list[Any], list[Any]]:
    inputs, totals, values = [], [], []
    a = x
    for (weights, biases), name in zip(layers, (*network.activations, network.output), strict=True):
        inputs.append(a)
        z = _chain(ops, biases[:, None], weights, a)
        a = _value(ops, name, z)
        totals.append(z)
        values.append(a)
    return inputs, totals, values


def _chain(ops: Exactly, start: Any, matrix: Any, values: Any) -> Any:
    """Return start + matrix @ values, (rows, batch), added column after column."""
    total = start
    for column in range(matrix.shape[1]):
        total = total + ops.product(matrix[:, column, None], values[None, column])
    return total


def _add_points(ops: Exactly, gathered: tuple[Any, Any], delta: Any, inputs: Any) -> Any:
    """Return the gathered (weights, biases) gradients with each point's added in turn."""

    def add(sums: Any, delta_point: Any, inputs_point: Any) -> Any:
        weights, biases = sums
        outer = ops.product(delta_point[:, None], inputs_point[None, :])
        return weights + outer, biases + delta_point

    points = delta.shape[1]
    if points <= UNROLLED:
        sums: Any = gathered
        for point in range(points):
            sums = add(sums, delta[:, point], inputs[:, point])
        return sums
    rows = (delta.T, inputs.T)
    return lax.fori_loop(
        0, points, lambda point, sums: add(sums, rows[0][point], rows[1][point]), gathered
    )


def _value(ops: Exactly, name: str, z: Any) -> Any:
    if name == "tanh":
        return browser_math.tanh(ops, z)
    if name == "sigmoid":
        return browser_math.sigmoid(ops, z)
    return ACTIVATIONS[name].value(jnp, z)


def _slope(ops: Exactly, name: str, z: Any, a: Any) -> Any:
    if name == "tanh":
        return 1.0 - ops.product(a, a)
    return ACTIVATIONS[name].slope(jnp, z, a)
