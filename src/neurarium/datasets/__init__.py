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
    from neurarium.datasets.dataset_info import DatasetInfo, info, names
    from neurarium.datasets.fetching.get import get
    from neurarium.datasets.fetching.progress import DownloadCancelledError, Progress
    from neurarium.datasets.loading import load
    from neurarium.datasets.own.store import add_csv, add_zip, remove
    from neurarium.datasets.reference_points import Reference, references

__all__ = [
    "ClassName",
    "Dataset",
    "DatasetInfo",
    "DownloadCancelledError",
    "Progress",
    "Reference",
    "add_csv",
    "add_zip",
    "get",
    "info",
    "load",
    "names",
    "references",
    "remove",
]

_HOMES = {
    "ClassName": "dataset",
    "Dataset": "dataset",
    "DatasetInfo": "dataset_info",
    "DownloadCancelledError": "fetching.progress",
    "Progress": "fetching.progress",
    "Reference": "reference_points",
    "add_csv": "own.store",
    "add_zip": "own.store",
    "get": "fetching.get",
    "info": "dataset_info",
    "load": "loading",
    "names": "dataset_info",
    "references": "reference_points",
    "remove": "own.store",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f'module "{__name__}" has no attribute "{name}"')
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
