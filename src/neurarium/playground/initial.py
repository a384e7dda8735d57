"""First weights and biases, drawn from a stream of uniform numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.seed_random import SeedRandom
from neurarium.playground.config import Config
from neurarium.playground.network import Network

ORIGINAL_BIAS = 0.1


def initial_parameters(
    network: Network, config: Config, random: Callable[[], float]
) -> NDArray[np.float64]:
    """Return the first parameters (P,), float64, in the packing order.

    `random()` is uniform in [0, 1): the stream that drew the points, which goes on here unless
    `config.weights_seed` names one of its own. One number is drawn for every link, whatever the
    initializer: layer by layer, unit by unit, input by input.

    "original": weights uniform in −0.5..0.5, biases 0.1. "glorot": uniform within
    ±√(6 / (inputs + units)), "he": within ±√(6 / inputs), biases 0. "zero": all 0.
    Glorot & Bengio 2010; He et al. 2015.
    """
    draw = random if config.weights_seed is None else SeedRandom(config.weights_seed)
    vector = np.zeros(network.size)
    for part, (weights, biases) in zip(network.slices, network.unpack(vector), strict=True):
        units, inputs = part.shape
        uniform = np.array([draw() for _ in range(units * inputs)]).reshape(part.shape)
        weights[:] = (uniform - 0.5) * _width(config.initializer, inputs, units)
        biases[:] = ORIGINAL_BIAS if config.initializer == "original" else 0.0
    return vector


def _width(initializer: str, inputs: int, units: int) -> float:
    if initializer == "original":
        return 1.0
    if initializer == "glorot":
        return 2.0 * math.sqrt(6.0 / (inputs + units))
    if initializer == "he":
        return 2.0 * math.sqrt(6.0 / inputs)
    return 0.0
