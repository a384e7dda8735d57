"""The best epoch so far: the lowest loss, of the first of equals."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass
class Best:
    """`epoch` (from 1) with the lowest `value`; None before the first."""

    epoch: int | None = None
    value: float = math.inf

    def after(self, epoch: int, value: float) -> bool:
        """Take an epoch's loss; return whether it is the best so far."""
        better = value < self.value
        if better:
            self.epoch, self.value = epoch, value
        return better
