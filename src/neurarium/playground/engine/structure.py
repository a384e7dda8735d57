"""What a compiled program depends on. Everything else is an argument of it."""

from __future__ import annotations

from dataclasses import dataclass

from neurarium.playground.config import Config
from neurarium.playground.network import Network

POINTS_BLOCK = 64
"""Point arrays are filled up to a multiple of this, so that few sizes are compiled."""
EPOCHS_BLOCK = 64
"""Most epochs that one call of the compiled program runs."""


@dataclass(frozen=True)
class Structure:
    """Key of a compiled program.

    `points` is the capacity of the point arrays (train and test together), `batch_size` the
    compiled batch, never more than `points`. `drops` says for each hidden layer whether dropout
    is on; its rate is an argument.
    """

    mode: str
    network: Network
    loss: str
    optimizer: str
    batch_size: int
    drops: tuple[bool, ...]
    points: int

    @classmethod
    def of(cls, config: Config, network: Network, points: int) -> Structure:
        """Return the structure for a number of points, train and test together."""
        capacity = -(-points // POINTS_BLOCK) * POINTS_BLOCK
        # In exact mode a batch that is larger than all points never fills: it must stay larger.
        most = capacity + 1 if config.mode == "exact" else capacity
        return cls(
            mode=config.mode,
            network=network,
            loss=config.loss,
            optimizer=config.optimizer,
            batch_size=min(config.batch_size, most),
            drops=tuple(layer.dropout > 0 for layer in config.layers),
            points=capacity,
        )
