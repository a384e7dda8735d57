"""What every loop answers, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

Tick = Callable[[int], None]
"""Called with the number of updates made in this epoch; what it raises ends the epoch there."""


@dataclass(frozen=True)
class LoopData:
    """Training and validation examples, and how many a batch has.

    Pixels stay uint8 (n, …) and are divided by 255 within each update: a quarter of the memory
    and of what has to be read. Everything else is float32. Targets are (n,) int32 or float32.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    x_validation: NDArray[Any]
    y_validation: NDArray[Any]
    batch: int

    @property
    def updates(self) -> int:
        """Return ⌈n / batch⌉, the updates of an epoch; the last batch may be smaller."""
        return -(-len(self.x) // self.batch)


class Loop(Protocol):
    """Trains a compiled Keras model, epoch by epoch.

    While `train` runs, the model's variables may live elsewhere: `logs` and `weights` answer
    within a tick; `sync` brings everything back to the model.
    """

    kind: str
    begins_anywhere: bool
    """Whether an epoch can be gone on with in its middle."""

    def warm_up(self) -> None:
        """Compile what will be needed, so that no epoch's time has it in it."""

    def train(self, order: NDArray[Any], start: int, tick: Tick) -> None:
        """Make the updates `start` … of an epoch that takes the examples in `order`."""

    def logs(self) -> dict[str, float]:
        """Return Keras's metrics of the epoch so far, its loss among them."""

    def weights(self) -> dict[str, NDArray[Any]]:
        """Return copies of the weights of this moment, by name."""

    def sync(self) -> None:
        """Bring all values back to the model's own variables."""

    def evaluate(self, x: NDArray[Any], y: NDArray[Any]) -> dict[str, float]:
        """Return Keras's metrics over all of x, y; the model must be in sync."""

    def predict(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return what the model answers to x; the model must be in sync."""


def as_input(x: NDArray[Any]) -> NDArray[Any]:
    """Return x as the model reads it: float32, pixels 0..255 → 0..1."""
    import numpy as np

    if x.dtype == np.uint8:
        return x.astype(np.float32) / np.float32(255)
    return x
