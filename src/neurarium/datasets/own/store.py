"""One's own data sets kept under a name: `datasets/own/<name>/`.

A set is written beside its place, read once to see that it can be learned from, and then moved
there as a whole: what lies in the folder is complete.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from neurarium.datasets.catalogue import ENTRIES
from neurarium.datasets.dataset import ClassName, Kind, Task
from neurarium.datasets.fetching.resuming import cannot_write
from neurarium.datasets.own.images import read_images
from neurarium.datasets.own.parts import OwnParts
from neurarium.datasets.own.table import read_table
from neurarium.datasets.own.unzip import demand_name, unzip_images
from neurarium.errors import DataError, unknown
from neurarium.home import datasets_folder
from neurarium.language import tr

FACTS = "facts.json"
TABLE = "table.csv"
IMAGES = "images"
_A_DAY_S = 86_400


@dataclass(frozen=True)
class OwnFacts:
    """What is known of an own data set without reading its arrays."""

    kind: Kind
    task: Task
    input_shape: tuple[int, ...]
    n_train: int
    n_test: int
    classes: tuple[ClassName, ...]
    features: tuple[str, ...]
    target: str
    notes: tuple[str, ...]
    wanted_target: str | None


def own_folder() -> Path:
    """Return the folder with one subfolder a data set; it may not exist yet."""
    return datasets_folder() / "own"


def own_names() -> tuple[str, ...]:
    """Return the names of one's own data sets, sorted."""
    try:
        folders = list(own_folder().iterdir())
    except OSError:
        return ()
    finished = [folder for folder in folders if not folder.name.startswith(".")]
    return tuple(sorted(folder.name for folder in finished if (folder / FACTS).is_file()))


def add_zip(name: str, archive: Path | BinaryIO) -> str:
    """Keep a zip of images, one folder a class, as data set `name`; raises `DataError`."""
    with _new(name) as folder:
        unzip_images(archive, folder / IMAGES)
        _write_facts(folder, read_images(folder / IMAGES), None)
    return name


def add_csv(name: str, data: bytes, target: str | None = None) -> str:
    """Keep a CSV as data set `name`; return the name. Raises `DataError`."""
    with _new(name) as folder:
        parts = read_table(data, target)
        (folder / TABLE).write_bytes(data)
        _write_facts(folder, parts, target)
    return name


def remove(name: str) -> None:
    """Delete an own data set; raises `DataError` where there is none of this name."""
    if name in ENTRIES:
        raise DataError(
            tr('"{name}" is no data set of your own; only those can be deleted.', name=name)
        )
    folder = _folder_of(name)
    try:
        gone = Path(tempfile.mkdtemp(prefix=".gone-", dir=own_folder()))
        os.replace(folder, gone / "set")
        shutil.rmtree(gone)
    except OSError as error:
        raise cannot_write(own_folder(), error) from error


def read_own(name: str) -> OwnParts:
    """Return the arrays of an own data set; raises `DataError`."""
    folder = _folder_of(name)
    if (folder / IMAGES).is_dir():
        return read_images(folder / IMAGES)
    try:
        data = (folder / TABLE).read_bytes()
    except OSError as error:
        raise DataError(
            tr('"{file}" cannot be read: {reason}.', file=folder / TABLE, reason=error.strerror)
        ) from error
    return read_table(data, own_facts(name).wanted_target)


def own_facts(name: str) -> OwnFacts:
    """Return what was noted when the data set was added; raises `DataError`."""
    file = _folder_of(name) / FACTS
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        return OwnFacts(
            kind=held["kind"], task=held["task"], input_shape=tuple(held["input_shape"]),
            n_train=int(held["n_train"]), n_test=int(held["n_test"]),
            classes=tuple(ClassName(**one) for one in held["classes"]),
            features=tuple(held["features"]), target=held["target"], notes=tuple(held["notes"]),
            wanted_target=held["wanted_target"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            tr('"{file}" is damaged. Delete the data set and add it anew.', file=file)
        ) from error


def _folder_of(name: str) -> Path:
    if name not in own_names():
        raise DataError(unknown(tr("data set of your own"), name[:60], own_names()))
    return own_folder() / name


@contextmanager
def _new(name: str) -> Iterator[Path]:
    """Give a folder to write to, and make it the data set `name` if all goes well."""
    demand_name(name, tr("The data set"))
    if name in ENTRIES or name in own_names():
        raise _taken(name)
    place = own_folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        _tidy(place)
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=place))
        try:
            yield work
            os.replace(work, place / name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # somebody was faster
            raise _taken(name) from error
        raise cannot_write(place, error) from error


def _taken(name: str) -> DataError:
    return DataError(
        tr('There is a data set "{name}" already. Choose another name, or delete it first.',
           name=name)
    )  # fmt: skip


def _tidy(place: Path) -> None:
    """Remove what killed processes left: unfinished folders that nobody touched for a day."""
    for folder in place.glob(".*-*"):
        if time.time() - folder.stat().st_mtime > _A_DAY_S:
            shutil.rmtree(folder, ignore_errors=True)


def _write_facts(folder: Path, parts: OwnParts, wanted_target: str | None) -> None:
    facts: dict[str, Any] = {
        "kind": parts.kind, "task": parts.task,
        "input_shape": list(parts.arrays["x_train"].shape[1:]),
        "n_train": len(parts.arrays["x_train"]), "n_test": len(parts.arrays["x_test"]),
        "classes": [{"en": one.en, "ko": one.ko} for one in parts.classes],
        "features": list(parts.features), "target": parts.target, "notes": list(parts.notes),
        "wanted_target": wanted_target,
    }  # fmt: skip
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
