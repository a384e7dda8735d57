"""Lower the learning rate once the loss has not fallen for `patience` epochs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

MIN_DELTA = 1e-4
"""A loss counts as lower from this difference on, as in `keras.callbacks.ReduceLROnPlateau`."""


@dataclass
class Plateau:
    """The lowest loss as this callback counts it, and epochs since then."""

    factor: float
    patience: int
    best: float = math.inf
    wait: int = 0

    def after(self, value: float, rate: float) -> float | None:
        """Take an epoch's loss and learning rate; return the new rate, None if it stays."""
        if value + MIN_DELTA < self.best:
            self.best, self.wait = value, 0
            return None
        self.wait += 1
        if self.wait < self.patience or rate <= 0:
            return None
        self.wait = 0
        return float(np.float32(rate)) * self.factor
