"""A run as plain Keras: it runs, and it is the same model."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from run_facts import data_of, facts_for

from neurarium import datasets
from neurarium.errors import RunError
from neurarium.training import TrainingConfig, plan_run
from neurarium.training.code import keras_script
from neurarium.training.models import build_for_facts, compile_for_facts

EVERYTHING: dict[str, Any] = {
    "model": "8x8x1-conv(4,3x2,same,stride=2)-batchnorm-relu-pool(2,stride=1)-avgpool(2)-"
    "reshape(4)-6(tanh,bias=no)-dropout(0.3)-10",
    "optimizer": "nesterov", "loss": "categorical_crossentropy", "schedule": "cosine",
    "patience": 2, "keep_best": True, "limit": 300, "epochs": 2,
}  # fmt: skip


def up_to_training(script: str) -> dict[str, Any]:
    """Run a script until its model is compiled; return its names."""
    begun: dict[str, Any] = {}
    exec(script.partition("# ⌈")[0], begun)  # noqa: S102
    return begun


def in_a_process(script: str, folder: Path, **environment: str) -> str:
    (folder / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "script.py"],
        cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "settings",
    [
        EVERYTHING,
        {"model": "20-10", "validation": 0, "schedule": "step:0.5:3", "loss": "mse"},
        {"data": "iris", "model": "5-3", "optimizer": "rmsprop", "momentum": 0.5},
        {"data": "wine", "model": "3", "reduce_lr": "0.5:2", "limit": 60, "validation": 0.5},
        {"data": "breast_cancer", "model": "6(leaky_relu)-1", "schedule": "exponential:0.9"},
    ],
)
def test_the_scripts_model_begins_with_the_same_weights(settings: dict[str, Any]) -> None:
    facts = plan_run(TrainingConfig(**settings))
    script = up_to_training(keras_script(facts))
    ours = build_for_facts(facts)
    assert script["model"].count_params() == facts["model"]["parameters"]
    for one, two in zip(script["model"].get_weights(), ours.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    assert abs(len(script["x_train"]) - facts["data"]["n_train"]) <= 1
    compile_for_facts(ours, facts)
    theirs = script["model"].optimizer
    assert type(theirs) is type(ours.optimizer)
    assert {**theirs.get_config(), "name": ""} == {**ours.optimizer.get_config(), "name": ""}
    assert script["x_test"].shape[1:] == tuple(facts["data"]["input_shape"])
    assert float(np.abs(script["x_train"]).max()) < 30


def test_a_whole_script_runs_and_learns_as_the_run_does(tmp_path: Path) -> None:
    facts = plan_run(TrainingConfig(model="32-10", epochs=8, batch=16))
    said = in_a_process(keras_script(facts), tmp_path)
    accuracy = float(said.rpartition("accuracy ")[2])
    data = datasets.load("digits")
    model = build_for_facts(facts)
    compile_for_facts(model, facts)
    x, y = data.x_train.astype("float32") / 255, data.y_train.astype("int32")
    n = facts["data"]["n_train"]
    model.fit(x[:n], y[:n], batch_size=16, epochs=8, verbose=0)
    test = model.evaluate(
        data.x_test.astype("float32") / 255, data.y_test.astype("int32"),
        verbose=0, return_dict=True,
    )  # fmt: skip
    assert accuracy == pytest.approx(test["accuracy"], abs=0.05)
    assert accuracy > 0.85
    assert (tmp_path / "model.keras").is_file()


def test_a_script_with_every_callback_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    facts = plan_run(TrainingConfig(**{**EVERYTHING, "model": "8-10"}))
    exec(keras_script(facts), {})  # noqa: S102
    assert "test: loss" in capsys.readouterr().out
    assert (tmp_path / "best.keras").is_file()


def test_published_data_come_from_keras_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = facts_for("784-10", data_of(), limit=100)
    facts["data"] |= {"name": "mnist", "n_train": 80, "n_validation": 20}
    labels = np.arange(300, dtype=np.uint8) % 10
    images = np.full((300, 28, 28), 255, np.uint8)
    pairs = ((images, labels), (images[:50], labels[:50]))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: pairs)
    script = up_to_training(keras_script({**facts, "updates_per_epoch": 3}))
    assert script["x_train"].shape == (80, 28, 28)
    assert script["x_validation"].max() == script["x_test"].max() == 1


def test_regression_is_written_with_its_own_metric() -> None:
    data = data_of((8,), task="regression")
    facts = facts_for("16-1", data, validation=0.25)
    facts["data"] |= {"name": "california_housing"}
    script = keras_script({**facts, "updates_per_epoch": 3})
    ast.parse(script)
    assert 'metrics=["mae"]' in script
    assert "stratify" not in script
    assert "test_size=0.25" in script


def test_ones_own_data_are_read_by_neurarium(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "\n".join(f"{n},{n % 7},{'ab'[n % 2]}" for n in range(40))
    (tmp_path / "it's own.csv").write_text(f"x,y,kind\n{rows}\n")
    monkeypatch.chdir(tmp_path)
    facts = plan_run(TrainingConfig(data="it's own.csv#kind", model="4-2", epochs=1))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    script = up_to_training(keras_script(facts))
    assert script["x_train"].shape == (facts["data"]["n_train"], 2)


def test_a_models_file_is_opened_by_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keras.Sequential([keras.Input((64,)), keras.layers.Dense(10)]).save("logits.keras")
    facts = plan_run(TrainingConfig(model="logits.keras"))
    script = up_to_training(keras_script(facts))
    assert script["x_train"].shape[1:] == (64,)
    answers = script["model"].predict(script["x_test"][:4], verbose=0)
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-5)


OWN_MODELS = """
import keras

def small():
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10)])

class Written(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = keras.layers.Flatten()
        self.answer = keras.layers.Dense(10)

    def call(self, x):
        return self.answer(self.flat(x))
"""


@pytest.mark.parametrize("name", ["small", "Written"])
def test_a_callable_is_imported_by_the_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "script_models.py").write_text(OWN_MODELS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "script_models", raising=False)
    facts = plan_run(TrainingConfig(model=f"script_models:{name}"))
    model = up_to_training(keras_script(facts))["model"]
    assert model.count_params() == facts["model"]["parameters"] == 650
    answers = model.predict(np.ones((3, 8, 8), np.float32), verbose=0)
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-5)


def test_a_run_of_a_persons_own_script_has_no_other_code() -> None:
    with pytest.raises(RunError, match="script of your own"):
        keras_script({"config": None, "model": {"spec": None}, "data": None})


def test_titles_cannot_leave_the_docstring() -> None:
    facts = facts_for("784-10", data_of())
    facts["data"] |= {"title": '"""\nimport os\n"""', "name": "mnist"}
    tree = ast.parse(keras_script({**facts, "updates_per_epoch": 3}))
    assert isinstance(tree.body[0], ast.Expr)
    assert isinstance(tree.body[1], ast.Import)
