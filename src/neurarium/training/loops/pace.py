"""How many updates until the next look at the clock, so that a person's wish is soon heard."""

from __future__ import annotations

import time

AIM_S = 0.15
"""Time between two ticks: a wish to pause or stop is heard within a fifth of a second."""


class Pace:
    """Learns how many updates fit between two ticks. Results never depend on it."""

    def __init__(self, unit: int = 1) -> None:
        self._unit = unit
        self.updates = unit
        self._since = time.perf_counter()

    def start(self) -> None:
        """Begin to measure."""
        self._since = time.perf_counter()

    def made(self, updates: int) -> None:
        """Note that `updates` were made since the last call."""
        now = time.perf_counter()
        spent = max(now - self._since, 1e-6)
        self._since = now
        fits = updates * AIM_S / spent
        bounded = min(max(fits, self.updates / 4), self.updates * 8)
        self.updates = max(self._unit, int(bounded) // self._unit * self._unit)
