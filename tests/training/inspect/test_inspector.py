"""Looking into real runs: every number against the weights in the snapshots, in NumPy."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.errors import DataError, RunError
from neurarium.training import TrainingConfig, plan_run
from neurarium.training.inspect import Inspector
from neurarium.training.runs import RunDirectory, create

Array = np.ndarray[Any, Any]
OWN_CLASS = """
import keras


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = keras.layers.Flatten()
        self.answer = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        return self.answer(self.flat(x))


def make():
    return Net()
"""


def trained(home: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> RunDirectory:
    from neurarium.training.execute import execute

    monkeypatch.setenv("NEURARIUM_HOME", str(home))
    run = create(plan_run(TrainingConfig(**{"epochs": 3, **settings})))
    execute(run)
    return run


@pytest.fixture(scope="module")
def patch() -> Any:
    with pytest.MonkeyPatch.context() as found:
        yield found


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> RunDirectory:
    return trained(tmp_path_factory.mktemp("dense"), patch, data="digits", model="20-10", limit=600)


def by_hand(arrays: dict[str, Array], x: Array) -> tuple[Array, Array]:
    """Return hidden activations and logits of 64-20-10 from a snapshot."""
    first, second = (
        (arrays[f"{name}/kernel"].astype(float), arrays[f"{name}/bias"].astype(float))
        for name in ("dense", "dense_1")
    )
    hidden = np.maximum(x.ravel() @ first[0] + first[1], 0)
    return hidden, hidden @ second[0] + second[1]


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_a_look_shows_what_the_weights_of_that_epoch_give(dense: RunDirectory, epoch: int) -> None:
    from neurarium.datasets import load

    data = load("digits")
    look = Inspector(dense).look(("test", 5), at=epoch)
    x = data.x_test[5] / 255
    hidden, logits = by_hand(dense.snapshot(epoch), x)
    assert look.epoch == epoch
    np.testing.assert_allclose(look.input, x, atol=1e-6)
    assert [layer.kind for layer in look.layers] == ["flatten", "dense", "dense"]
    np.testing.assert_allclose(look.layers[1].values, hidden, atol=1e-5)
    assert look.logits is not None
    np.testing.assert_allclose(look.logits, logits, atol=1e-4)
    p = np.exp(logits - logits.max())
    p /= p.sum()
    assert look.probabilities is not None
    np.testing.assert_allclose(look.probabilities, p, atol=1e-5)
    assert look.prediction == p.argmax()
    assert look.label == data.y_test[5]
    assert look.loss == pytest.approx(-np.log(p[int(data.y_test[5])]), rel=1e-4)


def test_final_live_and_best_are_moments_too(dense: RunDirectory) -> None:
    inspector = Inspector(dense)
    final, live, third = (inspector.look(("test", 0), at=at) for at in ("final", "live", 3))
    assert final.epoch == 3
    np.testing.assert_allclose(final.output, third.output, atol=1e-6)
    np.testing.assert_allclose(live.output, third.output, atol=1e-6)
    best = inspector.look(("test", 0), at="best")
    assert best.epoch == dense.state().best_epoch


def test_pixels_of_ones_own_are_looked_at_like_those_of_the_data(dense: RunDirectory) -> None:
    from neurarium.datasets import load

    picture = load("digits").x_test[7]
    inspector = Inspector(dense)
    own, known = inspector.look(picture, at="final"), inspector.look(("test", 7), at="final")
    np.testing.assert_array_equal(own.output, known.output)
    assert own.label is None
    assert own.loss is None
    with pytest.raises(DataError, match="numbers an example"):
        inspector.look(np.zeros((5, 5), np.uint8), at="final")


def test_a_run_without_a_saved_model_is_built_again(dense: RunDirectory, tmp_path: Path) -> None:
    copy = tmp_path / dense.id
    shutil.copytree(dense.path, copy)
    (copy / "model.keras").unlink()
    rebuilt, saved = (Inspector(RunDirectory(path)) for path in (copy, dense.path))
    np.testing.assert_allclose(
        rebuilt.look(("test", 1), at=2).output, saved.look(("test", 1), at=2).output, atol=1e-6
    )


def test_a_damaged_model_file_is_built_again_too(dense: RunDirectory, tmp_path: Path) -> None:
    copy = tmp_path / dense.id
    shutil.copytree(dense.path, copy)
    (copy / "model.keras").write_bytes(b"PK nothing of the kind")
    rebuilt, saved = (Inspector(RunDirectory(path)) for path in (copy, dense.path))
    found = rebuilt.look(("test", 1), at="final")
    np.testing.assert_allclose(found.output, saved.look(("test", 1), at=3).output, atol=1e-6)


def test_a_model_of_a_class_of_ones_own_shows_its_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_networks.py").write_text(OWN_CLASS)
    monkeypatch.syspath_prepend(tmp_path)
    run = trained(tmp_path / "home", monkeypatch, data="digits", limit=300, epochs=2,
                  model="own_networks:make")  # fmt: skip
    look = Inspector(run).look(("test", 3), at="final")
    arrays = run.snapshot(2)
    kernel = next(value for name, value in arrays.items() if name.endswith("kernel"))
    bias = next(value for name, value in arrays.items() if name.endswith("bias"))
    logits = look.input.ravel() @ kernel + bias
    p = np.exp(logits - logits.max())
    assert look.probabilities == pytest.approx(p / p.sum(), abs=1e-5)
    assert len(look.layers) <= 1


def test_live_weights_are_read_anew_when_they_change(dense: RunDirectory, tmp_path: Path) -> None:
    copy = tmp_path / dense.id
    shutil.copytree(dense.path, copy)
    run = RunDirectory(copy)
    inspector = Inspector(run)
    before = inspector.look(("test", 0), at="live")
    zeros = {name: np.zeros_like(value) for name, value in run.snapshot(3).items()
             if name not in ("epoch", "step")}  # fmt: skip
    with run.lock():
        run.writer().snapshot(4, 7, zeros, live=True)
    after = inspector.look(("test", 0), at="live")
    assert (after.epoch, after.step) == (4, 7)
    assert after.probabilities == pytest.approx([0.1] * 10)
    assert before.probabilities is not None
    assert before.probabilities.max() > 0.11


def test_the_final_weights_are_those_of_a_run_that_went_on(
    dense: RunDirectory, tmp_path: Path
) -> None:
    from neurarium.training.execute import execute

    copy = tmp_path / dense.id
    shutil.copytree(dense.path, copy)
    run = RunDirectory(copy)
    inspector = Inspector(run)
    before = inspector.look(("test", 4), at="final")
    execute(run, epochs=5)
    after = inspector.look(("test", 4), at="final")
    assert (before.epoch, after.epoch) == (3, 5)
    fifth = inspector.look(("test", 4), at=5)
    np.testing.assert_allclose(after.output, fifth.output, atol=1e-6)
    assert np.abs(after.output - before.output).max() > 1e-4


def test_several_threads_may_look_at_different_epochs(dense: RunDirectory) -> None:
    inspector = Inspector(dense)
    expected = {epoch: Inspector(dense).look(("test", 2), at=epoch).output for epoch in range(4)}
    wrong: list[int] = []

    def look(epoch: int) -> None:
        for _ in range(5):
            if not np.array_equal(inspector.look(("test", 2), at=epoch).output, expected[epoch]):
                wrong.append(epoch)

    threads = [threading.Thread(target=look, args=(n % 4,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_answers_are_those_of_the_run(dense: RunDirectory) -> None:
    inspector = Inspector(dense)
    (test,) = dense.lines("test")
    answers = inspector.answers()
    assert answers.confusion().tolist() == test["confusion"]
    assert np.trace(answers.confusion()) / len(answers.labels) == pytest.approx(test["accuracy"])
    again = inspector.outputs("test", at="final")
    np.testing.assert_allclose(again, answers.probabilities, atol=2e-3)


def test_feature_maps_and_numbers_of_a_convolutional_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = trained(
        tmp_path, monkeypatch, data="digits", limit=300, epochs=1,
        model="conv(4,3,same)-batchnorm-pool(2)-dropout(0.5)-flatten-10",
    )  # fmt: skip
    look = Inspector(run).look(("train", 3), at=1)
    shapes = {layer.kind: layer.shape for layer in look.layers}
    assert shapes["conv2d"] == (8, 8, 4)
    assert look.input.shape == (8, 8, 1) or look.input.shape == (8, 8)
    conv = next(layer for layer in look.layers if layer.kind == "conv2d")
    kernel = run.snapshot(1)["conv2d/kernel"]
    picture = np.pad(look.input.reshape(8, 8), 1)
    first = sum(picture[i : i + 8, j : j + 8] * kernel[i, j, 0, 2] for i in range(3)
                for j in range(3))  # fmt: skip
    expected = np.maximum(first + run.snapshot(1)["conv2d/bias"][2], 0)
    np.testing.assert_allclose(conv.values[:, :, 2], expected, atol=1e-5)


def test_a_table_is_scaled_as_the_run_scaled_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = trained(tmp_path, monkeypatch, data="iris", model="8(tanh)-3", epochs=2)
    inspector = Inspector(run)
    n_test = len(inspector.inputs.labels("test"))
    looks = [inspector.look(("test", n), at="final") for n in range(n_test)]
    right = np.mean([look.prediction == look.label for look in looks])
    (test,) = run.lines("test")
    assert right == pytest.approx(test["accuracy"], abs=1e-6)
    losses = np.mean([look.loss for look in looks])
    assert losses == pytest.approx(test["loss"], rel=1e-4)


def test_mistakes_of_asking_are_sentences(dense: RunDirectory, tmp_path: Path) -> None:
    inspector = Inspector(dense)
    with pytest.raises(DataError, match="no example 99999"):
        inspector.look(("test", 99999))
    with pytest.raises(DataError, match='no part "both"'):
        inspector.look(("both", 0))
    with pytest.raises(RunError, match="keeps no weights of epoch 77"):
        inspector.look(("test", 0), at=77)
    copy = tmp_path / dense.id
    shutil.copytree(dense.path, copy)
    facts = json.loads((copy / "run.json").read_text())
    (copy / "model.keras").unlink()
    (copy / "run.json").write_text(json.dumps({**facts, "kind": "watch", "config": None}))
    with pytest.raises(RunError, match="script alone"):
        Inspector(RunDirectory(copy)).look(("test", 0))
    (copy / "model.keras").write_bytes(b"PK nothing of the kind")
    with pytest.raises(RunError, match="cannot be opened"):
        Inspector(RunDirectory(copy)).look(("test", 0))


def test_a_script_that_named_no_data_has_no_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path))
    asked: list[str] = []
    run = create({"kind": "watch", "data": None, "config": None, "model": {"layers": []}})
    with pytest.raises(DataError, match="does not say on which data"):
        Inspector(run, load=asked.append).inputs.examples("test")  # type: ignore[arg-type]
    assert asked == []
