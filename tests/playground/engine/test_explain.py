"""The explanation of an update against the update, and against finite differences."""

from __future__ import annotations

import json
from typing import Any, get_args

import numpy as np
import pytest
from playgrounds import engine_of, some_config, some_parameters

from neurarium.playground.config import Optimizer
from neurarium.playground.evaluate import loss
from neurarium.playground.explain import explain
from neurarium.playground.targets import encode_targets


@pytest.mark.parametrize(
    "settings",
    [
        *({"optimizer": name} for name in get_args(Optimizer)),
        {"mode": "exact"},
        {"mode": "exact", "regularization": "none", "regularization_rate": 0.0},
    ],
)
def test_parameters_plus_step_are_the_engine_s(settings: dict[str, Any]) -> None:
    values = {"regularization": "L2", "regularization_rate": 0.1, "batch_size": 10, **settings}
    engine = engine_of(some_config(**values))
    state = engine.run(engine.initial_state(some_parameters(engine.network)), 0, 1).states[-1]
    for step in range(3):
        found = explain(engine, state, 1, step)
        after, _ = engine.step(state, 1, step)
        np.testing.assert_allclose(
            found.parameters + found.step_taken, engine.parameters(after), atol=1e-7
        )
        if found.optimizer == "sgd" and found.updates:
            wanted = -0.03 * (found.gradient + found.regularization)
            np.testing.assert_allclose(found.step_taken, wanted, atol=1e-7)
        state = after
    assert found.updates == (engine.config.mode == "standard")


def test_the_gradient_is_the_batch_s() -> None:
    engine = engine_of(some_config(batch_size=10, regularization="L1", regularization_rate=0.5))
    state = engine.initial_state(some_parameters(engine.network))
    found = explain(engine, state, 4, 2)
    rows = engine.batch_indices(4, 2)
    assert (found.batch_size, found.updates_per_epoch, found.n_train) == (3, 3, 23)
    np.testing.assert_array_equal(found.rows[:, :2], engine.points.xy[rows])
    target = encode_targets(engine.points, "tanh")[rows]

    def value(vector: np.ndarray) -> float:
        return loss(engine.network, vector, engine.points.xy[rows], target, engine.config.loss)

    assert found.loss_before == pytest.approx(value(found.parameters))
    assert found.loss_after == pytest.approx(value(found.parameters + found.step_taken))
    for index in range(engine.network.size):
        step = np.zeros(engine.network.size)
        step[index] = 1e-6
        slope = (value(found.parameters + step) - value(found.parameters - step)) / 2e-6
        assert found.gradient[index] == pytest.approx(slope, abs=1e-8)
    assert not found.regularization[~engine.network.weight_mask].any()
    weights = found.parameters[engine.network.weight_mask]
    np.testing.assert_array_equal(
        found.regularization[engine.network.weight_mask], 0.5 * np.sign(weights)
    )


def test_dropped_units_are_those_that_the_engine_drops() -> None:
    config = some_config(layers=[{"units": 8, "dropout": 0.5}, {"units": 5, "dropout": 0.3}])
    engine = engine_of(config)
    state = engine.initial_state(some_parameters(engine.network))
    found = explain(engine, state, 7, 1)
    np.testing.assert_allclose(found.step_taken, -0.03 * found.gradient, atol=1e-7)


def test_the_message() -> None:
    engine = engine_of(some_config(batch_size=10))
    state = engine.initial_state(some_parameters(engine.network))
    message = json.loads(json.dumps(explain(engine, state, 0, 0).to_json()))
    assert message["type"] == "explanation"
    assert len(message["gradient"]) == engine.network.size
    assert len(message["rows"]) == 10
