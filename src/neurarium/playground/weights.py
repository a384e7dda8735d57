"""Weights that come from outside: a settings file, or a page that lost its server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.playground.config import updates_per_epoch
from neurarium.playground.history import Moment
from neurarium.playground.recording import Recording, Segment
from neurarium.playground.start import losses_of, no_gradient, recorded, state_of


@dataclass(frozen=True)
class SavedWeights:
    """A network as it was: weights and biases, and what the engine needs to go on alike.

    `values` holds the parameters (P,) in the packing order, or the whole state (S,). `step`:
    updates done in the current epoch. `altered`: see `Segment`.
    """

    values: Sequence[float]
    step: int = 0
    altered: bool = True


def moment_from(segment: Segment, weights: SavedWeights, epoch: int, budget: int) -> Moment:
    """Return the moment at which `weights` were saved; raises `ConfigError`."""
    values = np.asarray(weights.values, dtype=np.float64)
    size = segment.network.size
    with np.errstate(over="ignore"):  # what does not fit into single precision is refused below
        state = state_of(segment, values[:size] if len(values) >= size else np.zeros(size))
        if len(values) == len(state):
            state = values.astype(state.dtype)
    if len(values) not in (size, len(state)):
        raise ConfigError(
            tr("{came} saved weights do not fit this network: it has {size}.",
               came=len(values), size=size)
        )  # fmt: skip
    if not (np.isfinite(values).all() and np.isfinite(state).all()):
        raise ConfigError(tr("The saved weights hold values that are not finite numbers."))
    updates = updates_per_epoch(segment.points.n_train, segment.config.batch_size)
    if weights.step >= updates:
        raise ConfigError(
            tr("An epoch has {updates} updates here, so at most {most} of a begun one can be done; "
               "saved were {came}. Set step to 0 to begin with a whole epoch.",
               updates=updates, most=updates - 1, came=weights.step)
        )  # fmt: skip
    segment = replace(segment, altered=weights.altered)
    train, test = losses_of(segment, state)
    return recorded(
        Moment(
            segment=segment,
            state=state,
            epoch=epoch,
            step=weights.step,
            loss_train=train,
            loss_test=test,
            gradient_norms=no_gradient(segment.network),
            recording=Recording(budget=budget),
        )
    )
