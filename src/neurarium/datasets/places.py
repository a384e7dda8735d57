"""Where a data set's files may lie on this machine, in the order in which they are looked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from neurarium.datasets.catalogue.entry import Entry
from neurarium.home import datasets_folder

Layout = Literal["npz", "idx", "cifar"]


@dataclass(frozen=True)
class Place:
    """A file or folder to read. `ours`: in our own folder, where a person may mend it."""

    path: Path
    layout: Layout
    ours: bool


def keras_folder() -> Path:
    """Return the folder of Keras's own downloads (`KERAS_HOME`, else `~/.keras`)."""
    chosen = os.environ.get("KERAS_HOME")
    return (Path(chosen).expanduser() if chosen else Path.home() / ".keras") / "datasets"


def found(entry: Entry) -> list[Place]:
    """Return what is there of a data set, the best first; nothing is opened."""
    return [
        Place(folder / name, layout, ours)
        for folder, ours in ((datasets_folder(), True), (keras_folder(), False))
        for name, layout in _candidates(entry)
        if _is_there(folder / name, layout)
    ]


def _candidates(entry: Entry) -> list[tuple[str, Layout]]:
    if entry.layout == "cifar":
        archive = entry.files[0].name
        stem = archive.removesuffix(".tar.gz")
        inner = "cifar-10-batches-py" if entry.name == "cifar10" else "cifar-100-python"
        return [
            (archive, "cifar"),
            (inner, "cifar"),
            (f"{inner}-target/{inner}", "cifar"),  # how Keras 3 unpacks it
            (f"{inner}.tar.gz", "cifar"),  # how Keras 2 names it
            (f"{stem}-subset.tar.gz", "cifar"),
        ]
    if entry.layout == "california":
        return [("california_housing.npz", "npz")]
    folder = entry.name.replace("_", "-")
    return [(f"{entry.name}.npz", "npz"), (folder, "idx")]


IDX_FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


def idx_file(folder: Path, array: str) -> Path:
    """Return the file of an array in a folder of IDX files, packed or not."""
    packed = folder / f"{IDX_FILES[array]}.gz"
    plain = folder / IDX_FILES[array]
    return plain if plain.is_file() and not packed.is_file() else packed


def _is_there(path: Path, layout: Layout) -> bool:
    if layout == "idx":
        return all(idx_file(path, array).is_file() for array in IDX_FILES)
    return path.is_file() or (layout == "cifar" and path.is_dir())
