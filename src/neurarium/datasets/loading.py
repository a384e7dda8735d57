"""`load`: a name, a folder of images or a CSV becomes a `Dataset`."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from neurarium.datasets.bundled import read_bundled
from neurarium.datasets.catalogue import ENTRIES, Entry
from neurarium.datasets.dataset import Array, Dataset
from neurarium.datasets.dataset_info import names
from neurarium.datasets.fetching.get import absent, download
from neurarium.datasets.fetching.progress import Progress
from neurarium.datasets.own.images import read_images
from neurarium.datasets.own.parts import OwnParts
from neurarium.datasets.own.store import own_folder, own_names, read_own
from neurarium.datasets.own.table import read_table
from neurarium.datasets.places import Place, found
from neurarium.datasets.published import read_published
from neurarium.datasets.readers.bounded import unreadable
from neurarium.errors import DataError, unknown
from neurarium.language import tr

TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
Stamp = tuple[tuple[str, int, int], ...]
_MOST_FILES = 200_000


def load(
    name_or_path: str,
    *,
    offline: bool = False,
    target: str | None = None,
    progress: Progress | None = None,
) -> Dataset:
    """Return a data set by its name, or one's own by a path; the last two are remembered.

    A path is a folder with one subfolder of PNG or JPEG images a class, or a CSV. `target` is
    the column of a CSV to learn (also `file.csv#column`), guessed where it is not given. What is
    not on this machine is downloaded, except `offline`; `progress` tells how far that is.
    Raises `DataError`.
    """
    name = os.fspath(name_or_path)
    if name in ENTRIES:
        return _published(ENTRIES[name], offline, progress or Progress())
    if name in own_names():
        return _own(name, _stamp(own_folder() / name))
    path, column = _path_and_target(name, target)
    kind = _kind_of(path)
    if kind == "folder":
        return _folder(name, path, _stamp(path))
    if kind == "file":
        return _table(name, path, column, _stamp(path))
    if path.suffix.lower() in TABLE_SUFFIXES or "/" in name or os.sep in name:
        raise DataError(
            tr('"{path}" is not there. Expected was the name of a data set ({names}), a folder of '
               "images or a CSV file.", path=name[:200], names=", ".join(names()))
        )  # fmt: skip
    raise DataError(
        unknown(tr("data set"), name[:80], names())
        + " "
        + tr("A folder of images or a CSV file can be given, too.")
    )


def _published(entry: Entry, offline: bool, progress: Progress) -> Dataset:
    if not entry.files:
        return _read_bundled(entry.name)
    problem: DataError | None = None
    for place in found(entry):
        try:
            return _read(entry.name, place, _stamp(place.path))
        except DataError as error:
            if place.ours:
                raise
            problem = error  # Keras's cache is not ours to mend: fetch it into our own folder
    if offline:
        raise problem or absent(entry)
    place = download(entry, progress)
    return _read(entry.name, place, _stamp(place.path))


def _stamp(path: Path) -> Stamp:
    """Return what changes when a file, or any below a folder, is replaced."""
    try:
        below = [path] if path.is_file() else islice(path.rglob("*"), _MOST_FILES + 1)
        facts = [(str(file), file.stat()) for file in below if file.is_file()]
    except OSError as error:
        raise unreadable(path, error) from error
    if len(facts) > _MOST_FILES:
        raise DataError(
            tr('"{folder}" holds more than {most} files: too many for a data set. Name the folder '
               "with one subfolder for each class.", folder=path, most=f"{_MOST_FILES:,}")
        )  # fmt: skip
    facts.sort(key=lambda fact: fact[0])
    return tuple((name, fact.st_mtime_ns, fact.st_size) for name, fact in facts)


@lru_cache(maxsize=2)
def _read(name: str, place: Place, _: Stamp) -> Dataset:
    entry = ENTRIES[name]
    return _dataset(entry, *read_published(entry, place))


@lru_cache(maxsize=4)
def _read_bundled(name: str) -> Dataset:
    entry = ENTRIES[name]
    return _dataset(entry, *read_bundled(entry))


def _dataset(entry: Entry, arrays: dict[str, Array], notes: tuple[str, ...]) -> Dataset:
    n_train, title = len(arrays["y_train"]), entry.title
    if n_train < entry.n_train:
        title = tr("{title} (subset: {n} of {all})", title=title, n=f"{n_train:,}",
                   all=f"{entry.n_train:,}")  # fmt: skip
    return Dataset(
        name=entry.name, title=title, kind=entry.kind, task=entry.task, classes=entry.classes,
        features=entry.features, target=entry.target, licence=entry.licence,
        citation=entry.citation, source=entry.source, notes=notes, **arrays,
    )  # fmt: skip


def _path_and_target(text: str, target: str | None) -> tuple[Path, str | None]:
    """Return the file of `flowers.csv#species`, and the column; a file with # in its name wins."""
    path = Path(text).expanduser()
    if "#" in text and not _kind_of(path):
        before, _, column = text.rpartition("#")
        return Path(before).expanduser().absolute(), target or column or None
    return path.absolute(), target


def _kind_of(path: Path) -> Literal["folder", "file"] | None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # not there, too long for a name, or a zero byte
        return None
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else None


@lru_cache(maxsize=1)
def _own(name: str, _: Stamp) -> Dataset:
    return _of_parts(name, name, read_own(name), tr("your own data"))


@lru_cache(maxsize=1)
def _folder(name: str, path: Path, _: Stamp) -> Dataset:
    return _of_parts(name, path.name, read_images(path), str(path))


@lru_cache(maxsize=1)
def _table(name: str, path: Path, target: str | None, _: Stamp) -> Dataset:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        parts = read_table(data, target)
    except DataError as error:
        raise DataError(tr('"{file}": {reason}', file=path, reason=error)) from error
    return _of_parts(name, path.stem, parts, str(path))


def _of_parts(name: str, title: str, parts: OwnParts, source: str) -> Dataset:
    return Dataset(
        name=name, title=title, kind=parts.kind, task=parts.task, classes=parts.classes,
        features=parts.features, target=parts.target, licence=tr("your own"), citation="",
        source=source, notes=parts.notes, **parts.arrays,
    )  # fmt: skip
