"""How wrong an output is: the loss of each point and its slope at the output's total input.

Like the activations, every function takes the array library first. Shapes: z (total inputs),
a (outputs) and t (targets) are (units, n); losses come as (n,), slopes as (units, n); axes that
follow (the variants of a comparison) are carried along. Losses that would lose digits in a
saturated output (the cross-entropies) are computed from z.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from neurarium.playground.activations import ACTIVATIONS

HUBER_DELTA = 1.0
"""Errors up to this size count squared, larger ones linearly."""


def point_losses(xp: ModuleType, loss: str, z: Any, a: Any, t: Any) -> Any:
    """Return the loss of every point, (n,); several output units are averaged or summed over.

    half_squared_error ½(a−t)²; mean_squared_error (a−t)², mean over units; mean_absolute_error
    |a−t|; huber ½e² or δ(|e|−½δ); hinge max(0, 1−t·a); binary_crossentropy
    ln(1+e^z) − t·z; categorical_crossentropy ln Σe^z − z of the true class.
    """
    error = a - t
    if loss == "half_squared_error":
        return xp.sum(0.5 * error * error, axis=0)
    if loss == "mean_squared_error":
        return xp.mean(error * error, axis=0)
    if loss == "mean_absolute_error":
        return xp.mean(xp.abs(error), axis=0)
    if loss == "huber":
        size = xp.abs(error)
        small = xp.minimum(size, HUBER_DELTA)
        return xp.sum(small * (size - 0.5 * small), axis=0)
    if loss == "hinge":
        return xp.sum(xp.maximum(1.0 - t * a, 0.0), axis=0)
    if loss == "binary_crossentropy":
        return xp.sum(xp.logaddexp(z, xp.zeros_like(z)) - t * z, axis=0)
    if loss == "categorical_crossentropy":
        top = xp.max(z, axis=0, keepdims=True)
        total = top[0] + xp.log(xp.sum(xp.exp(z - top), axis=0))
        return total - xp.sum(t * z, axis=0)
    raise ValueError(loss)


def _output_slope(xp: ModuleType, loss: str, a: Any, t: Any) -> Any:
    """Return ∂loss/∂a, (units, n)."""
    error = a - t
    if loss == "half_squared_error":
        return error
    if loss == "mean_squared_error":
        return error * (2.0 / a.shape[0])
    if loss == "mean_absolute_error":
        return xp.sign(error) * (1.0 / a.shape[0])
    if loss == "huber":
        return xp.clip(error, -HUBER_DELTA, HUBER_DELTA)
    if loss == "hinge":
        return xp.where(t * a < 1.0, -t, xp.zeros_like(t))
    raise ValueError(loss)


def deltas(xp: ModuleType, loss: str, output: str, values: tuple[Any, Any, Any]) -> Any:
    """Return ∂loss/∂z of every point at the output layer, (units, n), from values (z, a, t)."""
    z, a, t = values
    if loss in ("binary_crossentropy", "categorical_crossentropy"):
        return a - t  # the slope of sigmoid or softmax cancels against the logarithm's
    slope = _output_slope(xp, loss, a, t)
    if output == "softmax":
        return a * (slope - xp.sum(slope * a, axis=0, keepdims=True))
    return slope * ACTIVATIONS[output].slope(xp, z, a)
