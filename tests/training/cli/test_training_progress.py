"""What a terminal and a log show while a training goes on; how a divergence is told."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from neurarium.cli import app
from neurarium.cli.training_progress import Bars, Lines
from neurarium.errors import DivergedError

FACTS = {"config": {"epochs": 4}, "updates_per_epoch": 100}
EPOCH = {
    "epoch": 2, "loss": 0.5, "accuracy": 0.8, "val_loss": 0.6, "val_accuracy": 0.75, "seconds": 1.5,
}  # fmt: skip


def console(terminal: bool) -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=100, color_system=None)


def text_of(shown: Console) -> str:
    assert isinstance(shown.file, io.StringIO)
    return shown.file.getvalue()


def test_a_log_gets_one_line_an_epoch() -> None:
    shown = console(terminal=False)
    with Lines(shown, "lr = 0.1") as lines:
        lines.begin(FACTS, 1)
        lines.batch({"epoch": 2, "step": 30, "loss": 0.7})
        lines.epoch(EPOCH)
        lines.event({"text": "stopped early"})
    assert text_of(shown).splitlines() == [
        "lr = 0.1  epoch 2/4  loss 0.5000, accuracy 80.0 %  "
        "validation loss 0.6000, accuracy 75.0 %  1.5 s",
        "stopped early",
    ]


def test_a_resumed_run_counts_to_the_epochs_that_were_asked_for() -> None:
    shown = console(terminal=False)
    with Lines(shown, epochs=9) as lines:
        lines.begin(FACTS, 2)
        lines.epoch(EPOCH)
    assert "epoch 2/9" in text_of(shown)


def test_a_terminal_shows_both_bars_and_what_happened() -> None:
    shown = console(terminal=True)
    with Bars(shown) as bars:
        bars.begin(FACTS, 2)
        bars.batch({"epoch": 2, "step": 25, "loss": 0.7, "accuracy": 0.625})
        bars.batch({"epoch": 2, "step": 50, "loss": 0.6, "accuracy": 0.7})
        bars.epoch(EPOCH)
        bars.event({"text": "the learning rate fell"})
        bars._bar.refresh()
        drawn = text_of(shown)
    for part in ("2/4", "50/100", "loss 0.6000", "validation loss 0.6000", "left",
                 "the learning rate fell"):  # fmt: skip
        assert part in drawn


def test_of_one_training_among_several_the_last_epoch_stays() -> None:
    shown = console(terminal=True)
    with Bars(shown, "optimizer = adam") as bars:
        bars.begin(FACTS, 1)
        bars.epoch(EPOCH)
    last = text_of(shown).rstrip().splitlines()[-1]
    assert last.endswith("optimizer = adam  validation loss 0.6000, accuracy 75.0 %")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A CSV whose last column is a sum of squares."""
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path / "home"))
    x = np.random.default_rng(0).random((200, 3))
    rows = [f"{a:.4f},{b:.4f},{c:.4f},{a * a + b - c:.4f}" for a, b, c in x]
    (tmp_path / "sums.csv").write_text("\n".join(["a,b,c,total", *rows]))
    return f"{tmp_path / 'sums.csv'}#total"


def train(table: str, *arguments: str) -> Any:
    command = ["train", table, "--model", "8-1", "--optimizer", "sgd", "--epochs", "3", *arguments]
    return CliRunner().invoke(app, command, catch_exceptions=False)


def test_a_number_is_predicted_with_its_error(table: str) -> None:
    done = train(table, "--json", "-q")
    found = json.loads(done.stdout)
    assert list(found["test"]) == ["loss", "mae"]
    assert found["confusion"] is None
    assert found["epochs"][-1]["val_mae"] < found["epochs"][0]["val_mae"]


def test_a_divergence_is_a_sentence(table: str) -> None:
    with pytest.raises(DivergedError, match="lower learning rate"):
        train(table, "--lr", "900", "-q")


def test_in_a_comparison_the_others_go_on_after_a_divergence(table: str) -> None:
    found = json.loads(train(table, "--compare", "lr=900,0.05", "--json", "-q").stdout)
    first, second = found["runs"]
    assert first["state"] == "failed"
    assert "diverged" in first["error"]
    assert second["state"] == "finished"
    assert second["error"] is None
    assert len(second["epochs"]) == 3
