"""Colours of a picture: values from orange over a quiet middle to blue, and classes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

CLASSES = (
    "#f59322", "#0877bd", "#2f9e5f", "#8f5fc0", "#d6455d",
    "#1aa6ad", "#b59a00", "#e07bc0", "#94674a", "#7d828f",
)  # fmt: skip


@dataclass(frozen=True)
class Colours:
    """All colours of one theme, as "#rrggbb"."""

    low: str
    middle: str
    high: str
    background: str
    text: str
    quiet: str
    line: str
    train: str
    test: str
    point_rim: str

    @cached_property
    def table(self) -> Pixels:
        """(256, 3): colours of the values −1 to +1."""
        low, middle, high = (np.array(channels(c)) for c in (self.low, self.middle, self.high))
        value = np.linspace(-1.0, 1.0, 256)[:, None]
        end = np.where(value < 0, low, high)
        return np.asarray(np.round(middle + (end - middle) * np.abs(value)), dtype=np.uint8)

    def of_value(self, value: float) -> str:
        """Return the colour of a value; what lies beyond −1 to 1 has the end's."""
        index = round((min(max(value, -1.0), 1.0) + 1.0) * 127.5)
        red, green, blue = self.table[index]
        return f"#{red:02x}{green:02x}{blue:02x}"

    def of_class(self, index: int, count: int) -> str:
        """Return a class's colour; two classes have the two ends."""
        if count <= 2:
            return self.high if index > 0 else self.low
        return CLASSES[index % len(CLASSES)]


LIGHT = Colours(
    low="#f59322", middle="#e8eaeb", high="#0877bd", background="#ffffff", text="#1f2733",
    quiet="#667085", line="#d0d5dd", train="#1f2733", test="#d6455d", point_rim="#ffffff",
)  # fmt: skip
DARK = Colours(
    low="#f7982b", middle="#1c2331", high="#3ea2ea", background="#10151f", text="#eef1f6",
    quiet="#98a2b3", line="#344054", train="#eef1f6", test="#ff7d91", point_rim="#10151f",
)  # fmt: skip


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def value_pixels(values: NDArray[np.floating], colours: Colours, discretize: bool) -> Pixels:
    """Return the colours (h, w, 3) of values (h, w) from −1 to 1; NaN has the middle's."""
    known = np.nan_to_num(np.asarray(values, dtype=np.float64), nan=0.0, posinf=1.0, neginf=-1.0)
    if discretize:
        known = np.where(known < 0, -1.0, 1.0)
    index = np.round((np.clip(known, -1.0, 1.0) + 1.0) * 127.5).astype(np.intp)
    return np.asarray(colours.table[index])


def class_pixels(probabilities: NDArray[np.floating], colours: Colours, discretize: bool) -> Pixels:
    """Return the winning class's colour, the paler the less sure; (k, h, w) → (h, w, 3)."""
    count = len(probabilities)
    known = np.nan_to_num(np.asarray(probabilities, dtype=np.float64))
    best = known.argmax(axis=0)
    sure = np.clip((known.max(axis=0) * count - 1.0) / (count - 1.0), 0.0, 1.0)
    if discretize:
        sure = np.ones_like(sure)
    ends = np.array([channels(colours.of_class(k, count)) for k in range(count)], dtype=np.float64)
    return _mixed(colours, ends[best], sure)


def probability_pixels(values: NDArray[np.floating], colours: Colours, colour: str) -> Pixels:
    """Return one class's probability (h, w), from the middle colour (0) to its own (1)."""
    known = np.clip(np.nan_to_num(np.asarray(values, dtype=np.float64)), 0.0, 1.0)
    return _mixed(colours, np.array(channels(colour), dtype=np.float64), known)


def _mixed(colours: Colours, end: NDArray[np.float64], share: NDArray[np.float64]) -> Pixels:
    middle = np.array(channels(colours.middle), dtype=np.float64)
    return np.asarray(np.round(middle + (end - middle) * share[..., None]), dtype=np.uint8)
