"""Killed at any moment, on a full disk, or written by two: a run stays readable."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from neurarium.errors import RunError
from neurarium.training.runs import RunDirectory, create, list_runs, summary

WRITE_QUICKLY = """
    import sys
    import numpy as np
    from neurarium.training.runs import open_run
    run = open_run(sys.argv[1])
    with run.lock():
        writer = run.writer()
        found = writer.read_checkpoint("last")
        epoch = found[1]["epoch"] if found else 0
        writer.set_state(state="running", epoch=epoch)
        writer.line("resumed", epoch=epoch)
        print("began", epoch, flush=True)
        while True:
            for step in range(1, 6):
                writer.line("batch", epoch=epoch + 1, step=step, loss=1.0)
                writer.set_state(step=step)
                writer.snapshot(epoch, step, {"a/kernel": np.ones(2000)}, live=True)
            epoch += 1
            writer.line("epoch", epoch=epoch, loss=1.0 / epoch)
            writer.set_state(epoch=epoch, step=0)
            writer.checkpoint("last", {"w": np.full(2000, epoch)}, {"epoch": epoch})
            writer.snapshot(epoch, 0, {"a/kernel": np.full(2000, epoch)})
            print(epoch, flush=True)
"""


def python(script: str, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(script), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **more)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the process ended before it began"
    return line


def test_a_killed_run_is_read_and_goes_on_time_and_again() -> None:
    run = create({"kind": "train", "config": {"epochs": 1000}})
    moments = random.Random(3)
    before = 0
    for _ in range(10):
        process = python(WRITE_QUICKLY, run.id)
        began = int(line_of(process).split()[1])
        assert began >= before, "what a checkpoint knew is lost"
        time.sleep(moments.random() * 0.1)  # the moment of the kill is what is drawn
        process.kill()
        told = [int(line) for line in process.communicate()[0].split()]
        before = max([began, *told])
        check_readable(run, before)


def check_readable(run: RunDirectory, told: int) -> None:
    """Check that a run tells everything up to the epoch that was finished last."""
    assert run.state().state == "interrupted"
    epochs = [line["epoch"] for line in run.epochs()]
    assert epochs == list(range(1, len(epochs) + 1))
    assert len(epochs) in (told, told + 1)
    assert summary(run)["epochs"] == len(epochs)
    newest = run.snapshot("live")
    assert newest["epoch"] >= told
    for epoch in run.snapshot_epochs():
        assert run.snapshot(epoch)["a/kernel"][0] == epoch
    checkpoint = run.writer().read_checkpoint("last")
    if told:
        assert checkpoint is not None
        assert checkpoint[1]["epoch"] in (told, told + 1)
        assert checkpoint[0]["w"][0] == checkpoint[1]["epoch"]


def test_a_second_process_is_told_who_holds_the_run() -> None:
    run = create({"kind": "train"})
    process = python(WRITE_QUICKLY, run.id)
    try:
        line_of(process)
        assert run.state().state == "running"
        assert run.is_held()
        with pytest.raises(RunError, match=f"process {process.pid}"), run.lock():
            pass
        with pytest.raises(RunError, match=f"process {process.pid}"):
            run.delete()
    finally:
        process.kill()
        process.communicate()
    assert not run.is_held()
    with run.lock():
        assert run.is_held()


def test_a_wish_to_a_killed_process_is_not_obeyed_by_the_next() -> None:
    run = create({"kind": "train"})
    process = python(WRITE_QUICKLY, run.id)
    line_of(process)
    run.ask("stop")
    process.kill()
    process.communicate()
    with run.lock():
        assert run.asked() is None


def test_a_queued_run_whose_maker_is_gone_is_interrupted() -> None:
    script = """
        from neurarium.training.runs import create
        print(create({"kind": "train"}).id, create({"kind": "train"}, queue="lab").id)
    """
    process = python(script)
    alone, waiting = process.communicate()[0].split()
    states = {run.id: run.state().state for run in list_runs()}
    assert states == {alone: "interrupted", waiting: "queued"}


FILL = """
    import json, sys
    import numpy as np
    from neurarium.errors import RunError
    from neurarium.training.runs import create, open_run, list_runs, summary
    {before}
    run = create({{"kind": "train"}})
    text, kept = "", 0
    with run.lock():
        writer = run.writer()
        writer.set_state(state="running")
        try:
            for kept in range(100_000):
                {write}
        except RunError as error:
            text = str(error)
            writer.set_state(state="failed", error=text, epoch=kept)
    state = run.state()
    print(json.dumps({{"text": text, "kept": kept, "state": state.state, "error": state.error,
                      "epoch": state.epoch, "lines": len(run.epochs()),
                      "summary": summary(run)["epochs"], "runs": len(list_runs()),
                      "snapshots": [int(run.snapshot(e)["epoch"]) for e in run.snapshot_epochs()],
                      "left": sorted(p.name for p in run.path.rglob("*.new"))}}))
"""
LIMITED = """
    import resource, signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
"""
LINES = 'writer.line("epoch", epoch=kept + 1, loss=1.0, filling="x" * 300)'
ARRAYS = 'writer.snapshot(kept, 0, {"a/kernel": np.ones(1000 * (kept + 1))})'


def filled(write: str, before: str = "", **more: Any) -> dict[str, Any]:
    script = FILL.format(before=textwrap.dedent(before).replace("\n", "\n    "), write=write)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        **more,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit of file sizes here")
@pytest.mark.parametrize("write", [LINES, ARRAYS], ids=["lines", "arrays"])
def test_a_disk_that_takes_no_more_fails_the_run_with_a_sentence(write: str) -> None:
    told = filled(write, LIMITED)
    assert "No room to write" in told["text"]
    assert "free on that disk" in told["text"]
    assert (told["state"], told["error"]) == ("failed", told["text"])
    assert told["kept"] > 3
    if write == LINES:
        assert told["lines"] == told["summary"] == told["epoch"] == told["kept"]
    else:
        assert told["snapshots"] == list(range(told["kept"]))
    assert told["left"] == []


@pytest.mark.parametrize("write", [LINES, ARRAYS], ids=["lines", "arrays"])
def test_a_really_full_disk_fails_the_run_with_a_sentence(write: str, tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    script = FILL.format(before="", write=write)
    mount = f'mount -t tmpfs -o size=400k,mode=777 tmpfs "{folder}" && exec "$@"'
    outside = ["unshare", "--mount", "--map-root-user", "sh", "-c", mount, "sh"]
    try:
        may = subprocess.run([*outside, "true"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("no unshare here: no file system of one's own can be made")
    if may.returncode != 0:
        pytest.skip(f"no file system of one's own may be made here: {may.stderr.strip()}")
    done = subprocess.run(
        [*outside, sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NEURARIUM_HOME": str(folder)},
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "No room to write" in told["text"]
    assert (told["state"], told["error"]) == ("failed", told["text"])
    assert told["kept"] > 3
    assert told["runs"] == 1
    assert told["lines"] == told["summary"]
    if write == LINES:  # the disk may have been full just after a line
        assert told["lines"] - told["kept"] in (0, 1)
    assert told["left"] == []


def test_a_folder_that_may_not_be_written_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write_text("a file where the folder should be")
    with pytest.raises(RunError, match="home"):
        create({"kind": "train"})
    assert list_runs() == []
