"""Weights and biases set by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.playground.engine.layout import dead_part
from neurarium.playground.engine.structure import Structure
from neurarium.playground.network import Network
from neurarium.playground.recording import Segment

MAX_VALUE = 1e6


@dataclass(frozen=True)
class Edit:
    """A value for one link or bias.

    `layer` 0 is the first after the input, `input` None means the unit's bias.
    """

    layer: int
    unit: int
    input: int | None
    value: float


def edited_state(
    segment: Segment, state: NDArray[np.floating[Any]], edits: Sequence[Edit]
) -> NDArray[np.floating[Any]]:
    """Return a state (S,) with the edits made; a dead link that is set lives again.

    Raises `ConfigError` where a link does not exist or a value is out of range.
    """
    result = np.array(state)
    structure = Structure.of(segment.config, segment.network, len(segment.points.xy))
    dead = dead_part(structure)
    for edit in edits:
        place = _place(segment.network, edit)
        result[place] = edit.value
        if dead is not None:
            result[dead.start + place] = 0.0
    return result


def _place(network: Network, edit: Edit) -> int:
    if not (math.isfinite(edit.value) and abs(edit.value) <= MAX_VALUE):
        raise ConfigError(
            tr("The value {value} does not fit: weights and biases go from −{most:,.0f} to "
               "{most:,.0f}.", value=edit.value, most=MAX_VALUE)
        )  # fmt: skip
    if not 0 <= edit.layer < len(network.slices):
        raise ConfigError(
            tr("There is no layer {layer}; layers go from 0 to {last}.",
               layer=edit.layer, last=len(network.slices) - 1)
        )  # fmt: skip
    part = network.slices[edit.layer]
    units, inputs = part.shape
    if not 0 <= edit.unit < units:
        raise ConfigError(
            tr("Layer {layer} has no unit {unit}; its units go from 0 to {last}.",
               layer=edit.layer, unit=edit.unit, last=units - 1)
        )  # fmt: skip
    if edit.input is None:
        return int(part.biases.start) + edit.unit
    if not 0 <= edit.input < inputs:
        raise ConfigError(
            tr("Units of layer {layer} have no input {input}; inputs go from 0 to {last}.",
               layer=edit.layer, input=edit.input, last=inputs - 1)
        )  # fmt: skip
    return int(part.weights.start) + edit.unit * inputs + edit.input
