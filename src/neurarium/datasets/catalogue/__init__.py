"""What is known about each data set before anything is read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from neurarium.datasets.catalogue.entry import Entry, RemoteFile
from neurarium.datasets.catalogue.images import IMAGES
from neurarium.datasets.catalogue.tables import TABLES
from neurarium.errors import DataError, unknown

__all__ = ["ENTRIES", "Entry", "RemoteFile", "entry_of"]

ENTRIES: Mapping[str, Entry] = MappingProxyType({entry.name: entry for entry in (*IMAGES, *TABLES)})


def entry_of(name: str) -> Entry:
    """Return the published data set of this name; raises `DataError`."""
    if name not in ENTRIES:
        raise DataError(unknown("data set", name[:80], ENTRIES))
    return ENTRIES[name]
