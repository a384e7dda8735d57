"""CSV files of one's own."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_files import pets, zip_of

from neurarium.datasets import add_csv, info, load, names
from neurarium.datasets.own.table import read_table
from neurarium.errors import DataError

FLOWERS = "id;length;colour;species\n" + "".join(
    f"{i};{i % 7},5;{'red' if i % 3 else 'blue'};{'rose' if i % 2 else 'tulip'}\n"
    for i in range(1, 41)
)


def test_a_table_with_classes(tmp_path: Path) -> None:
    file = tmp_path / "flowers.csv"
    file.write_text(FLOWERS, encoding="utf-8")
    data = load(str(file))
    assert (data.title, data.kind, data.task, data.target) == (
        "flowers", "table", "classification", "species",
    )  # fmt: skip
    assert data.features == ("length", "colour = blue", "colour = red")
    assert data.x_train.shape == (32, 3)
    assert data.x_test.shape == (8, 3)
    assert [name.en for name in data.classes] == ["rose", "tulip"]
    assert np.bincount(data.y_test).tolist() == [4, 4]
    assert np.array_equal(data.x_train[:, 1] + data.x_train[:, 2], np.ones(32))
    assert set(data.x_train[:, 0]) <= {i + 0.5 for i in range(7)}
    assert any('"id" only counts' in note for note in data.notes)


def test_another_target_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "flowers.csv"
    file.write_text(FLOWERS, encoding="utf-8")
    for data in (load(f"{file}#colour"), load(str(file), target="colour")):
        assert data.target == "colour"
        assert [name.en for name in data.classes] == ["blue", "red"]
    with pytest.raises(DataError, match='Did you mean "length"'):
        load(f"{file}#lenght")


def test_a_table_with_numbers_to_learn() -> None:
    rows = "".join(f"{x},{2 * x + 0.25}\n" for x in range(50))
    parts = read_table(f"x,y\n{rows}".encode())
    assert (parts.task, parts.target, parts.features) == ("regression", "y", ("x",))
    np.testing.assert_allclose(parts.arrays["y_train"], 2 * parts.arrays["x_train"][:, 0] + 0.25)
    assert len(parts.arrays["y_train"]) == 40


def test_rows_without_a_value_are_left_out_and_it_is_said() -> None:
    parts = read_table(b"a,label\n1,x\n,x\n3,y\n4,\n5,x\n6,y\n7,x\n")
    assert len(parts.arrays["y_train"]) + len(parts.arrays["y_test"]) == 5
    assert any("2 of 7 rows" in note for note in parts.notes)


def test_whole_numbers_as_classes_are_in_their_order() -> None:
    rows = "".join(f"{i},{(i % 3) * 5}\n" for i in range(30))
    parts = read_table(f"v,class\n{rows}".encode())
    assert [name.en for name in parts.classes] == ["0", "5", "10"]


def test_korean_encoding_is_read(tmp_path: Path) -> None:
    text = "키,분류\n" + "".join(f"{i},{'개' if i % 2 else '말'}\n" for i in range(20))
    add_csv("동물", text.encode("cp949"))
    assert [name.ko for name in load("동물").classes] == ["개", "말"]
    assert info("동물").target == "분류"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a\n1\n2\n", "1 columns"),
        ("a,b\n", "names of the columns"),
        ("a,b\n1,2\n3,4\n", "at least 4 rows"),
        ("a,b\n1,2\n2,3\n3,4\nx,5\n5,6\n6,7\n", 'Line 5, column "a": "x"'),
        ("a,b\n1,2\n2,3\n3,4\n4,5,6\n", "Line 5"),
        ("a,label\n1,x\n2,x\n3,x\n4,x\n5,x\n", "one value only"),
        ("a,label\n1,p\n2,q\n3,r\n4,s\n5,t\n", "one row only"),
        ("name,label\n" + "".join(f"n{i},{i % 2}\n" for i in range(30)), "0 columns"),
    ],
)
def test_a_table_that_cannot_be_learned_from_says_why(text: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_table(text.encode())


def test_a_file_of_another_kind_is_said(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(zip_of(pets()).getvalue())
    with pytest.raises(DataError, match="Excel"):
        load(str(file))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='01.,;ab \n"é가-', max_size=80))
def test_any_text_is_a_table_or_an_error(text: str) -> None:
    with suppress(DataError):
        parts = read_table(text.encode())
        arrays = parts.arrays
        assert arrays["x_train"].shape[1] == len(parts.features)
        assert np.isfinite(arrays["x_train"]).all()
        assert len(arrays["x_train"]) == len(arrays["y_train"]) > 0
        assert len(arrays["x_test"]) == len(arrays["y_test"]) > 0


def test_a_csv_of_ones_own_is_kept(data_home: Path) -> None:
    add_csv("flowers", FLOWERS.encode(), target="colour")
    facts = info("flowers")
    data = load("flowers")
    assert facts.target == data.target == "colour"
    assert facts.input_shape == data.input_shape
    assert (facts.n_train, facts.n_test) == (len(data.y_train), len(data.y_test))
    (data_home / "own" / "flowers" / "facts.json").write_text("{}")
    with pytest.raises(DataError, match="damaged"):
        info("flowers")


def test_what_a_killed_process_left_is_no_data_set_and_goes(data_home: Path) -> None:
    left = data_home / "own" / ".new-abc"
    left.mkdir(parents=True)
    (left / "facts.json").write_text("{}")
    assert ".new-abc" not in names()
    add_csv("first", FLOWERS.encode())
    assert left.is_dir()  # somebody may be writing it
    os.utime(left, (1, 1))
    add_csv("second", FLOWERS.encode())
    assert not left.exists()
