"""The command line as a person and a program use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from neurarium import __version__
from neurarium.cli import app
from neurarium.errors import ConfigError, DivergedError, LinkError

HEAVY = {"jax", "jaxlib", "optax", "numpy", "sklearn", "keras", "torch", "pooch", "PIL", "fastapi",
         "uvicorn", "pydantic", "vl_convert"}  # fmt: skip
SMALL = "#n=1&data=xor&samples=60&layers=3"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "neurarium", *arguments],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom neurarium.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "planetarium" in done.stdout
    assert not {name.split(".")[0] for name in done.stderr.split()} & HEAVY


@pytest.mark.parametrize("arguments", [("--help",), ("play", "--help")])
def test_every_help_has_an_example(arguments: tuple[str, ...]) -> None:
    assert "Example" in run(*arguments).stdout


def test_version() -> None:
    assert run("--version").stdout.strip() == f"neurarium {__version__}"


def fixtures(folder: Path) -> list[Path]:
    return sorted((folder / "fixtures" / "playground").glob("*.json"))


NAMES = [
    "default", "gauss_l1_dead_links", "no_hidden_layer", "regression_gauss_linear_output",
    "spiral_relu_all_inputs", "xor_sigmoid_l2_leftover_batch",
]  # fmt: skip


def flat(snapshot: dict[str, Any]) -> np.ndarray[Any, Any]:
    parts = [np.ravel(layer) for key in ("weights", "biases") for layer in snapshot[key]]
    losses = [snapshot["loss_train"], snapshot["loss_test"]]
    return np.concatenate([*parts, losses, snapshot["probe"]])


def test_there_is_a_fixture_for_every_name(shared_dir: Path) -> None:
    assert [file.stem for file in fixtures(shared_dir)] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_playground_link_gives_the_originals_numbers(shared_dir: Path, name: str) -> None:
    file = shared_dir / "fixtures" / "playground" / f"{name}.json"
    fixture = json.loads(file.read_text())
    epochs = ",".join(str(snapshot["epoch"]) for snapshot in fixture["snapshots"])
    done = run("play", fixture["link"], "--exact", "--snapshots", epochs, "--json")
    result = json.loads(done.stdout)
    assert set(result) == {*fixture, "train_s"}
    assert result["train_s"] > 0
    for key in ("link", "inputs", "shape", "n_train", "n_test"):
        assert result[key] == fixture[key]
    np.testing.assert_allclose(result["train"], fixture["train"], rtol=1e-9, atol=0)
    np.testing.assert_allclose(result["test"], fixture["test"], rtol=1e-9, atol=0)
    for found, wanted in zip(result["snapshots"], fixture["snapshots"], strict=True):
        assert set(found) == set(wanted)
        assert found["epoch"] == wanted["epoch"]
        assert found["dead"] == wanted["dead"]
        exact = 1e-9 if found["epoch"] == 0 else 1e-6
        np.testing.assert_allclose(flat(found), flat(wanted), rtol=exact, atol=1e-15)


def test_several_classes_extend_the_json() -> None:
    link = "#n=1&data=rings&classes=4&samples=80&layers=3&output=softmax"
    done = run("play", link + "&loss=categorical_crossentropy", "--epochs", "2", "--json")
    result = json.loads(done.stdout)
    assert result["shape"] == [2, 3, 4]
    (snapshot,) = result["snapshots"]
    assert snapshot["epoch"] == 2
    np.testing.assert_allclose(np.sum(snapshot["probe"], axis=1), np.ones(5), rtol=1e-5)
    assert {row[2] for row in result["train"] + result["test"]} == {0, 1, 2, 3}


def test_files_are_written_and_open_again(tmp_path: Path) -> None:
    paths = {name: tmp_path / f"net.{name}" for name in ("png", "svg", "html", "json")}
    done = run(
        "play", SMALL, "--epochs", "5", "--png", str(paths["png"]), "--svg", str(paths["svg"]),
        "--html", str(paths["html"]), "--save", str(paths["json"]), "--dark",
    )  # fmt: skip
    assert done.exit_code == 0
    assert "accuracy" in done.stdout
    assert paths["png"].read_bytes().startswith(b"\x89PNG")
    assert paths["svg"].read_text(encoding="utf-8").startswith("<svg")
    assert "mountReplay" in paths["html"].read_text(encoding="utf-8")
    again = run("play", str(paths["json"]), "--epochs", "9", "--json")
    straight = run("play", SMALL, "--epochs", "9", "--json")
    snapshots = [json.loads(result.stdout)["snapshots"] for result in (again, straight)]
    assert snapshots[0] == snapshots[1]


def test_warnings_go_to_stderr_and_json_stays_json() -> None:
    done = command("play", "#dataset=xor&seed=0.5&colour=red", "--epochs", "1", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["n_train"] == 250
    assert done.stderr.startswith("Warning: ")
    assert '"colour"' in done.stderr


def test_an_error_is_one_sentence_on_stderr_and_a_non_zero_exit() -> None:
    done = command("play", "no_such_file.json")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith('Error: "no_such_file.json" is neither a file nor a link')
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("#n=1&lr=fast",), LinkError),
        (("#n=1&data=custom",), Exception),
        (("#n=1", "--snapshots", "a"), ConfigError),
        (("#n=1", "--snapshots", "-1"), ConfigError),
        (("#n=1", "--epochs", "5", "--snapshots", "9"), ConfigError),
        (("#n=1&optimizer=adam", "--exact"), ConfigError),
        (("#n=1", "--png", "/nowhere/at/all.png"), ConfigError),
        (("x" * 5000,), LinkError),
        (("#n=1&lr=50&layers=4:relu&output=linear", "--epochs", "50"), DivergedError),
    ],
)
def test_mistakes_are_errors_of_our_family(
    arguments: tuple[str, ...], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        run("play", *arguments)
    assert str(caught.value).endswith((".", '"')) or len(str(caught.value)) > 20


def test_the_epoch_of_a_link_is_where_it_ends() -> None:
    result = json.loads(run("play", SMALL + "&epoch=7", "--json").stdout)
    assert [snapshot["epoch"] for snapshot in result["snapshots"]] == [7]


def test_alone_it_opens_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    from neurarium.lab import server

    asked: dict[str, Any] = {}
    monkeypatch.setattr(server, "serve", lambda **options: asked.update(options))
    assert run("--port", "0", "--no-browser", "--host", "192.0.2.1", "--token", "t").exit_code == 0
    assert asked == {"host": "192.0.2.1", "port": 0, "token": "t", "open_browser": False}
