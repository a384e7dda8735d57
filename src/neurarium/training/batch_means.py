"""Means of the last batches, from Keras's means of the epoch so far."""

from __future__ import annotations

import time
from collections.abc import Mapping

EVERY_S = 0.25


class BatchMeans:
    """Tells four times a second what the batches since the last time had for loss and accuracy.

    Keras hands out the mean m_k over the first k batches; over those from j + 1 to k it is
    (k m_k − j m_j) / (k − j), as all batches but the last are of one size.
    """

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._next = 0.0
        self._done = 0
        self._before: Mapping[str, float] = {}

    def begin(self, epoch: int) -> None:
        """Begin an epoch: Keras's means begin anew."""
        self._done = 0
        self._before = {}
        if epoch <= 1:
            self._next = 0.0

    def due(self, batch: int) -> bool:
        """Return whether it is time for the next line."""
        return time.perf_counter() >= self._next and batch + 1 > self._done

    def take(self, batch: int, logs: Mapping[str, float]) -> dict[str, float] | None:
        """Return the means since the last time; None where a later batch was told already."""
        count = batch + 1
        fresh = count - self._done
        if fresh <= 0:
            return None
        before = {key: self._before.get(key, 0.0) * self._done for key in logs}
        means = {key: (value * count - before[key]) / fresh for key, value in logs.items()}
        self._done, self._before = count, dict(logs)
        self._next = time.perf_counter() + self._every_s
        return {key: float(f"{value:.6g}") for key, value in means.items()}
