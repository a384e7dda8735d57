"""A training of many hours: its page is told evenly chosen batches, whatever the file's length."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import Asker

EPOCHS, BATCHES, GONE_ON = 40, 700, 30
LONG = "2026-01-01-0000-digits-long-abc"


def epoch_lines(epoch: int) -> list[dict[str, Any]]:
    batches = [
        {"kind": "batch", "time_s": 1.0, "epoch": epoch, "step": step, "loss": 0.5}
        for step in range(1, BATCHES + 1)
    ]
    return [*batches, {"kind": "epoch", "time_s": 1.0, "epoch": epoch, "loss": 1 / epoch}]


@pytest.fixture
def long_run(training_home: Path, trained: str) -> Iterator[str]:
    """40 epochs, then gone on with after the 30th for one more."""
    folder = training_home / "runs" / LONG
    shutil.copytree(training_home / "runs" / trained, folder)
    facts = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(facts | {"id": LONG}))
    resumed = {"kind": "resumed", "time_s": 1.0, "epoch": GONE_ON}
    before = [line for epoch in range(1, EPOCHS + 1) for line in epoch_lines(epoch)]
    lines = [*before, resumed, *epoch_lines(GONE_ON + 1)]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    yield LONG
    shutil.rmtree(folder)


def test_a_long_run_is_told_with_evenly_chosen_batches(asker: Asker, long_run: str) -> None:
    told = asker.get(f"/api/runs/{long_run}").json
    assert [line["epoch"] for line in told["epochs"]] == list(range(1, GONE_ON + 2))
    batches = told["batches"]
    assert len(batches) <= 4000
    place = [(line["epoch"] - 1) * BATCHES + line["step"] for line in batches]
    assert place == sorted(place)
    assert place[-1] == (GONE_ON + 1) * BATCHES
    assert max(b - a for a, b in itertools.pairwise(place)) <= 16
