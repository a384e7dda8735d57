"""Stop once an epoch has not been better than the best for `patience` epochs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class EarlyStopping:
    """`wait` counts the epochs since the best one, as `keras.callbacks.EarlyStopping` does."""

    patience: int
    wait: int = 0

    def after(self, epoch: int, better: bool) -> bool:
        """Take whether an epoch (from 1) was the best so far; return whether to stop."""
        self.wait = 0 if better else self.wait + 1
        return self.wait >= self.patience and epoch > 1 and not better
