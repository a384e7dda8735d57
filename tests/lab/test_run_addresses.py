"""A run that was trained through the lab: told whole, followed, compared, taken home, renamed."""

from __future__ import annotations

import json
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asking import Asker

from neurarium import datasets
from neurarium.training.runs import RunDirectory


@pytest.fixture
def directory(training_home: Path, trained: str) -> RunDirectory:
    return RunDirectory(training_home / "runs" / trained)


def test_the_list_has_the_run_in_short(asker: Asker, trained: str) -> None:
    answer = asker.get("/api/runs")
    listed = answer.json
    summary = next(one for one in listed["runs"] if one["id"] == trained)
    assert summary["spec"] == "64-24(relu)-10"
    assert summary["parameters"] == 64 * 24 + 24 + 24 * 10 + 10
    assert summary["state"]["state"] == "finished"
    assert len(summary["curve"]) == 6
    assert summary["test"]["accuracy"] > 0.8
    assert summary["queue_place"] is None
    assert listed["slots"] >= 1
    assert listed["problem"] is None
    again = asker.ask("GET", "/api/runs", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.content) == (304, b"")


def test_a_run_is_told_whole(asker: Asker, trained: str, directory: RunDirectory) -> None:
    whole = asker.get(f"/api/runs/{trained}").json
    assert whole["run"] == directory.facts
    assert whole["run"]["command"] == (
        "neurarium train digits --model '24(relu)-10' --lr 0.01 --batch 64 --epochs 6"
    )
    assert [line["epoch"] for line in whole["epochs"]] == [1, 2, 3, 4, 5, 6]
    assert whole["snapshots"] == [0, 1, 2, 3, 4, 5, 6]
    assert len(whole["test"]["confusion"]) == 10
    assert whole["units"]["layers"]
    assert whole["offset"] == directory.metrics_path.stat().st_size
    assert whole["state"]["test"]["accuracy"] == whole["test"]["accuracy"]


def test_a_run_is_followed_from_any_byte(
    asker: Asker, trained: str, directory: RunDirectory
) -> None:
    seen: list[dict[str, Any]] = []
    offset = 0
    while True:
        tail = asker.get(f"/api/runs/{trained}/tail", offset=offset).json
        seen += tail["lines"]
        if tail["offset"] == offset:
            break
        offset = tail["offset"]
    written = directory.metrics_path.read_text().splitlines()
    assert seen == [json.loads(line) for line in written]
    assert tail["state"]["state"] == "finished"
    assert tail["snapshots"][-1] == 6
    assert tail["live"][0] == 6
    beyond = asker.get(f"/api/runs/{trained}/tail", offset=10**9).json
    assert beyond["lines"] == []


def test_weights_of_every_moment(asker: Asker, trained: str, directory: RunDirectory) -> None:
    for at in ("live", 0, 3):
        header, arrays = asker.get(f"/api/runs/{trained}/weights", at=at, layer="dense").packet
        kept = directory.snapshot(at)
        assert header["epoch"] == int(kept["epoch"])
        np.testing.assert_array_equal(arrays["kernel"], kept["dense/kernel"])
        np.testing.assert_array_equal(arrays["bias"], kept["dense/bias"])
    header, arrays = asker.get(f"/api/runs/{trained}/weights", at="final", layer="dense_1").packet
    with zipfile.ZipFile(directory.path / "model.keras") as model:
        assert "model.weights.h5" in model.namelist()
    assert header["layer"] == "dense_1"
    assert arrays["kernel"].shape == (24, 10)
    np.testing.assert_array_equal(arrays["kernel"], directory.snapshot(6)["dense_1/kernel"])


def test_what_can_be_taken_home(asker: Asker, trained: str, directory: RunDirectory) -> None:
    def taken(name: str) -> bytes:
        answer = asker.get(f"/api/runs/{trained}/files/{name}")
        assert answer.status == 200, answer.content
        assert "attachment" in answer.headers["content-disposition"]
        assert trained in answer.headers["content-disposition"]
        assert answer.headers["content-security-policy"] == "sandbox"
        return answer.content

    assert taken("run.json") == (directory.path / "run.json").read_bytes()
    assert taken("metrics.jsonl") == directory.metrics_path.read_bytes()
    assert b"epoch 6" in taken("log.txt")
    assert "config.json" in zipfile.ZipFile(BytesIO(taken("model.keras"))).namelist()
    compile(taken("code.py"), "code.py", "exec")
    assert taken("report.html").startswith(b"<!doctype html>")
    assert b"<svg" in taken("curves.svg")[:300]


def test_runs_side_by_side(asker: Asker, trained: str) -> None:
    answer = asker.get("/api/runs/compare", ids=f"{trained},{trained}").json
    assert [one["id"] for one in answer["runs"]] == [trained]
    assert len(answer["runs"][0]["epochs"]) == 6
    assert answer["differences"] == []


def test_a_name_of_ones_own(asker: Asker, trained: str) -> None:
    usual = asker.get(f"/api/runs/{trained}").json["name"]
    renamed = asker.ask("PATCH", f"/api/runs/{trained}", {"name": "  my <b>first</b>\nrun "})
    assert renamed.json == {"name": "my <b>first</b> run"}
    listed = asker.get("/api/runs").json["runs"]
    assert next(one["name"] for one in listed if one["id"] == trained) == "my <b>first</b> run"
    assert asker.ask("PATCH", f"/api/runs/{trained}", {"name": ""}).json == {"name": usual}


HOSTILE_IDS = [
    "..", "%2e%2e", "..%2f..%2fetc", "nothing", ".hidden", "a%20b", "%00", "x" * 400, "~", "last",
    "C:%5C", "*",
]  # fmt: skip


@pytest.mark.parametrize("run_id", HOSTILE_IDS)
@pytest.mark.parametrize("rest", ["", "/tail", "/weights?layer=dense", "/confusion", "/mistakes",
                                  "/files/run.json"])  # fmt: skip
def test_an_id_that_is_none_finds_nothing(asker: Asker, run_id: str, rest: str) -> None:
    answer = asker.ask("GET", f"/api/runs/{run_id}{rest}")
    assert answer.status == 404
    assert answer.error


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/tail?offset=-1", None, 422),
        ("GET", "/tail?offset=NaN", None, 422),
        ("GET", "/tail?offset=1e9", None, 422),
        ("GET", "/weights?layer=nothing", None, 422),
        ("GET", "/weights?layer=../../x", None, 422),
        ("GET", "/weights", None, 422),
        ("GET", "/weights?layer=dense&at=77", None, 422),
        ("GET", "/weights?layer=dense&at=-1", None, 422),
        ("GET", "/weights?layer=dense&at=../live", None, 422),
        ("GET", "/weights?layer=nothing&at=final", None, 422),
        ("GET", "/files/..%2frun.lock", None, 404),
        ("GET", "/files/run.lock", None, 404),
        ("GET", "/files/state.json", None, 404),
        ("GET", "/nothing", None, 404),
        ("PATCH", "", {"name": 5}, 422),
        ("PATCH", "", {"name": "x" * 500}, 422),
        ("PATCH", "", {}, 422),
        ("PATCH", "", b"[1]", 422),
        ("PATCH", "", b"", 422),
        ("POST", "/ask", {"ask": "explode"}, 422),
        ("POST", "/ask", {"ask": ["pause"]}, 422),
        ("POST", "/ask", {"ask": "pause"}, 422),
        ("POST", "/ask", {"ask": "stop"}, 422),
        ("POST", "/ask", {"ask": "resume"}, 422),
        ("POST", "/ask", {"ask": "resume", "epochs": 6}, 422),
        ("POST", "/ask", {"ask": "resume", "epochs": 0}, 422),
        ("POST", "/ask", {"ask": "resume", "epochs": 10**9}, 422),
        ("POST", "/ask", {"ask": "resume", "epochs": True}, 422),
        ("POST", "/ask", b'{"ask": NaN}', 422),
        ("POST", "/ask", b"[" * 100_000, 422),
        ("POST", "/ask", b'{"ask": "' + b"x" * 2_000_000 + b'"}', 413),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(
    asker: Asker, trained: str, method: str, path: str, body: object, status: int
) -> None:
    before = asker.state(trained)
    answer = asker.ask(method, f"/api/runs/{trained}{path}", body)
    assert answer.status == status
    assert len(answer.error) > 10
    assert "Traceback" not in answer.error
    assert asker.state(trained) == before


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({"model": "os:system"}, "os:system"),
        ({"model": "http.server:test"}, "http.server:test"),
        ({"model": "/etc/passwd.keras"}, ".keras"),
        ({"model": "../../model.keras "}, ".keras"),
        ({"model": "model.h5"}, "model.h5"),
        ({"model": "100--10"}, "column"),
        ({"model": ""}, "model"),
        ({"model": "100-7"}, "10 classes"),
        ({"model": "1000000-1000000-10"}, "parameters"),
        ({"data": "/etc"}, "/etc"),
        ({"data": "../../../tmp"}, "../../../tmp"),
        ({"data": "mnist"}, "MNIST"),
        ({"data": ["digits"]}, "data"),
        ({"optimizer": "sdg"}, "sgd"),
        ({"learning_rate": -1}, "learning_rate"),
        ({"learning_rate": "fast"}, "learning_rate"),
        ({"epochs": 10**9}, "epochs"),
        ({"batch": 0}, "batch"),
        ({"validation": 1}, "validation"),
        ({"loop": "while"}, "loop"),
        ({"command": "rm"}, "command"),
        ({"seed": 2**40}, "seed"),
    ],
)
def test_a_training_that_cannot_be_is_not_begun(
    asker: Asker,
    trained: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    config: dict[str, Any],
    named: str,
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    before = [one["id"] for one in asker.get("/api/runs").json["runs"]]
    answer = asker.post("/api/runs", {"config": {"data": "digits", "model": "10", **config}})
    assert answer.status in (404, 422)
    assert named in answer.error
    assert [one["id"] for one in asker.get("/api/runs").json["runs"]] == before


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b'{"config": 5}', b"\xff\xfe", b"{"])
def test_a_training_needs_a_configuration(asker: Asker, body: bytes) -> None:
    for path in ("/api/runs", "/api/plan"):
        answer = asker.post(path, body)
        assert answer.status == 422
        assert answer.error


@pytest.mark.parametrize("ids", ["", ",", "nothing", ",".join("abcdefghijklmnopqrstuvwxyz")])
def test_comparing_needs_runs(asker: Asker, ids: str) -> None:
    answer = asker.get("/api/runs/compare", ids=ids)
    assert answer.status in (404, 422)
    assert answer.error


def test_damaged_runs_hide_no_others(asker: Asker, trained: str, training_home: Path) -> None:
    runs = training_home / "runs"
    empty, odd = runs / "2026-01-01-empty", runs / "2026-01-01-odd"
    empty.mkdir()
    odd.mkdir()
    (odd / "run.json").write_text('{"format": 1, "id": "odd", "data": [1], "model": 7}')
    try:
        end = time.monotonic() + 30  # the list may be half a second old
        while empty.name not in (listed := asker.get("/api/runs").json)["damaged"]:
            assert time.monotonic() < end, listed["damaged"]
            time.sleep(0.05)
        assert trained in [one["id"] for one in listed["runs"]]
        assert all(listed["damaged"].values())
    finally:
        empty.rmdir()
        (odd / "run.json").unlink()
        odd.rmdir()


def test_images_of_data_named_in_a_run_are_there(asker: Asker, trained: str) -> None:
    facts = asker.get(f"/api/runs/{trained}").json["run"]
    assert facts["data"]["hashes"] == dict(datasets.load("digits").hashes)
