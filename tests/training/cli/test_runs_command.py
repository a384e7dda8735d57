"""`neurarium runs` on runs that were really trained."""

from __future__ import annotations

import ast
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from neurarium.cli import app
from neurarium.errors import ConfigError, RunError


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs that no test changes."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEURARIUM_HOME", str(folder))
        for rate in ("0.05", "0.2"):
            done = run(
                "train", "digits", "--model", "20-10", "--limit", "200", "--epochs", "3",
                "--optimizer", "sgd", "--lr", rate, "-q",
            )  # fmt: skip
            assert done.exit_code == 0
    return folder


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def copied(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the two runs, to be changed."""
    shutil.copytree(home, tmp_path / "home")
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "runs"


def run(*arguments: str, **options: Any) -> Any:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, **options)


def ids(home: Path) -> list[str]:
    """Return the ids, the first training first."""
    found = json.loads(run("runs", "list", "--json").stdout)
    return [one["id"] for one in reversed(found)]


def test_without_runs_the_list_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path))
    done = run("runs", "list")
    assert done.exit_code == 0
    assert "No runs yet" in done.stdout
    assert "neurarium train digits" in done.stdout
    assert json.loads(run("runs", "list", "--json").stdout) == []


def test_the_list_shows_each_run_with_its_state(home: Path) -> None:
    done = run("runs", "list")
    assert done.stdout.count("finished") == 2
    assert "3/3" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if str(home) not in line)
    for run_id in ids(home):
        assert run_id.rsplit("-", 1)[-1] in done.stdout


def test_a_run_is_shown_by_part_of_its_id(home: Path) -> None:
    first = ids(home)[0]
    done = run("runs", "show", first.rsplit("-", 1)[-1])
    told = " ".join(done.stdout.split())
    assert "64 × 20 + 20 = 1,300" in told
    assert "learning rate 0.05" in told
    assert "training loss" in told
    assert "Confusion" in told
    assert f"neurarium runs resume {first.rsplit('-', 1)[-1]} --epochs" in told
    found = json.loads(run("runs", "show", first, "--json").stdout)
    assert found["run"] == first
    assert found["state"]["state"] == "finished"
    assert found["config"]["learning_rate"] == 0.05
    assert len(found["epochs"]) == 3


def test_a_comparison_shows_what_differs_and_what_came_out(home: Path, tmp_path: Path) -> None:
    chart = tmp_path / "both.png"
    done = run("runs", "compare", *ids(home), "--chart", str(chart))
    assert "learning_rate" in done.stdout
    assert "optimizer" not in done.stdout.split("Validation accuracy")[0].split("What differs")[1]
    assert "★" in done.stdout
    assert chart.read_bytes().startswith(b"\x89PNG")
    found = json.loads(run("runs", "compare", *ids(home), "--json").stdout)
    (row,) = [one for one in found["differences"] if one["setting"] == "learning_rate"]
    assert row["values"] == [0.05, 0.2]
    assert [one["id"] for one in found["runs"]] == ids(home)


def test_deleting_asks_first(copied: Path) -> None:
    first, second = ids(copied)
    refused = run("runs", "delete", first, input="n\n")
    assert refused.exit_code == 1
    assert (copied / first).is_dir()
    assert run("runs", "delete", first, input="y\n").exit_code == 0
    assert not (copied / first).exists()
    assert json.loads(run("runs", "delete", second, "--yes", "--json").stdout) == {
        "deleted": second
    }
    assert not (copied / second).exists()


def test_a_finished_run_goes_on_with_more_epochs(copied: Path) -> None:
    first = ids(copied)[0]
    before = json.loads(run("runs", "show", first, "--json").stdout)["epochs"]
    with pytest.raises(RunError, match="--epochs"):
        run("runs", "resume", first, "-q")
    done = run("runs", "resume", first, "--epochs", "5", "--json")
    found = json.loads(done.stdout)
    assert found["run"] == first
    assert found["epochs"][:3] == before
    assert [line["epoch"] for line in found["epochs"]] == [1, 2, 3, 4, 5]
    assert "epoch 4/5" in done.stderr


def test_a_repeated_run_is_a_new_one_with_the_same_numbers(copied: Path) -> None:
    first = ids(copied)[0]
    before = json.loads(run("runs", "show", first, "--json").stdout)
    found = json.loads(run("runs", "repeat", first, "--json", "-q").stdout)
    assert found["run"] != first
    assert found["test"] == before["test"]
    assert found["confusion"] == before["confusion"]
    assert json.loads((copied / found["run"] / "run.json").read_text())["of"] == first


def test_code_and_report_are_written(home: Path, tmp_path: Path) -> None:
    first = ids(home)[0]
    script = run("runs", "code", first).stdout
    ast.parse(script)
    assert "keras" in script
    target = tmp_path / "train.py"
    run("runs", "code", first, "-o", str(target))
    assert target.read_text() == script
    page = tmp_path / "run.html"
    assert str(page) in run("runs", "report", first, "-o", str(page)).stdout
    assert page.read_text().lstrip().lower().startswith("<!doctype html")
    with pytest.raises(ConfigError, match="cannot be written"):
        run("runs", "report", first, "-o", "/nowhere/at/all.html")


@pytest.mark.parametrize("command", ["show", "delete", "resume", "repeat", "report", "code"])
def test_an_unknown_run_is_a_sentence(command: str) -> None:
    with pytest.raises(RunError, match="neurarium runs list"):
        run("runs", command, "no-such-run")


def test_comparing_takes_two_different_runs(home: Path) -> None:
    first = ids(home)[0]
    with pytest.raises(RunError, match="two different runs"):
        run("runs", "compare", first, first)


@pytest.mark.parametrize(
    "arguments",
    [("train",), ("runs",), *(("runs", one) for one in (
        "list", "show", "compare", "delete", "resume", "repeat", "report", "code"))],
)  # fmt: skip
def test_every_command_has_an_example(arguments: tuple[str, ...]) -> None:
    assert "Example" in run(*arguments, "--help").stdout
