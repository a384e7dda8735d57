"""What each variant of a group is made of, as arrays with the variants as the last axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.config import Config
from neurarium.playground.engine.batches import seed_number
from neurarium.playground.schedules import learning_rates
from neurarium.playground.variants.backprop import Choices
from neurarium.playground.variants.group import GroupStructure, Variant

Floats = NDArray[np.float32]


def per_lane(
    structure: GroupStructure, members: Sequence[Variant], of: Callable[[Config], Any]
) -> NDArray[Any]:
    """Return `of(config)` for each variant, (…, V); lanes without a variant hold 0."""
    values = np.array([of(member.config) for member in members]).T
    room = np.zeros((*values.shape[:-1], structure.lanes), dtype=values.dtype)
    room[..., : len(members)] = values
    return room


def strength(kind: str) -> Callable[[Config], float]:
    """Return what gives a configuration's rate of one kind of regularization."""
    return lambda config: config.regularization_rate if config.regularization == kind else 0.0


def dropout_seed(config: Config) -> int:
    """Return the 32-bit number that dropout's masks come from, as for the single engine."""
    return seed_number(config.weights_seed or config.data.seed) & 0xFFFFFFFF


def dropout_rates(structure: GroupStructure, members: Sequence[Variant]) -> Floats:
    """Return (hidden layers, V)."""
    hidden = len(structure.sizes) - 2
    rates = np.zeros((hidden, structure.lanes), dtype=np.float32)
    for lane, member in enumerate(members):
        for index, layer in enumerate(member.config.layers):
            rates[index, lane] = layer.dropout
    return rates


def rates_of(
    structure: GroupStructure, members: Sequence[Variant], first: int, epochs: int
) -> Floats:
    """Return the learning rates of `epochs` epochs, (epochs, V)."""
    rates = per_lane(structure, members, lambda config: learning_rates(config, first, epochs))
    return rates.astype(np.float32)


def choices_of(structure: GroupStructure, members: Sequence[Variant]) -> Choices:
    """Return which units, layers, activations, losses and optimizers each variant has."""
    hidden = structure.sizes[1:-1]
    units = [np.zeros((count, structure.lanes), dtype=np.float32) for count in hidden]
    exists = np.zeros((len(hidden), structure.lanes), dtype=np.float32)
    activation = np.zeros(
        (len(hidden), len(structure.activations), structure.lanes), dtype=np.float32
    )
    loss = np.zeros((len(structure.losses), structure.lanes), dtype=np.float32)
    rule = np.zeros((len(structure.optimizers), structure.lanes), dtype=np.float32)
    for lane, member in enumerate(members):
        for index, layer in enumerate(member.config.layers):
            units[index][: layer.units, lane] = 1.0
            exists[index, lane] = 1.0
            activation[index, structure.activations.index(layer.activation), lane] = 1.0
        loss[structure.losses.index(member.config.loss), lane] = 1.0
        rule[structure.optimizers.index(member.config.optimizer), lane] = 1.0
    return Choices(units, exists, activation, loss, rule)
