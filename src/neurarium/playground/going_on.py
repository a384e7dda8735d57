"""A moment under other settings: what was learned stays as far as it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.changes import Answer, answer_of, fitted
from neurarium.playground.config import Config
from neurarium.playground.history import Moment
from neurarium.playground.message import Message
from neurarium.playground.recording import Segment
from neurarium.playground.start import (
    carried_parameters,
    losses_of,
    no_gradient,
    points_of,
    recorded,
    same_shape,
    segment_of,
    state_of,
)

Floats = NDArray[np.floating[Any]]


def changed_segment(
    before: Segment, config: Config, remembered: Mapping[Answer, Mapping[str, Any]]
) -> tuple[Segment, Message | None]:
    """Return the segment that follows `before` under `config`, and what had to be fitted.

    Points are drawn anew only if their settings changed. Raises `ConfigError`, `DataError` or
    `FormulaError`.
    """
    points = before.points
    if config.data != before.config.data:
        points = points_of(config)
    config, note = fitted(config, points, answer_of(before.points), remembered)
    return segment_of(config, points, altered=True), note


def going_on(moment: Moment, segment: Segment, state: Floats | None = None) -> Moment:
    """Return `moment` as it goes on in `segment`: same epoch, weights of what stays.

    `state` replaces the carried state (weights set by hand). What was recorded after the moment
    is cut off.
    """
    before = moment.segment
    if state is None:
        state = _carried_state(moment, segment)
    train, test = losses_of(segment, state)
    layers_stay = len(before.network.sizes) == len(segment.network.sizes)
    after = replace(
        moment,
        segment=segment,
        state=state,
        step=moment.step if _epoch_goes_on(before, segment) else 0,
        loss_train=train,
        loss_test=test,
        gradient_norms=moment.gradient_norms if layers_stay else no_gradient(segment.network),
        recording=moment.recording.cut_after(moment.epoch),
        goal=0,
        diverged=False,
    )
    return recorded(after)


def _carried_state(moment: Moment, segment: Segment) -> Floats:
    before, old, new = moment.segment, moment.segment.config, segment.config
    parameters = moment.state[: before.network.size]
    alike = old.mode == new.mode and (new.mode == "exact" or old.optimizer == new.optimizer)
    if alike and same_shape(before, segment):
        return moment.state
    return state_of(segment, carried_parameters(before, parameters, segment, moment.epoch))


def _epoch_goes_on(before: Segment, after: Segment) -> bool:
    """Return whether the next batch of a begun epoch means the same points as before."""
    old, new = before.config, after.config
    return (
        before.points is after.points
        and (old.batch_size, old.mode) == (new.batch_size, new.mode)
        and same_shape(before, after)
    )
