"""How the learning rate changes with the epoch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.config import Config


def learning_rates(config: Config, first_epoch: int, epochs: int) -> NDArray[np.float64]:
    """Return the learning rate of each of `epochs` epochs from `first_epoch` on, (epochs,).

    "constant"; "step": halved every `schedule_epochs`; "cosine":
    rate · ½(1 + cos(π·epoch/schedule_epochs)), 0 from the period's end on (Loshchilov & Hutter
    2017, without restarts). The first epoch of training is number 0.
    """
    epoch = np.arange(first_epoch, first_epoch + epochs, dtype=np.float64)
    if config.schedule == "step":
        factor = 0.5 ** np.floor(epoch / config.schedule_epochs)
    elif config.schedule == "cosine":
        part = np.minimum(epoch / config.schedule_epochs, 1.0)
        factor = 0.5 * (1.0 + np.cos(np.pi * part))
    else:
        factor = np.ones(epochs)
    return config.learning_rate * factor
