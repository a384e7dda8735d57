"""Run directories that somebody else wrote: nothing in them stops a list, or reaches further."""

from __future__ import annotations

import ast
import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.errors import DataError, RunError
from neurarium.training.run_log import Run
from neurarium.training.runs import RunDirectory, by_id, create, summary, survey
from neurarium.training.runs.arrays import read_arrays, write_arrays

DEEP = json.loads('{"a":' * 300 + "1" + "}" * 300)


def given_run(facts: Mapping[str, Any] | None = None, **files: str) -> RunDirectory:
    """Return a run whose run.json has `facts`, and whose files hold what is given."""
    run = create({"kind": "log", "model": {"name": "loop"}})
    if facts:
        path = run.path / "run.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))
    for name, content in files.items():
        (run.path / name.replace("_", ".")).write_text(content)
    return run


@pytest.mark.parametrize(
    "facts",
    [
        {"data": "text"},
        {"model": [1]},
        {"config": 7},
        {"kind": "train", "config": {"optimizer": "<b>"}},
        {"kind": "train", "config": {"seed": "__import__('os')"}},
        {"config": DEEP},
        {"created": [1]},
        {"versions": {"keras": [1]}},
        {"data": {"classes": ["cat"]}},
        {"data": {"input_shape": ["8"]}},
        {"data": {"n_train": "many"}},
        {"model": {"layers": [1]}},
        {"model": {"layers": [{"name": 5}]}},
        {"model": {"parameters": 1.5}},
    ],
    ids=lambda facts: str(facts)[:40],
)
def test_a_run_that_tells_nonsense_is_named_and_hides_no_other(facts: dict[str, Any]) -> None:
    good, bad = given_run(), given_run(facts)
    found = survey()
    assert [run.id for run in found.runs] == [good.id]
    assert [path.name for path, _ in found.problems] == [bad.id]
    with pytest.raises(RunError, match="not a readable run"):
        by_id(bad.id)


@pytest.mark.parametrize("name", ["run.json", "metrics.jsonl", "state.json"])
def test_a_pipe_is_not_waited_for(name: str) -> None:
    run = given_run()
    (run.path / name).unlink(missing_ok=True)
    os.mkfifo(run.path / name)
    assert [why for _, why in survey().problems] == [f'"{name}" in it is no file']


def test_a_state_of_nonsense_is_that_of_a_run_that_failed() -> None:
    run = given_run(
        state_json=json.dumps(
            {"state": ["running"], "epoch": -1, "epochs": [1], "trained_s": None, "error": [1],
             "test": {"loss": {}}, "pid": "x", "best_epoch": {"a": 1}}
        )
    )  # fmt: skip
    state = run.state()
    assert (state.state, state.epoch, state.epochs, state.error, state.test, state.pid) == (
        "failed", 0, None, None, None, None
    )  # fmt: skip
    assert summary(run)["state"]["state"] == "failed"


LINES = [
    '{"kind":"epoch","epoch":"<b>","loss":1}',
    '{"kind":"epoch","epoch":true,"loss":1}',
    '{"kind":"epoch","epoch":1e999,"loss":1}',
    '{"kind":"epoch","epoch":-5,"loss":1}',
    '{"kind":"epoch","loss":1}',
    '{"kind":"epoch","epoch":3,"loss":' + "9" * 400 + "}",
    '{"kind":"epoch","epoch":3,"loss":[1]}',
    '{"kind":"epoch","epoch":3,"seconds":"long"}',
    '{"kind":"batch","epoch":{"a":1},"step":1}',
    '{"kind":"units","epoch":1,"layers":[{"name":["x"]}]}',
    '{"kind":"units","epoch":1,"layers":[{"name":"x","weights":{"edges":"x","counts":[1]}}]}',
    '{"kind":"resumed"}',
    '{"kind":"resumed","epoch":"x"}',
    '{"kind":"test","confusion":"x"}',
    '{"kind":"test","confusion":[1]}',
    '{"kind":"test","loss":[1]}',
    '{"kind":"event","name":"x","text":{"a":1}}',
    '{"kind":"new","a":' + "[" * 400 + "]" * 400 + "}",
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:40])
def test_lines_of_nonsense_are_left_out(line: str) -> None:
    good = '{"kind":"epoch","epoch":1,"loss":0.5,"time_s":1}'
    run = given_run(metrics_jsonl=f"{line}\n{good}\n")
    assert [one["epoch"] for one in run.lines()] == [1]
    assert run.tail(0)[0] == run.lines()
    assert summary(run)["epochs"] == 1


def test_a_summary_of_nonsense_is_made_anew() -> None:
    run = given_run(
        metrics_jsonl='{"kind":"epoch","epoch":1,"loss":0.5}\n',
        summary_json='{"offset":0,"epochs":"<b>","best":[],"curve":["x"],"curve_epochs":7}',
    )
    assert (summary(run)["epochs"], summary(run)["curve"]) == (1, [0.5])


def test_a_name_steers_no_terminal() -> None:
    run = given_run(name_txt="mine\x1b[31m\x1b]0;x\x07\u202e\nand more")
    assert run.name == "mine [31m ]0;x and more"


def test_names_in_another_encoding_are_kept() -> None:
    run = create({"kind": "log", "command": os.fsdecode(b"neurarium train \xc0\xe5\xb9\xcc")})
    assert by_id(run.id).facts["command"] == os.fsdecode(b"neurarium train \xc0\xe5\xb9\xcc")


def test_arrays_that_claim_more_than_the_file_holds_are_not_read(tmp_path: Path) -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f4", "fortran_order": False, "shape": (10**12,)}
    )
    for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(tmp_path / "a.npz", "w", kind) as archive:
            archive.writestr("dense/kernel.npy", header.getvalue() + bytes(64))
        assert read_arrays(tmp_path / "a.npz") is None


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        whole = io.BytesIO()
        np.lib.format.write_array(whole, np.zeros(10_000_000, np.float32))
        archive.writestr("dense/kernel.npy", whole.getvalue())
    assert read_arrays(tmp_path / "a.npz") is None


def test_arrays_of_every_kind_come_back(tmp_path: Path) -> None:
    arrays = {"a": np.float32(1), "b/c": np.zeros((0, 3)), "d": np.arange(6).reshape(2, 3)}
    write_arrays(tmp_path / "a.npz", arrays, durable=False)
    found = read_arrays(tmp_path / "a.npz")
    assert found is not None
    assert {name: array.shape for name, array in found.items()} == {
        "a": (), "b/c": (0, 3), "d": (2, 3)
    }  # fmt: skip


def test_what_a_script_says_of_its_data_is_checked_at_once() -> None:
    with Run("mine", data={"title": "Pets", "classes": ["cat", "dog"]}) as run:
        run.log(epoch=1, loss=0.5)
    assert run.directory.facts["data"]["classes"] == [
        {"en": "cat", "ko": "cat"}, {"en": "dog", "ko": "dog"}
    ]  # fmt: skip
    with pytest.raises(DataError, match="n_train"):
        Run("mine", data={"n_train": "many"})


def test_no_text_of_a_run_becomes_code() -> None:
    from neurarium.training.code import keras_script
    from neurarium.training.config import TrainingConfig
    from neurarium.training.planning import plan_run

    facts: Any = json.loads(json.dumps(plan_run(TrainingConfig(model="20(relu)-10"))))
    evil = "\"), evil(), (\"\n'), evil(), ('"
    facts["data"]["title"] = facts["model"]["spec"] = facts["id"] = evil
    for layer in facts["model"]["layers"]:
        layer["derivation"] = layer["shape_derivation"] = evil
        if "activation" in layer["settings"]:
            layer["settings"]["activation"] = evil
    calls = [node.func for node in ast.walk(ast.parse(keras_script(facts)))
             if isinstance(node, ast.Call)]  # fmt: skip
    assert calls
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "evil"]


def test_a_process_number_that_no_system_has_is_no_process() -> None:
    run = given_run(state_json=json.dumps({"state": "queued", "pid": 2**62}))
    assert run.state().state == "interrupted"
