"""Real handwriting on the plane: scikit-learn's digits, seen along their two widest directions.

1,797 images of 8 × 8 pixels (Alpaydın and Kaynak, 1998) come with scikit-learn. Centred pixels are
projected to their first two principal components; a component's sign is chosen so that its
largest pixel weight is positive; one common unit lays the farthest point at 5.5.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points.raw import Random, Raw, Row, moved, shuffle
from neurarium.datasets.points.settings import AxisScale
from neurarium.language import tr

_REACH = 5.5
CLASSES = tuple(str(digit) for digit in range(10))


def digits(random: Random, n: int, noise: float) -> Raw:
    """Return `n` of the 1,797 digits, chosen at random; noise moves them (`raw.moved`)."""
    xy, labels, unit = _projected()
    chosen: list[Row] = [
        (x, y, float(label))
        for (x, y), label in zip((xy / unit).tolist(), labels.tolist(), strict=True)
    ]
    shuffle(chosen, random)
    rows: list[Row] = [(*moved(random, x, y, noise), label) for x, y, label in chosen[:n]]
    first, second = (
        AxisScale(name=tr("principal component {number}", number=i), unit=unit) for i in (1, 2)
    )
    return Raw(rows, CLASSES, first, second)


@lru_cache(maxsize=1)
def _projected() -> tuple[NDArray[np.float64], NDArray[np.int64], float]:
    """Return projections (1797, 2), labels (1797,), and the unit that lays them on the plane."""
    from sklearn.datasets import load_digits

    loaded = load_digits()
    pixels = np.asarray(loaded.data, dtype=np.float64)
    centred = pixels - pixels.mean(axis=0)
    components = np.linalg.svd(centred, full_matrices=False)[2][:2]
    strongest = np.argmax(np.abs(components), axis=1)
    components = components * np.sign(components[np.arange(2), strongest])[:, None]
    xy = centred @ components.T
    return xy, np.asarray(loaded.target, dtype=np.int64), float(np.abs(xy).max() / _REACH)
