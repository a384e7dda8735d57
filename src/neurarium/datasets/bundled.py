"""The data sets that scikit-learn brings: no network needed."""

from __future__ import annotations

import numpy as np

from neurarium.datasets.catalogue.entry import Entry
from neurarium.datasets.dataset import Array
from neurarium.datasets.split import split
from neurarium.language import tr


def read_bundled(entry: Entry) -> tuple[dict[str, Array], tuple[str, ...]]:
    """Return the arrays and notes of `digits`, `iris`, `wine` or `breast_cancer`.

    Digits: (n, 8, 8) uint8; scikit-learn's 0..16 is stretched to 0..255, so that all images
    have one range. Tables: (n, columns) float64, labels (n,) int64.
    """
    from sklearn import datasets

    loaded = getattr(datasets, f"load_{entry.name}")()
    x, y = np.asarray(loaded.data), np.asarray(loaded.target, dtype=np.int64)
    notes = [tr("split by us: 80 % for training, 20 % for testing, stratified, seed 42")]
    if entry.name == "digits":
        x = np.rint(x.reshape(-1, 8, 8) * (255 / 16)).astype(np.uint8)
        y = y.astype(np.uint8)
        notes.append(tr("pixel values 0..16 are stretched to 0..255"))
    train, test = split(y, len(y))
    arrays = {"x_train": x[train], "y_train": y[train], "x_test": x[test], "y_test": y[test]}
    return arrays, tuple(notes)
