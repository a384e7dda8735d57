"""Optimizers and regularization against formulas written out in NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from playgrounds import engine_of, some_config, some_parameters

from neurarium.playground.config import Optimizer
from neurarium.playground.engine import Engine
from neurarium.playground.engine.backprop import gradients
from neurarium.playground.features import feature_matrix
from neurarium.playground.targets import encode_targets

Vector = NDArray[np.float64]


def batch_gradient(engine: Engine, parameters: Vector, rows: NDArray[np.int32]) -> Vector:
    network, points = engine.network, engine.points
    x = feature_matrix(network.features, points.xy[rows]).T
    target = encode_targets(points, network.output)[rows].T
    share = np.full((1, len(rows)), 1.0 / len(rows))
    found = gradients(
        np, network, engine.config.loss, network.unpack(parameters), (x, target, share)
    )
    return network.pack(found)


def rule_of(name: str, momentum: float, size: int) -> Callable[[Vector], Vector]:
    """Return a function that turns each gradient into a direction, remembering what it must."""
    first, second = np.zeros(size), np.full(size, 0.1 if name == "adagrad" else 0.0)
    count = 0

    def direction(g: Vector) -> Vector:
        nonlocal first, second, count
        count += 1
        if name == "sgd":
            return g
        if name in ("momentum", "nesterov"):
            first = momentum * first + g
            return g + momentum * first if name == "nesterov" else first
        if name == "adagrad":
            second = second + g * g
            return np.where(second > 0, g / np.sqrt(second + 1e-7), 0.0)
        if name == "rmsprop":
            second = 0.9 * second + 0.1 * g * g
            return g / (np.sqrt(second) + 1e-8)
        first = 0.9 * first + 0.1 * g
        second = 0.999 * second + 0.001 * g * g
        return (first / (1 - 0.9**count)) / (np.sqrt(second / (1 - 0.999**count)) + 1e-8)

    return direction


@pytest.mark.parametrize("regularization", ["L1", "L2"])
@pytest.mark.parametrize("name", get_args(Optimizer))
def test_two_epochs(name: str, regularization: str) -> None:
    config = some_config(
        optimizer=name, momentum=0.8, learning_rate=0.01, regularization=regularization,
        regularization_rate=0.1, batch_size=10,
    )  # fmt: skip
    engine = engine_of(config)
    start = some_parameters(engine.network)
    found = engine.run(engine.initial_state(start), 0, 2)
    parameters = start.copy()
    direction = rule_of(name, 0.8, len(start))
    mask = engine.network.weight_mask
    for epoch in range(2):
        for step in range(3):
            g = batch_gradient(engine, parameters, engine.batch_indices(epoch, step))
            pull = np.sign(parameters) if regularization == "L1" else parameters
            pull = np.where(mask, 0.1 * pull, 0.0)
            if name == "adamw" and regularization == "L2":
                parameters = parameters - 0.01 * (direction(g) + pull)
            else:
                parameters = parameters - 0.01 * direction(g + pull)
    np.testing.assert_allclose(
        engine.parameters(found.states[-1]), parameters, rtol=3e-4, atol=1e-5
    )


@pytest.mark.parametrize("name", get_args(Optimizer))
def test_a_state_goes_on_where_it_was(name: str) -> None:
    engine = engine_of(some_config(optimizer=name, learning_rate=0.01))
    state = engine.initial_state(some_parameters(engine.network))
    whole = engine.run(state, 0, 4)
    half = engine.run(state, 0, 2)
    rest = engine.run(half.states[-1], 2, 2)
    np.testing.assert_array_equal(rest.states[-1], whole.states[-1])
    np.testing.assert_array_equal(whole.states[1], half.states[-1])


def slots_after(engine: Engine, other: Any) -> NDArray[np.floating]:
    state = engine.run(engine.initial_state(some_parameters(engine.network)), 0, 2).states[-1]
    return np.asarray(other.adopt(state, engine))


def test_slots_stay_if_the_optimizer_does() -> None:
    config = some_config(optimizer="adam", learning_rate=0.01)
    engine = engine_of(config)
    slower = engine.with_config(config.model_copy(update={"learning_rate": 0.001}))
    size = engine.network.size
    assert slots_after(engine, slower)[size] == 6  # Adam's count: 2 epochs of 3 updates
    plain = engine.with_config(config.model_copy(update={"optimizer": "sgd"}))
    assert len(slots_after(engine, plain)) == size
