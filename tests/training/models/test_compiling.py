"""Optimizers, losses and metrics by their Keras names."""

from __future__ import annotations

import inspect

import keras
import numpy as np
import pytest
from run_facts import data_of, facts_for

from neurarium.errors import ConfigError
from neurarium.training.losses import LOSSES, canonical_loss, fitting_losses
from neurarium.training.models import build_for_facts, compile_for_facts
from neurarium.training.models.compiled import make_loss, make_optimizer
from neurarium.training.optimizers import OPTIMIZERS


def classes_of(module: object, base: type) -> dict[str, type]:
    found = {name: getattr(module, name) for name in dir(module)}
    return {
        name: one
        for name, one in found.items()
        if isinstance(one, type) and issubclass(one, base) and one is not base
    }


def test_the_optimizers_are_those_of_keras_with_their_defaults() -> None:
    wrappers = {"LossScaleOptimizer", "MultiOptimizer"}
    offered = classes_of(keras.optimizers, keras.optimizers.Optimizer)
    assert {one.keras_name for one in OPTIMIZERS.values()} == set(offered) - wrappers
    for ours in OPTIMIZERS.values():
        settings = inspect.signature(offered[ours.keras_name].__init__).parameters
        assert settings["learning_rate"].default == ours.learning_rate
        assert ("nesterov" in settings) == ours.nesterov
        assert ("momentum" in settings) == (ours.momentum is not None)
        if ours.momentum is not None:
            assert settings["momentum"].default == ours.momentum


def test_the_losses_are_those_of_keras() -> None:
    offered = {
        name.replace("_", "").lower() for name in classes_of(keras.losses, keras.losses.Loss)
    }
    assert {name.replace("_", "") for name in LOSSES} == offered


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_trains(name: str) -> None:
    facts = facts_for("3", data_of((5,), 3), optimizer=name)
    model = build_for_facts(facts)
    before = [np.array(weight) for weight in model.get_weights()]
    compile_for_facts(model, facts)
    x = np.linspace(-1, 1, 40, dtype=np.float32).reshape(8, 5)
    # Three updates: Lion's steps are all of one length, two of them may undo each other.
    model.fit(x, np.arange(8, dtype=np.int32) % 3, batch_size=3, verbose=0)
    assert np.isfinite(model.get_weights()[0]).all()
    assert not np.array_equal(before[0], model.get_weights()[0])


def test_settings_reach_the_optimizer() -> None:
    config = facts_for("10", optimizer="nesterov", learning_rate=0.25)["config"]
    made = make_optimizer(config)
    assert (float(made.learning_rate), made.momentum, made.nesterov) == (0.25, 0.9, True)
    usual = make_optimizer(facts_for("10", optimizer="rmsprop")["config"])
    assert float(usual.learning_rate) == pytest.approx(0.001)


@pytest.mark.parametrize("name", fitting_losses("classification", 3))
def test_a_loss_of_classes_is_keras_own_over_whole_numbers(name: str) -> None:
    labels = np.array([0, 2, 1, 2], np.int32)
    answers = np.array(
        [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.25, 0.5, 0.25], [0.6, 0.3, 0.1]], np.float32
    )
    ours = float(make_loss(name, "classification", 3)(labels, answers))
    wanted = labels if LOSSES[name].classes == "index" else np.eye(3, dtype=np.float32)[labels]
    theirs = compiled_loss(name, wanted, answers)
    assert ours == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize("name", fitting_losses("classification", 1))
def test_a_loss_of_one_unit_is_keras_own(name: str) -> None:
    labels, answers = np.array([0, 1, 1], np.int32), np.array([[0.2], [0.9], [0.4]], np.float32)
    ours = float(make_loss(name, "classification", 1)(labels, answers))
    theirs = compiled_loss(name, labels.reshape(-1, 1).astype(np.float32), answers)
    assert ours == pytest.approx(theirs, rel=1e-5)


@pytest.mark.parametrize("name", fitting_losses("regression", 1))
def test_a_loss_of_numbers_is_keras_own(name: str) -> None:
    numbers = np.array([0.5, 2.0, 3.5], np.float32)
    answers = np.array([[0.6], [1.5], [3.0]], np.float32)
    ours = float(make_loss(name, "regression", 1)(numbers, answers))
    assert ours == pytest.approx(compiled_loss(name, numbers.reshape(-1, 1), answers), rel=1e-5)


def compiled_loss(name: str, targets: np.ndarray, answers: np.ndarray) -> float:
    """Return Keras's own loss over targets that are in the shape it wants."""
    plain = name.replace("_", "")
    loss = next(one for one in dir(keras.losses) if one.lower() == plain)
    return float(getattr(keras.losses, loss)()(targets, answers))


@pytest.mark.parametrize(
    ("facts", "metric"),
    [
        (("4-3", data_of((5,), 3)), "accuracy"),
        (("4-3", data_of((5,), 3), "mse"), "accuracy"),
        (("4-3(sigmoid)", data_of((5,), 3)), "accuracy"),
        (("4-1", data_of((5,), 2)), "accuracy"),
        (("4-1", data_of((5,), task="regression")), "mae"),
    ],
)
def test_metrics_are_counted_over_whole_numbers(facts: tuple, metric: str) -> None:
    spec, data, *loss = facts
    facts = facts_for(spec, data, loss=loss[0] if loss else None)
    model = build_for_facts(facts)
    compile_for_facts(model, facts)
    x = np.linspace(-1, 1, 60, dtype=np.float32).reshape(12, 5)
    y = np.arange(12, dtype=np.int32) % max(len(data["classes"]), 3)
    y = y % (len(data["classes"]) or 99)
    result = model.evaluate(x, y, verbose=0, return_dict=True)
    answers = model.predict(x, verbose=0)
    if metric == "mae":
        wanted = np.abs(answers[:, 0] - y).mean()
    elif answers.shape[1] == 1:
        wanted = ((answers[:, 0] > 0.5) == (y > 0)).mean()
    else:
        wanted = (answers.argmax(axis=1) == y).mean()
    assert result[metric] == pytest.approx(wanted, abs=1e-5)


def test_a_loss_that_does_not_fit_is_refused_with_those_that_do() -> None:
    with pytest.raises(ConfigError, match=r"categorical_crossentropy.*mean_squared_error"):
        facts_for("4-1", data_of((5,), task="regression"), loss="categorical_crossentropy")
    with pytest.raises(ConfigError, match="3 classes"):
        facts_for("4-3", data_of((5,), 3), loss="ctc")


def test_losses_are_named_in_any_spelling() -> None:
    spellings = ["MSE", "mean_squared_error", "MeanSquaredError", "mean-squared-error"]
    assert {canonical_loss(name) for name in spellings} == {"mean_squared_error"}
    with pytest.raises(ConfigError, match="Did you mean"):
        canonical_loss("mean_squared_eror")
