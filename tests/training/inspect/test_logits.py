"""Logits behind whatever a model answers with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

RNG = np.random.default_rng(2)
X = RNG.normal(size=(1, 6)).astype(np.float32)


def found(*layers: Any) -> tuple[Any, Any, list[Any]]:
    import keras

    from neurarium.training.inspect.logits import logits_and_probabilities
    from neurarium.training.inspect.network import Network

    model = keras.Sequential([keras.Input((6,)), *layers])
    network = Network(model)
    weights = network.own_weights()
    _, before, answer = network.answers(weights, X)
    logits, probabilities = logits_and_probabilities(
        network, weights, None if before is None else before[0], answer[0]
    )
    return logits, probabilities, [np.array(w) for w in model.get_weights()]


def softmax(z: Any) -> Any:
    powers = np.exp(z - z.max())
    return powers / powers.sum()


@pytest.mark.parametrize("ending", ["softmax", "linear", "softmax layer", "activation layer"])
def test_every_way_to_write_a_softmax_gives_the_same(ending: str) -> None:
    import keras

    layers = {
        "softmax": [keras.layers.Dense(4, activation="softmax")],
        "linear": [keras.layers.Dense(4)],
        "softmax layer": [keras.layers.Dense(4), keras.layers.Softmax()],
        "activation layer": [keras.layers.Dense(4), keras.layers.Activation("softmax")],
    }
    logits, probabilities, (kernel, bias) = found(*layers[ending])
    expected = X[0] @ kernel + bias
    np.testing.assert_allclose(logits, expected, atol=1e-5)
    np.testing.assert_allclose(probabilities, softmax(expected), atol=1e-6)


def test_logits_are_finite_where_the_probability_rounds_to_nothing() -> None:
    import keras

    from neurarium.training.inspect.look import minus_log_p

    layer = keras.layers.Dense(4, activation="softmax", kernel_initializer="zeros",
                               bias_initializer=keras.initializers.Constant(0.0))  # fmt: skip
    layer.build((None, 6))
    layer.bias.assign([500.0, 0.0, 0.0, 0.0])
    logits, probabilities, _ = found(layer)
    assert probabilities[1] == 0
    assert minus_log_p(logits, 1) == pytest.approx(500)
    assert minus_log_p(logits, 0) == pytest.approx(0, abs=1e-6)


def test_one_sigmoid_tells_two_classes() -> None:
    import keras

    logits, probabilities, (kernel, bias) = found(keras.layers.Dense(1, activation="sigmoid"))
    z = float((X[0] @ kernel + bias)[0])
    assert logits == pytest.approx([0, z], abs=1e-5)
    assert probabilities == pytest.approx([1 / (1 + np.exp(z)), 1 / (1 + np.exp(-z))], abs=1e-6)


def test_a_model_inside_of_a_model_is_believed() -> None:
    import keras

    inner = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(4, activation="softmax")], name="inner"
    )
    logits, probabilities, (kernel, bias) = found(inner)
    expected = softmax(X[0] @ kernel + bias)
    np.testing.assert_allclose(probabilities, expected, atol=1e-6)
    np.testing.assert_allclose(softmax(logits), expected, atol=1e-6)


def test_several_sigmoids_are_made_to_sum_up_to_one() -> None:
    import keras

    logits, probabilities, (kernel, bias) = found(keras.layers.Dense(4, activation="sigmoid"))
    z = X[0] @ kernel + bias
    np.testing.assert_allclose(logits, z, atol=1e-5)
    each = 1 / (1 + np.exp(-z))
    np.testing.assert_allclose(probabilities, each / each.sum(), atol=1e-6)


def test_large_layers_are_bounded() -> None:
    from neurarium.training.inspect.look import MOST_VALUES, bounded

    maps = RNG.random((64, 64, 100)).astype(np.float32)
    kept = bounded(maps)
    assert kept.size <= MOST_VALUES
    np.testing.assert_array_equal(kept, maps[:, :, : kept.shape[2]])
    huge = bounded(np.ones((1000, 1000, 3), np.float32))
    assert huge.size <= MOST_VALUES
    assert huge.ndim == 3
    small = RNG.random((3, 3)).astype(np.float32)
    np.testing.assert_array_equal(bounded(small), small)
    assert bounded(np.ones(10 * MOST_VALUES)).size == MOST_VALUES
