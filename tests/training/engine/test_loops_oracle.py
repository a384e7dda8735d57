"""Every loop against Keras's own `train_on_batch`, update by update in the same order."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from neurarium.errors import ConfigError
from neurarium.training.loops import LoopData, choose, make, order_of
from neurarium.training.loops.loop import as_input
from neurarium.training.loops.values import all_of, set_all, weights_of

L = keras.layers
N = 150


@pytest.fixture(scope="module")
def data() -> LoopData:
    random = np.random.RandomState(0)
    x = random.randint(0, 256, (N + 70, 8, 8)).astype(np.uint8)
    y = (x.reshape(len(x), 4, 16).mean(axis=2).argmax(axis=1)).astype(np.int32)
    return LoopData(x[:N], y[:N], x[N:], y[N:], 32)


def dense() -> Any:
    return [
        L.Flatten(),
        L.Dense(12, activation="relu", kernel_regularizer="l2"),
        L.BatchNormalization(),
        L.Dropout(0.3),
        L.Dense(4, activation="softmax"),
    ]


def convolutional() -> Any:
    return [
        L.Reshape((8, 8, 1)),
        L.Conv2D(4, 3, activation="relu"),
        L.MaxPooling2D(2),
        L.Flatten(),
        L.Dropout(0.3),
        L.Dense(4, activation="softmax"),
    ]


def ready(layers: Any, optimizer: Any) -> Any:
    keras.utils.set_random_seed(7)
    model = keras.Sequential([keras.Input((8, 8)), *layers()])
    model.compile(
        optimizer=keras.optimizers.deserialize(optimizer),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.train_on_batch(np.zeros((2, 8, 8), np.float32), np.zeros(2, np.int32))
    return model


def trained_by_keras(model: Any, data: LoopData, epochs: int) -> dict[str, NDArray[Any]]:
    x = as_input(data.x)
    for epoch in range(1, epochs + 1):
        order = order_of(5, epoch, N)
        for first in range(0, N, data.batch):
            rows = order[first : first + data.batch]
            model.train_on_batch(x[rows], data.y[rows])
    return weights_of(model)


SGD = {"class_name": "SGD", "config": {"learning_rate": 0.05}}
MOMENTUM = {"class_name": "SGD", "config": {"learning_rate": 0.02, "momentum": 0.9}}
ADAM = {"class_name": "Adam", "config": {}}
CASES = [
    (dense, MOMENTUM, "scan"),
    (dense, ADAM, "scan"),
    (dense, SGD, "keras"),
    (convolutional, ADAM, "unroll"),
]


@pytest.mark.parametrize(("layers", "optimizer", "kind"), CASES)
def test_an_epoch_is_kerass_own_updates(
    layers: Any, optimizer: Any, kind: Any, data: LoopData
) -> None:
    model = ready(layers, optimizer)
    first = all_of(model)
    wanted = trained_by_keras(model, data, epochs=2)
    evaluated = model.evaluate(as_input(data.x_validation), data.y_validation, verbose=0)
    set_all(model, first)
    loop = make(kind, model, data)
    loop.warm_up()
    ticks: list[int] = []
    for epoch in (1, 2):
        model.reset_metrics()
        loop.train(order_of(5, epoch, N), 0, ticks.append)
        logs = loop.logs()
        loop.sync()
    found = weights_of(model)
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-4, atol=1e-5, err_msg=name)
    assert ticks[-1] == data.updates == 5
    assert {"loss", "accuracy"} <= logs.keys()
    ours = loop.evaluate(data.x_validation, data.y_validation)
    np.testing.assert_allclose([ours["loss"], ours["accuracy"]], evaluated, rtol=1e-4)
    answers = model.predict(as_input(data.x_validation), verbose=0)
    np.testing.assert_allclose(loop.predict(data.x_validation), answers, atol=1e-5)


def test_the_means_of_an_epoch_are_those_of_fit(data: LoopData) -> None:
    model = ready(dense, SGD)
    first = all_of(model)
    loop = make("scan", model, data)
    model.reset_metrics()
    order = order_of(5, 1, N)
    loop.train(order, 0, lambda step: None)
    ours = loop.logs()
    loop.sync()
    set_all(model, first)
    told = model.fit(
        as_input(data.x)[order], data.y[order], batch_size=32, shuffle=False, verbose=0
    )
    assert ours["loss"] == pytest.approx(told.history["loss"][0], rel=1e-5)
    assert ours["accuracy"] == pytest.approx(told.history["accuracy"][0], abs=1e-6)


def test_weights_can_be_read_while_an_epoch_goes_on(data: LoopData) -> None:
    model = ready(dense, SGD)
    loop = make("scan", model, data)
    seen: list[Any] = []
    loop.train(order_of(5, 1, N), 0, lambda step: seen.append(loop.weights()))
    loop.sync()
    after = weights_of(model)
    name = next(iter(after))
    assert len(seen) > 1
    assert not np.array_equal(seen[0][name], seen[-1][name])
    np.testing.assert_array_equal(seen[-1][name], after[name])


class Own(keras.Sequential):  # type: ignore[misc]
    """A model that trains in a way of its own."""

    def train_step(self, *arguments: Any) -> Any:
        return super().train_step(*arguments)


def test_the_loop_suits_the_model(data: LoopData) -> None:
    assert choose(ready(dense, SGD), data) == "scan"
    assert choose(ready(convolutional, SGD), data) == "unroll"
    assert choose(ready(convolutional, SGD), data, "scan") == "scan"
    own = Own([keras.Input((8, 8)), *dense()])
    own.compile(loss="sparse_categorical_crossentropy")
    assert choose(own, data) == "keras"
    with pytest.raises(ConfigError, match="train_step"):
        choose(own, data, "scan")


def test_the_order_depends_on_seed_and_epoch_alone() -> None:
    order = order_of(42, 3, 1000)
    assert sorted(order) == list(range(1000))
    assert np.array_equal(order, order_of(42, 3, 1000))
    assert not np.array_equal(order, order_of(42, 4, 1000))
    assert not np.array_equal(order, order_of(43, 3, 1000))
    assert order_of(42, 1, 5).tolist() == [0, 2, 1, 3, 4]  # a run of long ago goes on alike
