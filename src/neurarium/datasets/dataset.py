"""`Dataset`: what can be learned from, as arrays that nobody can change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["images", "table"]
Task = Literal["classification", "regression"]
Array = NDArray[Any]
PARTS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class ClassName:
    """A class's name in English and Korean."""

    en: str
    ko: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """A data set: training and test part, in the shapes and types that Keras returns.

    `x_train` is (n, h, w) or (n, h, w, 3) uint8 for images, (n, columns) for a table; `y_train`
    holds class numbers from 0, (n,) or (n, 1), or for regression the numbers themselves (n,).
    Arrays are read-only. `notes` says what was done to the data (scaled, left out, a subset).
    """

    name: str
    title: str
    kind: Kind
    task: Task
    x_train: Array = field(repr=False)
    y_train: Array = field(repr=False)
    x_test: Array = field(repr=False)
    y_test: Array = field(repr=False)
    classes: tuple[ClassName, ...] = field(repr=False)
    features: tuple[str, ...] = field(repr=False)
    licence: str = field(repr=False)
    citation: str = field(repr=False)
    source: str = field(repr=False)
    target: str = field(default="", repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Make the arrays read-only."""
        for part in PARTS:
            array = np.ascontiguousarray(getattr(self, part))
            array.flags.writeable = False
            object.__setattr__(self, part, array)

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one example: (28, 28), (32, 32, 3), (4,)."""
        return tuple(self.x_train.shape[1:])

    @property
    def n_classes(self) -> int:
        """Number of classes; 0 for regression."""
        return len(self.classes)

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """SHA-256 of each array's bytes (C order), by the array's name; computed once."""
        return MappingProxyType({part: array_hash(getattr(self, part)) for part in PARTS})


def array_hash(array: Array) -> str:
    """Return the SHA-256 of an array's bytes in C order, as hexadecimal digits."""
    return hashlib.sha256(np.ascontiguousarray(array).data).hexdigest()
