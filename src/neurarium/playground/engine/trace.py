"""What a run gives back: one row an epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Trace:
    """States and losses after each of n epochs.

    `states` (n, S); `loss_train`, `loss_test` (n,), mean losses without regularization, NaN if
    they were not asked for; `gradient_norms` (n, L): L2 norm of each layer's mean gradient at
    the epoch's last update, regularization not included.
    """

    states: NDArray[np.floating]
    loss_train: NDArray[np.floating]
    loss_test: NDArray[np.floating]
    gradient_norms: NDArray[np.floating]
    has_losses: bool = True

    def __len__(self) -> int:
        return len(self.states)

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the traces one after another; there must be at least one."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            np.concatenate([part.states for part in parts]),
            np.concatenate([part.loss_train for part in parts]),
            np.concatenate([part.loss_test for part in parts]),
            np.concatenate([part.gradient_norms for part in parts]),
            all(part.has_losses for part in parts),
        )
