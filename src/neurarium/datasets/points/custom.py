"""Points of one's own, from a table or drawn by hand."""

from __future__ import annotations

from hashlib import blake2b

from neurarium.datasets.points.raw import Raw, Row
from neurarium.datasets.points.settings import CustomPoints
from neurarium.errors import DataError
from neurarium.language import tr

_FEWEST = 2


def custom(points: CustomPoints, seed: str, samples: int | None) -> Raw:
    """Return the points in the order in which they are trained on, or the first `samples` of it.

    Noise does not touch them: they are somebody's own. The order is random and depends on the
    seed and each point's own values alone, so that another point drawn by hand leaves the others
    where they are, on their side of the split, and points that come back in any order are the
    same data. Raises `DataError` where there are fewer than two: one to train on, one to test.
    """
    if len(points.rows) < _FEWEST:
        raise DataError(
            tr("There are {count} points of your own, at least {fewest} are needed: one to train "
               "on, one to test. Draw some on the map, or upload a CSV file.",
               count=len(points.rows), fewest=_FEWEST)
        )  # fmt: skip
    rows = sorted(points.rows, key=lambda row: _place(seed, row))[:samples]
    return Raw(
        rows, points.classes, points.x_axis, points.y_axis, points.target_axis, arranged=True
    )


def _place(seed: str, row: Row) -> bytes:
    """Return a number by which rows are put in random order; six decimals, as a page knows them."""
    x, y, target = (round(value, 6) + 0.0 for value in row)  # + 0.0 makes −0.0 plain 0.0
    return blake2b(f"{seed} {x:.6f} {y:.6f} {target:.6f}".encode(), digest_size=8).digest()
