"""Points of one's own, from a table or drawn by hand."""

from __future__ import annotations

from neurarium.datasets.points.raw import Random, Raw, Row, moved, shuffle
from neurarium.datasets.points.settings import CustomPoints
from neurarium.errors import DataError
from neurarium.language import tr

_FEWEST = 2


def custom(random: Random, points: CustomPoints, noise: float, samples: int | None) -> Raw:
    """Return the points, or `samples` of them chosen at random; noise moves them (`raw.moved`).

    Raises `DataError` where there are fewer than two: one to train on and one to test.
    """
    if len(points.rows) < _FEWEST:
        raise DataError(
            tr("There are {count} points of your own, at least {fewest} are needed: one to train "
               "on, one to test. Draw some on the map, or upload a CSV file.",
               count=len(points.rows), fewest=_FEWEST)
        )  # fmt: skip
    rows: list[Row] = list(points.rows)
    if samples is not None and samples < len(rows):
        shuffle(rows, random)
        rows = rows[:samples]
    rows = [(*moved(random, x, y, noise), target) for x, y, target in rows]
    return Raw(rows, points.classes, points.x_axis, points.y_axis, points.target_axis)
