"""Means of numbers that come one by one, some of them on a GPU."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Sums:
    """Adds numbers by name; tensors are added where they are and read when they are taken."""

    def __init__(self) -> None:
        self._sums: dict[str, Any] = {}
        self._counts: dict[str, int] = {}

    def add(self, numbers: Mapping[str, Any]) -> None:
        """Add one number a name."""
        for name, value in numbers.items():
            self._sums[name] = self._sums[name] + value if name in self._sums else value
            self._counts[name] = self._counts.get(name, 0) + 1

    def take(self) -> dict[str, float]:
        """Return the means since the last time, and begin anew."""
        means = {name: float(self._sums[name]) / self._counts[name] for name in self._sums}
        self._sums, self._counts = {}, {}
        return {name: float(f"{mean:.6g}") for name, mean in means.items()}
