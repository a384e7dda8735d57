"""`info`: what can be said of a data set without reading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from neurarium.datasets.catalogue import ENTRIES, Entry
from neurarium.datasets.dataset import ClassName, Kind, Task
from neurarium.datasets.own.store import own_facts, own_folder, own_names
from neurarium.datasets.places import Place, found
from neurarium.datasets.readers.cifar import CIFAR10, CIFAR100, read_cifar
from neurarium.errors import DataError, unknown
from neurarium.language import tr


@dataclass(frozen=True)
class DatasetInfo:
    """A data set that can be loaded by name.

    `here`: it needs no network now; `bytes`: size of its download (0: none); `path`: where it
    lies, None where scikit-learn brings it or it is absent. `is_subset`: the archive here holds
    fewer examples than the published one; `n_train` and `n_test` are those of what is here.
    """

    name: str
    title: str
    kind: Kind
    task: Task
    input_shape: tuple[int, ...]
    n_train: int
    n_test: int
    classes: tuple[ClassName, ...] = field(repr=False)
    features: tuple[str, ...] = field(repr=False)
    target: str
    licence: str
    citation: str = field(repr=False)
    source: str
    notes: tuple[str, ...] = field(repr=False)
    bytes: int
    here: bool
    own: bool
    path: Path | None
    is_subset: bool = False


def names() -> tuple[str, ...]:
    """Return the names of all data sets, downloaded or not; one's own come last."""
    return (*ENTRIES, *own_names())


def info(name: str) -> DatasetInfo:
    """Return what is known of a data set; raises `DataError` for a name that there is none of."""
    if name in ENTRIES:
        return _published(ENTRIES[name])
    if name in own_names():
        return _own(name)
    raise DataError(unknown(tr("data set"), name[:80], names()))


def _published(entry: Entry) -> DatasetInfo:
    places = found(entry) if entry.files else []
    published = entry.n_train, entry.n_test
    counts = _counts_here(entry, places[0]) if places else published
    return DatasetInfo(
        name=entry.name, title=entry.title, kind=entry.kind, task=entry.task,
        input_shape=entry.input_shape, n_train=counts[0], n_test=counts[1],
        classes=entry.classes, features=entry.features, target=entry.target,
        licence=entry.licence, citation=entry.citation, source=entry.source, notes=(),
        bytes=entry.bytes, here=bool(places) or not entry.files, own=False,
        path=places[0].path if places else None, is_subset=counts != published,
    )  # fmt: skip


def _counts_here(entry: Entry, place: Place) -> tuple[int, int]:
    """Return how many examples are here: a CIFAR archive of fewer bytes is read to count them."""
    published = entry.n_train, entry.n_test
    try:
        stat = place.path.stat()
        if entry.layout != "cifar" or not place.path.is_file() or stat.st_size >= entry.bytes:
            return published
        return _counted(entry.name, place.path, (stat.st_mtime_ns, stat.st_size))
    except (DataError, OSError):  # `load` says what is wrong with it
        return published


@lru_cache(maxsize=4)
def _counted(name: str, path: Path, _: tuple[int, int]) -> tuple[int, int]:
    arrays = read_cifar(path, CIFAR10 if name == "cifar10" else CIFAR100)
    return len(arrays["y_train"]), len(arrays["y_test"])


def _own(name: str) -> DatasetInfo:
    facts = own_facts(name)
    return DatasetInfo(
        name=name, title=name, kind=facts.kind, task=facts.task, input_shape=facts.input_shape,
        n_train=facts.n_train, n_test=facts.n_test, classes=facts.classes,
        features=facts.features, target=facts.target, licence=tr("your own"), citation="",
        source=tr("your own data"), notes=facts.notes, bytes=0, here=True, own=True,
        path=own_folder() / name,
    )  # fmt: skip
