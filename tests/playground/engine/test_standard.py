"""What standard mode promises: order, batches, schedules, dropout, no needless compiling."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from playgrounds import engine_of, some_config, some_parameters, some_points

from neurarium.playground.engine import Engine
from neurarium.playground.engine.compiled import PROGRAMS, Programs
from neurarium.playground.engine.dropout import keep_factor, step_key
from neurarium.playground.schedules import learning_rates


@pytest.mark.parametrize("batch_size", [1, 10, 23, 100])
def test_an_epoch_uses_every_training_point_once(batch_size: int) -> None:
    engine = engine_of(some_config(batch_size=batch_size))
    for epoch in (0, 63, 64, 1000):
        batches = [engine.batch_indices(epoch, s) for s in range(engine.updates_per_epoch)]
        assert sorted(np.concatenate(batches).tolist()) == list(range(23))
        assert all(len(batch) == min(batch_size, 23) for batch in batches[:-1])
    assert engine.updates_per_epoch == -(-23 // batch_size)


def test_the_order_changes_with_epoch_and_seed_alone() -> None:
    config = some_config(batch_size=23)
    first, again = engine_of(config), engine_of(config)
    other = engine_of(some_config(batch_size=23, data={"seed": "1"}))
    assert first.batch_indices(5, 0).tolist() == again.batch_indices(5, 0).tolist()
    assert first.batch_indices(5, 0).tolist() != first.batch_indices(6, 0).tolist()
    assert first.batch_indices(5, 0).tolist() != other.batch_indices(5, 0).tolist()


def test_any_epoch_can_be_run_again_alone() -> None:
    engine = engine_of(some_config(layers=[{"units": 4, "dropout": 0.5}]))
    state = engine.initial_state(some_parameters(engine.network))
    whole = engine.run(state, 0, 70)
    again = engine.run(whole.states[39], 40, 30)
    np.testing.assert_array_equal(again.states[-1], whole.states[-1])
    np.testing.assert_array_equal(again.loss_train, whole.loss_train[40:])


def test_steps_make_the_same_epoch_as_a_run() -> None:
    engine = engine_of(some_config(layers=[{"units": 4, "dropout": 0.5}], batch_size=10))
    state = engine.initial_state(some_parameters(engine.network))
    whole = engine.run(state, 3, 1)
    for step in range(3):
        state, trace = engine.step(state, 3, step)
    np.testing.assert_array_equal(state, whole.states[-1])
    assert trace.loss_train[0] == whole.loss_train[0]


def test_losses_can_be_left_out() -> None:
    engine = engine_of(some_config())
    state = engine.initial_state(some_parameters(engine.network))
    without = engine.run(state, 0, 2, losses=False)
    assert np.isnan(without.loss_train).all()
    assert not without.has_losses
    np.testing.assert_array_equal(without.states, engine.run(state, 0, 2).states)


def test_hyperparameters_change_without_compiling() -> None:
    config = some_config(layers=[{"units": 4, "dropout": 0.2}], optimizer="momentum")
    engine = engine_of(config)
    state = engine.initial_state(some_parameters(engine.network))
    before = engine.run(state, 0, 1)
    compiled = PROGRAMS.compiles
    for change in (
        {"learning_rate": 0.5},
        {"momentum": 0.1},
        {"regularization": "L1", "regularization_rate": 0.1},
        {"regularization": "L2", "regularization_rate": 0.1},
        {"schedule": "step", "schedule_epochs": 1},
        {"layers": [{"units": 4, "dropout": 0.6}]},
    ):
        changed = engine.with_config(some_config(**{**config.model_dump(), **change}))
        assert changed.ready
        after = changed.run(state, 0, 2)
        if "momentum" not in change and "schedule" not in change:  # those act a step later
            assert not np.array_equal(after.states[0], before.states[0])
    engine.with_points(some_points(seed=3)).run(state, 0, 1)
    engine.with_points(some_points(40, 20)).run(state, 0, 1)
    assert PROGRAMS.compiles == compiled
    assert not engine.with_config(config.model_copy(update={"batch_size": 7})).ready


def test_many_threads_compile_once() -> None:
    built: list[str] = []
    inside = threading.Event()

    def build(key: str) -> object:
        built.append(key)
        inside.wait(1)
        return lambda: key

    programs = Programs(build, kept=2)  # type: ignore[arg-type]
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(programs.get("a")())) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    inside.set()
    for thread in threads:
        thread.join()
    assert (built, found) == (["a"], ["a"] * 20)
    programs.get("b")
    programs.get("c")
    assert not programs.ready("a")
    assert programs.ready("c")


def test_a_failed_compile_is_tried_again() -> None:
    outcomes = iter([RuntimeError("no memory"), None])

    def build(key: str) -> object:
        outcome = next(outcomes)
        if outcome:
            raise outcome
        return lambda: key

    programs = Programs(build)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="no memory"):
        programs.get("a")
    assert programs.get("a")() == "a"


def test_threads_share_an_engine() -> None:
    engine = engine_of(some_config())
    state = engine.initial_state(some_parameters(engine.network))
    wanted = engine.run(state, 0, 5).states[-1]
    found: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: found.append(engine.run(state, 0, 5).states[-1]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(np.array_equal(each, wanted) for each in found)


def test_schedules() -> None:
    step = some_config(schedule="step", schedule_epochs=2, learning_rate=0.8)
    assert learning_rates(step, 1, 4).tolist() == [0.8, 0.4, 0.4, 0.2]
    cosine = some_config(schedule="cosine", schedule_epochs=4, learning_rate=1.0)
    np.testing.assert_allclose(
        learning_rates(cosine, 0, 7), [1, 0.853553, 0.5, 0.146447, 0, 0, 0], atol=1e-6
    )


def test_dropout_keeps_the_expected_value() -> None:
    key = step_key(np, *(np.array(n, dtype=np.uint32) for n in (7, 3, 11)))
    for rate in (0.1, 0.5, 0.9):
        factor = keep_factor(np, key, 0, (16, 5000), np.float32(rate))
        np.testing.assert_allclose(np.unique(factor), [0, 1 / (1 - rate)], rtol=1e-6)
        assert factor.mean() == pytest.approx(1.0, abs=0.05)
        assert np.abs(factor.mean(axis=1) - 1).max() < 0.2
    other = keep_factor(np, key, 1, (16, 5000), np.float32(0.5))
    same = np.mean((other > 0) == (keep_factor(np, key, 0, (16, 5000), np.float32(0.5)) > 0))
    assert same == pytest.approx(0.5, abs=0.02)


def test_dropout_reaches_only_training() -> None:
    plain = some_config(layers=[{"units": 4}], learning_rate=0.0)
    dropped = some_config(layers=[{"units": 4, "dropout": 0.5}], learning_rate=0.0)
    losses = []
    for config in (plain, dropped):
        engine: Engine = engine_of(config)
        state = engine.initial_state(some_parameters(engine.network))
        losses.append(engine.run(state, 0, 1).loss_test[0])
    assert losses[0] == losses[1]
