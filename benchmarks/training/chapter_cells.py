"""What the textbook's chapters reach on Fashion-MNIST, as data: settings, a measure, its bounds.

Chapter 7 (artificial and deep neural networks) and chapter 8 (a convolutional network): 48,000
images to train, 12,000 to validate, batches of 32, seed 42.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CONVOLUTIONAL = "conv(32,3,same)-pool(2)-conv(64,3,same)-pool(2)-flatten-100(relu)-dropout(0.4)-10"


@dataclass(frozen=True)
class Cell:
    """One model: `measure` of `part` ("accuracy", "val_accuracy": last epoch; "test")."""

    name: str
    settings: Mapping[str, Any]
    measure: str
    wanted: float
    tolerance: float | None
    """Either side of `wanted`; None: at least `wanted`."""
    quick: bool = field(default=True)
    """Whether a test can afford it."""

    def says(self) -> str:
        """Return what is wanted, in words."""
        if self.tolerance is None:
            return f"at least {self.wanted}"
        return f"{self.wanted} ± {self.tolerance}"

    def holds(self, found: float) -> bool:
        """Return whether a number is as wanted."""
        if self.tolerance is None:
            return found >= self.wanted
        return abs(found - self.wanted) <= self.tolerance


def _fashion(**settings: Any) -> dict[str, Any]:
    return {"data": "fashion_mnist", "epochs": 5, "batch": 32, "seed": 42, **settings}


CELLS = (
    Cell("one softmax layer, RMSprop, 5 epochs",
         _fashion(model="10", optimizer="rmsprop"), "val_accuracy", 0.846, 0.01),
    Cell("100 sigmoid units, RMSprop, 5 epochs",
         _fashion(model="100(sigmoid)-10", optimizer="rmsprop"),
         "accuracy", 0.876, 0.01, quick=False),
    Cell("100 relu units, Adam, 5 epochs",
         _fashion(model="100(relu)-10", optimizer="adam"), "val_accuracy", 0.872, 0.01),
    Cell("100 relu units, Adam, 10 epochs: test",
         _fashion(model="100(relu)-10", optimizer="adam", epochs=10),
         "test", 0.87, None, quick=False),
    Cell("dropout 0.3, Adam, early stopping (patience 2, at most 20 epochs)",
         _fashion(model="100(relu)-dropout(0.3)-10", optimizer="adam", epochs=20, patience=2),
         "best", 0.88, None, quick=False),
    Cell("MNIST: 100 relu units, Adam, 5 epochs: test",
         _fashion(data="mnist", model="100(relu)-10", optimizer="adam"), "test", 0.97, None),
    Cell("chapter 8: two convolutional layers, dropout 0.4, early stopping: test",
         _fashion(model=CONVOLUTIONAL, optimizer="adam", epochs=20, patience=2),
         "test", 0.91, None, quick=False),
)  # fmt: skip

OPTIMIZERS = ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
"""Compared on the same first weights and the same batch order: 100 relu units, 5 epochs."""
