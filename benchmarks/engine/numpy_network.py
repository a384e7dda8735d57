"""The same training in plain NumPy, as one would write it. Only for comparison."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class NumpyNetwork:
    """A dense tanh network with half squared error and plain SGD."""

    def __init__(self, sizes: tuple[int, ...], seed: int = 0) -> None:
        self._random = np.random.default_rng(seed)
        self._layers = [
            (self._random.uniform(-0.5, 0.5, (units, inputs)), np.full(units, 0.1))
            for inputs, units in pairwise(sizes)
        ]

    def epoch(self, x: Floats, target: Floats, batch_size: int, rate: float) -> None:
        """Train one epoch on x (n, features), target (n, 1), reshuffled."""
        order = self._random.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            self._update(x[rows], target[rows], rate)

    def _update(self, x: Floats, target: Floats, rate: float) -> None:
        values = [x]
        for weights, biases in self._layers:
            values.append(np.tanh(values[-1] @ weights.T + biases))
        delta = (values[-1] - target) / len(x)
        for index in range(len(self._layers) - 1, -1, -1):
            weights, biases = self._layers[index]
            delta = delta * (1 - values[index + 1] ** 2)
            onward = delta @ weights
            weights -= rate * (delta.T @ values[index])
            biases -= rate * delta.sum(axis=0)
            delta = onward
