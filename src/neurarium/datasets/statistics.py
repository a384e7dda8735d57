"""What a page or a terminal tells of a data set: counts, ranges, histograms, mean images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.dataset import PARTS, Array, Dataset

Part = Literal["train", "test"]
_BLOCK = 1 << 22


@dataclass(frozen=True)
class Range:
    """Smallest and largest value of an array, and its mean; of an empty one all are 0."""

    min: float
    max: float
    mean: float


@dataclass(frozen=True)
class Histogram:
    """How many values lie in each bin: `counts` (n,), between neighbours of `edges` (n + 1,)."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Column:
    """One column of a table's training part."""

    name: str
    min: float
    max: float
    mean: float
    sd: float


def labels(data: Dataset, part: Part = "train") -> NDArray[np.int64]:
    """Return the class numbers of a part as (n,), CIFAR's (n, 1) too."""
    return np.asarray(getattr(data, f"y_{part}")).reshape(-1).astype(np.int64)


def class_counts(data: Dataset, part: Part = "train") -> tuple[int, ...]:
    """Return the number of examples of each class; () for regression."""
    if data.task == "regression":
        return ()
    return tuple(np.bincount(labels(data, part), minlength=data.n_classes).tolist())


def ranges(data: Dataset) -> dict[str, Range]:
    """Return the range of each array, by its name."""
    return {part: _range(getattr(data, part)) for part in PARTS}


def _range(array: Array) -> Range:
    if not array.size:
        return Range(0.0, 0.0, 0.0)
    return Range(float(array.min()), float(array.max()), float(array.mean(dtype=np.float64)))


def pixel_histogram(images: NDArray[np.uint8], bins: int = 64) -> Histogram:
    """Return how often pixel values occur, 0..255 in `bins` equal bins (a divisor of 256)."""
    each = np.zeros(256, np.int64)
    flat = images.reshape(-1)
    for start in range(0, len(flat), _BLOCK):
        each += np.bincount(flat[start : start + _BLOCK], minlength=256)
    width = 256 // bins
    edges = tuple(float(edge) for edge in range(0, 257, width))
    return Histogram(edges, tuple(each.reshape(bins, width).sum(axis=1).tolist()))


def mean_images(data: Dataset, part: Part = "train") -> NDArray[np.float32]:
    """Return the mean image of each class, (classes, h, w) or (classes, h, w, 3), 0..255."""
    images, numbers = getattr(data, f"x_{part}"), labels(data, part)
    means = np.zeros((data.n_classes, *images.shape[1:]), np.float32)
    for number in range(data.n_classes):
        places = np.flatnonzero(numbers == number)
        if len(places):
            means[number] = images[places].mean(axis=0, dtype=np.float64)
    return means


def columns(data: Dataset) -> tuple[Column, ...]:
    """Return the figures of a table's columns (training part); () for images."""
    if data.kind == "images":
        return ()
    x = data.x_train.astype(np.float64)
    figures = (x.min(axis=0), x.max(axis=0), x.mean(axis=0), x.std(axis=0))
    return tuple(
        Column(name, *(float(figure[place]) for figure in figures))
        for place, name in enumerate(data.features)
    )
