"""Small playgrounds that the engine's tests share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points import Points
from neurarium.playground.config import Config, validated
from neurarium.playground.engine import Engine
from neurarium.playground.network import Network


def some_points(n: int = 30, n_train: int = 23, classes: int = 2, seed: int = 0) -> Points:
    """Return n random points with classes that depend on where they lie."""
    random = np.random.default_rng(seed)
    xy = random.uniform(-2, 2, (n, 2))
    target = np.floor((np.arctan2(xy[:, 1], xy[:, 0]) / (2 * np.pi) + 0.5) * classes)
    names = tuple(str(number) for number in range(classes))
    return Points("classification", xy, np.minimum(target, classes - 1), names, n_train)


def number_points(n: int = 30, n_train: int = 23) -> Points:
    """Return n random points with a number each."""
    random = np.random.default_rng(1)
    xy = random.uniform(-2, 2, (n, 2))
    return Points("regression", xy, xy[:, 0] * 0.3 - xy[:, 1] * 0.2, (), n_train)


def some_config(**values: Any) -> Config:
    """Return a small configuration; `units` is short for tanh layers of that many units."""
    units = values.pop("units", (3, 2))
    values.setdefault("layers", [{"units": count} for count in units])
    return validated(values)


def engine_of(config: Config, points: Points | None = None) -> Engine:
    """Return the engine of a configuration on the given or on 30 random points."""
    points = points or some_points()
    return Engine.of(config, Network.of(config, len(points.classes)), points)


def some_parameters(network: Network, seed: int = 5) -> NDArray[np.float64]:
    """Return random parameters (P,)."""
    return np.random.default_rng(seed).uniform(-0.9, 0.9, network.size)
