"""A run's directory: what is written can be read, whatever else lies there."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.errors import RunError
from neurarium.training.runs import (
    RunDirectory,
    RunWriter,
    by_id,
    create,
    differences,
    list_runs,
    open_run,
    repeat,
    summary,
    survey,
)
from neurarium.training.runs.thinning import to_remove

FACTS: dict[str, Any] = {
    "data": {"name": "digits", "title": "Digits 8×8"},
    "model": {"spec": "64-30(relu)-10", "parameters": 2260},
    "config": {"data": "digits", "model": "30-10", "optimizer": "adam", "epochs": 5},
    "updates_per_epoch": 36,
}


def new_run(**config: Any) -> RunDirectory:
    return create({**FACTS, "config": {**FACTS["config"], **config}})


def begun(run: RunDirectory) -> RunWriter:
    writer = run.writer()
    writer.set_state(state="running")
    return writer


def test_a_new_run_is_queued_and_tells_everything(home: Path) -> None:
    run = new_run()
    assert run.path.parent == home / "runs"
    assert "-digits-64-30-relu-10-" in run.id
    assert run.facts["id"] == run.id
    assert run.facts["versions"]["python"]
    assert (run.state().state, run.state().epochs) == ("queued", 5)
    assert run.epochs() == []
    assert not run.is_held()


def test_numbers_that_are_none_become_null_and_come_back() -> None:
    run = new_run()
    writer = begun(run)
    writer.line("epoch", epoch=1, loss=float("nan"), accuracy=np.float32(0.5), more=np.arange(2))
    line = run.epochs()[0]
    assert (line["loss"], line["accuracy"], line["more"]) == (None, 0.5, [0, 1])


def test_a_line_that_is_being_written_is_left_out_and_mended() -> None:
    run = new_run()
    writer = begun(run)
    writer.line("epoch", epoch=1, loss=1.0)
    with run.metrics_path.open("ab") as file:
        file.write(b'{"kind": "epoch", "epoch": 2, "lo')
    assert [line["epoch"] for line in run.epochs()] == [1]
    lines, offset = run.tail(0)
    assert len(lines) == 1
    run.writer().line("epoch", epoch=2, loss=0.5)
    assert [line["epoch"] for line in run.epochs()] == [1, 2]
    lines, _ = run.tail(offset)
    assert [line["epoch"] for line in lines] == [2]


def test_garbled_lines_between_whole_ones_are_left_out() -> None:
    run = new_run()
    begun(run).line("epoch", epoch=1, loss=1.0)
    with run.metrics_path.open("ab") as file:
        file.write(b"\0\0\0\n[1]\n{}\n" + b"[" * 100_000 + b"\n")
    run.writer().line("epoch", epoch=2, loss=0.5)
    assert [line["epoch"] for line in run.epochs()] == [1, 2]


def test_the_tail_is_read_in_pieces_that_add_up() -> None:
    run = new_run()
    writer = begun(run)
    for step in range(3000):
        writer.line("batch", epoch=1, step=step, filling="x" * 500)
    writer.line("batch", epoch=1, step=3000, filling="x" * 3_000_000)
    steps, offset, calls = [], 0, 0
    while True:
        lines, after = run.tail(offset)
        if after == offset:
            break
        assert sum(len(line["filling"]) for line in lines[:-1]) <= 1 << 20
        steps += [line["step"] for line in lines]
        offset, calls = after, calls + 1
    assert steps == list(range(3001))
    assert calls > 1


def test_lines_of_epochs_that_are_trained_again_are_void() -> None:
    run = new_run()
    writer = begun(run)
    for epoch in (1, 2, 3):
        writer.line("epoch", epoch=epoch, loss=1.0 / epoch)
        writer.snapshot(epoch, 0, {"dense/kernel": np.full((2, 2), epoch)})
    writer.line("batch", epoch=4, step=7, loss=0.1)
    writer.snapshot(3, 7, {"dense/kernel": np.zeros((2, 2))}, live=True)
    assert run.live_position() == (3, 7)
    writer.line("test", loss=0.2, accuracy=0.9)
    writer.line("resumed", epoch=2)
    assert [line["epoch"] for line in run.epochs()] == [1, 2]
    assert run.lines("batch") == run.lines("test") == []
    assert run.snapshot_epochs() == [1, 2]
    assert run.live_position() == (2, 0)
    writer.line("epoch", epoch=3, loss=0.05)
    assert [line["loss"] for line in run.epochs()] == [1.0, 0.5, 0.05]
    assert summary(run)["best"]["epoch"] == 3


def test_the_newest_weights_are_those_of_the_latest_moment() -> None:
    run = new_run()
    writer = begun(run)
    with pytest.raises(RunError, match="no weights yet"):
        run.snapshot("live")
    writer.snapshot(0, 0, {"a/kernel": np.zeros(3, np.float32)})
    writer.snapshot(0, 5, {"a/kernel": np.ones(3, np.float32)}, live=True)
    assert run.snapshot("live")["a/kernel"].tolist() == [1, 1, 1]
    writer.snapshot(1, 0, {"a/kernel": np.full(3, 2, np.float32)})
    newest = run.snapshot("live")
    assert (newest["a/kernel"].tolist(), int(newest["epoch"])) == ([2, 2, 2], 1)
    with pytest.raises(RunError, match="Kept: 0, 1"):
        run.snapshot(7)


def test_a_damaged_snapshot_is_passed_over_and_never_unpickled() -> None:
    run = new_run()
    writer = begun(run)
    writer.snapshot(1, 0, {"a/kernel": np.ones(3)})
    run.snapshot_path(2).write_bytes(run.snapshot_path(1).read_bytes()[:100])
    np.savez(run.snapshot_path(3), bad=np.array([{"a": 1}], dtype=object))
    assert run.snapshot("live")["epoch"] == 1
    with pytest.raises(RunError):
        run.snapshot(3)
    with pytest.raises(TypeError):
        writer.snapshot(4, 0, {"a/kernel": np.array([{}])})


def test_about_forty_snapshots_stay_the_first_the_best_and_the_newest_among_them() -> None:
    run = new_run()
    writer = begun(run)
    for epoch in range(200):
        writer.line("epoch", epoch=epoch, val_loss=abs(epoch - 57) + 1.0)
        writer.snapshot(epoch, 0, {"a/kernel": np.ones(2)})
    kept = run.snapshot_epochs()
    assert len(kept) == 40
    assert {0, 57, 199} <= set(kept)
    gaps = np.diff(kept)
    assert gaps[:3].max() <= 2
    assert gaps[-3:].max() == 1
    assert gaps.max() <= 20


def test_thinning_ends_even_where_little_may_go() -> None:
    assert to_remove([0, 5, 9], best=5, most=2) == []
    gone = to_remove(range(5), best=None, most=3)
    assert len(set(gone)) == 2
    assert not set(gone) & {0, 4}
    assert to_remove([], best=None) == []


def test_a_checkpoint_falls_back_to_the_one_before() -> None:
    run = new_run()
    writer = begun(run)
    assert writer.read_checkpoint("last") is None
    for epoch in (1, 2):
        writer.checkpoint("last", {"w": np.full(1000, epoch)}, {"epoch": epoch, "names": ["w"]})
    arrays, facts = writer.read_checkpoint("last") or ({}, {})
    assert (facts, arrays["w"][0], list(arrays)) == ({"epoch": 2, "names": ["w"]}, 2, ["w"])
    path = run.path / "checkpoints" / "last.npz"
    data = bytearray(path.read_bytes())
    data[500] ^= 0xFF
    path.write_bytes(data)
    arrays, facts = writer.read_checkpoint("last") or ({}, {})
    assert facts["epoch"] == 1
    path.unlink()
    assert (writer.read_checkpoint("last") or ({}, {}))[1]["epoch"] == 1


def test_states_follow_one_another_only_as_they_may() -> None:
    run = new_run()
    writer = run.writer()
    with pytest.raises(RunError, match='"queued" cannot become "finished"'):
        writer.set_state(state="finished")
    with run.lock():
        writer.set_state(state="running")
        assert run.state().pid == os.getpid()
        writer.set_state(step=12)
        writer.set_state(state="paused")
        assert run.state().state == "paused"
        run.ask("go")
        assert run.asked() == "go"
        writer.set_state(state="failed", error="diverged")
    assert run.asked() is None
    assert (run.state().state, run.state().step, run.state().can_resume) == ("failed", 12, True)
    writer.set_state(state="running")
    assert run.writer().state.error is None
    with pytest.raises(TypeError, match="no such field"):
        writer.set_state(colour="red")
    with pytest.raises(RunError, match="Allowed: pause, go, stop"):
        run.ask("dance")


def test_running_without_a_process_reads_as_interrupted() -> None:
    run = new_run()
    begun(run)
    assert run.state().state == "interrupted"
    (run.path / "state.json").write_text("{")
    assert run.state().state == "interrupted"
    with run.lock():
        assert run.state().state == "running"
        with pytest.raises(RunError, match="being trained by process"), run.lock():
            pass
        with pytest.raises(RunError, match="stop it before"):
            run.delete()


def test_names_are_one_line_and_can_be_taken_back() -> None:
    run = new_run()
    assert run.name == "Digits 8×8 64-30(relu)-10 adam"
    run.rename("  my\n<b>best</b>\x00 one " + "x" * 200)
    assert run.name.startswith("my <b>best</b> one xxx")
    assert len(run.name) == 100
    run.rename("")
    assert run.name == "Digits 8×8 64-30(relu)-10 adam"


def test_the_list_goes_on_whatever_lies_in_the_folder(home: Path) -> None:
    older, newer = new_run(), new_run()
    runs = home / "runs"
    (runs / "holiday").mkdir()
    (runs / "note.txt").write_text("hello")
    for name, text in (("torn", "{"), ("list", "[1]"), ("future", '{"format": 9}')):
        (runs / name).mkdir()
        (runs / name / "run.json").write_text(text)
    (runs / "gone").symlink_to(home / "nowhere")
    found = survey()
    assert [run.id for run in found.runs] == [newer.id, older.id]
    problems = {path.name: reason for path, reason in found.problems}
    assert set(problems) == {"holiday", "note.txt", "torn", "list", "future", "gone"}
    assert "newer" in problems["future"]
    assert "damaged" in problems["torn"]


def test_a_run_is_found_by_what_a_person_types(home: Path) -> None:
    assert list_runs() == []
    with pytest.raises(RunError, match="no runs yet"):
        open_run("abc")
    first, second = new_run(), new_run()
    second.rename("second one")
    assert open_run(first.id) == first
    assert open_run(first.id[-3:]) == first
    assert open_run("last") == second
    assert open_run("second one") == second
    assert open_run(first.path) == RunDirectory(first.path.resolve())
    with pytest.raises(RunError, match="may be 2 runs"):
        open_run(first.id[:10])
    with pytest.raises(RunError, match="Did you mean"):
        open_run(first.id[:-1] + "!")
    assert by_id(first.id) == first
    (home / "outside").mkdir()
    (home / "outside" / "run.json").write_text('{"format": 1}')
    for wrong in ("../outside", "..", ".", "", str(first.path), first.id + "/", "x" * 300):
        with pytest.raises(RunError):
            by_id(wrong)


def test_only_a_run_in_the_folder_is_deleted(home: Path, tmp_path: Path) -> None:
    run = new_run()
    outside = tmp_path / "precious"
    outside.mkdir()
    (outside / "run.json").write_text('{"format": 1}')
    (run.path / "link").symlink_to(outside)
    (home / "runs" / "alias").symlink_to(outside)
    (home / "runs" / "photos").mkdir()
    for path in (outside, home / "runs" / "alias", home / "runs" / "photos", home / "runs"):
        with pytest.raises(RunError):
            RunDirectory(path).delete()
    run.delete()
    assert not run.path.exists()
    assert (outside / "run.json").exists()
    assert (home / "runs" / "photos").exists()
    with pytest.raises(RunError, match="no run"):
        run.delete()


def test_runs_are_told_apart_by_what_differs() -> None:
    one, two = new_run(), new_run(optimizer="sgd", learning_rate=0.1)
    assert differences([one, two]) == [
        {"setting": "optimizer", "values": ["adam", "sgd"]},
        {"setting": "learning_rate", "values": [None, 0.1]},
    ]
    assert differences([one]) == differences([]) == []


def test_a_repeated_run_asks_for_the_same() -> None:
    run = new_run(seed=7)
    again = repeat(run)
    assert again.id != run.id
    assert again.facts["of"] == run.id
    assert differences([run, again]) == []
    with pytest.raises(RunError, match="script of your own"):
        repeat(create({"kind": "log"}))


def test_a_summary_is_true_however_much_was_written_after_it() -> None:
    run = new_run()
    writer = begun(run)
    for epoch in range(1, 301):
        writer.line("epoch", epoch=epoch, loss=1.0, val_loss=1 / epoch, val_accuracy=epoch / 301)
    writer.line("test", loss=0.5, accuracy=0.75, confusion=[[1]])
    short = summary(run)
    assert len(short["curve"]) == len(short["curve_epochs"]) == 200
    assert (short["curve_epochs"][0], short["curve_epochs"][-1]) == (1, 300)
    assert short["best"] == {"epoch": 300, "val_accuracy": 300 / 301, "val_loss": 1 / 300}
    assert short["test"] == {"loss": 0.5, "accuracy": 0.75}
    told = {"kind": "epoch", "epoch": 301, "val_loss": 0.0001, "val_accuracy": 1.0}
    with run.metrics_path.open("a") as file:  # as if killed before summary.json
        file.write(json.dumps(told) + "\n")
    assert summary(run)["best"]["epoch"] == 301
    (run.path / "summary.json").unlink()
    assert summary(run)["best"]["epoch"] == 301
    json.dumps(summary(run), allow_nan=False)


def test_a_run_without_epochs_has_a_summary_too() -> None:
    short = summary(create({"kind": "log"}))
    assert (short["best"], short["curve"], short["test"]) == (None, [], None)


def test_a_curve_may_have_gaps() -> None:
    run = new_run()
    writer = begun(run)
    for epoch, loss in ((1, 1.0), (2, float("nan")), (3, float("inf"))):
        writer.line("epoch", epoch=epoch, val_loss=loss)
    assert summary(run)["curve"] == [1.0, None, None]
    assert summary(run)["best"]["epoch"] == 1


def test_many_create_at_once_without_a_clash() -> None:
    ids = {create({"kind": "log"}).id for _ in range(30)}
    assert len(ids) == 30
    created = [run.facts["created"] for run in list_runs()]
    assert created == sorted(created, reverse=True)


def test_the_best_epoch_of_a_regression_is_told_with_its_error(home: Path) -> None:
    run = create({"kind": "train", "data": {"name": "prices"}, "model": {"spec": "1"}})
    with run.lock():
        writer = run.writer()
        for epoch, error in ((1, 3.0), (2, 2.0)):
            writer.line("epoch", epoch=epoch, loss=9.0, val_loss=error**2, val_mae=error)
    best = summary(run)["best"]
    assert (best["epoch"], best["val_mae"], best["val_accuracy"]) == (2, 2.0, None)
