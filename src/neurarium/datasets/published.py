"""Reading published files, and proving that they are what was published."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from neurarium.datasets.catalogue.entry import Entry
from neurarium.datasets.dataset import PARTS, Array, array_hash
from neurarium.datasets.places import Place, idx_file
from neurarium.datasets.readers.bounded import unreadable
from neurarium.datasets.readers.cifar import CIFAR10, CIFAR100, read_cifar
from neurarium.datasets.readers.idx import read_idx
from neurarium.datasets.readers.npz import Expected, read_npz
from neurarium.errors import DataError
from neurarium.language import tr

_KERAS_SEED = 113


def read_published(entry: Entry, place: Place) -> tuple[dict[str, Array], tuple[str, ...]]:
    """Return the arrays of a data set, and notes on what they are.

    Raises `DataError` where the file cannot be read or is not the published one. A CIFAR
    archive of the right layout with fewer images is read, and the notes say so.
    """
    if entry.layout == "cifar":
        arrays = read_cifar(place.path, CIFAR10 if entry.name == "cifar10" else CIFAR100)
        return arrays, _cifar_notes(entry, arrays, place.path)
    if entry.layout == "california":
        return _california(entry, place.path), ()
    arrays = _mnist(entry, place)
    for part, wanted in entry.array_hashes.items():
        hashed = array_hash(arrays[part])
        if hashed != wanted:
            raise DataError(
                tr('"{file}" is not {title}: {array} has the SHA-256 {found}…, published is '
                   "{wanted}…. Delete it and get it anew: neurarium data get {name}",
                   file=place.path, title=entry.title, array=part, found=hashed[:12],
                   wanted=wanted[:12], name=entry.name)
            )  # fmt: skip
    return arrays, ()


def _mnist(entry: Entry, place: Place) -> dict[str, Array]:
    counts = {"train": entry.n_train, "test": entry.n_test}
    shapes = {
        part: (counts[part[2:]], *(entry.input_shape if part[0] == "x" else ())) for part in PARTS
    }
    if place.layout == "npz":
        return read_npz(place.path, {part: Expected(shape) for part, shape in shapes.items()})
    return {part: read_idx(idx_file(place.path, part), shape) for part, shape in shapes.items()}


def _california(entry: Entry, path: Path) -> dict[str, Array]:
    """Read and divide as `keras.datasets.california_housing.load_data()` does: seed 113."""
    demand_hash(path, entry.files[0].sha256, entry.name)
    count = entry.n_train + entry.n_test
    numbers = ("f4", "f8")
    read = read_npz(path, {"x": Expected((count, 8), numbers), "y": Expected((count,), numbers)})
    places = np.arange(count)
    np.random.RandomState(_KERAS_SEED).shuffle(places)
    x, y = read["x"][places], read["y"][places]
    n = entry.n_train
    return {"x_train": x[:n], "y_train": y[:n], "x_test": x[n:], "y_test": y[n:]}


def _cifar_notes(entry: Entry, arrays: dict[str, Array], path: Path) -> tuple[str, ...]:
    n_train, n_test = len(arrays["y_train"]), len(arrays["y_test"])
    if (n_train, n_test) == (entry.n_train, entry.n_test):
        if path.is_dir():
            return (tr("read from a folder that was unpacked before: not proven by a SHA-256"),)
        if file_hash(path) == entry.files[0].sha256:
            return ()
        return (tr("{file} is not the published archive: its SHA-256 differs", file=path.name),)
    return (
        tr("a subset: {train} of {all_train} training and {test} of {all_test} test images, from "
           "{file}", train=f"{n_train:,}", all_train=f"{entry.n_train:,}", test=f"{n_test:,}",
           all_test=f"{entry.n_test:,}", file=path.name),
    )  # fmt: skip


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file; raises `DataError` where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def demand_hash(path: Path, wanted: str, name: str) -> None:
    """Raise `DataError` for a file that has not this SHA-256."""
    hashed = file_hash(path)
    if hashed != wanted:
        raise DataError(
            tr('"{file}" is not the published file: its SHA-256 is {found}…, published is '
               "{wanted}…. Delete it and get it anew: neurarium data get {name}",
               file=path, found=hashed[:12], wanted=wanted[:12], name=name)
        )  # fmt: skip
