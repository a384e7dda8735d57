"""`load`: a name or path becomes a `Dataset`."""

from __future__ import annotations

from neurarium.datasets.bundled import read_bundled
from neurarium.datasets.catalogue import ENTRIES, entry_of
from neurarium.datasets.catalogue.entry import Entry
from neurarium.datasets.dataset import Array, Dataset
from neurarium.datasets.places import found
from neurarium.datasets.published import read_published
from neurarium.errors import DataError
from neurarium.language import tr


def load(name_or_path: str, *, offline: bool = False) -> Dataset:
    """Return a data set by its name."""
    entry = entry_of(name_or_path)
    if not entry.files:
        return _dataset(entry, *read_bundled(entry))
    for place in found(entry):
        return _dataset(entry, *read_published(entry, place))
    raise DataError(tr("{title} is not here", title=entry.title))


def _dataset(entry: Entry, arrays: dict[str, Array], notes: tuple[str, ...]) -> Dataset:
    n_train = len(arrays["y_train"])
    title = entry.title
    if n_train < entry.n_train:
        title = tr("{title} (subset: {n} of {all})", title=title, n=f"{n_train:,}",
                   all=f"{entry.n_train:,}")  # fmt: skip
    return Dataset(
        name=entry.name, title=title, kind=entry.kind, task=entry.task, classes=entry.classes,
        features=entry.features, target=entry.target, licence=entry.licence,
        citation=entry.citation, source=entry.source, notes=entry.notes + notes, **arrays,
    )  # fmt: skip


def names() -> tuple[str, ...]:
    """Return the names of all data sets that can be loaded, downloaded or not."""
    return tuple(ENTRIES)
