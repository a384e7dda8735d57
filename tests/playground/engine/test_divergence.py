"""When training counts as diverged, and what is said then."""

from __future__ import annotations

import numpy as np
from playgrounds import engine_of, number_points, some_config, some_parameters

from neurarium.playground.divergence import divergence_message, first_diverged, smaller_rate
from neurarium.playground.engine import Trace


def trace_of(losses: list[float], states: list[float] | None = None) -> Trace:
    loss = np.array(losses)
    rows = np.array(states or [0.0] * len(losses))[:, None]
    return Trace(rows, loss, loss, np.zeros((len(losses), 1)))


def test_where_it_begins() -> None:
    assert first_diverged(trace_of([1.0, 2.0, 900.0]), 0.5) is None
    assert first_diverged(trace_of([1.0, 2000.0, np.nan]), 0.5) == 1
    assert first_diverged(trace_of([1.0, np.nan]), 0.5) == 1
    assert first_diverged(trace_of([1.0, 1.0], [0.0, np.inf]), 0.5) == 1
    assert first_diverged(trace_of([2000.0]), 5.0) is None
    assert first_diverged(trace_of([2000.0]), float("nan")) == 0


def test_a_huge_learning_rate_is_caught_with_the_last_finite_state_before_it() -> None:
    config = some_config(
        layers=[{"units": 8, "activation": "relu"}], output="linear", learning_rate=30.0
    )
    engine = engine_of(config, number_points())
    trace = engine.run(engine.initial_state(some_parameters(engine.network)), 0, 30)
    row = first_diverged(trace, 1.0)
    assert row is not None
    assert np.isfinite(trace.states[:row]).all()
    message = divergence_message(config, row + 1)
    assert f"epoch {row + 1} with a learning rate of 30" in message.text
    assert "Try a learning rate of 10." in message.hint
    assert "tanh" in message.hint


def test_losses_that_were_not_asked_for_are_no_divergence() -> None:
    engine = engine_of(some_config())
    state = engine.initial_state(some_parameters(engine.network))
    assert first_diverged(engine.run(state, 0, 2, losses=False), 1.0) is None


def test_a_smaller_rate() -> None:
    assert [smaller_rate(rate) for rate in (100, 3, 0.03, 0.05)] == [10, 1, 0.01, 0.01]
    assert 0 < smaller_rate(1e-5) < 5e-6
