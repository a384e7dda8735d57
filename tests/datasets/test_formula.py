"""The formula grammar: what it means, and the sentence for what isn't in it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurarium.datasets.points import DataConfig, class_count, draw, task_of
from neurarium.datasets.points.formula import parse_formula
from neurarium.datasets.points.formula_functions import FUNCTIONS
from neurarium.datasets.seed_random import SeedRandom
from neurarium.errors import FormulaError


def value(text: str, x: float = 0.0, y: float = 0.0) -> float:
    return float(parse_formula(text)(np.array([x]), np.array([y]))[0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2*3", 7), ("(1 + 2)*3", 9), ("2^3^2", 512), ("-2^2", -4), ("2**-1", 0.5),
        ("10 - 4 - 3", 3), ("16/4/2", 2), ("7 % 4", 3), ("--3", 3), ("+.5e1", 5), ("1.", 1),
        ("2*sin(pi/6)", 1), ("e^1", math.e), ("log(e)", 1), ("max(1, 2, 3) - min(4, 5)", -1),
        ("abs(-2) + sign(-3) + floor(1.9)", 2), ("ATAN2(1, 1)", math.pi / 4), ("−2 × 3", -6),
        ("(3 > 2) * 5", 5), ("1 < 2 < 3", 1), ("1 < 2 > 3", 0), ("not 1 > 2", 1),
        ("1 > 2 or 2 > 1 and 3 > 4", 0), ("1 > 0 or 2 > 1 and 3 > 4", 1), ("2 ≤ 2", 1),
        ("1 != 1", 0), ("mod(-1, 4) == 3", 1), ("sigmoid(0)", 0.5), ("hypot(3, 4)", 5),
    ],
)  # fmt: skip
def test_arithmetic(text: str, wanted: float) -> None:
    assert value(text) == pytest.approx(wanted)


def test_variables() -> None:
    assert value("x - 2*y", 5, 1) == 3
    assert value("X1 + x2", 5, 1) == 6


def test_a_side_without_value_makes_no_truth_unless_the_other_decides() -> None:
    assert math.isnan(value("log(x) > 0", -1))
    assert value("x > 0 and log(x) > 0", -1) == 0
    assert value("x < 0 or log(x) > 0", -1) == 1
    assert math.isnan(value("not log(x) > 0", -1))
    assert math.isnan(value("1/x", 0))


@pytest.mark.parametrize(
    ("text", "column", "character"),
    [
        ("y > 2*sim(x)", 7, "sim"), ("2x", 2, "x"), ("x +", 4, "ends"), ("(x + 1", 7, "ends"),
        ("x + 1)", 6, ")"), ("x $ y", 3, "$"), ("y = x", 3, "="), ("sin x", 5, "x"),
        ("sin()", 5, ")"), ("max(1)", 1, "max"), ("sin(1, 2)", 1, "sin"), ("x and y > 1", 1, "x"),
        ("x > 1 and y", 11, "y"), ("not x", 5, "x"), ("1e999", 1, "1e999"), ("x * / y", 5, "/"),
        ("and", 1, "and"), ("__import__('os')", 1, "_"), ("x.real", 2, "."), ("x[0]", 2, "["),
        ("(" * 40 + "x" + ")" * 40, 31, "("), ("-" * 50 + "x", 31, "-"), ("2^" * 50 + "2", 61, ""),
    ],
)  # fmt: skip
def test_an_error_names_column_and_character(text: str, column: int, character: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    assert f"Column {column}:" in str(caught.value)
    assert character in str(caught.value)


def test_a_misspelt_function_gets_a_hint() -> None:
    with pytest.raises(FormulaError, match='Did you mean "sqrt"'):
        parse_formula("sqr(x)")
    with pytest.raises(FormulaError, match=r"2\*x"):
        parse_formula("2x")


@pytest.mark.parametrize("text", ["", "  ", "x+" * 150 + "x"])
def test_length_is_bounded(text: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(text)


def points_of(text: str, **settings: object):  # type: ignore[no-untyped-def]
    data = DataConfig.model_validate({"name": "formula", "formula": text, **settings})
    return data, draw(data, SeedRandom(data.seed))


def test_a_comparison_makes_two_classes() -> None:
    data, points = points_of("y > 2*sin(x)")
    assert task_of(data) == points.task == "classification"
    assert class_count(data) == 2
    assert len(points) == 500
    truth = points.xy[:, 1] > 2 * np.sin(points.xy[:, 0])
    np.testing.assert_array_equal(points.target, truth)


def test_no_formula_yet_means_the_example() -> None:
    _, example = points_of("y > 2*sin(x)")
    _, points = points_of("")
    np.testing.assert_array_equal(points.target, example.target)


def test_a_number_is_scaled_by_its_largest_magnitude() -> None:
    data, points = points_of("x*y")
    assert task_of(data) == points.task == "regression"
    assert class_count(data) == 0
    assert len(points) == 1200
    assert points.target_axis is not None
    assert points.target_axis.unit == pytest.approx(36)
    np.testing.assert_allclose(points.target * 36, points.xy.prod(axis=1), atol=1e-12)


def test_noise_changes_labels_and_moves_nothing() -> None:
    _, clear = points_of("y > x")
    wrong = []
    for noise in (10, 30, 50):
        _, noisy = points_of("y > x", noise=noise)
        np.testing.assert_array_equal(noisy.xy, clear.xy)
        wrong.append(np.mean(noisy.target != clear.target))
    assert 0 < wrong[0] < wrong[1] < wrong[2] < 0.5


def test_points_without_a_value_are_drawn_elsewhere() -> None:
    _, points = points_of("sqrt(x - 3) + y", noise=20)
    assert len(points) == 1200
    assert np.isfinite(points.target).all()
    _, clear = points_of("log(x) > 1")
    assert clear.xy[:, 0].min() > 0


def test_a_pole_stays_within_the_scale() -> None:
    _, points = points_of("1/x")
    assert np.abs(points.target).max() == 1


@pytest.mark.parametrize("text", ["sqrt(-1 - x^2)", "log(x - 5.99)", "1/0"])
def test_almost_nowhere_is_a_sentence(text: str) -> None:
    with pytest.raises(FormulaError, match="almost all"):
        points_of(text)


@pytest.mark.parametrize("text", ["y > 100", "x^2 >= 0"])
def test_one_class_is_a_sentence(text: str) -> None:
    with pytest.raises(FormulaError, match="one class"):
        points_of(text)


WORDS = st.sampled_from(
    ["x", "y", "1", "2.5", "+", "-", "*", "/", "^", "(", ")", ",", "<", ">=", "and", "or", "not",
     "sin(", "max(", "pi", " ", "=", "é", "%", *FUNCTIONS]
)  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=60) | st.lists(WORDS, max_size=25).map("".join))
def test_any_text_is_a_formula_or_a_sentence(text: str) -> None:
    try:
        formula = parse_formula(text)
    except FormulaError as error:
        assert str(error)  # noqa: PT017  the sentence is all that is promised here
    else:
        line = np.linspace(-6, 6, 7)
        values = formula(line, line[::-1])
        assert values.shape == (7,)
        assert not np.isinf(values).any()
        if formula.classes:
            assert set(values[~np.isnan(values)]) <= {0.0, 1.0}


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y", "2", "0.5"]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner)
        | st.builds("-{}".format, inner)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(EXPRESSIONS)
def test_arithmetic_means_what_python_means(text: str) -> None:
    wanted = eval(text, {"x": 1.25, "y": -3.0})  # noqa: S307  made of x, y, 2, 0.5 and signs
    assert value(text, 1.25, -3.0) == pytest.approx(wanted)


def test_a_formula_that_is_defined_on_lines_alone_is_refused_at_once() -> None:
    calls = 0

    def random() -> float:
        nonlocal calls
        calls += 1
        return (calls * 0.6180339887498949) % 1.0

    with pytest.raises(FormulaError, match="no value on almost all"):
        draw(DataConfig(name="formula", formula="(0 - 2) ^ x"), random)
    assert calls < 50_000
