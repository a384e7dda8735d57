"""`neurarium train` as a person and a program use it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from neurarium.cli import app
from neurarium.errors import ConfigError, DataError, MissingExtraError

SMALL = ("train", "digits", "--model", "20-10", "--limit", "300", "--epochs", "2")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "80")


def run(*arguments: str, **options: Any) -> Any:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, **options)


def runs(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "home" / "runs"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_the_json_has_the_promised_keys_and_true_numbers(tmp_path: Path) -> None:
    done = run(*SMALL, "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert list(found) == [
        "run", "data", "model", "epochs", "best_epoch", "test", "confusion",
    ]  # fmt: skip
    assert found["run"] == runs(tmp_path)[0].name
    assert found["data"] == "digits"
    assert found["model"]["parameters"] == 64 * 20 + 20 + 20 * 10 + 10
    keys = ["epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds"]
    assert [list(line) for line in found["epochs"]] == [keys, keys]
    confusion = np.array(found["confusion"])
    assert confusion.shape == (10, 10)
    assert np.trace(confusion) / confusion.sum() == pytest.approx(found["test"]["accuracy"])
    losses = [line["val_loss"] for line in found["epochs"]]
    assert found["best_epoch"] == 1 + int(np.argmin(losses))
    assert "⌈240 / 32⌉ = 8" in done.stderr


def test_before_training_the_arithmetic_is_told() -> None:
    done = run(*SMALL)
    told = " ".join(done.stdout.split())
    assert "64 × 20 + 20 = 1,300" in told
    assert "20 × 10 + 10 = 210" in told
    assert "1,300 + 210 = 1,510" in told
    assert "300 − 60 for validation = 240 for training" in told
    assert "⌈240 / 32⌉ = 8 an epoch; 8 × 2 epochs = 16" in told


def test_afterwards_come_epochs_test_references_confusion_and_what_to_do() -> None:
    done = run(*SMALL)
    assert done.stdout.count("★") == 1
    assert "Beside published results" in done.stdout
    assert "this run" in done.stdout
    assert "Confusion: rows are the true classes" in done.stdout
    assert re.search(r'\d+ × "\d" was taken for "\d"', done.stdout)
    assert re.search(r"neurarium runs show \w{3}\b", done.stdout)
    assert "epoch 1/2" in done.stderr
    assert "epoch 2/2" in done.stderr
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if "/" not in line)


def test_quiet_tells_only_the_result() -> None:
    done = run(*SMALL, "--quiet")
    assert "What will happen" not in done.stdout
    assert "Test" in done.stdout
    assert done.stderr == ""


def test_the_same_command_gives_the_same_numbers() -> None:
    first, second = (json.loads(run(*SMALL, "--json", "-q").stdout) for _ in range(2))
    for found in (first, second):
        found.pop("run")
        for line in found["epochs"]:
            line.pop("seconds")
    assert first == second


def test_settings_reach_the_run(tmp_path: Path) -> None:
    done = run(
        *SMALL, "--optimizer", "sgd", "--lr", "0.05", "--momentum", "0.8", "--nesterov",
        "--batch", "50", "--validation", "0.3", "--seed", "7", "--early-stopping", "3",
        "--no-restore-best", "--keep-best", "--schedule", "cosine", "--name", "my own", "-q",
    )  # fmt: skip
    assert done.exit_code == 0
    (path,) = runs(tmp_path)
    config = json.loads((path / "run.json").read_text())["config"]
    expected = {
        "optimizer": "sgd", "learning_rate": 0.05, "momentum": 0.8, "nesterov": True,
        "batch": 50, "validation": 0.3, "seed": 7, "patience": 3, "restore_best": False,
        "keep_best": True, "schedule": "cosine", "epochs": 2, "limit": 300,
    }  # fmt: skip
    assert {name: config[name] for name in expected} == expected
    assert (path / "name.txt").read_text() == "my own"


def test_a_comparison_begins_with_the_same_weights_and_takes_the_same_batches(
    tmp_path: Path,
) -> None:
    chart = tmp_path / "curves.svg"
    done = run(*SMALL, "--compare", "optimizer=sgd,momentum,adam", "--chart", str(chart))
    assert done.exit_code == 0
    paths = runs(tmp_path)
    facts = [json.loads((path / "run.json").read_text()) for path in paths]
    assert len({one["group"] for one in facts}) == 1
    assert facts[0]["group"]
    settings = [(one["config"]["optimizer"], one["config"]["momentum"]) for one in facts]
    assert sorted(settings, key=str) == [("adam", None), ("sgd", 0.9), ("sgd", None)]
    first = [dict(np.load(path / "snapshots" / "epoch-000000.npz")) for path in paths]
    for other in first[1:]:
        for name, value in first[0].items():
            np.testing.assert_array_equal(other[name], value)
    last = [np.load(path / "snapshots" / "epoch-000002.npz")["dense/kernel"] for path in paths]
    assert not np.array_equal(last[0], last[1])
    for label in ("sgd", "momentum", "adam", "Validation accuracy"):
        assert label in done.stdout
    assert chart.read_text().startswith("<svg")


def test_a_comparison_as_json_keeps_the_order_of_the_values() -> None:
    done = run(*SMALL, "--compare", "lr=0.1,0.001", "--optimizer", "sgd", "--json")
    found = json.loads(done.stdout)
    assert found["setting"] == "learning_rate"
    assert [one["value"] for one in found["runs"]] == ["0.1", "0.001"]
    assert all(len(one["epochs"]) == 2 for one in found["runs"])


def test_models_with_commas_in_brackets_can_be_compared() -> None:
    from neurarium.training import TrainingConfig
    from neurarium.training.compare import read_comparison

    found = read_comparison(TrainingConfig(), "model=20-10,conv(4,3,same)-flatten-10")
    assert found.values == ("20-10", "conv(4,3,same)-flatten-10")
    assert [config.model for config in found.configs] == list(found.values)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("mnits",), DataError, 'Did you mean "mnist"'),
        (("digits", "--optimizer", "adm"), ConfigError, 'Did you mean "adam"'),
        (("digits", "--epochs", "0"), ConfigError, "epochs"),
        (("digits", "--compare", "optimizer=sgd"), ConfigError, "at least two values"),
        (("digits", "--compare", "optimiser=sgd,adam"), ConfigError, "optimizer"),
        (("digits", "--compare", "lr=0.1,fast"), ConfigError, "fast"),
        (("digits", "--chart", "x.gif"), ConfigError, r"\.svg or \.png"),
        (("digits", "--chart", "/nowhere/x.svg"), ConfigError, "does not exist"),
    ],
)
def test_mistakes_are_sentences_and_train_nothing(
    tmp_path: Path, arguments: tuple[str, ...], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        run("train", *arguments)
    assert runs(tmp_path) == []


def test_a_missing_backend_names_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from neurarium.training.models import backend

    monkeypatch.setattr(backend, "loaded_backend", lambda: None)
    monkeypatch.setattr(backend.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match="neurarium\\[tensorflow\\]"):
        run(*SMALL, "--backend", "tensorflow")


def test_a_wrong_spec_has_a_caret_below_the_place() -> None:
    done = run("train", "digits", "--model", "64-100(relo)-10")
    assert done.exit_code == 1
    assert 'Did you mean "relu"' in done.stderr
    *_, spec, caret = done.stderr.rstrip().splitlines()
    assert spec.strip() == "64-100(relo)-10"
    assert spec[caret.index("^") :].startswith("relo") or spec[caret.index("^")] in "(r1"


def test_ctrl_c_stops_saves_and_says_how_to_go_on(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "neurarium", *SMALL[:-1], "100000", "--json"]
    out = tmp_path / "out.json"
    with (
        out.open("w") as file,
        subprocess.Popen(
            command, stdout=file, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        ) as process,
    ):
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("epoch 3/"):
                process.send_signal(signal.SIGINT)
                break
        told = process.stderr.read()
        assert process.wait() == 130
    found = json.loads(out.read_text())
    assert "Traceback" not in told
    again = re.search(r"neurarium runs resume (\S+)", " ".join(told.split()))
    assert again is not None
    assert found["run"].endswith(again[1])
    done = len(found["epochs"])
    assert done >= 3
    state = json.loads((runs(tmp_path)[0] / "state.json").read_text())
    assert state["state"] == "stopped"
    resumed = run("runs", "resume", again[1], "--epochs", str(done + 1), "--json")
    after = json.loads(resumed.stdout)
    assert after["epochs"][:done] == found["epochs"]
    assert len(after["epochs"]) == done + 1
    assert 0 <= after["test"]["accuracy"] <= 1
