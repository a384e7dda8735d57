"""Data sets beyond the original's: moons, rings, pinwheel, checkerboard.

Noise moves the points of moons, rings and pinwheel, which keep their class (`raw.moved`: a normal
step, standard deviation 2ν). On the checkerboard the label is that of a point moved by up to 6ν on
either axis, as in the original's xor. Without noise the classes never overlap.
"""

from __future__ import annotations

import math

from neurarium.datasets.points.original import halves
from neurarium.datasets.points.raw import BINARY, Random, Raw, Row, moved, uniform
from neurarium.datasets.points.settings import PLANE

_RADIUS = 5.0
_CELL = 3.0
_SWIRL = 2.0


def moons(random: Random, n: int, noise: float) -> Raw:
    """Return two half circles of radius 3 that reach into one another."""
    rows: list[Row] = []
    for count, label, side in zip(halves(n), (1.0, 0.0), (1, -1), strict=True):
        for _ in range(count):
            angle = uniform(random, 0, math.pi)
            x = 3 * side * math.cos(angle) - 1.5 * side
            y = 3 * side * math.sin(angle) - 0.75 * side
            rows.append((*moved(random, x, y, noise), label))
    return Raw(rows, BINARY)


def rings(random: Random, n: int, noise: float, classes: int) -> Raw:
    """Return concentric rings within radius 5, class 0 innermost, with gaps of 0.4 ring widths."""
    width = _RADIUS / classes
    rows: list[Row] = []
    for label, count in enumerate(_shares(n, classes)):
        for _ in range(count):
            r = width * (label + uniform(random, 0.4, 1.0))
            angle = uniform(random, 0, 2 * math.pi)
            x, y = r * math.sin(angle), r * math.cos(angle)
            rows.append((*moved(random, x, y, noise), float(label)))
    return Raw(rows, names(classes))


def pinwheel(random: Random, n: int, noise: float, classes: int) -> Raw:
    """Return curved arms, radii 1 to 5, that turn by 2 radians per 5 of radius.

    An arm takes half of the angle that one class has, 2π / classes, the rest is gap.
    """
    sector = 2 * math.pi / classes
    rows: list[Row] = []
    for label, count in enumerate(_shares(n, classes)):
        for _ in range(count):
            r = uniform(random, 1, _RADIUS)
            within = uniform(random, -0.25, 0.25)
            angle = sector * (label + within) + _SWIRL * r / _RADIUS
            x, y = r * math.sin(angle), r * math.cos(angle)
            rows.append((*moved(random, x, y, noise), float(label)))
    return Raw(rows, names(classes))


def checkerboard(random: Random, n: int, noise: float) -> Raw:
    """Return the whole plane in 4 × 4 cells of 3 units, coloured in turn."""
    rows: list[Row] = []
    for _ in range(n):
        x = uniform(random, -PLANE, PLANE)
        y = uniform(random, -PLANE, PLANE)
        x_seen = x + uniform(random, -PLANE, PLANE) * noise
        y_seen = y + uniform(random, -PLANE, PLANE) * noise
        cell = math.floor(x_seen / _CELL) + math.floor(y_seen / _CELL)
        rows.append((x, y, float(cell % 2 == 0)))
    return Raw(rows, BINARY)


def names(classes: int) -> tuple[str, ...]:
    """Return the classes' names: the original's for two, else 1, 2, 3, …"""
    return BINARY if classes == 2 else tuple(str(label + 1) for label in range(classes))


def _shares(n: int, classes: int) -> list[int]:
    """Share `n` points among classes; sizes differ by one at most."""
    each, rest = divmod(n, classes)
    return [each + (label < rest) for label in range(classes)]
