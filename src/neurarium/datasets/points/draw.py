"""From a `DataConfig` to `Points`: generate, shuffle, split."""

from __future__ import annotations

import math

import numpy as np

from neurarium.datasets.points import original, shapes
from neurarium.datasets.points.custom import custom
from neurarium.datasets.points.digits import CLASSES as DIGITS
from neurarium.datasets.points.digits import digits
from neurarium.datasets.points.formula import DEFAULT_FORMULA, formula_points, parse_formula
from neurarium.datasets.points.points import Points, Task
from neurarium.datasets.points.raw import BINARY, Random, Raw, shuffle
from neurarium.datasets.points.settings import CustomPoints, DataConfig
from neurarium.errors import DataError
from neurarium.language import tr

CLASSIFICATION_SAMPLES = 500
REGRESSION_SAMPLES = 1200
_BINARY_SHAPES = {
    "circle": original.circle,
    "xor": original.xor,
    "gauss": original.gauss,
    "spiral": original.spiral,
    "moons": shapes.moons,
    "checkerboard": shapes.checkerboard,
}
_REGRESSION = {"reg-plane": original.plane, "reg-gauss": original.bumps}
_MANY_CLASSES = {"rings": shapes.rings, "pinwheel": shapes.pinwheel}


def draw(data: DataConfig, random: Random) -> Points:
    """Return the points of `data`, drawn with `random()` uniform in [0, 1).

    All points are shuffled together (Fisher–Yates from the end), then the first
    floor(n · train_percent / 100) are for training; of few points of one's own at least one is for
    training and one for testing. The stream is consumed in TensorFlow Playground's order, so that
    first weights drawn from the same stream afterwards are the original's too.

    Raises `DataError` (no points of one's own), `FormulaError`.
    """
    raw = _generated(data, random)
    if not raw.arranged:
        shuffle(raw.rows, random)
    n = len(raw.rows)
    n_train = min(max(math.floor(n * data.train_percent / 100), 1), n - 1)
    table = np.array(raw.rows, dtype=np.float64)
    return Points(
        task="classification" if raw.classes else "regression",
        xy=np.ascontiguousarray(table[:, :2]),
        target=np.ascontiguousarray(table[:, 2]),
        classes=raw.classes,
        n_train=n_train,
        x_axis=raw.x_axis,
        y_axis=raw.y_axis,
        target_axis=raw.target_axis,
    )


def task_of(data: DataConfig) -> Task:
    """Return what is asked of the points, without drawing them."""
    return "classification" if class_names(data) else "regression"


def class_count(data: DataConfig) -> int:
    """Return the number of classes without drawing, 0 for regression."""
    return len(class_names(data))


def class_names(data: DataConfig) -> tuple[str, ...]:
    """Return the classes' names without drawing, () for regression.

    Raises `FormulaError` where the formula is not one, `DataError` without points of one's own.
    """
    if data.name in _BINARY_SHAPES:
        return BINARY
    if data.name in _MANY_CLASSES:
        return shapes.names(data.classes)
    if data.name == "digits":
        return DIGITS
    if data.name == "formula":
        return parse_formula(data.formula or DEFAULT_FORMULA).classes
    return _own(data).classes if data.name == "custom" else ()


def _generated(data: DataConfig, random: Random) -> Raw:
    noise = data.noise / 100
    if data.name == "custom":
        return custom(_own(data), data.seed, data.samples)
    usual = REGRESSION_SAMPLES if task_of(data) == "regression" else CLASSIFICATION_SAMPLES
    n = usual if data.samples is None else data.samples
    if data.name == "formula":
        return formula_points(random, n, noise, data.formula or DEFAULT_FORMULA)
    if data.name == "digits":
        return digits(random, n, noise)
    if data.name in _MANY_CLASSES:
        return _MANY_CLASSES[data.name](random, n, noise, data.classes)
    return {**_BINARY_SHAPES, **_REGRESSION}[data.name](random, n, noise)


def _own(data: DataConfig) -> CustomPoints:
    if data.custom is None:
        raise DataError(
            tr("There are no points of your own yet: draw some on the map, or upload a CSV file.")
        )
    return data.custom
