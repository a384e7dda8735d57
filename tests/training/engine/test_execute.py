"""What a run tells while it is trained, and how it ends where something comes between."""

from __future__ import annotations

import errno
import threading
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from engine_trainings import Asking, Planned

from neurarium.datasets import load
from neurarium.errors import DivergedError, RunError
from neurarium.training.execute import execute
from neurarium.training.listener import Listener
from neurarium.training.runs import RunDirectory, RunWriter


class Hearing(Listener):
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []

    def begin(self, facts: Any, first_epoch: int) -> None:
        self.heard.append(("begin", first_epoch))

    def batch(self, line: Any) -> None:
        self.heard.append(("batch", line))

    def epoch(self, line: Any) -> None:
        self.heard.append(("epoch", line))

    def test(self, line: Any) -> None:
        self.heard.append(("test", line))


def test_a_run_tells_all_that_it_promises(planned: Planned) -> None:
    run, listener = planned(model="32-10"), Hearing()
    result = execute(run, listener)
    kinds = [kind for kind, _ in listener.heard]
    assert kinds[:2] == ["begin", "batch"]
    assert kinds[-1] == "test"
    assert kinds.count("epoch") == 3
    assert result.state == run.state().state == "finished"
    assert run.state().epoch == 3
    assert [line["epoch"] for line in run.epochs()] == [1, 2, 3]
    line = run.epochs()[-1]
    assert {"loss", "accuracy", "val_loss", "val_accuracy", "seconds", "learning_rate"} <= set(line)
    assert run.lines("units")[0]["layers"][0]["name"] == run.facts["model"]["layers"][1]["name"]
    assert run.snapshot_epochs() == [0, 1, 2, 3]
    data = load("digits")
    model = keras.models.load_model(run.path / "model.keras")
    x = data.x_test.astype(np.float32) / 255
    loss, accuracy = model.evaluate(x, data.y_test, verbose=0)
    assert result.test == pytest.approx({"loss": loss, "accuracy": accuracy}, rel=1e-4)
    assert result.confusion is not None
    confusion = np.array(result.confusion)
    assert confusion.sum(axis=1).tolist() == np.bincount(data.y_test).tolist()
    assert np.trace(confusion) / confusion.sum() == pytest.approx(accuracy)
    kept = np.load(run.path / "predictions.npz")["probabilities"]
    np.testing.assert_allclose(kept, model.predict(x, verbose=0), atol=1e-3)
    assert kept.dtype == np.float16


@pytest.fixture
def plane(tmp_path: Path) -> str:
    """Return a table whose last column is 3a − b."""
    rows = np.random.RandomState(0).normal(size=(120, 2))
    lines = [f"{a:.4f},{b:.4f},{3 * a - b:.4f}" for a, b in rows]
    table = tmp_path / "plane.csv"
    table.write_text("a,b,y\n" + "\n".join(lines) + "\n")
    return str(table)


def test_a_regression_tells_its_mean_error(planned: Planned, plane: str) -> None:
    run = planned(data=plane, model="8-1", optimizer="adam", learning_rate=0.05, epochs=12)
    if run.facts["data"]["task"] != "regression":
        pytest.fail("a column of many numbers was taken for classes")
    result = execute(run)
    assert result.test is not None
    assert set(result.test) == {"loss", "mae"}
    assert result.test["mae"] < 1.5
    assert result.confusion is None
    assert np.load(run.path / "predictions.npz")["predictions"].shape == (
        run.facts["data"]["n_test"],
    )


def test_a_diverging_run_says_so_and_keeps_what_was_good(planned: Planned, plane: str) -> None:
    run = planned(data=plane, model="8-1", optimizer="sgd", learning_rate=1000, epochs=20)
    with pytest.raises(DivergedError, match="lower learning rate"):
        execute(run)
    state = run.state()
    assert state.state == "failed"
    assert "diverged" in str(state.error)
    assert run.lines("event")[-1]["name"] == "diverged"


def test_a_paused_run_waits_and_goes_on(planned: Planned) -> None:
    whole, run = planned(), planned()
    execute(whole)
    ended: list[Any] = []
    thread = threading.Thread(target=lambda: ended.append(execute(run, Asking(run, "pause"))))
    thread.start()
    waiting = threading.Event()
    for _ in range(600):
        if run.state().state == "paused":
            break
        waiting.wait(0.1)
    assert run.state().state == "paused"
    assert run.is_held()
    run.ask("go")
    thread.join(120)
    assert ended[0].state == "finished"
    assert ended[0].test == whole.state().test
    assert [line["name"] for line in run.lines("event")] == ["paused", "going_on"]


def test_one_process_trains_a_run(planned: Planned) -> None:
    run = planned()
    with run.lock(), pytest.raises(RunError, match="being trained"):
        execute(run)


def test_a_full_disk_fails_with_a_sentence(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = planned()
    whole = RunWriter.checkpoint

    def full(self: RunWriter, name: str, arrays: Any, facts: Any) -> None:
        if facts["epoch"] == 2:
            raise RunError("No room to write")
        whole(self, name, arrays, facts)

    monkeypatch.setattr(RunWriter, "checkpoint", full)
    with pytest.raises(RunError, match="No room"):
        execute(run)
    assert run.state().state == "failed"
    assert run.state().error == "No room to write"
    assert run.writer().read_checkpoint("last")[1]["epoch"] == 1  # type: ignore[index]
    monkeypatch.undo()


def test_a_script_s_run_is_not_trained(planned: Planned, monkeypatch: Any) -> None:
    run = planned()
    monkeypatch.setitem(run.facts, "kind", "watch")
    with pytest.raises(RunError, match="script"):
        execute(run)


def test_the_checkpoint_of_another_model_is_refused(planned: Planned) -> None:
    one, other = planned(model="16-10", epochs=1), planned(model="17-10", epochs=1)
    execute(one)
    (other.path / "checkpoints").mkdir(exist_ok=True)
    (other.path / "checkpoints" / "last.npz").write_bytes(
        (one.path / "checkpoints" / "last.npz").read_bytes()
    )
    with pytest.raises(RunError, match="does not fit"):
        execute(RunDirectory(other.path))
    assert other.state().state == "failed"


def test_fewer_images_than_a_batch_and_a_loss_over_one_hot_vectors(planned: Planned) -> None:
    run = planned(limit=12, batch=32, loss="categorical_crossentropy", epochs=2)
    result = execute(run)
    assert run.facts["updates_per_epoch"] == 1
    assert [line["epoch"] for line in result.epochs] == [1, 2]
    model = keras.models.load_model(run.path / "model.keras")  # Keras alone can open it
    x = load("digits").x_test.astype(np.float32) / 255
    kept = np.load(run.path / "predictions.npz")["probabilities"]
    np.testing.assert_allclose(kept, model.predict(x, verbose=0), atol=1e-3)


def test_no_room_for_the_models_own_file_is_a_sentence(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: keras.Model, path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keras.Model, "save", full)
    run = planned(epochs=1)
    with pytest.raises(RunError, match="No room"):
        execute(run)
    assert run.state().state == "failed"
    assert "No room" in str(run.state().error)


def test_no_room_to_begin_is_a_sentence_in_the_run(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: RunWriter) -> None:
        raise RunError("No room")

    monkeypatch.setattr(RunWriter, "_keep_spare", full)
    run = planned(epochs=1)
    with pytest.raises(RunError, match="No room"):
        execute(run)
    assert (run.state().state, run.state().error) == ("failed", "No room")
