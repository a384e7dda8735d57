"""The forward pass in NumPy, targets and metrics."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playgrounds import number_points, some_config, some_parameters, some_points

from neurarium.errors import ConfigError
from neurarium.playground.activations import ACTIVATIONS
from neurarium.playground.evaluate import forward, grid_activations, grid_points, loss, outputs
from neurarium.playground.features import FEATURES, feature_matrix
from neurarium.playground.network import Network
from neurarium.playground.targets import (
    accuracy,
    confusion_matrix,
    encode_targets,
    predicted_classes,
    r_squared,
)

ORACLES = {
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: z if z > 0 else 0.01 * z,
    "elu": lambda z: z if z > 0 else math.exp(z) - 1,
    "gelu": lambda z: z * 0.5 * (1 + math.erf(z / math.sqrt(2))),
    "silu": lambda z: z / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "softplus": lambda z: math.log(1 + math.exp(z)),
    "sin": math.sin,
    "linear": lambda z: z,
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name: str) -> None:
    z = np.linspace(-4, 4, 33)
    wanted = [ORACLES[name](value) for value in z.tolist()]
    tolerance = 5e-4 if name == "gelu" else 1e-12  # gelu is its usual tanh approximation
    np.testing.assert_allclose(ACTIVATIONS[name].value(np, z), wanted, atol=tolerance)


def test_activations_bear_huge_inputs() -> None:
    z = np.array([-1e4, 1e4], dtype=np.float32)
    with np.errstate(over="ignore"):
        for unit in ACTIVATIONS.values():
            assert np.isfinite(unit.value(np, z)).all()


def test_the_grid_is_the_forward_pass_with_the_top_row_first() -> None:
    config = some_config(features=["x", "y", "sinX"], units=(4, 3))
    network = Network.of(config)
    vector = some_parameters(network)
    maps = grid_activations(network, vector, 10)
    assert [layer.shape for layer in maps] == [(4, 10, 10), (3, 10, 10), (1, 10, 10)]
    for row, column in ((0, 0), (2, 7), (9, 9)):
        xy = np.array([[-6 + 1.2 * (column + 0.5), 6 - 1.2 * (row + 0.5)]])
        np.testing.assert_allclose(grid_points(10)[row * 10 + column], xy[0], atol=1e-12)
        for found, wanted in zip(maps, forward(network, vector, xy), strict=True):
            np.testing.assert_allclose(found[:, row, column], wanted[0], atol=1e-5)


def test_features() -> None:
    xy = np.array([[1.5, -2.0]])
    found = dict(zip(FEATURES, feature_matrix(list(FEATURES), xy)[0].tolist(), strict=True))
    assert found["xTimesY"] == -3.0
    assert found["ySquared"] == 4.0
    assert found["cos2Y"] == pytest.approx(math.cos(-4.0))
    assert found["sin2X"] == pytest.approx(math.sin(3.0))


def test_loss_without_points_is_unknown() -> None:
    network = Network.of(some_config())
    empty = np.empty((0, 2))
    assert math.isnan(loss(network, some_parameters(network), empty, empty[:, :1], "huber"))


def test_targets() -> None:
    two, four = some_points(), some_points(classes=4)
    assert set(encode_targets(two, "tanh")[:, 0]) == {-1.0, 1.0}
    assert set(encode_targets(two, "sigmoid")[:, 0]) == {0.0, 1.0}
    assert encode_targets(four, "softmax").sum(axis=1).tolist() == [1.0] * 30
    with pytest.raises(ConfigError, match=r'"tanh".*4: choose a "softmax"'):
        encode_targets(four, "tanh")
    with pytest.raises(ConfigError, match="softmax output tells classes apart"):
        encode_targets(number_points(), "softmax")


def test_metrics() -> None:
    truth = np.array([0.0, 0, 1, 2, 2])
    predicted = np.array([0, 1, 1, 2, 0])
    assert accuracy(truth, predicted) == 0.6
    assert confusion_matrix(truth, predicted, 3).tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]
    assert predicted_classes(np.array([[0.1], [-0.1]]), "tanh").tolist() == [1, 0]
    assert predicted_classes(np.array([[0.4], [0.6]]), "sigmoid").tolist() == [0, 1]
    target = np.array([1.0, 2.0, 3.0])
    assert r_squared(target, target) == 1.0
    assert r_squared(target, np.full(3, 2.0)) == 0.0
    assert math.isnan(r_squared(np.ones(3), target))


def test_outputs_are_shares_under_softmax() -> None:
    network = Network.of(some_config(output="softmax", loss="categorical_crossentropy"), 3)
    values = outputs(network, 1000 * some_parameters(network), np.array([[5.0, 5.0], [0.0, 1.0]]))
    np.testing.assert_allclose(values.sum(axis=1), 1.0)
