"""What the network sees of a point: x, y, and functions of them.

Names are those of TensorFlow Playground's links, in its order, then cosines and double angles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets import browser_math

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PointFeature:
    """One input feature: `of(x, y)` for arrays, and how a formula writes it."""

    of: Callable[[Floats, Floats], Floats]
    symbol: str


FEATURES: Mapping[str, PointFeature] = {
    "x": PointFeature(lambda x, y: x, "x₁"),
    "y": PointFeature(lambda x, y: y, "x₂"),
    "xSquared": PointFeature(lambda x, y: x * x, "x₁²"),
    "ySquared": PointFeature(lambda x, y: y * y, "x₂²"),
    "xTimesY": PointFeature(lambda x, y: x * y, "x₁x₂"),
    "sinX": PointFeature(lambda x, y: np.sin(x), "sin(x₁)"),
    "sinY": PointFeature(lambda x, y: np.sin(y), "sin(x₂)"),
    "cosX": PointFeature(lambda x, y: np.cos(x), "cos(x₁)"),
    "cosY": PointFeature(lambda x, y: np.cos(y), "cos(x₂)"),
    "sin2X": PointFeature(lambda x, y: np.sin(2.0 * x), "sin(2x₁)"),
    "cos2X": PointFeature(lambda x, y: np.cos(2.0 * x), "cos(2x₁)"),
    "sin2Y": PointFeature(lambda x, y: np.sin(2.0 * y), "sin(2x₂)"),
    "cos2Y": PointFeature(lambda x, y: np.cos(2.0 * y), "cos(2x₂)"),
}


def _browser_sin(angles: Floats) -> Floats:
    return np.array([browser_math.sin(angle) for angle in angles.tolist()], dtype=np.float64)


_EXACT: Mapping[str, Callable[[Floats, Floats], Floats]] = {
    "sinX": lambda x, y: _browser_sin(x),
    "sinY": lambda x, y: _browser_sin(y),
}


def feature_matrix(names: Sequence[str], xy: Floats, *, exact: bool = False) -> Floats:
    """Return the features `names` of points xy (n, 2) as (n, len(names)), float64.

    `exact` takes sines as a browser rounds them (about 1 µs each): for training in exact mode.
    """
    x, y = xy[:, 0], xy[:, 1]
    matrix = np.empty((len(xy), len(names)))
    for column, name in enumerate(names):
        of = _EXACT.get(name, FEATURES[name].of) if exact else FEATURES[name].of
        matrix[:, column] = of(x, y)
    return matrix
