"""A drawing becomes what MNIST would hold: tried with MNIST's own pictures, enlarged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.errors import DataError
from neurarium.training.inspect.drawn import (
    as_the_data_set,
    digits_preprocess,
    fitted,
    mnist_preprocess,
)

Array = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def mnist(shared_dir: Path) -> dict[str, Array]:
    with np.load(shared_dir / "datasets" / "mnist.npz", allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def enlarged(picture: Array, times: int = 10) -> Array:
    return np.kron(picture, np.ones((times, times), picture.dtype))


def moved(picture: Array, rows: int, columns: int) -> Array:
    """Return the picture on a larger sheet, as a person draws: not in the middle."""
    sheet = np.zeros((picture.shape[0] + 150, picture.shape[1] + 150), picture.dtype)
    sheet[rows : rows + picture.shape[0], columns : columns + picture.shape[1]] = picture
    return sheet


def linear_model(x: Array, y: Array) -> Array:
    """Return weights (785, 10) of least squares with a ridge: a classifier in one line."""
    flat = np.c_[x.reshape(len(x), -1) / 255.0, np.ones(len(x))]
    return np.linalg.solve(flat.T @ flat + 30 * np.eye(785), flat.T @ np.eye(10)[y])


def test_enlarged_and_moved_pictures_of_mnist_come_back(mnist: dict[str, Array]) -> None:
    pictures, labels = mnist["x_test"][:600], mnist["y_test"][:600]
    again = np.stack(
        [
            mnist_preprocess(moved(enlarged(picture), 17 * (n % 9), 13 * (n % 11)))
            for n, picture in enumerate(pictures)
        ]
    )
    difference = np.abs(again.astype(int) - pictures).mean(axis=(1, 2))
    assert np.median(difference) < 1.0
    assert (difference < 12).mean() > 0.97
    weights = linear_model(mnist["x_train"][:8000], mnist["y_train"][:8000])
    answers = [
        (np.c_[x.reshape(len(x), -1) / 255.0, np.ones(len(x))] @ weights).argmax(axis=1)
        for x in (pictures, again)
    ]
    right = answers[0] == labels
    assert right.mean() > 0.8
    assert (answers[1] == labels)[right].mean() >= 0.98


@pytest.mark.parametrize(("height", "width"), [(200, 60), (60, 200), (9, 4), (1, 300), (300, 300)])
def test_the_longer_side_is_20_and_the_centre_of_mass_in_the_middle(
    height: int, width: int
) -> None:
    sheet = np.zeros((400, 500), np.uint8)
    sheet[30 : 30 + height, 77 : 77 + width] = 255
    field = mnist_preprocess(sheet)
    rows, columns = np.flatnonzero(field.any(1)), np.flatnonzero(field.any(0))
    sides = (rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1)
    assert max(sides) == 20
    assert sides[0] / sides[1] == pytest.approx(height / width, rel=0.1, abs=0.6) or 1 in sides
    centre = [float(field.sum(1 - axis) @ np.arange(28)) / field.sum() for axis in (0, 1)]
    assert centre == pytest.approx([14, 14], abs=0.51)
    assert field.max() == 255


def test_an_empty_sheet_stays_black() -> None:
    assert not mnist_preprocess(np.zeros((300, 300), np.uint8)).any()
    assert not digits_preprocess(np.zeros((300, 300), np.uint8)).any()


def test_digits_of_scikit_learn_come_back_enlarged() -> None:
    from neurarium.datasets import load

    data = load("digits")
    again = np.stack([digits_preprocess(enlarged(picture, 20)) for picture in data.x_test])
    flat = data.x_train.reshape(len(data.x_train), -1).astype(float)

    def nearest(x: Array) -> Array:
        distances = ((x.reshape(len(x), -1).astype(float)[:, None] - flat) ** 2).sum(-1)
        return np.asarray(data.y_train[distances.argmin(1)])

    right = nearest(data.x_test) == data.y_test
    assert right.mean() > 0.97
    assert (nearest(again) == data.y_test)[right].mean() >= 0.97


def test_other_sets_get_the_picture_resized_whole() -> None:
    red = np.zeros((64, 96, 3), np.uint8)
    red[:, :, 0] = 200
    small = as_the_data_set(red, "cifar10", (32, 32, 3))
    assert small.shape == (32, 32, 3)
    assert small[5, 5].tolist() == [200, 0, 0]
    grey = as_the_data_set(red, "fashion_mnist", (28, 28))
    assert grey.shape == (28, 28)
    assert grey[3, 3] == pytest.approx(0.299 * 200, abs=1)
    drawn = as_the_data_set(np.full((90, 90), 255, np.uint8), "cifar10", (32, 32, 3))
    assert drawn.shape == (32, 32, 3)
    assert (drawn == 255).all()
    large = fitted(np.full((5, 3), 7, np.uint8), (28, 28, 1))
    assert large.shape == (28, 28, 1)


@pytest.mark.parametrize("shape", [(5,), (0, 3), (5000, 3), (2, 2, 2, 2)])
def test_what_is_no_picture_is_a_sentence(shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        mnist_preprocess(np.zeros(shape, np.uint8))
