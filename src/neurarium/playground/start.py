"""The first moment of a playground: points drawn, first weights drawn, nothing learned yet.

No JAX here: a new structure shows its first frame before anything is compiled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points import Points, draw
from neurarium.datasets.seed_random import SeedRandom
from neurarium.playground.config import Config
from neurarium.playground.engine.layout import first_state
from neurarium.playground.engine.structure import Structure
from neurarium.playground.evaluate import loss
from neurarium.playground.history import Moment
from neurarium.playground.initial import initial_parameters
from neurarium.playground.network import Network, carry_over
from neurarium.playground.recording import Recording, Rows, Segment
from neurarium.playground.targets import encode_targets

Floats = NDArray[np.floating[Any]]


def points_of(config: Config) -> Points:
    """Return the points of a configuration; raises `DataError` or `FormulaError`."""
    return draw(config.data, SeedRandom(config.data.seed))


def segment_of(config: Config, points: Points, altered: bool = False) -> Segment:
    """Return a new segment; raises `ConfigError` where the output cannot say the targets."""
    encode_targets(points, config.output)
    return Segment(config, Network.of(config, len(points.classes)), points, altered)


def first_parameters(segment: Segment) -> NDArray[np.float64]:
    """Return the first weights and biases (P,), drawn from the stream that drew the points."""
    random = SeedRandom(segment.config.data.seed)
    if segment.config.weights_seed is None:
        draw(segment.config.data, random)  # only to bring the stream where the weights begin
    return initial_parameters(segment.network, segment.config, random)


def carried_parameters(before: Segment, parameters: Floats, after: Segment, epoch: int) -> Floats:
    """Return parameters for another structure: what stays keeps its value, the rest is fresh."""
    if same_shape(before, after):
        return parameters
    random = SeedRandom(f"{after.config.data.seed} {epoch} {after.network.sizes}")
    fresh = initial_parameters(after.network, after.config, random)
    return carry_over(before.network, np.asarray(parameters, np.float64), after.network, fresh)


def same_shape(one: Segment, other: Segment) -> bool:
    """Return whether the parameters of two segments mean the same links and units."""
    mine, its = one.network, other.network
    return (mine.sizes, mine.features) == (its.sizes, its.features)


def state_of(segment: Segment, parameters: Floats) -> Floats:
    """Return the state (S,) in which an optimizer begins at these parameters."""
    structure = Structure.of(segment.config, segment.network, len(segment.points.xy))
    return first_state(structure, parameters)


def losses_of(segment: Segment, state: Floats) -> tuple[float, float]:
    """Return the training and the test loss at a state, computed in NumPy."""
    points, network = segment.points, segment.network
    parameters = np.asarray(state[: network.size], dtype=np.float64)
    target = encode_targets(points, segment.config.output)
    n = points.n_train
    train, test = (
        loss(network, parameters, points.xy[part], target[part], segment.config.loss)
        for part in (slice(0, n), slice(n, None))
    )
    return train, test


def no_gradient(network: Network) -> Floats:
    """Return the gradient sizes (L,) before the first update: not known."""
    return np.full(len(network.sizes) - 1, np.nan)


def single_row(moment: Moment) -> Rows:
    """Return a moment as one row of a recording."""
    return Rows(
        moment.segment,
        np.array([moment.epoch], dtype=np.int64),
        moment.state[None, :],
        np.array([moment.loss_train]),
        np.array([moment.loss_test]),
        np.asarray(moment.gradient_norms)[None, :],
    )


def first_moment(segment: Segment, budget: int, goal: int = 0) -> Moment:
    """Return epoch 0 of a segment, with a recording that holds just this."""
    state = state_of(segment, first_parameters(segment))
    train, test = losses_of(segment, state)
    moment = Moment(
        segment=segment, state=state, epoch=0, step=0, loss_train=train, loss_test=test,
        gradient_norms=no_gradient(segment.network), recording=Recording(budget=budget), goal=goal,
    )  # fmt: skip
    return recorded(moment)


def recorded(moment: Moment) -> Moment:
    """Return the moment with itself written into its recording, if an epoch is complete."""
    if moment.step:
        return moment
    return replace(moment, recording=moment.recording.append(single_row(moment)))
