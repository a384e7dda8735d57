"""A run that was interrupted and goes on ends with the same bits as one that never was."""

from __future__ import annotations

import time
from typing import Any

import keras
import numpy as np
import pytest
from engine_trainings import Asking, Killed, KilledAfter, Planned, same_end

from neurarium.errors import RunError
from neurarium.training.execute import execute
from neurarium.training.loops.values import weights_of
from neurarium.training.runs import RunWriter

DROPOUT = "16-batchnorm-dropout(0.3)-10"
CASES: list[dict[str, Any]] = [
    {"optimizer": "sgd", "learning_rate": 0.05},
    {"optimizer": "momentum", "learning_rate": 0.05, "model": DROPOUT, "schedule": "cosine"},
    {"optimizer": "adam", "model": "conv(2,3)-pool(2)-flatten-dropout(0.2)-10"},
    {"optimizer": "adam", "model": DROPOUT, "loop": "keras"},
    {"optimizer": "adam", "patience": 1, "reduce_lr": "0.1:1", "learning_rate": 0.2, "epochs": 8},
]


@pytest.mark.parametrize("settings", CASES, ids=lambda s: "-".join(map(str, s.values())))
def test_a_run_goes_on_bit_for_bit(settings: dict[str, Any], planned: Planned) -> None:
    whole, broken = planned(**settings), planned(**settings)
    execute(whole)
    with pytest.raises(Killed):
        execute(broken, KilledAfter(1))
    assert broken.state().state == "interrupted"
    with pytest.raises(Killed):
        execute(broken, KilledAfter(2))
    result = execute(broken)
    assert result.state == "finished"
    same_end(whole, broken)


def test_an_epoch_that_was_stopped_in_its_middle_goes_on_there(planned: Planned) -> None:
    settings = {"optimizer": "adam", "model": DROPOUT}
    whole, stopped = planned(**settings), planned(**settings)
    execute(whole)
    result = execute(stopped, Asking(stopped, "stop"))
    assert result.state == "stopped"
    assert (stopped.state().epoch, stopped.state().step) == (0, 1)
    assert stopped.asked() is None
    assert execute(stopped).state == "finished"
    same_end(whole, stopped)


def test_a_finished_run_goes_on_with_more_epochs(planned: Planned) -> None:
    whole, longer = planned(epochs=3), planned(epochs=2)
    execute(whole)
    execute(longer)
    with pytest.raises(RunError, match="more"):
        execute(longer)
    result = execute(longer, epochs=3)
    assert [line["epoch"] for line in result.epochs] == [1, 2, 3]
    same_end(whole, longer)


def test_early_stopping_ends_with_the_best_weights(planned: Planned) -> None:
    run = planned(patience=1, learning_rate=0.5, epochs=20)
    result = execute(run)
    losses = [line["val_loss"] for line in result.epochs]
    assert len(losses) < 20
    assert result.best_epoch == 1 + int(np.argmin(losses)) == len(losses) - 1
    assert [line["name"] for line in run.lines("event")] == ["early_stopping"]
    model = keras.models.load_model(run.path / "model.keras", compile=False)
    best = run.snapshot(result.best_epoch)
    for name, array in weights_of(model).items():
        assert np.array_equal(array, best[name])


def test_the_last_epochs_weights_are_restored_though_the_disk_is_slow(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = RunWriter.checkpoint

    def slow(self: RunWriter, name: str, arrays: Any, facts: Any) -> None:
        time.sleep(0.5 if name == "best" else 0)  # until `finish` begins
        quick(self, name, arrays, facts)

    monkeypatch.setattr(RunWriter, "checkpoint", slow)
    run = planned(model="16-10", epochs=2, patience=2)
    assert execute(run).best_epoch == 2
    wanted = run.snapshot(2)
    model = keras.saving.load_model(run.path / "model.keras")
    for name, array in weights_of(model).items():
        assert np.array_equal(array, wanted[name])
