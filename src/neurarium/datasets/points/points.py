"""`Points`: what a playground learns from, once it is drawn, shuffled and split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points.settings import X_AXIS, Y_AXIS, AxisScale

Task = Literal["classification", "regression"]


@dataclass(frozen=True, eq=False)
class Points:
    """Points on the plane with what is to be learned about each.

    The first `n_train` rows are for training, the others for testing; both in the order in which
    an exact playground walks them. Arrays are read-only.

    - `xy` (n, 2): positions; the map shows −6 to 6.
    - `target` (n,): the class number from 0 for classification, else the number to predict.
    - `classes`: names of the classes, empty for regression. Of two classes the first is the
      original's −1 (orange), the second its +1 (blue).
    - `x_axis`, `y_axis`, `target_axis`: how a person's units map to the plane,
      plane = (value − offset) / unit. `target_axis` is None where targets were not scaled.
    """

    task: Task
    xy: NDArray[np.float64]
    target: NDArray[np.float64]
    classes: tuple[str, ...]
    n_train: int
    x_axis: AxisScale = X_AXIS
    y_axis: AxisScale = Y_AXIS
    target_axis: AxisScale | None = None

    def __post_init__(self) -> None:
        self.xy.setflags(write=False)
        self.target.setflags(write=False)

    def __len__(self) -> int:
        return len(self.target)

    @property
    def n_test(self) -> int:
        """Number of points for testing."""
        return len(self) - self.n_train

    @property
    def train_xy(self) -> NDArray[np.float64]:
        """Positions for training, (n_train, 2)."""
        return self.xy[: self.n_train]

    @property
    def train_target(self) -> NDArray[np.float64]:
        """Targets for training, (n_train,)."""
        return self.target[: self.n_train]

    @property
    def test_xy(self) -> NDArray[np.float64]:
        """Positions for testing, (n_test, 2)."""
        return self.xy[self.n_train :]

    @property
    def test_target(self) -> NDArray[np.float64]:
        """Targets for testing, (n_test,)."""
        return self.target[self.n_train :]

    def rows(self) -> list[list[float]]:
        """Return plain `[x, y, target]` rows, training first: what a message carries."""
        rows: list[list[float]] = np.column_stack((self.xy, self.target)).tolist()
        return rows
