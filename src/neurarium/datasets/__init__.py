"""What can be learned from: images, tables, points in the plane.

    >>> from neurarium import datasets
    >>> datasets.load("digits").input_shape
    (8, 8)

Names are imported when they are first used: NumPy and scikit-learn take their time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurarium.datasets.dataset import ClassName, Dataset
    from neurarium.datasets.loading import load, names

__all__ = ["ClassName", "Dataset", "load", "names"]

_HOMES = {"ClassName": "dataset", "Dataset": "dataset", "load": "loading", "names": "loading"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f'module "{__name__}" has no attribute "{name}"')
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
