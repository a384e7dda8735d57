"""`neurarium.Watch` makes a Keras script's training a run, and never spoils it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np
import pytest

import neurarium
from neurarium.errors import DataError
from neurarium.training.batch_means import BatchMeans
from neurarium.training.runs import RunDirectory, list_runs, summary

RANDOM = np.random.default_rng(1)
X = RANDOM.random((320, 12), dtype=np.float32)
Y = RANDOM.integers(0, 3, 320)


def network(loss: str = "sparse_categorical_crossentropy") -> Any:
    keras.utils.set_random_seed(3)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((12,)),
            layers.Dense(8, activation="relu", name="hidden"),
            layers.Dropout(0.1),
            layers.Dense(3, activation="softmax", name="answer"),
        ]
    )
    model.compile(keras.optimizers.SGD(0.25), loss, metrics=["accuracy"])
    return model


def fit(model: Any, *callbacks: Any, **more: Any) -> Any:
    options = {"epochs": 3, "batch_size": 32, "verbose": 0, **more}
    return model.fit(X, Y, callbacks=list(callbacks), **options)


def until(done: Callable[[], bool]) -> None:
    for _ in range(600):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within 30 s")


class Trained(NamedTuple):
    run: RunDirectory
    history: dict[str, list[float]]
    model: Any
    first: list[Any]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    model, watch = network(), neurarium.Watch("first try")
    first = [np.array(value) for value in model.get_weights()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEURARIUM_HOME", str(tmp_path_factory.mktemp("trained")))
        history = fit(model, watch, validation_split=0.25).history
        assert watch.run is not None
    return Trained(watch.run, history, model, first)


def test_a_fit_becomes_a_run_that_tells_what_keras_told(trained: Trained) -> None:
    run = trained.run
    state = run.state()
    assert (state.state, state.epoch, state.epochs, state.error) == ("finished", 3, 3, None)
    assert not run.is_held()
    epochs = run.epochs()
    assert [line["epoch"] for line in epochs] == [1, 2, 3]
    for key in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert [line[key] for line in epochs] == pytest.approx(trained.history[key])
    assert all(line["learning_rate"] == 0.25 and line["seconds"] > 0 for line in epochs)
    assert run.name == "first try"
    assert run.facts["kind"] == "watch"
    assert run.facts["updates_per_epoch"] == 8
    assert run.facts["config"]["optimizer"] == "sgd"
    assert summary(run)["parameters"] == 12 * 8 + 8 + 8 * 3 + 3


def test_an_optimizer_is_told_by_its_kind_however_many_there_were_before() -> None:
    watch = neurarium.Watch(save_model=False)
    keras.optimizers.SGD(0.1)
    fit(network(), watch, epochs=1)
    assert watch.run is not None
    assert watch.run.facts["config"]["optimizer"] == "sgd"


def test_layers_are_told_with_shapes_and_arithmetic(trained: Trained) -> None:
    hidden, dropout, answer = trained.run.facts["model"]["layers"]
    assert (hidden["kind"], hidden["input_shape"], hidden["output_shape"]) == ("dense", [12], [8])
    assert hidden["settings"]["units"] == 8
    assert hidden["derivation"] == "12 × 8 + 8 = 104"
    assert (dropout["kind"], dropout["parameters"]) == ("dropout", 0)
    assert dropout["settings"]["rate"] == 0.1
    assert answer["trainable"] == 27


def test_weights_of_every_epoch_and_the_model_are_kept(trained: Trained) -> None:
    run, model = trained.run, trained.model
    assert run.snapshot_epochs() == [0, 1, 2, 3]
    names = ("hidden/kernel", "hidden/bias", "answer/kernel", "answer/bias")
    for epoch, weights in ((0, trained.first), (3, model.get_weights())):
        kept = run.snapshot(epoch)
        for name, value in zip(names, weights, strict=True):
            np.testing.assert_array_equal(kept[name], value)
    again = keras.saving.load_model(run.path / "model.keras")
    for one, other in zip(again.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_weights_of_units_are_told_from_the_first_epoch_on(trained: Trained) -> None:
    line = trained.run.lines("units")[0]
    assert line["epoch"] == 1
    layer = line["layers"][0]
    assert (layer["name"], layer["units"]) == ("hidden", 8)
    assert sum(layer["weights"]["counts"]) == 12 * 8


def test_gradients_wait_until_their_program_is_worth_its_time(trained: Trained) -> None:
    """Three epochs of ten updates are no time in which a compilation could hide."""
    for line in trained.run.lines("units"):
        assert [layer["gradients"] for layer in line["layers"]] == [None, None]
        assert [layer["dead"] for layer in line["layers"]] == [None, None]


def test_gradients_that_are_asked_for_are_told_even_of_a_short_training() -> None:
    watch = neurarium.Watch(gradients=True, save_model=False)
    fit(network(), watch)
    assert watch.run is not None
    layer = watch.run.lines("units")[-1]["layers"][0]
    assert sum(layer["gradients"]["counts"]) == 12 * 8
    assert layer["gradient_norm"] > 0
    assert 0 <= layer["dead"] <= 8


def test_weights_are_told_without_arrays_to_measure_anything_else_with() -> None:
    class Batches(keras.utils.PyDataset):  # type: ignore[misc]
        def __len__(self) -> int:
            return 2

        def __getitem__(self, batch: int) -> Any:
            return X[:32], Y[:32]

    watch = neurarium.Watch(gradients=True, save_model=False)
    network().fit(Batches(), epochs=1, verbose=0, callbacks=[watch])
    assert watch.run is not None
    layer = watch.run.lines("units")[0]["layers"][0]
    assert sum(layer["weights"]["counts"]) == 12 * 8
    assert layer["gradients"] is None


def test_watching_does_not_change_the_training() -> None:
    watched = network()
    fit(watched, neurarium.Watch())
    bare = network()
    fit(bare)
    for one, other in zip(watched.get_weights(), bare.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_means_of_batches_are_those_since_the_last_line() -> None:
    means = BatchMeans(every_s=0.0)
    losses = [4.0, 2.0, 6.0, 1.0, 1.0]
    running = np.cumsum(losses) / np.arange(1, 6)
    means.begin(1)
    assert means.take(1, {"loss": running[1]}) == {"loss": 3.0}
    assert means.take(4, {"loss": running[4]}) == {"loss": pytest.approx(8 / 3, rel=1e-5)}
    assert means.take(3, {"loss": running[3]}) is None
    means.begin(2)
    assert means.take(0, {"loss": 0.5}) == {"loss": 0.5}


class Breaks(keras.callbacks.Callback):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if epoch == 1:
            raise self.error


def test_a_fit_that_was_left_is_noticed_while_the_process_lives() -> None:
    model, watch = network(), neurarium.Watch()
    with pytest.raises(KeyboardInterrupt):
        fit(model, watch, Breaks(KeyboardInterrupt()), epochs=5)
    run = watch.run
    assert run is not None
    until(lambda: not run.is_held())
    assert (run.state().state, run.state().epoch) == ("stopped", 2)
    fit(model, watch, epochs=1)
    assert watch.run != run
    assert watch.run is not None
    assert watch.run.state().state == "finished"


def test_every_fit_is_a_run_but_one_that_goes_on() -> None:
    model, watch = network(), neurarium.Watch()
    fit(model, watch, epochs=2)
    first = watch.run
    assert first is not None
    fit(model, watch, epochs=4, initial_epoch=2)
    assert watch.run == first
    assert [line["epoch"] for line in first.epochs()] == [1, 2, 3, 4]
    assert (first.state().state, first.state().epochs) == ("finished", 4)
    fit(model, watch, epochs=1)
    assert watch.run != first
    assert len(list_runs()) == 2


def test_an_evaluation_afterwards_is_the_test() -> None:
    model, watch = network(), neurarium.Watch()
    fit(model, watch, validation_split=0.2)
    assert watch.run is not None
    assert watch.run.lines("test") == []
    loss, accuracy = model.evaluate(X, Y, verbose=0, callbacks=[watch])
    test = watch.run.lines("test")[0]
    assert (test["loss"], test["accuracy"]) == pytest.approx((loss, accuracy))
    assert watch.run.state().test is not None


def test_early_stopping_is_an_end_with_a_reason() -> None:
    watch = neurarium.Watch()
    model = network()

    def stop(epoch: int, logs: Any) -> None:
        model.stop_training = epoch == 1

    fit(model, keras.callbacks.LambdaCallback(on_epoch_end=stop), watch, epochs=5)
    assert watch.run is not None
    state = watch.run.state()
    assert (state.state, state.epoch) == ("finished", 2)
    assert "callback" in (state.reason or "")


def test_a_class_of_ones_own_and_a_model_without_shapes_are_watched() -> None:
    class Own(keras.Model):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.first = keras.layers.Dense(4, activation="relu", name="first")
            self.second = keras.layers.Dense(3, name="second")

        def call(self, x: Any) -> Any:
            return self.second(self.first(x))

    model, watch = Own(), neurarium.Watch(save_model=False)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["sparse_categorical_accuracy"])
    fit(model, watch)
    assert watch.run is not None
    assert watch.run.state().state == "finished"
    assert "accuracy" in watch.run.epochs()[0]
    assert watch.run.snapshot(3)["first/kernel"].shape == (12, 4)


def test_data_by_name_bring_classes_along() -> None:
    watch = neurarium.Watch(data="digits")
    fit(network(), watch, epochs=1)
    assert watch.run is not None
    assert watch.run.facts["data"]["title"]
    assert len(watch.run.facts["data"]["classes"]) == 10
    with pytest.raises(DataError):
        neurarium.Watch(data="no such data")


def test_training_goes_on_where_the_run_cannot_be_written(home: Path) -> None:
    home.write_text("no folder can be made here")
    model = network()
    with warnings.catch_warnings(record=True) as told:  # (Keras itself warns, too)
        warnings.simplefilter("always")
        history = fit(model, neurarium.Watch())
    assert [w for w in told if "training goes on" in str(w.message)]
    assert len(history.history["loss"]) == 3


def test_training_goes_on_when_the_disk_is_full_halfway(monkeypatch: pytest.MonkeyPatch) -> None:
    watch = neurarium.Watch(snapshots=False)
    real = os.write
    count = 0

    def full(handle: int, data: bytes) -> int:
        nonlocal count
        if b'"epoch"' in data:
            count += 1
            if count > 2:
                raise OSError(28, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(os, "write", full)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        history = fit(network(), watch, epochs=4)
    assert len([w for w in told if "No room to write" in str(w.message)]) == 1
    assert len(history.history["loss"]) == 4
    assert watch.run is not None
    assert watch.run.state().state == "failed"
    assert "No room to write" in (watch.run.state().error or "")
    assert not watch.run.is_held()


SCRIPT = """
    import os, sys
    import numpy as np, keras, neurarium
    model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(5, activation="relu"),
                              keras.layers.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    class End(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 1:
                {end}
    x, y = np.random.rand(64, 6).astype("float32"), np.arange(64) % 2
    watch = neurarium.Watch()
    model.fit(x, y, epochs=3, verbose=0, callbacks=[watch, End()])
    assert keras.backend.backend() == os.environ["KERAS_BACKEND"]
"""


def script_run(end: str, backend: str = "jax") -> RunDirectory:
    code = textwrap.dedent(SCRIPT).replace("{end}", end)
    environment = {**os.environ, "KERAS_BACKEND": backend}
    subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=170
    )
    (run,) = list_runs()
    return run


def test_an_exception_that_ends_the_script_is_told() -> None:
    run = script_run("raise ValueError('too {odd}')")
    assert (run.state().state, run.state().epoch) == ("failed", 2)
    assert run.state().error == "ValueError: too {odd}"


def test_a_script_that_is_killed_leaves_an_interrupted_run() -> None:
    run = script_run("os.kill(os.getpid(), 9)")
    assert run.state().state == "interrupted"
    assert [line["epoch"] for line in run.epochs()] == [1, 2]


def test_a_script_on_pytorch_is_watched() -> None:
    if "CI" not in os.environ:
        pytest.importorskip("torch", reason="PyTorch is not installed")
    run = script_run("pass", "torch")
    assert run.state().state == "finished"
    assert run.facts["config"]["backend"] == "torch"
    assert len(run.epochs()) == 3
    layer = run.lines("units")[0]["layers"][0]
    assert sum(layer["gradients"]["counts"]) == 30
    json.dumps(summary(run), allow_nan=False)
