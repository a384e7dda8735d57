"""Forward and backward through a small network, written out so that little is left to run.

Shapes: a layer is (W (units, inputs, …), b (units, …)); values are (units, batch, …). What stands
for … is carried along: nothing for one network, (variants,) for a comparison.

A matrix product of this size costs more in its call than in its sums. Written as a chain of
additions it melts into one loop with the activation, over the batch (and the variants), which the
processor does in wide registers: 3 times as fast as products for 7-8×6-1, measured.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from neurarium.playground.activations import ACTIVATIONS, output_value
from neurarium.playground.losses import deltas, point_losses
from neurarium.playground.network import Network

CHAIN_WEIGHTS = 16
CHAIN_BATCH = 16
"""Where no layer has more weights, and no batch more points, the weights' gradient is a chain too:
in a larger network it would be computed again inside of whatever reads it."""

Layers = list[tuple[Any, Any]]


def chain(matrix: Any, values: Any, start: Any = None) -> Any:
    """Return start + matrix (rows, columns, …) @ values (columns, batch, …), column by column."""
    total = start
    for column in range(matrix.shape[1]):
        product = matrix[:, column, None] * values[None, column]
        total = product if total is None else total + product
    return total


def forward(
    xp: ModuleType, network: Network, layers: Layers, x: Any, masks: list[Any] | None = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """Return inputs, total inputs z and activations a of each layer; a before its dropout mask.

    `x` is (features, batch, …). `masks` has one (units, batch, …) factor (0 or 1/(1 − rate)), or
    None, for each hidden layer.
    """
    inputs, totals, values = [], [], []
    a = x
    last = len(layers) - 1
    for index, (weights, biases) in enumerate(layers):
        inputs.append(a)
        z = chain(weights, a, biases[:, None])
        if index == last:
            a = output_value(xp, network.output, z)
            values.append(a)
        else:
            a = ACTIVATIONS[network.activations[index]].value(xp, z)
            values.append(a)
            mask = masks[index] if masks else None
            a = a if mask is None else a * mask
        totals.append(z)
    return inputs, totals, values


def gradients(
    xp: ModuleType,
    network: Network,
    loss: str,
    layers: Layers,
    batch: tuple[Any, Any, Any],
    masks: list[Any] | None = None,
) -> Layers:
    """Return Σ share · ∂loss/∂(W, b) of each layer over a batch.

    `batch` is (x (features, batch), target (outputs, batch), share (1, batch)): a point's share
    is 1/batch size for a mean, 0 for a filler. Backpropagation, Rumelhart et al. 1986.
    """
    x, target, share = batch
    inputs, totals, values = forward(xp, network, layers, x, masks)
    delta = deltas(xp, loss, network.output, (totals[-1], values[-1], target)) * share
    small = x.shape[1] <= CHAIN_BATCH and max(w.size for w, _ in layers) <= CHAIN_WEIGHTS
    found: Layers = []
    for index in range(len(layers) - 1, -1, -1):
        found.append((_outer_sum(xp, delta, inputs[index], small), xp.sum(delta, axis=1)))
        if index:
            before = index - 1
            unit = ACTIVATIONS[network.activations[before]]
            delta = chain(xp.swapaxes(layers[index][0], 0, 1), delta)
            if masks and masks[before] is not None:
                delta = delta * masks[before]
            delta = delta * unit.slope(xp, totals[before], values[before])
    return found[::-1]


def _outer_sum(xp: ModuleType, delta: Any, inputs: Any, chained: bool) -> Any:
    """Return Σ over the batch of delta (units, batch, …) × inputs (inputs, batch, …)."""
    if delta.ndim > 2:
        return xp.sum(delta[:, None] * inputs[None], axis=2)
    if not chained:
        return xp.matmul(delta, inputs.T)
    total = delta[:, 0, None] * inputs[None, :, 0]
    for point in range(1, delta.shape[1]):
        total = total + delta[:, point, None] * inputs[None, :, point]
    return total


def losses(
    xp: ModuleType,
    network: Network,
    loss: str,
    layers: Layers,
    points: tuple[Any, Any],
    masks: list[Any] | None = None,
) -> Any:
    """Return the loss of each point, (n,), for points (x (features, n), target (outputs, n))."""
    x, target = points
    _, totals, values = forward(xp, network, layers, x, masks)
    return point_losses(xp, loss, totals[-1], values[-1], target)
