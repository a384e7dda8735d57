"""Dividing examples into a training and a test part, the same way for the same seed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.dataset import Array

Places = NDArray[np.int64]
TEST_PART = 0.2
SEED = 42


def split(labels: Array | None, count: int, seed: int = SEED) -> tuple[Places, Places]:
    """Return the places of training and test examples, 80 : 20, in random order.

    With `labels` (n,) each class is divided by itself, as nearly 80 : 20 as whole numbers
    allow, at least one of either where a class has two. NumPy's `RandomState` gives the same
    numbers in every version, which its newer generators don't promise.
    """
    random = np.random.RandomState(seed)
    groups = [np.arange(count)] if labels is None else by_class(labels)
    train, test = [], []
    for group in groups:
        mixed = random.permutation(group)
        n_test = int(len(group) * TEST_PART + 0.5)
        n_test = min(max(n_test, 1), len(group) - 1) if len(group) > 1 else 0
        test.append(mixed[:n_test])
        train.append(mixed[n_test:])
    return random.permutation(np.concatenate(train)), random.permutation(np.concatenate(test))


def by_class(labels: Array) -> list[Places]:
    """Return the places of each class's examples, classes and places rising."""
    flat = labels.ravel()
    return [np.flatnonzero(flat == label) for label in np.unique(flat)]
