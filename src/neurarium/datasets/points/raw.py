"""What generators of points share: the unshuffled points, and draws from a random stream."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from neurarium.datasets import browser_math
from neurarium.datasets.points.settings import X_AXIS, Y_AXIS, AxisScale

Random = Callable[[], float]
Row = tuple[float, float, float]
"""x, y, target."""

BINARY = ("−1", "+1")
"""Names of the two classes of the original: orange and blue."""


@dataclass(frozen=True)
class Raw:
    """Points as a generator drew them, not split yet; `classes` () is regression.

    `arranged`: they are in a random order already and are not shuffled.
    """

    rows: list[Row] = field(repr=False)
    classes: tuple[str, ...]
    x_axis: AxisScale = X_AXIS
    y_axis: AxisScale = Y_AXIS
    target_axis: AxisScale | None = None
    arranged: bool = False


def uniform(random: Random, low: float, high: float) -> float:
    """Return a number uniform in [low, high): one draw."""
    return random() * (high - low) + low


def normal(random: Random, mean: float, variance: float) -> float:
    """Return a normal number by Marsaglia's polar method: two draws or more.

    The method gives two; the second is thrown away, as the original does.
    """
    while True:
        first = 2 * random() - 1
        second = 2 * random() - 1
        square = first * first + second * second
        if 0 < square <= 1:
            break
    scale = math.sqrt(-2 * browser_math.log(square) / square)
    return mean + math.sqrt(variance) * (scale * first)


def moved(random: Random, x: float, y: float, noise: float) -> tuple[float, float]:
    """Return the point after a normal step of standard deviation 2 × `noise` on either axis.

    This is what noise means where a point moves and keeps its class: at 50 % a standard
    deviation of one unit of the plane. The numbers are drawn without noise too, so that another
    noise moves the same points further along the same way.
    """
    step_x = normal(random, 0, 1)
    step_y = normal(random, 0, 1)
    return x + 2 * noise * step_x, y + 2 * noise * step_y


def shuffle(rows: list[Row], random: Random) -> None:
    """Shuffle in place: Fisher–Yates from the end, one draw a row."""
    for last in range(len(rows) - 1, -1, -1):
        chosen = math.floor(random() * (last + 1))
        rows[last], rows[chosen] = rows[chosen], rows[last]
