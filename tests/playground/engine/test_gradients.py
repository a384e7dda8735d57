"""Gradients against finite differences of the loss."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from playgrounds import engine_of, number_points, some_config, some_parameters, some_points

from neurarium.datasets.points import Points
from neurarium.playground.config import LOSSES_FOR_OUTPUT, Activation, Config
from neurarium.playground.engine import Engine
from neurarium.playground.engine.backprop import gradients
from neurarium.playground.evaluate import loss
from neurarium.playground.features import feature_matrix
from neurarium.playground.targets import encode_targets

PAIRS = [(output, name) for output, names in LOSSES_FOR_OUTPUT.items() for name in names]
ACTIVATIONS = get_args(Activation)


def points_for(output: str) -> Points:
    return number_points() if output == "linear" else some_points(
        classes=4 if output == "softmax" else 2
    )  # fmt: skip


def finite_differences(engine: Engine, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
    points, config = engine.points, engine.config
    target = encode_targets(points, config.output)[: points.n_train]

    def value(vector: NDArray[np.float64]) -> float:
        xy = points.xy[: points.n_train]
        return loss(engine.network, vector, xy, target, config.loss)

    step = 1e-6
    found = np.empty_like(parameters)
    for index in range(len(parameters)):
        up, down = parameters.copy(), parameters.copy()
        up[index] += step
        down[index] -= step
        found[index] = (value(up) - value(down)) / (2 * step)
    return found


def full_batch(config: Config, **changes: object) -> Engine:
    config = config.model_copy(update={"batch_size": 5000, "learning_rate": 1.0, **changes})
    return engine_of(config, points_for(config.output))


@pytest.mark.parametrize(("output", "name"), PAIRS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_backpropagation(activation: str, output: str, name: str) -> None:
    config = some_config(
        layers=[{"units": 3, "activation": activation}, {"units": 2, "activation": activation}],
        output=output, loss=name,
    )  # fmt: skip
    engine = full_batch(config)
    network, points = engine.network, engine.points
    parameters = some_parameters(network)
    n = points.n_train
    x = feature_matrix(network.features, points.xy[:n]).T
    target = encode_targets(points, output)[:n].T
    share = np.full((1, n), 1.0 / n)
    layers = gradients(np, network, name, network.unpack(parameters), (x, target, share))
    wanted = finite_differences(engine, parameters)
    np.testing.assert_allclose(network.pack(layers), wanted, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("activations", "pair"),
    [
        (("relu", "tanh"), ("tanh", "half_squared_error")),
        (("leaky_relu", "elu"), ("tanh", "hinge")),
        (("gelu", "silu"), ("sigmoid", "binary_crossentropy")),
        (("sigmoid", "softplus"), ("softmax", "categorical_crossentropy")),
        (("sin", "linear"), ("linear", "huber")),
        ((), ("softmax", "mean_squared_error")),
        (("tanh",), ("linear", "mean_absolute_error")),
        (("tanh",), ("tanh", "mean_squared_error")),
    ],
)
def test_the_compiled_update(activations: tuple[str, ...], pair: tuple[str, str]) -> None:
    output, name = pair
    config = some_config(
        layers=[{"units": 3 + i, "activation": a} for i, a in enumerate(activations)],
        output=output, loss=name, features=["x", "y", "xTimesY"],
    )  # fmt: skip
    engine = full_batch(config)
    parameters = some_parameters(engine.network).astype(np.float32).astype(np.float64)
    wanted = finite_differences(engine, parameters)
    state = engine.initial_state(parameters)
    trace = engine.run(state, 0, 1)
    np.testing.assert_allclose(parameters - trace.states[-1], wanted, rtol=1e-3, atol=2e-6)
    norms = [
        np.hypot(np.linalg.norm(wanted[part.weights]), np.linalg.norm(wanted[part.biases]))
        for part in engine.network.slices
    ]
    np.testing.assert_allclose(trace.gradient_norms[0], norms, rtol=1e-4)
    points, target = engine.points, encode_targets(engine.points, output)
    for found, part in ((trace.loss_train, slice(0, 23)), (trace.loss_test, slice(23, 30))):
        after = engine.parameters(trace.states[-1]).astype(np.float64)
        wanted_loss = loss(engine.network, after, points.xy[part], target[part], name)
        assert found[0] == pytest.approx(wanted_loss, rel=1e-5)
