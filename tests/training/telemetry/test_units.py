"""Telemetry against numbers that were worked out by hand, in NumPy or in the other backend."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

RNG = np.random.default_rng(3)
X = RNG.random((256, 6)).astype(np.float32)
Y = RNG.integers(0, 3, 256)

SCRIPT = """
import json, os, sys
import numpy as np, keras
from neurarium.training.telemetry import UnitsProbe
rng = np.random.default_rng(3)
x = rng.random((256, 6)).astype(np.float32); y = rng.integers(0, 3, 256)
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(5, activation="relu"),
                          keras.layers.Dense(3, activation="softmax")])
rng = np.random.default_rng(8)
model.set_weights([rng.normal(size=w.shape).astype(np.float32) for w in model.get_weights()])
model.compile(loss="sparse_categorical_crossentropy")
print(json.dumps(UnitsProbe(model, x, y).line(4)))
"""


def dense_model() -> Any:
    import keras

    model = keras.Sequential(
        [
            keras.Input((6,)),
            keras.layers.Dense(5, activation="relu", name="hidden"),
            keras.layers.Dense(3, activation="softmax", name="answer"),
        ]
    )
    rng = np.random.default_rng(8)
    model.set_weights([rng.normal(size=w.shape).astype(np.float32) for w in model.get_weights()])
    model.compile(loss="sparse_categorical_crossentropy")
    return model


def gradients_by_hand(weights: list[np.ndarray[Any, Any]]) -> list[np.ndarray[Any, Any]]:
    w1, b1, w2, b2 = (one.astype(np.float64) for one in weights)
    z = X @ w1 + b1
    h = np.maximum(z, 0)
    logits = h @ w2 + b2
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    d2 = (p - np.eye(3)[Y]) / len(X)
    d1 = (d2 @ w2.T) * (z > 0)
    return [X.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0)]


def test_norms_and_histograms_are_those_of_the_gradients_by_hand() -> None:
    from neurarium.training.telemetry import UnitsProbe

    model = dense_model()
    line = UnitsProbe(model, X, Y).line(2)
    slopes = gradients_by_hand(model.get_weights())
    assert line["epoch"] == 2
    for layer, (kernel, bias) in zip(line["layers"], [slopes[:2], slopes[2:]], strict=True):
        norm = np.sqrt((kernel**2).sum() + (bias**2).sum())
        assert layer["gradient_norm"] == pytest.approx(norm, rel=1e-4)
        counts, _ = np.histogram(kernel, np.array(layer["gradients"]["edges"]))
        found = np.array(layer["gradients"]["counts"])
        assert found.sum() == kernel.size
        assert np.abs(counts - found).sum() <= 2  # a value on an edge may fall to either side
    assert [layer["units"] for layer in line["layers"]] == [5, 3]
    json.dumps(line, allow_nan=False)


def test_weights_may_be_kept_outside_of_the_model() -> None:
    from neurarium.training.telemetry import UnitsProbe

    model = dense_model()
    probe = UnitsProbe(model, X, Y)
    doubled = [2 * weight for weight in model.get_weights()]
    outside = probe.line(1, trainable=doubled, other=[])
    inside = probe.line(1)
    model.set_weights(doubled)
    assert probe.line(1) == outside
    assert outside != inside


def test_dead_units_are_those_that_answer_nothing_to_all_images() -> None:
    from neurarium.training.telemetry import UnitsProbe

    model = dense_model()
    kernel, bias, *rest = model.get_weights()
    kernel[:] = np.abs(kernel)
    bias[:] = 0.1
    bias[[1, 3]] = -1000
    model.set_weights([kernel, bias, *rest])
    layers = UnitsProbe(model, X, Y).line(1)["layers"]
    assert [layer["dead"] for layer in layers] == [2, None]


def test_channels_of_a_convolution_die_also_behind_normalization_and_a_relu_layer() -> None:
    import keras

    from neurarium.training.telemetry import UnitsProbe

    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(4, 3, name="direct", activation="relu"),
            keras.layers.Conv2D(5, 3, name="normed"),
            keras.layers.BatchNormalization(name="norm"),
            keras.layers.ReLU(name="relu"),
            keras.layers.Flatten(name="flat"),
            keras.layers.Dense(3, activation="softmax", name="answer"),
        ]
    )
    model.get_layer("direct").bias.assign([1e3, -1e3, 1e3, 1e3])
    model.get_layer("norm").gamma.assign([0.0] * 5)
    model.get_layer("norm").beta.assign([-1e6, 1.0, -1e6, 1.0, -1e6])
    x = RNG.random((64, 8, 8, 1)).astype(np.float32)
    line = UnitsProbe(model, x, Y[:64], loss="sparse_categorical_crossentropy").line(1)
    dead = {layer["name"]: layer["dead"] for layer in line["layers"]}
    assert dead == {"direct": 1, "normed": 3, "norm": None, "answer": None}


def test_a_number_is_compared_with_its_own_answer() -> None:
    import keras

    from neurarium.training.telemetry import UnitsProbe

    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(1, name="answer")])
    y = RNG.normal(size=256).astype(np.float32)
    model.compile(loss="mse")
    kernel, bias = model.get_weights()
    off = 2 * ((X @ kernel + bias)[:, 0] - y) / len(y)
    norm = np.sqrt(((X.T @ off) ** 2).sum() + off.sum() ** 2)
    (layer,) = UnitsProbe(model, X, y).line(1)["layers"]
    assert layer["gradient_norm"] == pytest.approx(norm, rel=1e-4)


def test_without_a_loss_there_are_no_gradients_but_dead_units() -> None:
    from neurarium.training.telemetry import UnitsProbe

    model = dense_model()
    layers = UnitsProbe(model, X, None).line(1)["layers"]
    assert layers[0]["gradients"] is None
    assert layers[0]["gradient_norm"] is None
    assert isinstance(layers[0]["dead"], int)


def test_a_model_without_a_graph_is_measured_as_far_as_it_goes() -> None:
    import keras

    from neurarium.training.telemetry import UnitsProbe

    class Own(keras.Model):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.inner = keras.layers.Dense(3, activation="relu")

        def call(self, x: Any) -> Any:
            return self.inner(x)

    model = Own()
    model.compile(loss="mse")
    model(X)
    (layer,) = UnitsProbe(model, X, RNG.random((256, 3))).line(1)["layers"]
    assert layer["dead"] is None
    assert layer["gradient_norm"] > 0


def test_pytorch_measures_the_same_as_jax() -> None:
    if importlib.util.find_spec("torch") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI has to install PyTorch")
        pytest.skip("PyTorch is not installed")
    lines = []
    for backend in ("jax", "torch"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True,
            env={**os.environ, "KERAS_BACKEND": backend},
        )  # fmt: skip
        lines.append(json.loads(done.stdout))
    for ours, theirs in zip(*(line["layers"] for line in lines), strict=True):
        assert ours["gradient_norm"] == pytest.approx(theirs["gradient_norm"], rel=1e-4)
        assert ours["weights"] == theirs["weights"]
        assert ours["dead"] == theirs["dead"]


def test_telemetry_waits_where_it_would_take_too_much_of_the_time() -> None:
    from neurarium.training.telemetry import UnitsProbe

    probe = UnitsProbe(dense_model(), X, Y)
    assert probe.due(0.0)
    probe.line(1)
    assert not probe.due(0.0)
    assert probe.due(1e6)


def test_a_probe_tells_whether_it_still_has_to_compile() -> None:
    from neurarium.training.telemetry import UnitsProbe

    probe = UnitsProbe(dense_model(), X, Y)
    assert probe.preparing_s() > 0
    probe.prepare()
    assert probe.is_ready
    assert probe.preparing_s() == 0


def test_histograms_of_weights_need_no_compilation() -> None:
    from neurarium.training.telemetry import UnitsProbe

    model = dense_model()
    probe = UnitsProbe(model, X, Y)
    alone = probe.line(1, weights_alone=True)["layers"]
    assert not probe.is_ready
    whole = probe.line(1)["layers"]
    assert [layer["weights"] for layer in alone] == [layer["weights"] for layer in whole]
    assert [layer["gradients"] for layer in alone] == [None, None]
    assert [layer["dead"] for layer in alone] == [None, None]


def test_a_model_whose_gradients_cannot_be_had_is_measured_without(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from neurarium.training.telemetry import UnitsProbe

    def refuses(y: Any, answer: Any) -> Any:
        raise NotImplementedError("no gradients here")

    layers = UnitsProbe(dense_model(), X, Y, loss=refuses).line(1)["layers"]
    assert [layer["gradients"] for layer in layers] == [None, None]
    assert sum(layers[0]["weights"]["counts"]) == 30
    assert "no gradients here" in caplog.text
