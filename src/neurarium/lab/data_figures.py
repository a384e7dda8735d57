"""What a page shows of a whole data set, as JSON takes it: counts, ranges, histograms."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.dataset import PARTS, Array, Dataset
from neurarium.datasets.statistics import class_counts, columns, pixel_histogram, ranges

COLUMN_BINS = 24


def figures(data: Dataset) -> dict[str, Any]:
    """Return `dtypes`, `shapes`, `ranges`, `counts`, `histogram`, `columns`, `target`.

    `counts` are examples by class of either part, null for regression; `histogram` is that of
    the pixels of all training images, null for tables; `columns` (each with a histogram) and, for
    regression, `target` hold the figures of the training part.
    """
    images = data.kind == "images"
    regression = data.task == "regression"
    counts = {"train": class_counts(data, "train"), "test": class_counts(data, "test")}
    found = {
        "dtypes": {part: str(getattr(data, part).dtype) for part in PARTS},
        "shapes": {part: getattr(data, part).shape for part in PARTS},
        "ranges": {part: [one.min, one.max] for part, one in ranges(data).items()},
        "counts": None if regression else counts,
        "histogram": asdict(pixel_histogram(data.x_train)) if images else None,
        "columns": [
            {**asdict(column), "histogram": _histogram(data.x_train[:, place])}
            for place, column in enumerate(columns(data))
        ],
        "target": _target(data) if regression else None,
    }
    plain: dict[str, Any] = plain_numbers(found)
    return plain


def part_of(data: Dataset, split: str) -> tuple[Array, Array]:
    """Return x and y of `train` or `test`."""
    return (data.x_train, data.y_train) if split == "train" else (data.x_test, data.y_test)


def with_channels(images: Array) -> Array:
    """Return images (n, h, w) or (n, h, w, c) as (n, h, w, c)."""
    return images[..., np.newaxis] if images.ndim == 3 else images


def plain_numbers(value: Any) -> Any:
    """Return nested lists and mappings with null where a number is not finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: plain_numbers(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain_numbers(one) for one in value]
    return value


def _target(data: Dataset) -> dict[str, Any]:
    y = np.asarray(data.y_train, np.float64).reshape(-1)
    return {
        "name": data.target,
        "min": float(y.min()),
        "max": float(y.max()),
        "mean": float(y.mean()),
        "sd": float(y.std()),
        "histogram": _histogram(y),
    }


def _histogram(values: NDArray[Any]) -> dict[str, list[float]]:
    known = np.asarray(values, np.float64)
    counts, edges = np.histogram(known[np.isfinite(known)], COLUMN_BINS)
    return {"edges": edges.tolist(), "counts": counts.tolist()}
