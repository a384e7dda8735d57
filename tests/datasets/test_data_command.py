"""`neurarium data` as a person and a program use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from file_server import serving
from PIL import Image
from typer.testing import CliRunner

from neurarium.cli import app
from neurarium.datasets import add_csv, load
from neurarium.datasets.contact_sheet import contact_sheet
from neurarium.errors import ConfigError, DataError


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["data", *arguments], catch_exceptions=False)


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "neurarium", "data", *arguments],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("name", [(), ("list",), ("show",), ("get",), ("path",)])
def test_every_help_has_an_example(name: tuple[str, ...]) -> None:
    assert "Example" in run(*name, "--help").stdout


def test_the_list_fits_eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = run("list").stdout
    assert "california_housing" in text
    assert "…" not in text
    assert max(map(len, text.splitlines()[:-1])) <= 80
    assert len([line for line in text.splitlines() if "classes" in line]) == 8


def test_the_list_as_json_tells_what_is_here(data_home: Path) -> None:
    add_csv("mine", b"x,y\n" + b"".join(b"%d,%d.5\n" % (i, i) for i in range(20)))
    listed = {one["name"]: one for one in json.loads(run("list", "--json").stdout)["datasets"]}
    assert listed["digits"]["here"]
    assert not listed["mnist"]["here"]
    assert listed["mnist"]["bytes"] == 11_490_434
    assert listed["mine"]["own"]
    assert listed["mine"]["path"] == str(data_home / "own" / "mine")


def test_a_damaged_set_of_ones_own_hides_no_other(data_home: Path) -> None:
    add_csv("mine", b"x,y\n" + b"".join(b"%d,%d.5\n" % (i, i) for i in range(20)))
    (data_home / "own" / "mine" / "facts.json").write_text("{")
    done = run("list", "--json")
    told = json.loads(done.stdout)
    assert "digits" in {one["name"] for one in told["datasets"]}
    assert [one["name"] for one in told["problems"]] == ["mine"]
    done = run("list")
    assert "iris" in done.stdout
    assert "Damaged" in done.stderr


def test_show_prints_shapes_types_ranges_and_counts() -> None:
    text = run("show", "digits").stdout
    for word in ("1,438 × 8 × 8", "uint8", "255", "CC BY 4.0", "143", "98 %"):
        assert word in text


def test_show_as_json_gives_the_figures() -> None:
    told = json.loads(run("show", "wine", "--json").stdout)
    data = load("wine")
    assert told["arrays"]["x_train"]["shape"] == [142, 13]
    assert told["arrays"]["x_train"]["sha256"] == data.hashes["x_train"]
    assert told["counts"]["train"] == np.bincount(data.y_train).tolist()
    assert told["columns"][0]["mean"] == pytest.approx(data.x_train[:, 0].mean())
    assert told["references"][0]["value"] == 98.9
    digits = json.loads(run("show", "digits", "--json").stdout)
    assert sum(digits["histogram"]["counts"]) == 1438 * 64
    assert digits["classes"][3] == {"en": "3", "ko": "3"}


def test_show_of_what_is_absent_says_how_to_get_it() -> None:
    text = run("show", "mnist").stdout
    assert "neurarium data get mnist" in " ".join(text.split())
    assert json.loads(run("show", "mnist", "--json").stdout)["here"] is False


def test_show_of_a_table_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "[bold]odd.csv"
    rows = "".join(f"{i},{'[red]a' if i % 2 else 'b'}\n" for i in range(20))
    file.write_text(f"[x],label\n{rows}")
    text = run("show", str(file)).stdout
    assert "[red]a" in text
    assert "[x]" in text
    assert "[bold]odd" in text


def test_more_classes_than_asked_for_are_counted() -> None:
    text = run("show", "digits", "--limit", "4").stdout
    assert "… and 6 more classes" in text


def test_a_contact_sheet_has_a_row_for_each_class(tmp_path: Path) -> None:
    file = tmp_path / "digits.png"
    done = run("show", "digits", "--png", str(file), "--per-class", "5")
    assert done.exit_code == 0
    with Image.open(file) as sheet:
        assert sheet.format == "PNG"
        assert sheet.width < sheet.height
    assert str(file) in "".join(done.stdout.split())


def test_images_stand_in_the_row_of_their_class() -> None:
    data = load("digits")
    sheet = np.asarray(contact_sheet(data, columns=3).convert("L"))
    wanted = np.kron(data.x_train[data.y_train == 7][1], np.ones((5, 5))).astype(np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(sheet, (40, 40))
    rows, columns = np.nonzero((windows == wanted).all(axis=(2, 3)))
    assert len(rows) == 1
    first = np.kron(data.x_train[data.y_train == 0][0], np.ones((5, 5))).astype(np.uint8)
    top, left = (int(found[0]) for found in np.nonzero((windows == first).all(axis=(2, 3))))
    assert (int(rows[0]) - top, int(columns[0]) - left) == (7 * 42, 42)


def test_a_table_has_no_contact_sheet(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a table"):
        run("show", "iris", "--png", str(tmp_path / "iris.png"))


def test_a_picture_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        run("show", "digits", "--png", str(tmp_path / "nowhere" / "digits.png"))


def test_path_names_the_folder_and_a_file(data_home: Path, shared_dir: Path) -> None:
    assert run("path").stdout.strip() == str(data_home)
    (data_home / "mnist.npz").symlink_to(shared_dir / "datasets" / "mnist.npz")
    assert run("path", "mnist").stdout.strip() == str(data_home / "mnist.npz")
    for name, words in (("digits", "scikit-learn"), ("cifar10", "data get cifar10")):
        with pytest.raises(DataError, match=words):
            run("path", name)
    assert json.loads(run("path", "cifar10", "--json").stdout) == {"path": None}


def test_get_fetches_from_a_mirror_and_says_where_it_is(data_home: Path, shared_dir: Path) -> None:
    whole = (shared_dir / "datasets" / "mnist.npz").read_bytes()
    with serving({"/mnist.npz": whole}) as shelf:
        done = run("get", "mnist", "--mirror", shelf.address)
        assert str(data_home / "mnist.npz") in "".join(done.stdout.split("\n"))
        run("get", "mnist", "--mirror", shelf.address)
        assert len(shelf.asked) == 1
        told = json.loads(run("get", "mnist", "--again", "--mirror", shelf.address,
                              "--json").stdout)  # fmt: skip
        assert len(shelf.asked) == 2
    assert told["path"] == str(data_home / "mnist.npz")
    assert "scikit-learn" in run("get", "digits").stdout


def test_a_mistake_is_one_sentence_on_stderr() -> None:
    done = command("show", "mnits")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert 'Did you mean "mnist"' in done.stderr
    assert "Traceback" not in done.stderr
