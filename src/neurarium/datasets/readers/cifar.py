"""CIFAR-10 and CIFAR-100 as published: a .tar.gz of pickled batches.

A batch is a dict with bytes as keys: `data` (n, 3072) uint8, the 1,024 red values of an image,
then green, then blue, row by row; `labels` (or `fine_labels`), n numbers. Members are found by
name and read; nothing is ever unpacked to a path. Source: Krizhevsky, "The CIFAR-10 dataset".
"""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from neurarium.datasets.dataset import Array
from neurarium.datasets.readers.bounded import (
    TAR_DAMAGE,
    BoundedReader,
    TooMuchError,
    damaged,
    printable,
    unreadable,
)
from neurarium.datasets.readers.pickles import read_pickle
from neurarium.errors import DataError
from neurarium.language import tr

_MOST_BYTES = 400_000_000
_MOST_MEMBERS = 200
_MOST_MEMBER_BYTES = 200_000_000


@dataclass(frozen=True)
class Layout:
    """Where an archive keeps its batches, and what its labels are called."""

    folder: str
    train: tuple[str, ...]
    test: str
    labels: bytes
    n_classes: int

    @property
    def members(self) -> tuple[str, ...]:
        """Names of all batches."""
        return (*self.train, self.test)


CIFAR10 = Layout(
    "cifar-10-batches-py",
    tuple(f"data_batch_{i}" for i in range(1, 6)),
    "test_batch",
    b"labels",
    10,
)
CIFAR100 = Layout("cifar-100-python", ("train",), "test", b"fine_labels", 100)


def read_cifar(path: Path, layout: Layout) -> dict[str, Array]:
    """Return x (n, 32, 32, 3) and y (n, 1), uint8, for train and test.

    `path` is the archive, or the folder that it was unpacked to. Raises `DataError` for a
    damaged or hostile archive, a missing batch, and counts or labels that don't fit.
    """
    batches = _from_folder(path, layout) if path.is_dir() else _from_archive(path, layout)
    missing = [name for name in layout.members if name not in batches]
    if missing:
        raise DataError(
            tr('"{file}" lacks "{member}". Expected is the published archive with {members}.',
               file=path, member=f"{layout.folder}/{missing[0]}", members=", ".join(layout.members))
        )  # fmt: skip
    read = {name: _batch(batches.pop(name), layout, name, path) for name in layout.members}
    x_train = np.concatenate([read[name][0] for name in layout.train])
    y_train = np.concatenate([read[name][1] for name in layout.train])
    return {"x_train": x_train, "y_train": y_train,
            "x_test": read[layout.test][0], "y_test": read[layout.test][1]}  # fmt: skip


def _from_folder(path: Path, layout: Layout) -> dict[str, bytes]:
    found = {}
    for name in layout.members:
        file = path / name
        try:
            if file.is_file() and file.stat().st_size <= _MOST_MEMBER_BYTES:
                found[name] = file.read_bytes()
        except OSError as error:
            raise unreadable(file, error) from error
    return found


def _from_archive(path: Path, layout: Layout) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with path.open("rb") as raw, gzip.GzipFile(fileobj=raw) as unzipped:
            stream = io.BufferedReader(BoundedReader(unzipped, _MOST_BYTES))
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for member in _members(archive, path):
                    name = member.name.removeprefix("./").removeprefix(f"{layout.folder}/")
                    if name in layout.members and member.isreg():
                        found[name] = _content(archive, member, path, name in found)
            while stream.read(1 << 20):  # to the end, where gzip's checksum stands
                pass
    except TooMuchError as error:
        raise DataError(
            tr('"{file}" unpacks to more than {most} MB. It is not the published archive.',
               file=path, most=_MOST_BYTES // 1_000_000)
        ) from error  # fmt: skip
    except TAR_DAMAGE as error:
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise unreadable(path, error) from error
    return found


def _members(archive: tarfile.TarFile, path: Path) -> Iterator[tarfile.TarInfo]:
    """Yield the members; raise for one that no honest archive of this layout has."""
    for count, member in enumerate(archive, start=1):
        parts = member.name.replace("\\", "/").split("/")
        if member.name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise _hostile(path, member, tr("a path that leads out of the archive"))
        if not (member.isreg() or member.isdir()) or member.issparse():
            raise _hostile(path, member, tr("a link or device"))
        if count > _MOST_MEMBERS:
            raise _hostile(path, member, tr("one member too many"))
        yield member


def _hostile(path: Path, member: tarfile.TarInfo, what: str) -> DataError:
    return DataError(
        tr('"{file}" contains {what}: "{member}". It is not the published archive; nothing was '
           "unpacked. Delete it and get it anew.", file=path, what=what,
           member=printable(member.name))
    )  # fmt: skip


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path, again: bool) -> bytes:
    if again:
        raise _hostile(path, member, tr("a member that comes twice"))
    stream = archive.extractfile(member)
    if member.size > _MOST_MEMBER_BYTES or stream is None:
        raise _hostile(path, member, tr("a member that is too large"))
    data = stream.read(member.size)
    if len(data) != member.size:
        raise damaged(path, tr('"{name}" ends too early', name=printable(member.name)))
    return data


def _batch(data: bytes, layout: Layout, name: str, path: Path) -> tuple[Array, Array]:
    try:
        held = read_pickle(data)
    except DataError as error:
        raise DataError(
            tr('"{member}" in "{file}": {reason}', member=name, file=path, reason=error)
        ) from error
    pixels, labels = _parts(held, layout)
    problem = _problem(pixels, labels, layout)
    if problem:
        raise DataError(
            tr('"{member}" in "{file}": {reason}. It is not the published file: delete it and get '
               "it anew.", member=name, file=path, reason=problem)
        )  # fmt: skip
    images = pixels.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return np.ascontiguousarray(images), np.array(labels, dtype=np.uint8).reshape(-1, 1)


def _parts(held: Any, layout: Layout) -> tuple[Any, Any]:
    if not isinstance(held, dict):
        return None, None
    by_name = {key.encode() if isinstance(key, str) else key: value for key, value in held.items()}
    return by_name.get(b"data"), by_name.get(layout.labels)


def _problem(pixels: Any, labels: Any, layout: Layout) -> str | None:
    if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or pixels.ndim != 2:
        return tr('"data" is no table of bytes')
    if pixels.shape[1] != 3072 or not len(pixels):
        return tr('"data" is {shape}, expected was (n, 3072)', shape=pixels.shape)
    if not isinstance(labels, list) or not all(type(label) is int for label in labels):
        return tr('"{key}" is no list of whole numbers', key=layout.labels.decode())
    if len(labels) != len(pixels):
        return tr("{labels} labels for {images} images", labels=len(labels), images=len(pixels))
    wrong = next((label for label in labels if not 0 <= label < layout.n_classes), None)
    if wrong is not None:
        return tr("the label {label} is not one of 0 to {last}", label=wrong,
                  last=layout.n_classes - 1)  # fmt: skip
    return None
