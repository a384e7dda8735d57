"""Shapes, packing, first weights, what is kept when the structure changes, formulas."""

from __future__ import annotations

import numpy as np
import pytest
from playgrounds import some_config, some_parameters

from neurarium.playground.formulas import formula
from neurarium.playground.initial import initial_parameters
from neurarium.playground.network import Network, carry_over


def network_of(features: tuple[str, ...] = ("x", "y"), units: tuple[int, ...] = (3, 2)) -> Network:
    return Network.of(some_config(features=features, units=units))


def test_packing() -> None:
    network = network_of()
    assert (network.sizes, network.size) == ((2, 3, 2, 1), 9 + 8 + 3)
    vector = np.arange(20.0)
    layers = network.unpack(vector)
    assert layers[0][0].tolist() == [[0, 1], [2, 3], [4, 5]]
    assert layers[0][1].tolist() == [6, 7, 8]
    assert layers[2][1].tolist() == [19]
    np.testing.assert_array_equal(network.pack(layers), vector)
    assert np.flatnonzero(~network.weight_mask).tolist() == [6, 7, 8, 15, 16, 19]


def test_softmax_has_a_unit_for_each_class() -> None:
    config = some_config(output="softmax", loss="categorical_crossentropy")
    assert Network.of(config, 5).sizes[-1] == 5
    assert Network.of(config, 0).sizes[-1] == 2


@pytest.mark.parametrize(
    ("initializer", "most", "bias"),
    [("original", 0.5, 0.1), ("glorot", np.sqrt(6 / 18), 0.0), ("he", np.sqrt(6 / 2), 0.0),
     ("zero", 0.0, 0.0)],
)  # fmt: skip
def test_first_weights(initializer: str, most: float, bias: float) -> None:
    config = some_config(initializer=initializer, units=(16,))
    network = Network.of(config)
    random = np.random.default_rng(0).random
    weights, biases = network.unpack(initial_parameters(network, config, random))[0]
    assert np.abs(weights).max() <= most
    assert np.abs(weights).max() >= 0.8 * most
    assert set(biases) == {bias}


def test_first_weights_are_drawn_in_order_from_the_stream_or_their_own_seed() -> None:
    config = some_config(units=(2,))
    network = Network.of(config)
    numbers = iter(np.linspace(0, 0.9, 6).tolist())
    found = initial_parameters(network, config, lambda: next(numbers))
    np.testing.assert_allclose(found, [-0.5, -0.32, -0.14, 0.04, 0.1, 0.1, 0.22, 0.4, 0.1])
    seeded = some_config(units=(2,), weights_seed="7")
    one = initial_parameters(network, seeded, lambda: pytest.fail("not this stream"))
    np.testing.assert_array_equal(one, initial_parameters(network, seeded, lambda: 0.0))


def test_a_unit_more_keeps_the_others() -> None:
    old, new = network_of(), network_of(units=(4, 2))
    before, fresh = some_parameters(old), np.full(new.size, 9.0)
    layers = new.unpack(carry_over(old, before, new, fresh))
    kept = old.unpack(before)
    np.testing.assert_array_equal(layers[0][0][:3], kept[0][0])
    assert (layers[0][0][3] == 9).all()
    np.testing.assert_array_equal(layers[1][0][:, :3], kept[1][0])
    assert (layers[1][0][:, 3] == 9).all()
    np.testing.assert_array_equal(layers[2][0], kept[2][0])
    np.testing.assert_array_equal(layers[2][1], kept[2][1])


def test_features_keep_their_weights_by_name() -> None:
    old, new = network_of(("x", "y")), network_of(("y", "sinX", "x"))
    before, fresh = some_parameters(old), np.full(new.size, 9.0)
    layers = new.unpack(carry_over(old, before, new, fresh))
    kept = old.unpack(before)[0][0]
    np.testing.assert_array_equal(layers[0][0][:, 0], kept[:, 1])
    np.testing.assert_array_equal(layers[0][0][:, 2], kept[:, 0])
    assert (layers[0][0][:, 1] == 9).all()


def test_a_layer_more_or_less_keeps_those_in_front_and_the_output() -> None:
    old, new = network_of(), network_of(units=(3, 2, 2))
    before, fresh = some_parameters(old), np.full(new.size, 9.0)
    layers = new.unpack(carry_over(old, before, new, fresh))
    for index in (0, 1):
        np.testing.assert_array_equal(layers[index][0], old.unpack(before)[index][0])
    assert (layers[2][0] == 9).all()
    np.testing.assert_array_equal(layers[3][0], old.unpack(before)[2][0])
    none = network_of(units=())
    alone = none.unpack(carry_over(old, before, none, np.full(none.size, 9.0)))[0]
    assert (alone[0] == 9).all()  # it read hidden units, now it reads features
    np.testing.assert_array_equal(alone[1], old.unpack(before)[2][1])


def test_formulas() -> None:
    network = network_of(("x", "sinY"), (1,))
    vector = np.array([0.314, -1.2, 0.1, -0.004, 2.0])
    assert formula(network, vector, 0, 0) == "tanh(0.31·x₁ − 1.2·sin(x₂) + 0.1)"
    assert formula(network, vector, 1, 0) == "tanh(−4.0e−3·h₁ + 2)"
    config = some_config(units=(), output="linear")
    flat = Network.of(config)
    assert formula(flat, np.array([1.0, 0.0, -3e7]), 0, 0) == "1·x₁ + 0·x₂ − 3.0e7"
