"""Pictures in a report, as PNG data URIs: first weights as images, the worst mistakes."""

from __future__ import annotations

import base64
import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neurarium.errors import NeurariumError
from neurarium.training.runs import RunDirectory
from neurarium.training.runs.arrays import Arrays, read_arrays

MOST_UNITS = 100
MOST_MISTAKES = 24
_FULL_COLOUR = 0.995  # a few extreme weights do not make all others pale
_LEAST_PX = 27
_UNIT_PX, _WIDTH_PX = 84, 900
_LOW, _MIDDLE, _HIGH = (245, 147, 34), (232, 234, 235), (8, 119, 189)


@dataclass(frozen=True)
class WeightSheet:
    """A layer's weights as one picture: a small image a unit, ±`full` is the full colour."""

    layer: str
    uri: str
    width_px: int
    shown: int
    units: int
    full: float


@dataclass(frozen=True)
class Mistake:
    """A test image that was taken for another class."""

    index: int
    uri: str
    label: int
    predicted: int
    probability: float


def weight_sheet(run: RunDirectory) -> WeightSheet | None:
    """Return the first layer's weights as images; None where they are not images."""
    shape = (run.facts.get("data") or {}).get("input_shape")
    try:
        arrays = run.snapshot()
    except NeurariumError:
        return None
    found = _first_kernel(run, arrays)
    if found is None:
        return None
    layer, kernel = found
    images = _as_images(kernel, shape)
    if images is None or not np.isfinite(images).all():
        return None
    full = float(np.quantile(np.abs(images), _FULL_COLOUR)) or 1.0
    sheet, columns = _sheet(np.clip(images[:MOST_UNITS] / full, -1.0, 1.0))
    width_px = min(_WIDTH_PX, columns * _UNIT_PX)
    return WeightSheet(
        layer, _png(sheet), width_px, min(len(images), MOST_UNITS), len(images), full
    )


def _first_kernel(run: RunDirectory, arrays: Arrays) -> tuple[str, NDArray[Any]] | None:
    layers = (run.facts.get("model") or {}).get("layers") or []
    for layer in layers:
        kernel = arrays.get(f"{layer.get('name')}/kernel")
        if kernel is not None:
            return str(layer["name"]), kernel
    return None


def _as_images(kernel: NDArray[Any], shape: Any) -> NDArray[np.float64] | None:
    """Return (units, h, w, c) of a dense kernel on an image or of a convolution's kernel."""
    values = np.asarray(kernel, dtype=np.float64)
    if values.ndim == 4 and values.shape[2] in (1, 3):
        return np.asarray(np.moveaxis(values, 3, 0))
    if values.ndim != 2 or not isinstance(shape, list) or len(shape) not in (2, 3):
        return None
    if not all(isinstance(n, int) for n in shape) or math.prod(shape) != values.shape[0]:
        return None
    height, width, channels = (*shape, 1)[:3]
    if channels not in (1, 3):
        return None
    return np.asarray(values.T.reshape(-1, height, width, channels))


def _sheet(images: NDArray[np.float64]) -> tuple[NDArray[np.uint8], int]:
    """Return all images (−1 to 1) in rows, a line apart, and how many lie in a row.

    Three channels are colours around grey. Small images are made larger, for thin lines between.
    """
    larger = -(-_LEAST_PX // images.shape[1])
    images = images.repeat(larger, axis=1).repeat(larger, axis=2)
    count, height, width, channels = images.shape
    columns = _columns(count)
    rows = -(-count // columns)
    sheet = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1, 3), 128, dtype=np.uint8)
    for k, image in enumerate(images):
        top, left = (k // columns) * (height + 1), (k % columns) * (width + 1)
        colours = _diverging(image[..., 0]) if channels == 1 else np.round(127.5 * (image + 1))
        sheet[top : top + height, left : left + width] = colours
    return sheet, columns


def _columns(count: int) -> int:
    """Return how many images lie in a row: somewhat wider than high, full rows if that goes."""
    wide = range(max(1, math.isqrt(count)), min(count, 2 * math.isqrt(count) + 1) + 1)
    return next((n for n in wide if count % n == 0), min(count, round(math.sqrt(count * 1.6))))


def _diverging(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return colours (h, w, 3) of −1 to 1: orange over a quiet middle to blue."""
    low, middle, high = (np.array(c, dtype=np.float64) for c in (_LOW, _MIDDLE, _HIGH))
    end = np.where(values[..., None] < 0, low, high)
    return np.asarray(np.round(middle + (end - middle) * np.abs(values[..., None])))


def worst_mistakes(run: RunDirectory) -> list[Mistake]:
    """Return the test images that were most surely wrong; [] where data or answers are not here."""
    stored = read_arrays(run.path / "predictions.npz")
    data = run.facts.get("data") or {}
    if stored is None or "probabilities" not in stored or data.get("kind") != "images":
        return []
    loaded = _test_images(data)
    if loaded is None or len(loaded[0]) != len(stored["probabilities"]):
        return []
    images, labels = loaded
    probabilities = stored["probabilities"].astype(np.float32)
    if probabilities.ndim != 2 or probabilities.shape[1] < 2:
        return []
    predicted = probabilities.argmax(axis=1)
    wrong = np.flatnonzero((predicted != labels) & np.isfinite(probabilities).all(axis=1))
    surest = wrong[np.argsort(-probabilities[wrong, predicted[wrong]], kind="stable")]
    return [
        Mistake(int(k), _png(_shown(images[k])), int(labels[k]), int(predicted[k]),
                float(probabilities[k, predicted[k]]))
        for k in surest[:MOST_MISTAKES]
    ]  # fmt: skip


def _test_images(data: dict[str, Any]) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """Return test images and labels, if the very data of the run are on this machine."""
    from neurarium import datasets

    try:
        dataset = datasets.load(str(data.get("name")), offline=True)
    except NeurariumError:
        return None
    told = (data.get("hashes") or {}).get("x_test")
    if told is not None and dataset.hashes.get("x_test") != told:
        return None
    return dataset.x_test, np.asarray(dataset.y_test).reshape(-1)


def _shown(image: NDArray[Any]) -> NDArray[np.uint8]:
    pixels = np.asarray(image)
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[..., 0]
    return pixels.astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> str:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode("ascii")
