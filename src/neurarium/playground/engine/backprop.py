"""Forward and backward through a small network, written out so that XLA sees little.

Shapes: a batch is (batch, units); a layer is (W (units, inputs), b (units,)).
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from neurarium.playground.activations import ACTIVATIONS, output_value
from neurarium.playground.losses import deltas, point_losses
from neurarium.playground.network import Network

Layers = list[tuple[Any, Any]]


def forward(
    xp: ModuleType, network: Network, layers: Layers, x: Any, masks: list[Any] | None = None
) -> tuple[list[Any], list[Any], list[Any]]:
    """Return inputs, total inputs z and activations a of each layer; a before its dropout mask.

    `masks` has one (batch, units) factor (0 or 1/(1 − rate)), or None, for each hidden layer.
    """
    inputs, totals, values = [], [], []
    a = x
    last = len(layers) - 1
    for index, (weights, biases) in enumerate(layers):
        inputs.append(a)
        z = xp.matmul(a, weights.T) + biases
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

    `batch` is (x (batch, features), target (batch, outputs), share (batch, 1)): a point's share
    is 1/batch size for a mean, 0 for a filler. Backpropagation, Rumelhart et al. 1986.
    """
    x, target, share = batch
    inputs, totals, values = forward(xp, network, layers, x, masks)
    delta = deltas(xp, loss, network.output, (totals[-1], values[-1], target)) * share
    found: Layers = []
    for index in range(len(layers) - 1, -1, -1):
        found.append((xp.matmul(delta.T, inputs[index]), xp.sum(delta, axis=0)))
        if index:
            before = index - 1
            unit = ACTIVATIONS[network.activations[before]]
            delta = xp.matmul(delta, layers[index][0])
            if masks and masks[before] is not None:
                delta = delta * masks[before]
            delta = delta * unit.slope(xp, totals[before], values[before])
    return found[::-1]


def losses(
    xp: ModuleType,
    network: Network,
    loss: str,
    layers: Layers,
    points: tuple[Any, Any],
    masks: list[Any] | None = None,
) -> Any:
    """Return the loss of each point, (n,), for points (x (n, features), target (n, outputs))."""
    x, target = points
    _, totals, values = forward(xp, network, layers, x, masks)
    return point_losses(xp, loss, totals[-1], values[-1], target)
