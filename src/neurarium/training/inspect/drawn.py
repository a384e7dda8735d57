"""A drawn picture as the data set would hold it: MNIST's own way of centring, and others.

The steps are those of LeCun, Cortes and Burges ("The MNIST database of handwritten digits"): the
ink is scaled to fit a box of 20×20 keeping its proportions, with grey levels from anti-aliasing,
and moved so that its centre of mass lies in the middle of the 28×28 field.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import DataError
from neurarium.language import tr

INK = 40
"""Grey of 255 from which a pixel counts as ink when its box is looked for."""
MOST_SIDE = 4096


def mnist_preprocess(drawn: NDArray[Any], size: int = 28, box: int = 20) -> NDArray[np.uint8]:
    """Return a drawing (height, width), white ink 255 on black 0, as MNIST would hold it.

    `size` is the side of the field, `box` that of the square into which the ink is scaled. A
    picture without ink stays black. Raises DataError for what is no grey picture.
    """
    grey = _grey(drawn)
    ink = _cropped(grey)
    if ink is None:
        return np.zeros((size, size), np.uint8)
    scaled = _scaled(ink, box)
    return _placed(scaled, size, *_centre_of_mass(scaled))


def digits_preprocess(drawn: NDArray[Any], size: int = 8) -> NDArray[np.uint8]:
    """Return a drawing as scikit-learn's digits hold theirs, 0..255: the ink fills the field.

    Those pictures are 32×32 bitmaps into which the digit was fitted, counted in blocks of 4×4:
    so the longer side fills the field, and the shorter is centred by its box.
    """
    ink = _cropped(_grey(drawn))
    if ink is None:
        return np.zeros((size, size), np.uint8)
    scaled = _scaled(ink, size)
    height, width = scaled.shape
    return _placed(scaled, size, height / 2, width / 2)


def fitted(picture: NDArray[Any], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return a picture (h, w) or (h, w, channels) resized whole to a data set's `shape`.

    Grey becomes colour by repeating it, colour becomes grey by its luminance (ITU-R 601).
    """
    from PIL import Image

    _check_sides(picture)
    height, width = shape[:2]
    channels = shape[2] if len(shape) == 3 else 1
    levels = np.clip(np.asarray(picture), 0, 255).astype(np.uint8)
    if levels.ndim == 3 and levels.shape[2] == 1:
        levels = levels[:, :, 0]
    image = Image.fromarray(levels).convert("RGB" if channels == 3 else "L")
    resized = np.asarray(image.resize((width, height), Image.Resampling.BOX, reducing_gap=None)
                         if min(image.size) > max(width, height)
                         else image.resize((width, height), Image.Resampling.BILINEAR))  # fmt: skip
    return resized.reshape(shape).copy()


def as_the_data_set(picture: NDArray[Any], name: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Return a drawn or uploaded picture as the data set `name` would hold it.

    MNIST and other grey sets of 28×28 that a person draws into: MNIST's way; digits: theirs;
    everything else, such as Fashion-MNIST and CIFAR: resized as it is.
    """
    grey = np.asarray(picture).ndim == 2
    if grey and name == "mnist":
        return mnist_preprocess(picture).reshape(shape)
    if grey and name == "digits":
        return digits_preprocess(picture, shape[0]).reshape(shape)
    return fitted(picture, shape)


def _check_sides(picture: NDArray[Any]) -> None:
    found = np.asarray(picture)
    if found.ndim not in (2, 3) or not min(found.shape) >= 1 or max(found.shape) > MOST_SIDE:
        raise DataError(
            tr(
                "A picture of shape {shape} cannot be read: expected were height × width, "
                "or height × width × 3, at most {most} a side.",
                shape="×".join(map(str, found.shape)),
                most=MOST_SIDE,
            )
        )


def _grey(drawn: NDArray[Any]) -> NDArray[np.float32]:
    _check_sides(drawn)
    found = np.asarray(drawn)
    if found.ndim == 3:
        found = found[:, :, :3].mean(axis=2)
    return np.clip(np.nan_to_num(found.astype(np.float32)), 0, 255)


def _cropped(grey: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Return the smallest box that holds all ink, None without ink."""
    ink = grey >= INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _scaled(ink: NDArray[np.float32], box: int) -> NDArray[np.float32]:
    """Return the ink so that its longer side is `box`, anti-aliased."""
    from PIL import Image

    factor = box / max(ink.shape)
    height, width = (max(1, round(side * factor)) for side in ink.shape)
    # a box filter counts ink a pixel, as a scanner does; enlarging needs a smooth one
    how = Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR
    scaled = Image.fromarray(ink, mode=None).resize((width, height), how)
    return np.asarray(scaled, np.float32)


def _centre_of_mass(ink: NDArray[np.float32]) -> tuple[float, float]:
    """Return (row, column) of the centre of mass, in pixels, the first pixel's index being 0."""
    total = float(ink.sum()) or 1.0
    rows = float(ink.sum(axis=1) @ np.arange(ink.shape[0])) / total
    columns = float(ink.sum(axis=0) @ np.arange(ink.shape[1])) / total
    return rows, columns


def _placed(
    ink: NDArray[np.float32], size: int, centre_row: float, centre_column: float
) -> NDArray[np.uint8]:
    """Return a field with the ink's centre at index size / 2, where MNIST's centres lie."""
    field = np.zeros((size, size), np.float32)
    height, width = ink.shape
    top = _within(round(size / 2 - centre_row), size - height)
    left = _within(round(size / 2 - centre_column), size - width)
    field[top : top + height, left : left + width] = ink
    return np.clip(np.rint(field), 0, 255).astype(np.uint8)


def _within(place: int, most: int) -> int:
    return min(max(place, 0), max(most, 0))
