"""Real trainings: killed, gone on with, left alone by labs that end and found by labs that open."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Asker
from running_lab import RunningLab

from neurarium.training.runs import list_runs


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path))
    yield
    for run in list_runs():  # a test that failed leaves no training behind
        pid = run.state().pid
        if run.is_held() and pid:
            os.kill(pid, signal.SIGTERM)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_training_outlives_its_lab_and_a_killed_one_goes_on(tmp_path: Path) -> None:
    first = RunningLab()
    try:
        page = Asker(first)
        run_id = page.begin(model="8-10", epochs=100_000)
        waiting = page.begin(model="10", epochs=1)
        third = page.begin(model="12-10", epochs=1)
        page.until(run_id, lambda one: one["epoch"] >= 2)
        tail = page.get(f"/api/runs/{waiting}/tail", offset=0).json
        if page.get("/api/runs").json["slots"] == 1:
            assert (tail["state"]["state"], tail["queue_place"]) == ("queued", 1)
        assert page.post(f"/api/runs/{run_id}/ask", {"ask": "pause"}).status == 200
        page.until(run_id, lambda one: one["state"] == "paused")
        assert page.ask("DELETE", f"/api/runs/{run_id}").status == 422
        assert page.ask("DELETE", f"/api/runs/{third}").status == 200
    finally:
        first.close()

    second = RunningLab()
    try:
        page = Asker(second)
        paused = page.state(run_id)
        assert paused["state"] == "paused"
        assert page.post(f"/api/runs/{run_id}/ask", {"ask": "go"}).status == 200
        moved = page.until(run_id, lambda one: one["epoch"] >= paused["epoch"] + 2)
        os.kill(moved["pid"], signal.SIGKILL)
        killed = page.until(run_id, lambda one: one["state"] == "interrupted")
        page.until(waiting, lambda one: one["state"] == "finished")
        assert page.get(f"/api/runs/{third}").status == 404

        lines = page.get(f"/api/runs/{run_id}").json["epochs"]
        total = len(lines) + 3
        asked = page.post(f"/api/runs/{run_id}/ask", {"ask": "resume", "epochs": total})
        assert asked.json == {"id": run_id}
        done = page.until(run_id, lambda one: one["state"] in ("finished", "failed"))
        assert (done["state"], done["epoch"]) == ("finished", total), done
        assert done["epoch"] > killed["epoch"]
        whole = page.get(f"/api/runs/{run_id}").json
        assert [line["epoch"] for line in whole["epochs"]] == list(range(1, total + 1))
        assert page.get(f"/api/runs/{run_id}/files/model.keras").status == 200
        assert "epoch" in (tmp_path / "runs" / run_id / "log.txt").read_text()

        # Asked while its process starts, the wish to stop is not lost.
        again = page.post(f"/api/runs/{run_id}/ask", {"ask": "repeat"}).json["id"]
        assert page.get(f"/api/runs/{again}").json["run"]["of"] == run_id
        claim = tmp_path / "runs" / again / "claim.json"
        page.until(again, lambda one: claim.exists() or one["state"] != "queued")
        assert page.post(f"/api/runs/{again}/ask", {"ask": "stop"}).json == {"id": again}
        page.until(again, lambda one: one["state"] == "stopped")
    finally:
        second.close()
