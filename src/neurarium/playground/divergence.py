"""When training has gone wrong: a loss that is not finite, or far above where it has been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurarium.language import tr
from neurarium.playground.config import Config
from neurarium.playground.message import Message
from neurarium.playground.schedules import learning_rates

if TYPE_CHECKING:
    from neurarium.playground.engine.trace import Trace

EXPLOSION = 1000.0
"""A loss this many times above the best one (or above 1, if that is more) has exploded."""

_SMALLER_RATES = (
    10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003, 0.00001,
)  # fmt: skip


def first_diverged(trace: Trace, best_loss: float) -> int | None:
    """Return the first row of a trace that has diverged, or None.

    A row has diverged when a number of its state or its training loss is not finite, or the
    loss exceeds `EXPLOSION` times `best_loss` or 1, whichever is more. `best_loss` is the
    lowest (or the first) training loss so far; NaN counts as unknown. Losses that were not
    asked for are not looked at. The rows before it are good: the last finite state is row − 1.
    """
    bad = ~np.isfinite(trace.states).all(axis=1)
    if trace.has_losses:
        bar = EXPLOSION * max(best_loss if np.isfinite(best_loss) else 1.0, 1.0)
        bad |= ~(trace.loss_train <= bar)
    rows = np.flatnonzero(bad)
    return int(rows[0]) if len(rows) else None


def smaller_rate(rate: float) -> float:
    """Return a learning rate to try instead: the next of 10, 3, 1, 0.3 … that is ≤ rate / 2."""
    for candidate in _SMALLER_RATES:
        if candidate <= rate / 2:
            return candidate
    return rate / 10


def divergence_message(config: Config, epoch: int) -> Message:
    """Return what to tell a person: training went wrong in `epoch` (1 is the first one)."""
    rate = float(learning_rates(config, epoch - 1, 1)[0])
    text = tr(
        "Training diverged in epoch {epoch} with a learning rate of {rate}: the loss is not a "
        "number any more or has exploded. The last finite state stays on screen.",
        epoch=epoch, rate=f"{rate:g}",
    )  # fmt: skip
    hints = [tr("Try a learning rate of {rate}.", rate=f"{smaller_rate(rate):g}")]
    unbounded = {"relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "linear"}
    names = {layer.activation for layer in config.layers}
    if names & unbounded:
        hints.append(tr("Or an activation that stays within −1 to 1, such as tanh."))
    if config.regularization != "none" and config.regularization_rate * rate >= 1:
        hints.append(
            tr("Or a smaller regularization rate: {rate} is too much here.",
               rate=f"{config.regularization_rate:g}")
        )  # fmt: skip
    elif config.regularization == "none":
        hints.append(tr("Or L2 regularization, which keeps weights small."))
    return Message("error", text, " ".join(hints))
