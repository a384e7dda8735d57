"""Data sets that pages look at: read once, a few kept in memory, their figures remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets import load
from neurarium.datasets.dataset import PARTS, Dataset
from neurarium.datasets.statistics import labels, mean_images
from neurarium.lab.data_figures import figures, part_of, with_channels

MOST_BYTES = 400_000_000
"""Arrays that stay in memory: MNIST and CIFAR-10 together are 250 MB."""


@dataclass
class Shelved:
    """A data set with what was computed of it so far."""

    data: Dataset
    _by_class: dict[tuple[str, int], NDArray[np.int64]] = field(default_factory=dict)

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Return counts, ranges and histograms."""
        return figures(self.data)

    @cached_property
    def means(self) -> NDArray[np.float32]:
        """Return the mean training image of each class, (classes, h, w, c)."""
        return with_channels(mean_images(self.data))

    @cached_property
    def tag(self) -> str:
        """Return a short name of exactly these arrays."""
        return "-".join(self.data.hashes[part][:8] for part in PARTS)

    def labels(self, split: str) -> NDArray[np.int64]:
        """Return the class numbers of `train` or `test`, (n,)."""
        return labels(self.data, "train" if split == "train" else "test")

    def places_of(self, split: str, label: int | None) -> NDArray[np.int64]:
        """Return the indices of a class's examples, rising; of all examples for None."""
        if label is None:
            return np.arange(len(part_of(self.data, split)[0]))
        key = (split, label)
        if key not in self._by_class:
            self._by_class[key] = np.flatnonzero(self.labels(split) == label)
        return self._by_class[key]

    @property
    def bytes(self) -> int:
        """Return how much memory the arrays take."""
        return sum(int(getattr(self.data, part).nbytes) for part in PARTS)


class DataShelf:
    """The newest few data sets that were asked for. May be asked from any thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Shelved] = OrderedDict()
        self._lock = threading.Lock()
        self._reading: dict[str, threading.Lock] = {}

    def get(self, name: str) -> Shelved:
        """Return a data set that is on this machine; raises `DataError` where it is not.

        `load` remembers what it read as long as the files stay as they are.
        """
        with self._lock:
            reading = self._reading.setdefault(name, threading.Lock())
        with reading:  # two pages that ask for the same wait for one reading of it
            data = load(name, offline=True)
            with self._lock:
                found = self._kept.pop(name, None)
                if found is None or found.data is not data:
                    found = Shelved(data)
                self._kept[name] = found
                while (
                    len(self._kept) > 1 and sum(s.bytes for s in self._kept.values()) > MOST_BYTES
                ):
                    self._kept.popitem(last=False)
            return found
