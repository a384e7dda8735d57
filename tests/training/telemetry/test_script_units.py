"""When a watched script's gradients are measured: once their program is worth its time."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from neurarium.training.script_units import ScriptUnits

RNG = np.random.default_rng(5)
ROWS = RNG.random((64, 6)).astype(np.float32), RNG.integers(0, 3, 64)
LONG_S = 1e6


def model() -> Any:
    layers = keras.layers
    found = keras.Sequential(
        [keras.Input((6,)), layers.Dense(5, activation="relu"), layers.Dense(3, "softmax")]
    )
    found.compile(loss="sparse_categorical_crossentropy")
    return found


def has_gradients(line: dict[str, Any]) -> bool:
    return all(layer["gradients"] is not None for layer in line["layers"])


@pytest.fixture
def told() -> list[dict[str, Any]]:
    return []


def test_a_short_training_compiles_nothing_and_tells_weights(told: list[dict[str, Any]]) -> None:
    units = ScriptUnits(model(), ROWS, told.append)
    units.during(1.0)
    units.after(1, 1.0)
    units.close()
    assert [line["epoch"] for line in told] == [1]
    assert not has_gradients(told[0])
    assert all(sum(layer["weights"]["counts"]) for layer in told[0]["layers"])


def test_a_long_training_compiles_aside_and_tells_gradients(told: list[dict[str, Any]]) -> None:
    units = ScriptUnits(model(), ROWS, told.append)
    units.during(LONG_S)
    units.wait()
    units.after(2, LONG_S)
    assert [line["epoch"] for line in told] == [2]
    assert has_gradients(told[0])
    assert isinstance(told[0]["layers"][0]["dead"], int)


def test_gradients_can_be_refused(told: list[dict[str, Any]]) -> None:
    units = ScriptUnits(model(), ROWS, told.append, gradients=False)
    units.during(LONG_S)
    units.wait()
    units.after(1, LONG_S)
    assert not has_gradients(told[0])


def test_gradients_that_are_asked_for_come_with_the_end_at_the_latest(
    told: list[dict[str, Any]],
) -> None:
    units = ScriptUnits(model(), ROWS, told.append, gradients=True)
    units.after(1, 0.01)
    units.close()
    assert told[-1]["epoch"] == 1
    assert has_gradients(told[-1])
