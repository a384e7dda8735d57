"""Forward and backward for many filled-up networks at once, the variants as the last axis.

Shapes: W (units, inputs, V), b (units, V); values (units, batch, V), or (units, batch, 1) where
all variants see the same. A unit that a variant lacks has value 0, so that all its gradients
are 0 and its weights stay 0; a layer that it lacks hands its input on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp

from neurarium.playground.activations import ACTIVATIONS, output_value
from neurarium.playground.engine.backprop import chain
from neurarium.playground.losses import deltas, point_losses
from neurarium.playground.variants.group import GroupStructure

Layers = list[tuple[Any, Any]]


class Choices(NamedTuple):
    """What each variant is made of; every choice is a share of 1 or 0 for each name."""

    units: list[Any]  # for each hidden layer (units, V): 1 where the unit exists
    exists: Any  # (hidden layers, V): 1 where the layer exists
    activation: Any  # (hidden layers, names, V)
    loss: Any  # (names, V)
    optimizer: Any  # (names, V)


def chosen(shares: Any, parts: list[Any]) -> Any:
    """Return for each variant the part that its share of 1 points to; shares are (names, V)."""
    result = parts[0]
    for index in range(1, len(parts)):
        result = jnp.where(shares[index] > 0, parts[index], result)
    return result


class Passes(NamedTuple):
    """What the forward pass leaves for the backward pass."""

    inputs: list[Any]
    totals: list[Any]
    values: list[Any]


def forward(
    structure: GroupStructure, choices: Choices, layers: Layers, x: Any, masks: list[Any] | None
) -> Passes:
    """Return what each layer does with x (features, batch, V or 1)."""
    inputs, totals, values = [], [], []
    a = x
    last = len(layers) - 1
    for index, (weights, biases) in enumerate(layers):
        inputs.append(a)
        z = chain(weights, a, biases[:, None])
        totals.append(z)
        if index == last:
            values.append(output_value(jnp, structure.output, z))
            break
        parts = [ACTIVATIONS[name].value(jnp, z) for name in structure.activations]
        value = chosen(choices.activation[index], parts) * choices.units[index][:, None]
        values.append(value)
        value = value if masks is None else value * masks[index]
        # Only from the second hidden layer on may a layer be missing.
        skips = structure.deep and index > 0
        a = jnp.where(choices.exists[index] > 0, value, a) if skips else value
    return Passes(inputs, totals, values)


def gradients(
    structure: GroupStructure,
    choices: Choices,
    layers: Layers,
    batch: tuple[Any, Any, Any],
    masks: list[Any] | None,
) -> Layers:
    """Return Σ share · ∂loss/∂(W, b); batch is (x, target, share (1, batch, V or 1))."""
    x, target, share = batch
    passes = forward(structure, choices, layers, x, masks)
    outcome = (passes.totals[-1], passes.values[-1], target)
    parts = [deltas(jnp, name, structure.output, outcome) for name in structure.losses]
    delta = chosen(choices.loss, parts) * share
    found: Layers = []
    onward: Any = None  # ∂loss/∂(the layer's value)
    for index in range(len(layers) - 1, -1, -1):
        if index < len(layers) - 1:
            delta = onward * _slope(structure, choices, passes, index)
            if masks is not None:
                delta = delta * masks[index]
        weights = jnp.sum(delta[:, None] * passes.inputs[index][None], axis=2)
        found.append((weights, jnp.sum(delta, axis=1)))
        if index:
            back = chain(jnp.swapaxes(layers[index][0], 0, 1), delta)
            missing = structure.deep and index < len(layers) - 1
            onward = jnp.where(choices.exists[index] > 0, back, onward) if missing else back
    return found[::-1]


def _slope(structure: GroupStructure, choices: Choices, passes: Passes, index: int) -> Any:
    z, a = passes.totals[index], passes.values[index]
    parts = [ACTIVATIONS[name].slope(jnp, z, a) for name in structure.activations]
    return chosen(choices.activation[index], parts) * choices.units[index][:, None]


def mean_losses(
    structure: GroupStructure, choices: Choices, layers: Layers, data: Callable[[], Any]
) -> Any:
    """Return mean training and test losses, (2, V); data() is (x, target, shares (2, N, V))."""
    x, target, shares = data()
    passes = forward(structure, choices, layers, x, None)
    outcome = (passes.totals[-1], passes.values[-1], target)
    parts = [point_losses(jnp, name, *outcome) for name in structure.losses]
    return jnp.sum(shares * chosen(choices.loss, parts), axis=1)
