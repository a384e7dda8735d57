"""`Entry`: a published data set, its files and what they must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from neurarium.datasets.dataset import ClassName, Kind, Task


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class RemoteFile:
    """A file to download: its name here (with folder), published address, SHA-256 and size."""

    name: str
    address: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Entry:
    """A data set that neurarium knows by name.

    `layout` tells which reader reads it; `files` is empty where scikit-learn brings the data.
    `array_hashes`: SHA-256 of the arrays, where they are known; they prove a repackaged file.
    """

    name: str
    title: str
    kind: Kind
    task: Task
    layout: str
    input_shape: tuple[int, ...]
    n_train: int
    n_test: int
    classes: tuple[ClassName, ...] = field(repr=False)
    licence: str
    citation: str
    source: str
    features: tuple[str, ...] = ()
    target: str = ""
    files: tuple[RemoteFile, ...] = ()
    array_hashes: Mapping[str, str] = field(default_factory=_nothing)

    @property
    def bytes(self) -> int:
        """Size of the download; 0 where nothing needs to be downloaded."""
        return sum(file.bytes for file in self.files)
