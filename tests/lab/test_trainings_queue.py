"""The queue of trainings: order, places, two labs, and processes that never begin."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from neurarium.lab.desk import Desk
from neurarium.lab.run_actions import ask
from neurarium.lab.run_index import Entry, RunIndex
from neurarium.lab.trainings import Trainings, queue_places
from neurarium.training.runs import RunDirectory, create

SCRIPT = Path(__file__).with_name("pretend_training.py")


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path))


class Starts:
    """Starts pretended trainings, notes which, and ends them all in the end."""

    def __init__(self) -> None:
        self.mode = "train"
        self.runs: list[str] = []
        self.processes: list[subprocess.Popen[bytes]] = []

    def __call__(self, directory: Path, ended: Callable[[int], None]) -> int:
        self.runs.append(directory.name)
        with (directory / "log.txt").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, str(SCRIPT), str(directory), self.mode],
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        threading.Thread(target=lambda: ended(process.wait()), daemon=True).start()
        return process.pid

    def wait_for_all(self) -> None:
        for process in self.processes:
            process.wait(60)

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait(60)


@pytest.fixture
def starts() -> Iterator[Starts]:
    started = Starts()
    yield started
    started.close()


def lab_on(tmp_path: Path, starts: Starts, slots: int = 1) -> Trainings:
    return Trainings(RunIndex(tmp_path / "runs"), slots, starts)


def queued(count: int, queue: str | None = "lab") -> list[RunDirectory]:
    facts: dict[str, Any] = {"config": {"epochs": 1}, "data": {"name": "digits"},
                             "model": {"spec": "10"}}  # fmt: skip
    return [create(facts, queue=queue) for _ in range(count)]


def wait_until(run: RunDirectory, *states: str) -> None:
    end = time.monotonic() + 60
    while (state := run.state().state) not in states:
        assert time.monotonic() < end, f"{run.id} stays {state}"
        time.sleep(0.02)


def test_runs_begin_in_the_order_of_their_creation_one_a_place(
    tmp_path: Path, starts: Starts
) -> None:
    first, second, third = queued(3)
    lab = lab_on(tmp_path, starts)
    lab.look()
    assert starts.runs == [first.id]
    assert queue_places(lab.index.look()) == {first.id: 0, second.id: 1, third.id: 2}
    lab.look()
    assert starts.runs == [first.id]
    wait_until(first, "running")
    lab.look()
    assert queue_places(lab.index.look()) == {second.id: 1, third.id: 2}
    assert starts.runs == [first.id]
    first.ask("stop")
    wait_until(first, "finished")
    lab.look()
    assert starts.runs == [first.id, second.id]


def test_as_many_begin_as_there_are_places(tmp_path: Path, starts: Starts) -> None:
    runs = queued(3)
    lab = lab_on(tmp_path, starts, slots=2)
    lab.look()
    assert starts.runs == [runs[0].id, runs[1].id]


def test_trainings_that_others_began_take_places(tmp_path: Path, starts: Starts) -> None:
    (own,) = queued(1, queue=None)  # as the command makes it: not the lab's to start
    lab = lab_on(tmp_path, starts)
    lab.look()
    assert starts.runs == []
    starts(own.path, lambda _: None)
    wait_until(own, "running")
    (waiting,) = queued(1)
    lab.look()
    assert waiting.id not in starts.runs
    own.ask("stop")
    wait_until(own, "finished")
    lab.look()
    assert starts.runs[-1] == waiting.id


def test_a_killed_training_gives_its_place_back(tmp_path: Path, starts: Starts) -> None:
    first, second = queued(2)
    lab = lab_on(tmp_path, starts)
    lab.look()
    wait_until(first, "running")
    os.kill(starts.processes[0].pid, signal.SIGKILL)
    wait_until(first, "interrupted")
    lab.look()
    assert starts.runs == [first.id, second.id]


def test_what_ends_before_it_begins_has_failed_and_says_its_last_words(
    tmp_path: Path, starts: Starts
) -> None:
    starts.mode = "complain"
    first, second = queued(2)
    lab = lab_on(tmp_path, starts)
    lab.look()
    starts.wait_for_all()
    starts.mode = "train"
    wait_until_looked(lab, first, "failed")
    assert "no module named pretended" in str(first.state().error)
    assert starts.runs == [first.id, second.id]


def wait_until_looked(lab: Trainings, run: RunDirectory, state: str) -> None:
    """Look until the run's state is as wanted: the waiter may not have reaped the process yet."""
    end = time.monotonic() + 60
    while run.state().state != state:
        assert time.monotonic() < end
        lab.look()
        time.sleep(0.02)


def test_what_vanishes_in_silence_is_tried_once_more(tmp_path: Path, starts: Starts) -> None:
    starts.mode = "vanish"
    (run,) = queued(1)
    wait_until_looked(lab_on(tmp_path, starts), run, "failed")
    assert starts.runs == [run.id, run.id]


def test_words_of_an_earlier_training_are_not_taken_for_those_of_the_last(
    tmp_path: Path, starts: Starts
) -> None:
    starts.mode = "vanish"
    (run,) = queued(1)
    (run.path / "log.txt").write_text("epoch 1: loss 0.5\n")
    wait_until_looked(lab_on(tmp_path, starts), run, "failed")
    assert starts.runs == [run.id, run.id]
    assert "epoch 1" not in str(run.state().error)


def test_two_labs_share_one_queue(tmp_path: Path, starts: Starts) -> None:
    runs = queued(4)
    labs = [lab_on(tmp_path, starts, slots=2) for _ in range(2)]
    looking = [threading.Thread(target=lab.look) for lab in labs for _ in range(3)]
    for thread in looking:
        thread.start()
    for thread in looking:
        thread.join(60)
    assert sorted(starts.runs) == sorted(run.id for run in runs[:2])


def test_a_lab_that_is_opened_again_goes_on_with_the_queue(tmp_path: Path, starts: Starts) -> None:
    first, second = queued(2)
    lab_on(tmp_path, starts).look()  # this lab is gone before the process has begun
    again = lab_on(tmp_path, starts)
    again.look()
    assert starts.runs == [first.id]
    wait_until(first, "running")
    first.ask("stop")
    wait_until(first, "finished")
    again.look()
    assert starts.runs == [first.id, second.id]


def test_stopped_and_deleted_runs_are_not_started(tmp_path: Path, starts: Starts) -> None:
    stopped, deleted, kept = queued(3)
    with stopped.lock():
        stopped.writer().set_state(state="stopped", queue=None)
    deleted.delete()
    lab_on(tmp_path, starts, slots=3).look()
    assert starts.runs == [kept.id]


def stop(run: RunDirectory) -> None:
    """Ask as a page does; what it needs besides the run is not looked at for a stop."""
    ask(run, {"ask": "stop"}, cast(Desk, SimpleNamespace(changed=lambda: None)))


class Stale(RunIndex):
    """An index that was looked at before somebody stopped a run."""

    first: list[Entry] | None = None

    def look(self) -> list[Entry]:
        self.first = self.first or super().look()
        return self.first


def test_what_was_stopped_since_the_lab_looked_is_not_started(
    tmp_path: Path, starts: Starts
) -> None:
    (run,) = queued(1)
    lab = Trainings(Stale(tmp_path / "runs"), 1, starts)
    lab.index.look()
    stop(run)
    assert run.state().state == "stopped"
    lab.look()
    assert starts.runs == []


def test_a_stop_while_its_process_is_being_started_reaches_that_process(tmp_path: Path) -> None:
    (run,) = queued(1)
    asking = threading.Thread(target=stop, args=(run,))

    def start(directory: Path, ended: Callable[[int], None]) -> int:
        asking.start()
        asking.join(0.1)  # the earliest moment; it may take longer
        return os.getpid()

    Trainings(RunIndex(tmp_path / "runs"), 1, start).look()
    asking.join(60)
    assert (run.state().state, run.asked()) == ("queued", "stop")


def test_looking_at_many_runs_reads_only_what_changed(tmp_path: Path) -> None:
    runs = queued(30, queue=None)
    index = RunIndex(tmp_path / "runs")
    before = {entry.run.id: entry.summary for entry in index.look()}
    runs[3].rename("another name")
    after = {entry.run.id: entry.summary for entry in index.look()}
    assert after[runs[3].id]["name"] == "another name"
    kept = [run_id for run_id in before if after[run_id] is before[run_id]]
    assert len(kept) == 29


def test_the_thread_looks_when_it_is_woken(tmp_path: Path, starts: Starts) -> None:
    lab = lab_on(tmp_path, starts)
    lab.start()
    try:
        (run,) = queued(1)
        lab.wake()
        wait_until(run, "running")
        run.ask("stop")
        wait_until(run, "finished")
    finally:
        lab.stop()
