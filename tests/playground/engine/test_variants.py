"""Many at once against each alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neurarium.errors import ConfigError
from neurarium.playground.config import Config, changed
from neurarium.playground.engine import Engine
from neurarium.playground.start import first_parameters, points_of, segment_of
from neurarium.playground.variants import Variants

SMALL: dict[str, Any] = {
    "data": {"samples": 40},
    "batch_size": 10,
    "layers": [{"units": 3}, {"units": 2}],
}
"""A network that other tests compile, too."""


def alone(config: Config, epochs: int) -> tuple[np.ndarray, float, float]:
    segment = segment_of(config, points_of(config))
    engine = Engine.of(config, segment.network, segment.points)
    trace = engine.run(engine.initial_state(first_parameters(segment)), 0, epochs)
    parameters = engine.parameters(trace.states[-1])
    return parameters, float(trace.loss_train[-1]), float(trace.loss_test[-1])


def configs_of(changes: list[dict[str, Any]]) -> list[Config]:
    base = changed(Config(), SMALL)
    return [changed(base, change) for change in changes]


def assert_alike(configs: list[Config], epochs: int) -> None:
    variants = Variants.of(configs)
    variants.run(3)
    variants.run(epochs - 3)
    losses = variants.losses
    for index, config in enumerate(configs):
        parameters, train, test = alone(config, epochs)
        found = variants.parameters(index)
        np.testing.assert_allclose(found, parameters, rtol=1e-4, atol=2e-5, err_msg=str(config))
        np.testing.assert_allclose(losses[index], [train, test], rtol=1e-4)
        assert variants.epoch_of(index) == epochs
    assert variants.status == ["running"] * len(configs)


def test_rates_and_optimizers() -> None:
    rules = ["sgd", "nesterov", "adagrad", "rmsprop", "adamw"]
    assert_alike(
        configs_of(
            [
                {
                    "optimizer": name, "learning_rate": 0.01 + 0.002 * index, "momentum": 0.5,
                    "regularization": ["L1", "L2", "none"][index % 3],
                    "regularization_rate": 0.01, "weights_seed": str(index),
                    "schedule": ["step", "cosine"][index % 2], "schedule_epochs": 5,
                }
                for index, name in enumerate(rules)
            ]
        ),
        11,
    )  # fmt: skip


def test_layers_units_activations_losses_data_and_batches() -> None:
    assert_alike(
        configs_of(
            [
                {"layers": [{"units": 2, "activation": "sigmoid"}], "loss": "hinge"},
                {"layers": [{"units": 3, "dropout": 0.4}, {"units": 1, "activation": "softplus"}],
                 "data": {"noise": 30}},
                {"layers": [{"units": 1}, {"units": 5, "activation": "relu", "dropout": 0.2},
                            {"units": 2}], "batch_size": 9, "loss": "huber"},
                {"data": {"seed": "9", "train_percent": 70}, "optimizer": "adam",
                 "learning_rate": 0.01},
                {"layers": [], "batch_size": 1},
                {"layers": [], "features": ["x", "y", "xTimesY"], "batch_size": 1},
            ]
        ),
        7,
    )  # fmt: skip


def test_classes_and_outputs() -> None:
    assert_alike(
        configs_of(
            [
                {
                    "output": "softmax",
                    "loss": loss,
                    "layers": [{"units": 2}],
                    "data": {"name": "rings", "classes": 3},
                }
                for loss in ("categorical_crossentropy", "mean_squared_error")
            ]
            + [{"output": "sigmoid", "loss": "binary_crossentropy"}]
        ),
        5,
    )


def test_exact_ones_keep_double_precision() -> None:
    (config,) = configs_of([{"mode": "exact"}])
    variants = Variants.of([config])
    variants.run(5)
    parameters, train, test = alone(config, 5)
    np.testing.assert_array_equal(variants.parameters(0), parameters.astype(np.float32))
    assert variants.losses.tolist() == [[train, test]]


def test_one_that_diverges_stops_alone() -> None:
    shape = {"layers": [{"units": 4, "activation": "relu"}], "output": "linear",
             "data": {"name": "reg-plane"}}  # fmt: skip
    configs = configs_of([{**shape, "learning_rate": rate} for rate in (0.01, 100.0, 0.02)])
    variants = Variants.of(configs)
    assert variants.status == ["waiting"] * 3
    assert np.isfinite(variants.losses).all()
    variants.run(12)
    assert variants.status == ["running", "diverged", "running"]
    assert np.isfinite(variants.parameters(1)).all()
    assert np.isfinite(variants.losses).all()
    assert variants.epoch_of(1) < 12
    for index in (0, 2):
        np.testing.assert_allclose(
            variants.parameters(index), alone(configs[index], 12)[0], rtol=1e-4, atol=1e-5
        )


def test_a_sweep_of_rates_compiles_once() -> None:
    from neurarium.playground.variants.program import PROGRAMS

    rates = [{"learning_rate": 0.001 * (index + 1)} for index in range(64)]
    variants = Variants.of(configs_of(rates))
    before = PROGRAMS.compiles
    variants.run(2)
    assert PROGRAMS.compiles == before + 1
    other = Variants.of(configs_of([{**change, "regularization": "L2"} for change in rates]))
    other.run(2)
    assert PROGRAMS.compiles == before + 1
    assert len({variants.parameters(index).tobytes() for index in range(64)}) == 64


@pytest.mark.parametrize("count", [0, 65])
def test_too_few_or_many(count: int) -> None:
    with pytest.raises(ConfigError, match=f"{count} variants"):
        Variants.of([Config()] * count)
