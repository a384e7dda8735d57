"""What a unit does with its total input z: values and slopes, in NumPy and in JAX alike.

Every function takes the array library first (`numpy` or `jax.numpy`), so that the engine, the
first frame and the explanation share one formula. Nothing here imports either library's rival.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

LEAKY_SLOPE = 0.01
"""leaky_relu's slope below zero."""

_GELU_SCALE = math.sqrt(2.0 / math.pi)
_GELU_CUBIC = 0.044715


@dataclass(frozen=True)
class Unit:
    """One activation.

    `value(xp, z)` is a = f(z); `slope(xp, z, a)` is f′(z), where a = f(z) is handed over
    because it often makes the slope cheap. At a kink the slope is the left one (relu: 0).
    `pattern` is how a formula writes it, with one place for the total input.
    """

    value: Callable[[ModuleType, Any], Any]
    slope: Callable[[ModuleType, Any, Any], Any]
    pattern: str


def _sigmoid(xp: ModuleType, z: Any) -> Any:
    return 1.0 / (1.0 + xp.exp(-z))


def _gelu_inner(xp: ModuleType, z: Any) -> Any:
    return xp.tanh(_GELU_SCALE * (z + _GELU_CUBIC * z * z * z))


def _gelu_slope(xp: ModuleType, z: Any, _a: Any) -> Any:
    t = _gelu_inner(xp, z)
    inner_slope = _GELU_SCALE * (1.0 + 3.0 * _GELU_CUBIC * z * z)
    return 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * inner_slope


def _silu_slope(xp: ModuleType, z: Any, a: Any) -> Any:
    s = _sigmoid(xp, z)
    return s + a * (1.0 - s)


ACTIVATIONS: Mapping[str, Unit] = {
    "relu": Unit(
        lambda xp, z: xp.maximum(z, 0.0),
        lambda xp, z, a: xp.where(z > 0, 1.0, 0.0).astype(z.dtype),
        "relu({})",
    ),
    "leaky_relu": Unit(
        lambda xp, z: xp.where(z > 0, z, LEAKY_SLOPE * z),
        lambda xp, z, a: xp.where(z > 0, 1.0, LEAKY_SLOPE).astype(z.dtype),
        "leaky_relu({})",
    ),
    "elu": Unit(
        lambda xp, z: xp.where(z > 0, z, xp.expm1(xp.minimum(z, 0.0))),
        lambda xp, z, a: xp.where(z > 0, 1.0, a + 1.0).astype(z.dtype),
        "elu({})",
    ),
    # The tanh form: 0.5 z (1 + tanh(√(2/π)(z + 0.044715 z³))), Hendrycks & Gimpel 2016. Neither
    # NumPy nor a browser has the error function of the other form.
    "gelu": Unit(lambda xp, z: 0.5 * z * (1.0 + _gelu_inner(xp, z)), _gelu_slope, "gelu({})"),
    "silu": Unit(lambda xp, z: z * _sigmoid(xp, z), _silu_slope, "silu({})"),
    "tanh": Unit(lambda xp, z: xp.tanh(z), lambda xp, z, a: 1.0 - a * a, "tanh({})"),
    "sigmoid": Unit(_sigmoid, lambda xp, z, a: a * (1.0 - a), "sigmoid({})"),
    "softplus": Unit(
        lambda xp, z: xp.logaddexp(z, xp.zeros_like(z)),
        lambda xp, z, a: _sigmoid(xp, z),
        "softplus({})",
    ),
    "sin": Unit(lambda xp, z: xp.sin(z), lambda xp, z, a: xp.cos(z), "sin({})"),
    "linear": Unit(lambda xp, z: z, lambda xp, z, a: xp.ones_like(z), "{}"),
}


def softmax(xp: ModuleType, z: Any) -> Any:
    """Return e^z / Σ e^z over the first axis (one entry a class)."""
    shifted = xp.exp(z - xp.max(z, axis=0, keepdims=True))
    return shifted / xp.sum(shifted, axis=0, keepdims=True)


def output_value(xp: ModuleType, output: str, z: Any) -> Any:
    """Return what an `output` layer makes of its total inputs z (units, n, …)."""
    return softmax(xp, z) if output == "softmax" else ACTIVATIONS[output].value(xp, z)
