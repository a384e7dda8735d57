"""Every data set: sizes, seeds, noise, shapes."""

from __future__ import annotations

import itertools
from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from neurarium.datasets.points import (
    AxisScale,
    CustomPoints,
    DataConfig,
    Points,
    class_count,
    class_names,
    draw,
    task_of,
)
from neurarium.datasets.points.settings import DataName
from neurarium.datasets.seed_random import SeedRandom
from neurarium.errors import DataError

OWN = CustomPoints(
    rows=tuple((float(i % 7) - 3, float(i % 5) - 2, float(i % 2)) for i in range(60)),
    classes=("cat", "dog"),
    x_axis=AxisScale(name="width", offset=3, unit=2),
)
NAMES = get_args(DataName)
MOVING = ("moons", "rings", "pinwheel", "digits", "spiral")
RELABELLED = ("circle", "xor", "checkerboard", "formula")


def points_of(name: str, **settings: object) -> Points:
    data = DataConfig.model_validate({"name": name, "custom": OWN, **settings})
    return draw(data, SeedRandom(data.seed))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_draws_the_same_points(name: str) -> None:
    one, same, other = (points_of(name, seed=seed) for seed in ("0.1", "0.1", "0.2"))
    np.testing.assert_array_equal(one.xy, same.xy)
    np.testing.assert_array_equal(one.target, same.target)
    assert not np.array_equal(one.xy, other.xy)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("samples", [10, 101])
def test_sizes_and_split(name: str, samples: int) -> None:
    points = points_of(name, samples=samples, train_percent=70)
    wanted = min(samples, len(OWN.rows)) if name == "custom" else samples
    assert points.xy.shape == (wanted, 2)
    assert points.target.shape == (wanted,)
    assert points.n_train == wanted * 70 // 100
    assert len(points.train_xy) == len(points.train_target) == points.n_train
    assert len(points.test_xy) == len(points.test_target) == points.n_test
    assert np.isfinite(points.xy).all()
    assert points.rows()[0] == [*points.xy[0], points.target[0]]


@pytest.mark.parametrize("name", NAMES)
def test_task_and_classes_are_known_before_drawing(name: str) -> None:
    data = DataConfig.model_validate({"name": name, "custom": OWN})
    points = points_of(name)
    assert task_of(data) == points.task
    assert class_names(data) == points.classes
    assert class_count(data) == len(points.classes)
    assert (points.task == "regression") == name.startswith("reg-")
    if points.classes:
        assert set(points.target) == set(range(len(points.classes)))


@pytest.mark.parametrize("name", ["circle", "gauss", "spiral", "moons", "rings", "pinwheel"])
def test_classes_are_of_one_size(name: str) -> None:
    counts = np.bincount(points_of(name, samples=200).target.astype(int))
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("name", [n for n in NAMES if n != "custom"])
def test_points_without_noise_are_on_the_map(name: str) -> None:
    if name != "gauss":
        assert np.abs(points_of(name).xy).max() <= 6


@pytest.mark.parametrize("name", MOVING)
def test_noise_moves_points_ever_further_along_the_same_way(name: str) -> None:
    clear = points_of(name)
    moves = [points_of(name, noise=noise).xy - clear.xy for noise in (10, 20, 50)]
    np.testing.assert_allclose(moves[1], 2 * moves[0], atol=1e-12)
    np.testing.assert_allclose(moves[2], 5 * moves[0], atol=1e-12)
    assert np.abs(moves[0]).max() > 0
    np.testing.assert_array_equal(points_of(name, noise=50).target, clear.target)
    if name not in ("spiral", "custom"):
        assert moves[2].std() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("name", RELABELLED)
def test_noise_gives_points_the_label_of_another_place(name: str) -> None:
    clear = points_of(name)
    wrong = []
    for noise in (10, 30, 50):
        noisy = points_of(name, noise=noise)
        np.testing.assert_array_equal(noisy.xy, clear.xy)
        wrong.append(np.mean(noisy.target != clear.target))
    assert 0 < wrong[0] < wrong[1] < wrong[2]


def test_noise_widens_the_two_clouds() -> None:
    spreads = []
    for noise in (0, 25, 50):
        points = points_of("gauss", noise=noise, samples=4000)
        spreads.append(points.xy[points.target == 1].var(axis=0))
    np.testing.assert_allclose(spreads, [[0.5, 0.5], [2.25, 2.25], [4, 4]], rtol=0.1)


def test_moons_are_half_circles_that_do_not_touch() -> None:
    points = points_of("moons")
    upper, lower = (points.xy[points.target == label] for label in (1, 0))
    np.testing.assert_allclose(np.hypot(upper[:, 0] + 1.5, upper[:, 1] + 0.75), 3)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1.5, lower[:, 1] - 0.75), 3)
    distances = np.linalg.norm(upper[:, None] - lower[None], axis=2)
    assert distances.min() > 0.7


@pytest.mark.parametrize("classes", [2, 3, 6, 10])
def test_rings_are_told_apart_by_their_radius(classes: int) -> None:
    points = points_of("rings", classes=classes)
    radius = np.hypot(*points.xy.T)
    assert len(points.classes) == classes
    spans = [
        (radius[points.target == k].min(), radius[points.target == k].max()) for k in range(classes)
    ]
    assert all(inner[1] < outer[0] for inner, outer in itertools.pairwise(spans))


@pytest.mark.parametrize("classes", [2, 3, 6, 10])
def test_pinwheel_arms_are_told_apart_by_their_angle(classes: int) -> None:
    points = points_of("pinwheel", classes=classes)
    radius = np.hypot(*points.xy.T)
    straight = np.arctan2(points.xy[:, 0], points.xy[:, 1]) - 2 * radius / 5
    arm = np.round(straight / (2 * np.pi / classes)) % classes
    np.testing.assert_array_equal(arm, points.target)


def test_a_checkerboard_has_sixteen_cells() -> None:
    points = points_of("checkerboard", samples=2000)
    cells = np.floor(points.xy / 3).astype(int)
    np.testing.assert_array_equal(points.target, cells.sum(axis=1) % 2 == 0)
    assert len({tuple(cell) for cell in cells.tolist()}) == 16


def test_digits_are_their_two_principal_components() -> None:
    from sklearn.datasets import load_digits
    from sklearn.decomposition import PCA

    points = points_of("digits", samples=1797)
    assert points.classes == tuple("0123456789")
    assert points.x_axis.unit == points.y_axis.unit
    assert np.abs(points.xy).max() == pytest.approx(5.5)
    loaded = load_digits()
    pca = PCA(2, svd_solver="full").fit(loaded.data)
    strongest = np.abs(pca.components_).argmax(axis=1)
    signs = np.sign(pca.components_[[0, 1], strongest])
    wanted = np.column_stack((pca.transform(loaded.data) * signs, loaded.target))
    found = np.column_stack((points.xy * points.x_axis.unit, points.target))
    np.testing.assert_allclose(
        found[np.lexsort(found.round(6).T)], wanted[np.lexsort(wanted.round(6).T)], atol=1e-9
    )
    assert len(points_of("digits")) == 500
    assert len(points_of("digits", samples=5000)) == 1797


def test_points_of_ones_own_keep_their_names_and_scales() -> None:
    points = points_of("custom")
    assert points.classes == ("cat", "dog")
    assert points.x_axis == OWN.x_axis
    assert sorted(map(tuple, points.rows())) == sorted(OWN.rows)


def test_noise_leaves_points_of_ones_own_alone() -> None:
    still, noisy = points_of("custom"), points_of("custom", noise=50)
    np.testing.assert_array_equal(still.xy, noisy.xy)


def test_another_point_of_ones_own_leaves_the_others_on_their_side() -> None:
    before = points_of("custom")
    more = CustomPoints(rows=((0.123, 4.5, 1), *OWN.rows), classes=OWN.classes)
    after = points_of("custom", custom=more)
    moved = {tuple(row) for row in before.train_xy} - {tuple(row) for row in after.train_xy}
    assert len(moved) <= 1


def test_points_of_ones_own_that_come_back_from_a_page_are_the_same_data() -> None:
    scattered = [(i * 0.7391 % 5, i * 1.1234567891 % 5, i % 2) for i in range(50)]
    own = CustomPoints(rows=tuple(scattered), classes=("a", "b"))
    sent = points_of("custom", custom=own)
    rows = tuple(tuple(round(value, 6) for value in row) for row in sent.rows())
    back = points_of("custom", custom=CustomPoints(rows=rows, classes=("a", "b")))
    np.testing.assert_allclose(back.xy, sent.xy, atol=1e-6)
    np.testing.assert_array_equal(back.target, sent.target)


@pytest.mark.parametrize("count", [2, 3])
def test_few_points_still_train_and_test(count: int) -> None:
    few = CustomPoints(rows=OWN.rows[:count], classes=("a", "b"))
    for percent in (10, 90):
        points = points_of("custom", custom=few, train_percent=percent)
        assert points.n_train >= 1
        assert points.n_test >= 1


@pytest.mark.parametrize("custom", [None, CustomPoints(rows=()), CustomPoints(rows=((1, 2, 3),))])
def test_too_few_points_of_ones_own_are_a_sentence(custom: CustomPoints | None) -> None:
    with pytest.raises(DataError, match="points of your own"):
        points_of("custom", custom=custom)


@pytest.mark.parametrize(
    "values",
    [
        {"rows": ((0, 0, 0), (1, 1, 2)), "classes": ("a", "b")},
        {"rows": ((0, 0, 0), (1, 1, 0.5)), "classes": ("a", "b")},
        {"rows": ((0, 0, 0),), "classes": ("a",)},
        {"rows": ((0, float("nan"), 0),)},
    ],
)
def test_impossible_points_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CustomPoints.model_validate(values)


def test_points_never_change() -> None:
    points = points_of("circle")
    with pytest.raises(ValueError, match="read-only"):
        points.xy[0, 0] = 1


def test_points_of_ones_own_lie_where_single_precision_can_square_them() -> None:
    for row in ((1e300, 0.0, 0.0), (0.0, -1e7, 0.0), (0.0, 0.0, 2e6)):
        with pytest.raises(ValidationError, match="1000000"):
            CustomPoints(rows=(row,))
