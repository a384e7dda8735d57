"""The six data sets of TensorFlow Playground, every number drawn in the original's order.

With ν = noise / 100. In circle, xor and the two planes the *label* is that of a point moved by
ν, while the point stays where it is; in gauss and spiral the *point* moves and keeps its label.
"""

from __future__ import annotations

import math

from neurarium.datasets.browser_math import cos, sin
from neurarium.datasets.points.raw import BINARY, Random, Raw, Row, normal, uniform

_RADIUS = 6.0
_BUMPS = (
    (-4.0, 2.5, 1.0), (0.0, 2.5, -1.0), (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0), (0.0, -2.5, 1.0), (4.0, -2.5, -1.0),
)  # fmt: skip


def halves(n: int) -> tuple[int, int]:
    """Return how many of `n` points the first and the second class get."""
    return n - n // 2, n // 2


def circle(random: Random, n: int, noise: float) -> Raw:
    """Return a disc of radius 2.5 (+1) inside a ring of radii 3.5 to 5 (−1)."""
    rows: list[Row] = []
    for count, low, high in zip(halves(n), (0.0, 3.5), (2.5, 5.0), strict=True):
        for _ in range(count):
            r = uniform(random, low, high)
            angle = uniform(random, 0, 2 * math.pi)
            x, y = r * sin(angle), r * cos(angle)
            x_seen = x + uniform(random, -5, 5) * noise
            y_seen = y + uniform(random, -5, 5) * noise
            inside = math.sqrt(x_seen * x_seen + y_seen * y_seen) < 2.5
            rows.append((x, y, float(inside)))
    return Raw(rows, BINARY)


def xor(random: Random, n: int, noise: float) -> Raw:
    """Return a square whose opposite quadrants belong together (+1 where x·y ≥ 0)."""

    def away_from_zero(value: float) -> float:
        return value + (0.3 if value > 0 else -0.3)

    rows: list[Row] = []
    for _ in range(n):
        x = away_from_zero(uniform(random, -5, 5))
        y = away_from_zero(uniform(random, -5, 5))
        x_seen = x + uniform(random, -5, 5) * noise
        y_seen = y + uniform(random, -5, 5) * noise
        rows.append((x, y, float(x_seen * y_seen >= 0)))
    return Raw(rows, BINARY)


def gauss(random: Random, n: int, noise: float) -> Raw:
    """Return two normal clouds around (2, 2) and (−2, −2), variance 0.5 (ν = 0) to 4 (ν = ½)."""
    share = noise / 0.5
    variance = 0.5 * (1 - share) + 4 * share
    rows: list[Row] = []
    for count, centre, label in zip(halves(n), (2, -2), (1.0, 0.0), strict=True):
        for _ in range(count):
            x = normal(random, centre, variance)
            y = normal(random, centre, variance)
            rows.append((x, y, label))
    return Raw(rows, BINARY)


def spiral(random: Random, n: int, noise: float) -> Raw:
    """Return two arms of 1¾ turns each; points move by up to ν on either axis."""
    rows: list[Row] = []
    for count, turn, label in zip(halves(n), (0, math.pi), (1.0, 0.0), strict=True):
        for i in range(count):
            r = i / count * 5
            t = 1.75 * i / count * 2 * math.pi + turn
            x = r * sin(t) + uniform(random, -1, 1) * noise
            y = r * cos(t) + uniform(random, -1, 1) * noise
            rows.append((x, y, label))
    return Raw(rows, BINARY)


def _seen(random: Random, noise: float) -> tuple[float, float, float, float]:
    """Return a point of the plane, and where it seems to be when it gets its target."""
    x = uniform(random, -_RADIUS, _RADIUS)
    y = uniform(random, -_RADIUS, _RADIUS)
    x_step = uniform(random, -_RADIUS, _RADIUS) * noise
    y_step = uniform(random, -_RADIUS, _RADIUS) * noise
    return x, y, x + x_step, y + y_step


def plane(random: Random, n: int, noise: float) -> Raw:
    """Return points with the target (x + y) / 10."""
    rows: list[Row] = []
    for _ in range(n):
        x, y, x_seen, y_seen = _seen(random, noise)
        share = (x_seen + y_seen + 10) / 20
        rows.append((x, y, -1 * (1 - share) + share))
    return Raw(rows, ())


def bumps(random: Random, n: int, noise: float) -> Raw:
    """Return points whose target is the height of six cones, radius 2, alternately up and down."""
    rows: list[Row] = []
    for _ in range(n):
        x, y, x_seen, y_seen = _seen(random, noise)
        rows.append((x, y, _height(x_seen, y_seen)))
    return Raw(rows, ())


def _height(x: float, y: float) -> float:
    target = 0.0
    for centre_x, centre_y, sign in _BUMPS:
        dx, dy = x - centre_x, y - centre_y
        share = min(1.0, max(0.0, math.sqrt(dx * dx + dy * dy) / 2))
        height = sign * (1 - share)
        if abs(height) > abs(target):
            target = height
    return target
