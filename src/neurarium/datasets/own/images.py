"""A folder of images becomes arrays: one size, grey or red-green-blue, 0 to 255."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.dataset import Array, ClassName
from neurarium.datasets.own.image_files import (
    IMAGE_DAMAGE,
    ImageFile,
    ImageFolder,
    image_folder,
    no_image,
)
from neurarium.datasets.own.parts import OwnParts
from neurarium.datasets.split import split
from neurarium.errors import DataError
from neurarium.language import tr

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_SIDE = 128
"""Larger images are scaled down to it: they would make a network slow and teach it little."""
MOST_BYTES = 600_000_000


def read_images(path: Path) -> OwnParts:
    """Return the arrays of a folder with one subfolder a class; raises `DataError`.

    Images (n, h, w) uint8 where all are grey, else (n, h, w, 3); labels (n,) uint8 or uint16 in
    the order of the classes' names. What is not in folders `train` and `test` is split 80 : 20.
    """
    folder = image_folder(path)
    width, height, size_note = _common_size(folder)
    is_grey = all(file.is_grey for file in folder.files)
    needed = len(folder.files) * width * height * (1 if is_grey else 3)
    if needed > MOST_BYTES:
        raise DataError(
            tr('"{folder}" holds {count} images: as arrays they take {size} MB, at most {most} are '
               "read. Take fewer or smaller ones.", folder=path, count=f"{len(folder.files):,}",
               size=f"{needed / 1e6:,.0f}", most=MOST_BYTES // 1_000_000)
        )  # fmt: skip
    x = np.stack([_pixels(file, width, height, is_grey) for file in folder.files])
    dtype = np.uint8 if len(folder.classes) <= 256 else np.uint16
    y = np.array([file.label for file in folder.files], dtype=dtype)
    arrays, split_note = _divided(folder, x, y)
    notes = [split_note, size_note, _transparency(folder), _ignored(folder)]
    return OwnParts(
        "images", "classification", arrays,
        classes=tuple(ClassName(name, name) for name in folder.classes),
        notes=tuple(note for note in notes if note),
    )  # fmt: skip


def _common_size(folder: ImageFolder) -> tuple[int, int, str]:
    """Return width and height for all images, and what is to be said about it."""
    sizes = Counter((file.width, file.height) for file in folder.files)
    width = round(median(file.width for file in folder.files))
    height = round(median(file.height for file in folder.files))
    shrink = min(1.0, MOST_SIDE / max(width, height))
    common = max(1, round(width * shrink)), max(1, round(height * shrink))
    if set(sizes) == {common}:
        return *common, ""
    if len(sizes) == 1:
        return *common, tr("images of {width} × {height} pixels are scaled to {w} × {h}",
                           width=width, height=height, w=common[0], h=common[1])  # fmt: skip
    return *common, tr("images of {count} different sizes are scaled to {w} × {h} pixels; their "
                       "proportions change",
                       count=len(sizes), w=common[0], h=common[1])  # fmt: skip


def _transparency(folder: ImageFolder) -> str:
    count = sum(file.is_transparent for file in folder.files)
    return tr("transparent parts of {count} images are white", count=count) if count else ""


def _ignored(folder: ImageFolder) -> str:
    return (
        tr("{count} files that are no PNG or JPEG of a class are left out", count=folder.ignored)
        if folder.ignored else ""
    )  # fmt: skip


def _pixels(file: ImageFile, width: int, height: int, is_grey: bool) -> NDArray[np.uint8]:
    from PIL import Image, ImageOps

    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of odd metadata
            Image.open(file.path, formats=("PNG", "JPEG")) as opened,
        ):
            upright: Image.Image = ImageOps.exif_transpose(opened)
            plain = _plain(upright, is_grey, file.is_transparent)
    except IMAGE_DAMAGE as error:
        raise no_image(file.path) from error
    if plain.size != (width, height):
        plain = plain.resize((width, height), Image.Resampling.BILINEAR)
    return np.array(plain, dtype=np.uint8)


def _plain(image: Image, is_grey: bool, is_transparent: bool) -> Image:
    """Return the image with 8 bits a channel, without transparency."""
    from PIL import Image as Images

    if image.mode.startswith("I"):  # 16 bits: the upper eight
        image = Images.fromarray((np.asarray(image).astype(np.int64) >> 8).astype(np.uint8))
    if is_transparent:
        image = image.convert("RGBA")
        white = Images.new("RGBA", image.size, "white")
        image = Images.alpha_composite(white, image)
    return image.convert("L" if is_grey else "RGB")


def _divided(folder: ImageFolder, x: Array, y: Array) -> tuple[dict[str, Array], str]:
    if folder.is_divided:
        parts = np.array([file.part for file in folder.files])
        train, test = np.flatnonzero(parts == "train"), np.flatnonzero(parts == "test")
        missing = set(range(len(folder.classes))) - set(y[train].tolist())
        if missing or not len(test):
            raise DataError(
                tr('"{folder}" has no training images of "{name}", or no test images at all: '
                   "the folders train and test need the same classes.", folder=folder.path,
                   name=folder.classes[min(missing, default=0)])
            )  # fmt: skip
        note = tr("divided as the folders train and test are")
    else:
        train, test = split(y, len(y))
        if not len(test):
            raise DataError(
                tr('"{folder}" has one image a class: two at least are needed, one to learn from '
                   "and one to test with.", folder=folder.path)
            )  # fmt: skip
        note = tr("split by us: 80 % for training, 20 % for testing, stratified, seed 42")
    return {"x_train": x[train], "y_train": y[train], "x_test": x[test], "y_test": y[test]}, note
