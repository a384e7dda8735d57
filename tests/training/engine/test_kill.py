"""The process that the lab starts: killed for good, told to stop, on another backend."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_trainings import Planned, same_end

from neurarium.training.execute import execute
from neurarium.training.runs import RunDirectory

KILLED_IN_A_CHECKPOINT = """
import os, signal, sys
from neurarium.training.runs import arrays

whole = arrays._save
def half(file, members):
    if "facts.json" in members and arrays.unpack_facts(members["facts.json"])["epoch"] == 2:
        file.write(b"PK\\3\\4 only half of it")
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    whole(file, members)
arrays._save = half
from neurarium.training.process import main
main(sys.argv[1:])
"""


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment; which backend is used is the run's to say."""
    known = {name: value for name, value in os.environ.items() if name != "KERAS_BACKEND"}
    return {**known, "JAX_PLATFORMS": "cpu", **more}


def start(run: RunDirectory, *code: str, **more: str) -> subprocess.Popen[str]:
    command = ["-c", *code] if code else ["-m", "neurarium.training.process"]
    return subprocess.Popen(
        [sys.executable, *command, str(run.path)],
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(process: subprocess.Popen[str], condition: Any) -> None:
    """Wait for a condition; fail with what the process printed if it ended before."""
    for _ in range(6000):
        if condition():
            return
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.01)
    process.kill()
    pytest.fail("it never came to that")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_killed_within_an_epoch_and_within_a_checkpoint(planned: Planned) -> None:
    settings = {"optimizer": "adam", "model": "16-dropout(0.2)-10", "epochs": 4}
    whole, run = planned(**settings), planned(**settings)
    execute(whole)
    in_checkpoint = start(run, KILLED_IN_A_CHECKPOINT)
    assert in_checkpoint.communicate()[0] is not None
    assert in_checkpoint.returncode == -signal.SIGKILL
    assert run.state().state == "interrupted"
    assert run.writer().read_checkpoint("last")[1]["epoch"] == 1  # type: ignore[index]
    assert execute(run).state == "finished"
    same_end(whole, run)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_killed_at_any_moment_and_told_to_stop(planned: Planned) -> None:
    settings: dict[str, Any] = {"optimizer": "momentum", "epochs": 100_000, "limit": 60}
    run = planned(**settings)
    process = start(run)
    until(process, lambda: run.state().epoch >= 3)
    process.kill()
    process.communicate()
    assert run.state().state == "interrupted"
    told = [line["epoch"] for line in run.epochs()]
    assert told == list(range(1, len(told) + 1))
    process = start(run)
    until(process, lambda: run.state().epoch >= len(told) + 3)
    process.terminate()
    output = process.communicate()[0]
    assert process.returncode == 0, output
    state = run.state()
    assert state.state == "stopped"
    whole = planned(**{**settings, "epochs": state.epoch})
    execute(whole)
    wanted = whole.snapshot(state.epoch)
    found = run.snapshot(state.epoch)
    for name, array in wanted.items():
        assert np.array_equal(array, found[name]), name


def test_it_trains_with_pytorch_too(planned: Planned) -> None:
    if importlib.util.find_spec("torch") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PyTorch is to be installed here")
        pytest.skip("PyTorch is not installed")
    run = planned(backend="jax", epochs=2, model="16-dropout(0.2)-10")
    path = Path(run.path / "run.json")
    path.write_text(path.read_text().replace('"backend": "jax"', '"backend": "torch"'))
    process = start(RunDirectory(run.path))
    output = process.communicate()[0]
    assert process.returncode == 0, output
    assert [line["epoch"] for line in run.epochs()] == [1, 2]
    assert run.state().state == "finished"
    assert "test: loss" in output


def test_what_cannot_be_trained_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "neurarium.training.process", str(tmp_path)],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "run.json" in done.stderr
    assert "Traceback" not in done.stderr
