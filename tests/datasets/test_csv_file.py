"""Files of one's own: what is understood, and the sentence for what isn't."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurarium.datasets.points import DataConfig, draw
from neurarium.datasets.points.csv_file import (
    MAX_BYTES,
    check_size,
    read_table,
    to_points,
)
from neurarium.datasets.points.settings import MAX_POINTS, CustomPoints
from neurarium.datasets.seed_random import SeedRandom
from neurarium.errors import DataError

ROWS = "1.5,2,a\n3,4,b\n-5,6.5,a\n7,8,b\n"


def guessed(data: bytes, task: str | None = None) -> CustomPoints:
    table = read_table(data)
    guess = table.guess
    return to_points(table, guess.x, guess.y, guess.target, task)  # type: ignore[arg-type]


def test_a_plain_file() -> None:
    table = read_table(("width,height,kind\n" + ROWS).encode())
    assert [column.name for column in table.columns] == ["width", "height", "kind"]
    assert [column.numeric for column in table.columns] == [True, True, False]
    assert (table.guess.x, table.guess.y, table.guess.target) == (0, 1, 2)
    assert table.guess.task == "classification"
    assert (table.has_header, table.delimiter, table.encoding) == (True, ",", "utf-8")
    assert table.preview[0] == ["1.5", "2", "a"]
    points = to_points(table, "width", "height", "kind")
    assert points.classes == ("a", "b")
    assert [row[2] for row in points.rows] == [0, 1, 0, 1]
    assert points.x_axis.name == "width"


def test_a_description_is_plain_json() -> None:
    described = read_table(("width,height,kind\n" + ROWS).encode()).description()
    assert described["rows"] == 4
    assert described["columns"][0] == {"name": "width", "numeric": True, "problem": None}
    assert described["guess"] == {"x": 0, "y": 1, "target": 2, "task": "classification"}


def test_data_fill_the_plane_and_the_scale_leads_back() -> None:
    points = guessed(b"x,y,kind\n" + ROWS.encode())
    rows = np.array(points.rows)
    assert rows[:, :2].min(axis=0).tolist() == [-5, -5]
    assert rows[:, :2].max(axis=0).tolist() == [5, 5]
    back = rows[:, 0] * points.x_axis.unit + points.x_axis.offset
    np.testing.assert_allclose(back, [1.5, 3, -5, 7], atol=1e-12)


def test_data_that_fill_the_plane_already_stay() -> None:
    points = guessed(b"x,y,kind\n-5,4.25,a\n5,-4,b\n1,2,a\n")
    assert points.rows == ((-5, 4.25, 0), (5, -4, 1), (1, 2, 0))
    assert points.x_axis.unit == 1


@pytest.mark.parametrize("values", [(3, 3, 3), (1e308, -1e308, 0), (5e-324, 0, 5e-324)])
def test_any_column_can_be_scaled(values: tuple[float, ...]) -> None:
    lines = "".join(f"{v!r},{i},{'ab'[i % 2]}\n" for i, v in enumerate(values))
    rows = np.array(guessed(lines.encode()).rows)
    assert np.isfinite(rows).all()
    assert np.abs(rows[:, :2]).max() <= 5 + 1e-9


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " ", "  "])
@pytest.mark.parametrize("header", ["", "alpha,beta,kind\n"])
def test_delimiter_and_header_are_found(delimiter: str, header: str) -> None:
    table = read_table((header + ROWS).replace(",", delimiter).encode())
    assert table.delimiter == delimiter[0]
    assert table.has_header == bool(header)
    assert len(table.rows) == 4
    assert table.rows[0].line == (2 if header else 1)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "폭,높이,종류\n1,2,고양이\n3,4,강아지\n5,1,고양이\n"),
        ("utf-8-sig", "폭,높이,종류\n1,2,고양이\n3,4,강아지\n5,1,고양이\n"),
        ("cp949", "폭,높이,종류\n1,2,고양이\n3,4,강아지\n5,1,고양이\n"),
        ("utf-16", "폭,높이,종류\n1,2,고양이\n3,4,강아지\n5,1,고양이\n"),
        ("utf-16-le", "a,b,kind\n1,2,cat\n3,4,dog\n5,1,cat\n"),
        ("utf-16-be", "a,b,kind\n1,2,cat\n3,4,dog\n5,1,cat\n"),
        ("latin-1", "größe,höhe,art\n1,2,Kätzchen\n3,4,Bär\n5,1,Bär\n"),
        ("cp1252", "prix €,âge,espèce\n1,2,bébé\n3,4,âne\n5,1,âne\n"),
    ],
)
def test_encodings_are_found(encoding: str, text: str) -> None:
    table = read_table(text.encode(encoding))
    header, first = text.split("\n")[:2]
    assert [column.name for column in table.columns] == header.split(",")
    assert list(table.rows[0].cells) == first.split(",")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_quotes_and_blank_lines(line_end: str) -> None:
    text = 'x,y,kind\n\n1,2,"a, first"\n3,4,"say ""b"""\n\n'
    points = guessed(text.replace("\n", line_end).encode())
    assert points.classes == ("a, first", 'say "b"')


def test_decimal_commas() -> None:
    points = guessed(b"x;y;kind\n1,5;2;a\n-3,25;4,5;b\n1;3;a\n")
    back = [row[0] * points.x_axis.unit + points.x_axis.offset for row in points.rows]
    assert back == pytest.approx([1.5, -3.25, 1])


def test_quoted_thousands_between_commas() -> None:
    points = guessed(b'x,y,kind\n"12,000",2,a\n"1,500",4,b\n800,3,a\n')
    assert points.x_axis.unit == pytest.approx(1120)


def test_a_counting_column_is_passed_over() -> None:
    guess = read_table(b",y,x,species\n0,5,1,a\n1,4,7,b\n2,3,2,a\n").guess
    assert (guess.x, guess.y, guess.target) == (2, 1, 3)


def test_few_whole_numbers_that_repeat_are_classes() -> None:
    points = guessed(b"x,y,label\n1,2,-1\n3,4,1\n5,6,1\n7,1,-1\n")
    assert points.classes == ("-1", "1")
    assert [row[2] for row in points.rows] == [0, 1, 1, 0]


def test_a_target_to_predict_is_scaled() -> None:
    points = guessed(b"x,y,price\n1,2,10.5\n3,4,20\n5,6,30.5\n")
    assert points.classes == ()
    assert [row[2] for row in points.rows] == pytest.approx([-1, -0.05, 1])
    assert points.target_axis is not None
    assert points.target_axis.offset == pytest.approx(20.5)
    assert points.target_axis.unit == pytest.approx(10)


def test_the_task_can_be_chosen() -> None:
    data = b"x,y,stars\n1,2,1\n3,4,2\n5,6,1\n7,1,2\n"
    assert guessed(data).classes == ("1", "2")
    assert guessed(data, "regression").classes == ()
    assert guessed(b"x,y,t\n1,2,0.5\n3,4,1.5\n", "classification").classes == ("0.5", "1.5")


def test_too_many_rows_are_sampled_evenly() -> None:
    lines = "".join(f"{i},{i % 77},{'rare' if i == 5 else 'ab'[i % 2]}\n" for i in range(12_000))
    points = guessed(("x,y,kind\n" + lines).encode())
    assert 0.99 * MAX_POINTS <= len(points.rows) <= MAX_POINTS
    counts = np.bincount([int(row[2]) for row in points.rows])
    assert counts[2] == 1
    assert abs(counts[0] - counts[1]) < 5
    assert "12,000" in points.note
    assert points == guessed(("x,y,kind\n" + lines).encode())
    halves = np.histogram([row[0] for row in points.rows], bins=2, range=(-5, 5))[0]
    assert abs(halves[0] - halves[1]) < 50


def test_what_is_read_can_be_drawn() -> None:
    custom = guessed(b"x,y,kind\n" + ROWS.encode())
    points = draw(DataConfig(name="custom", custom=custom), SeedRandom("1"))
    assert sorted(map(tuple, points.rows())) == sorted(custom.rows)
    assert points.x_axis == custom.x_axis


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", ["empty"]),
        (b" \n\n", ["empty"]),
        (b",,\n,,\n", ["no values"]),
        (b"x,y,kind\n", ["line 1", '"x, y, kind"']),
        (b"x,y,kind\n1,2,a\n", ["line 2", "two"]),
        (b"x,y\n1,2\n3,4\n", ["Line 1", "2 columns", "Three"]),
        (b"x,y,kind\n1,2,a\n3,,b\n4,5,a\n6,7,b\n", ["Line 3", '"y"', "missing"]),
        (b"x,y,kind\n1,2,a\n3,NA,b\n4,5,a\n6,7,b\n", ["Line 3", '"y"', '"NA"', "missing"]),
        (b"x,y,kind\n1,2,a\n3,4,\n4,5,a\n6,7,b\n", ["Line 3", '"kind"', "missing"]),
        (b"x,y,kind\n1,2,a\nsoon,4,b\n4,5,a\n", ["Line 3", '"x"', '"soon"', "number"]),
        (b"x,y,kind\n1,2,a\n3,inf,b\n4,5,a\n", ["Line 3", '"y"', '"inf"', "finite"]),
        (b"x,y,kind\n1,2,a\n3,1e999,b\n4,5,a\n", ["Line 3", '"1e999"']),
        (b"x,y,kind\n1,2,a\n3,4,b\n4,nan,a\n", ["Line 4", '"nan"']),
        (b"x,y,kind\n1,2,a\n3,4,a\n", ["one class", '"a"', "line 2"]),
        (b"x,y,kind\n1,2,a\n3,4,b,7\n5,6,a\n", ["Line 3", "4 columns", "3"]),
        (b'x,y,kind\n1,2,a\n3,4,"b\n5,6,a\n', ["Line 3", "quotation"]),
        (b"x,y,kind\na,b,c\nd,e,f\n", ["Two columns of numbers", "has 0", '"x"']),
        (b"x,y,kind\n1,b,c\n2,e,f\n", ["Two columns of numbers", "has 1", "Line 2", '"b"']),
        (b"x,y,t\n1,2,7.5\n3,4,7.5\n5,6,7.5\n", ["7.5", "nothing to predict"]),
        (b"x,y,kind\n1,2,\x01\n3,4,b\n", ["Line 2", "0x01", "not text"]),
        (bytes(range(256)), ["not text"]),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), ["picture"]),
        (b"PK\x03\x04" + bytes(20), ["Excel"]),
        (b"x,y,kind\n" + b"".join(b"%d,2,c%d\n" % (i, i) for i in range(11)), ["11", "10"]),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence(data: bytes, words: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        guessed(data)
    for word in words:
        assert word in str(caught.value)


def test_a_file_of_200_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(DataError, match=r"200\.0 MB, at most 5 MB"):
        check_size(200_000_000)
    with pytest.raises(DataError, match=r"at most 5 MB"):
        read_table(bytes(MAX_BYTES + 1))


@pytest.mark.parametrize("columns", [(0, 0, 2), (0, 1, 1), (0, 1, 9), (-1, 0, 1), ("x", "z", 2)])
def test_columns_must_be_there_and_different(columns: tuple[int | str, ...]) -> None:
    table = read_table(b"x,y,kind\n" + ROWS.encode())
    with pytest.raises(DataError):
        to_points(table, *columns)


def test_text_cannot_be_predicted_as_a_number() -> None:
    table = read_table(b"x,y,kind\n" + ROWS.encode())
    with pytest.raises(DataError, match='Line 2, column "kind": "a"'):
        to_points(table, 0, 1, 2, "regression")


def test_names_stay_apart_and_short() -> None:
    long = "n" * 300
    table = read_table(f"a,a,,{long}\n1,2,3,p\n4,5,9,q\n".encode())
    names = [column.name for column in table.columns]
    assert names[:3] == ["a", "a (2)", "column 3"]
    assert len(set(names)) == 4
    classes = guessed(f"x,y,kind\n1,2,{long}b\n3,4,{long}c\n".encode()).classes
    assert len(set(classes)) == 2
    assert max(map(len, classes)) <= 40


CELLS = st.sampled_from(
    ["1", "2.5", "-3", "1e9", "1,5", '"', "a", "", "nan", "é", "한", " ", "\t", ";", "1e308", "−1"]
)
LINES = st.lists(st.lists(CELLS, min_size=1, max_size=5).map(",".join), max_size=12)
NUMBERS = st.floats(allow_nan=False).map(repr) | st.sampled_from(["1", "-2", "1e308", "5e-324"])
TABLES = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.sampled_from(["0", "1", "a", "2.5"])).map(",".join), max_size=12
)


@settings(deadline=None)
@given(st.binary(max_size=300) | (LINES | TABLES).map(lambda lines: "\n".join(lines).encode()))
def test_whatever_comes_is_points_or_a_sentence(data: bytes) -> None:
    try:
        points = guessed(data)
    except DataError as error:
        assert str(error)  # noqa: PT017  the sentence is all that is promised here
    else:
        assert len(points.rows) >= 2
        assert np.abs(np.array(points.rows)[:, :2]).max() <= 6


def test_huge_numbers_that_hardly_differ_stay_on_the_plane() -> None:
    table = read_table(b"x,y,l\n1e300,1,a\n1.0000000000000002e300,2,b\n1e300,3,a\n")
    points = to_points(table, "x", "y", "l")
    assert all(abs(value) <= 6 for row in points.rows for value in row[:2])
