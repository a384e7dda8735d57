"""What a page shows of a whole data set: counts, ranges, histograms, mean images."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.dataset import PARTS, Dataset

PIXEL_BINS = 64
COLUMN_BINS = 24

Array = NDArray[Any]


def figures(data: Dataset) -> dict[str, Any]:
    """Return `dtypes`, `ranges`, `counts`, `histogram`, `columns`, `target`, as JSON takes them.

    `counts` are examples by class of either part, null for regression; `histogram` is that of
    the pixels of all training images, null for tables; `columns` and `target` hold the figures
    of the training part's columns, and of its numbers for regression.
    """
    images = data.kind == "images"
    regression = data.task == "regression"
    return {
        "dtypes": {part: str(getattr(data, part).dtype) for part in PARTS},
        "shapes": {part: list(getattr(data, part).shape) for part in PARTS},
        "ranges": {part: _range(getattr(data, part)) for part in PARTS},
        "counts": None if regression else _counts(data),
        "histogram": _pixels(data.x_train) if images else None,
        "columns": [] if images else _columns(data),
        "target": _column(data.target or "target", data.y_train) if regression else None,
    }


def labels_of(data: Dataset, split: str) -> NDArray[np.int64]:
    """Return the class numbers of a part as (n,); CIFAR's come as (n, 1)."""
    return np.asarray(part_of(data, split)[1]).reshape(-1).astype(np.int64)


def part_of(data: Dataset, split: str) -> tuple[Array, Array]:
    """Return x and y of `train` or `test`."""
    return (data.x_train, data.y_train) if split == "train" else (data.x_test, data.y_test)


def with_channels(images: Array) -> Array:
    """Return images (n, h, w) or (n, h, w, c) as (n, h, w, c)."""
    return images[..., np.newaxis] if images.ndim == 3 else images


def mean_images(data: Dataset) -> NDArray[np.float32]:
    """Return the mean training image of each class, (classes, h, w, c), in the pixels' range."""
    images, labels = with_channels(data.x_train), labels_of(data, "train")
    means = np.zeros((data.n_classes, *images.shape[1:]), np.float32)
    for number in range(data.n_classes):
        chosen = images[labels == number]
        if len(chosen):
            means[number] = chosen.mean(axis=0, dtype=np.float64)
    return means


def finite(value: float) -> float | None:
    """Return a number as JSON takes it: null where it is not finite."""
    return float(value) if math.isfinite(value) else None


def _range(array: Array) -> list[float | None]:
    if not array.size:
        return [None, None]
    return [finite(float(array.min())), finite(float(array.max()))]


def _counts(data: Dataset) -> dict[str, list[int]]:
    return {
        split: np.bincount(labels_of(data, split), minlength=data.n_classes).tolist()
        for split in ("train", "test")
    }


def _pixels(images: Array) -> dict[str, list[float]]:
    """Return how often each pixel value occurs, in 64 bins of 4 values."""
    if images.dtype == np.uint8:
        each = np.zeros(256, np.int64)
        for block in np.array_split(images.reshape(-1), max(1, images.size // 4_000_000)):
            each += np.bincount(block, minlength=256)
        counts = each.reshape(PIXEL_BINS, -1).sum(axis=1)
        edges = np.arange(PIXEL_BINS + 1) * (256 // PIXEL_BINS)
    else:
        counts, edges = np.histogram(images, PIXEL_BINS)
    return {"edges": edges.tolist(), "counts": counts.tolist()}


def _columns(data: Dataset) -> list[dict[str, Any]]:
    table = data.x_train.reshape(len(data.x_train), -1)
    return [_column(name, column) for name, column in zip(data.features, table.T, strict=True)]


def _column(name: str, values: Array) -> dict[str, Any]:
    known = np.asarray(values, np.float64).reshape(-1)
    known = known[np.isfinite(known)]
    if not known.size:
        return {"name": name, "min": None, "max": None, "mean": None, "sd": None,
                "histogram": None}  # fmt: skip
    counts, edges = np.histogram(known, COLUMN_BINS)
    return {
        "name": name,
        "min": float(known.min()),
        "max": float(known.max()),
        "mean": float(known.mean()),
        "sd": float(known.std()),
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
    }
