"""From values to positions, and round numbers for an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A linear scale: `low`..`high` of a quantity lie at `start`..`end` px."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where `value` lies, in px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int) -> list[float]:
        """Return some `about` round numbers within the range, rising."""
        step = round_step((self.high - self.low) / max(about, 1))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [k * step for k in range(first, last + 1)]


def round_step(size: float) -> float:
    """Return 1, 2 or 5 times a power of ten that is at least `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= size * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def tick_text(value: float) -> str:
    """Return a short number with a real minus sign."""
    if abs(value) >= 10_000:
        thousands = value / 1000
        return f"{thousands:g}k".replace("-", "−")
    return f"{value:.6g}".replace("-", "−")
