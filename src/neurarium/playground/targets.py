"""What the output should say for each point, and how well it does: accuracy, R², confusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import ConfigError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.datasets.points import Points

Floats = NDArray[np.float64]


def encode_targets(points: Points, output: str) -> Floats:
    """Return what an `output` layer should give for each point, (n, units).

    Classification: tanh −1 or +1, sigmoid 0 or 1, softmax one-hot, linear −1 or +1.
    Regression: the number itself. Raises `ConfigError` where the output cannot say it.
    """
    target = np.asarray(points.target, dtype=np.float64)
    if points.task == "regression":
        if output == "softmax":
            raise ConfigError(
                tr("A softmax output tells classes apart, these points carry numbers: "
                   "choose a linear output, or tanh if the numbers stay within −1 to 1.")
            )  # fmt: skip
        return target[:, None]
    classes = max(len(points.classes), 2)
    if output == "softmax":
        return np.asarray(np.eye(classes)[target.astype(int)], dtype=np.float64)
    if classes > 2:
        raise ConfigError(
            tr('A single "{output}" output tells 2 classes apart, these points have {classes}: '
               'choose a "softmax" output.', output=output, classes=classes)
        )  # fmt: skip
    return target[:, None] if output == "sigmoid" else 2.0 * target[:, None] - 1.0


def predicted_classes(values: Floats, output: str) -> NDArray[np.intp]:
    """Return the class that each row of output activations (n, units) names, (n,)."""
    if output == "softmax":
        return np.asarray(np.argmax(values, axis=1))
    threshold = 0.5 if output == "sigmoid" else 0.0
    return np.asarray(values[:, 0] > threshold).astype(np.intp)


def confusion_matrix(
    truth: NDArray[np.floating], predicted: NDArray[np.intp], classes: int
) -> NDArray[np.int64]:
    """Return counts [true class][predicted class], (classes, classes)."""
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (truth.astype(int), predicted), 1)
    return counts


def accuracy(truth: NDArray[np.floating], predicted: NDArray[np.intp]) -> float:
    """Return the part of points whose class is right, 0..1; NaN without points."""
    return float(np.mean(truth.astype(int) == predicted)) if len(truth) else float("nan")


def r_squared(target: Floats, values: Floats) -> float:
    """Return R² = 1 − Σ(target − value)² / Σ(target − mean)²; NaN if the targets are all alike."""
    spread = float(np.sum((target - np.mean(target)) ** 2)) if len(target) else 0.0
    if spread == 0.0:
        return float("nan")
    return 1.0 - float(np.sum((target - values) ** 2)) / spread
