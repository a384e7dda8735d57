"""The PNG and JPEG files of a folder, by class, looked at but not decoded."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path

from neurarium.errors import DataError
from neurarium.language import tr

SUFFIXES = (".png", ".jpg", ".jpeg")
MOST_FILES = 100_000
MOST_PIXELS = 50_000_000
IMAGE_DAMAGE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, EOFError,
    struct.error, zlib.error, MemoryError,
)  # fmt: skip
"""What Pillow raises on a damaged image."""
_TURNED = {5, 6, 7, 8}
_ORIENTATION = 0x0112
_GREY = {"1", "L", "LA", "I", "I;16"}


@dataclass(frozen=True)
class ImageFile:
    """An image that was looked at: class number, part, size in pixels, grey or coloured."""

    path: Path
    label: int
    part: str
    width: int
    height: int
    is_grey: bool
    is_transparent: bool


@dataclass(frozen=True)
class ImageFolder:
    """Classes by name and their images; `is_divided`: the folder has `train` and `test` itself."""

    path: Path
    classes: tuple[str, ...]
    files: tuple[ImageFile, ...]
    is_divided: bool
    ignored: int


def image_folder(path: Path) -> ImageFolder:
    """Return what a folder holds: one subfolder a class, or `train` and `test` with these.

    Raises `DataError` where there are not two classes with images, or an image is none.
    """
    parts = _parts(path)
    names = sorted({name for part in parts.values() for name in part}, key=_natural)
    if len(names) < 2:
        raise DataError(
            tr('"{folder}" holds {count} with PNG or JPEG images; at least two are needed: one '
               "subfolder for each class, such as cats/ and dogs/.", folder=path,
               count=tr('one subfolder ("{name}")', name=names[0]) if names
               else tr("no subfolder"))
        )  # fmt: skip
    listed = [
        (file, names.index(name), part)
        for part, classes in parts.items()
        for name in sorted(classes, key=_natural)
        for file in classes[name]
    ]
    if len(listed) > MOST_FILES:
        raise DataError(
            tr('"{folder}" holds {count} images, at most {most} are read.', folder=path,
               count=f"{len(listed):,}", most=f"{MOST_FILES:,}")
        )  # fmt: skip
    files = tuple(look_at(file, label, part) for file, label, part in listed)
    everything = sum(1 for file in path.rglob("*") if file.is_file() and not is_clutter(file.name))
    return ImageFolder(path, tuple(names), files, "" not in parts, everything - len(files))


def is_clutter(name: str) -> bool:
    """Whether a file or folder is one that systems leave behind."""
    return name.startswith((".", "__MACOSX")) or name.lower() in {"thumbs.db", "desktop.ini"}


def _parts(path: Path) -> dict[str, dict[str, list[Path]]]:
    """Return part ("train", "test", or "" for not divided) → class → files."""
    below = {folder.name.lower(): folder for folder in _folders(path)}
    if set(below) == {"train", "test"} and all(_folders(folder) for folder in below.values()):
        return {part: _classes(folder) for part, folder in below.items()}
    return {"": _classes(path)}


def _folders(path: Path) -> list[Path]:
    try:
        return [entry for entry in path.iterdir() if entry.is_dir() and not is_clutter(entry.name)]
    except OSError as error:
        raise DataError(
            tr('"{folder}" cannot be read: {reason}.', folder=path, reason=error.strerror)
        ) from error


def _classes(path: Path) -> dict[str, list[Path]]:
    found = {
        folder.name: sorted(
            (file for file in folder.rglob("*")
             if file.suffix.lower() in SUFFIXES and file.is_file() and not is_clutter(file.name)),
            key=lambda file: _natural(str(file)),
        )
        for folder in _folders(path)
    }  # fmt: skip
    return {name: files for name, files in found.items() if files}


def _natural(text: str) -> list[tuple[int, int | str]]:
    """Sort 2 before 10."""
    pieces = re.split(r"([0-9]+)", text)
    return [(0, int(p)) if p.isascii() and p.isdigit() else (1, p.lower()) for p in pieces if p]


def look_at(path: Path, label: int, part: str) -> ImageFile:
    """Return an image's size and kind from its header; raises `DataError` where it is none."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; sizes are checked below
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                width, height = image.size
                turned = image.format == "JPEG" and image.getexif().get(_ORIENTATION) in _TURNED
                grey = image.mode in _GREY
                transparent = "transparency" in image.info or image.mode in {"LA", "RGBA", "PA"}
    except (*IMAGE_DAMAGE, Image.DecompressionBombError) as error:
        raise no_image(path) from error
    if not 0 < width * height <= MOST_PIXELS:
        raise DataError(
            tr('"{file}" has {width} × {height} pixels, at most {most} million are read.',
               file=path, width=width, height=height, most=MOST_PIXELS // 1_000_000)
        )  # fmt: skip
    if turned:
        width, height = height, width
    return ImageFile(path, label, part, width, height, grey, transparent)


def no_image(path: Path) -> DataError:
    """Return the error for a file that cannot be read as an image."""
    return DataError(
        tr('"{file}" is no PNG or JPEG image, or it is damaged. Take it out of the folder or save '
           "it anew.", file=path)
    )  # fmt: skip
