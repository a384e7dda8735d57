"""Decisions after an epoch against Keras's callbacks, on the same losses."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurarium.training.callbacks import Best, Deciding, EarlyStopping, Plateau
from neurarium.training.config import TrainingConfig

LOSSES = st.lists(st.integers(1, 12).map(lambda k: k / 8), min_size=1, max_size=25)


@pytest.fixture(scope="module")
def model() -> Any:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse")
    return model


@settings(max_examples=40, deadline=None)
@given(losses=LOSSES, patience=st.integers(1, 4))
def test_early_stopping_is_kerass(model: Any, losses: list[float], patience: int) -> None:
    kerass = keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
    kerass.set_model(model)
    model.stop_training = False
    kerass.on_train_begin()
    best, ours = Best(), EarlyStopping(patience)
    for epoch, loss in enumerate(losses, start=1):
        model.layers[0].bias.assign([float(epoch)])
        kerass.on_epoch_end(epoch - 1, {"val_loss": loss})
        stops = ours.after(epoch, best.after(epoch, loss))
        assert stops == model.stop_training
        assert best.epoch == kerass.best_epoch + 1
        if stops:
            break
    kerass.on_train_end()
    assert float(np.asarray(model.layers[0].bias.value)[0]) == best.epoch


@settings(max_examples=40, deadline=None)
@given(losses=LOSSES, patience=st.integers(1, 3))
def test_plateau_is_kerass(model: Any, losses: list[float], patience: int) -> None:
    kerass = keras.callbacks.ReduceLROnPlateau(factor=0.3, patience=patience)
    model.optimizer.learning_rate = 0.1
    kerass.set_model(model)
    kerass.on_train_begin()
    ours, rate = Plateau(0.3, patience), float(np.float32(0.1))
    for epoch, loss in enumerate(losses):
        kerass.on_epoch_end(epoch, {"val_loss": loss})
        changed = ours.after(loss, rate)
        rate = rate if changed is None else float(np.float32(changed))
        assert rate == float(model.optimizer.learning_rate)


def test_schedules_are_kerass() -> None:
    made = keras.optimizers.schedules
    wanted = {
        "cosine": made.CosineDecay(0.1, 10),
        "exponential:0.9": made.ExponentialDecay(0.1, 1, 0.9),
        "step:0.5:3": made.ExponentialDecay(0.1, 3, 0.5, staircase=True),
    }
    for text, schedule in wanted.items():
        deciding = Deciding(TrainingConfig(schedule=text, epochs=10))
        for epoch in range(1, 11):
            rate = deciding.rate(0.1, epoch, 10)
            assert rate == pytest.approx(float(schedule(epoch - 1)), abs=1e-7)


def test_what_was_decided_survives_a_checkpoint() -> None:
    config = TrainingConfig(patience=2, reduce_lr="0.5:1", epochs=9)
    losses = [0.5, 0.4, 0.45, 0.41, 0.3]

    def after(deciding: Deciding, epoch: int) -> Any:
        return deciding.after(epoch, {"val_loss": losses[epoch - 1], "learning_rate": 0.1})

    whole, first = Deciding(config), Deciding(config)
    decisions = [after(whole, epoch) for epoch in range(1, 5)]
    for epoch in (1, 2, 3):
        after(first, epoch)
    second = Deciding(config)
    second.restore(first.state(), afresh=False)
    assert after(second, 4) == decisions[3]
    assert decisions[3].stop
    assert second.state() == whole.state()
    asked_for_more = Deciding(config)
    asked_for_more.restore(whole.state(), afresh=True)
    assert not asked_for_more.stopped
    assert not after(asked_for_more, 5).stop
