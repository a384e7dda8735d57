"""What the last activation was given: the logits behind probabilities.

They are computed again from the last layer's input where that is a dense layer, because the
logarithm of a probability that was rounded to 0 tells nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.training.inspect.look import softmax
from neurarium.training.inspect.network import Network, Weights

_SMALLEST = 1e-30


def logits_and_probabilities(
    network: Network, weights: Weights, before: NDArray[Any] | None, answer: NDArray[Any]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return logits and probabilities, (classes,) each, of a classifier's `answer`.

    One output with a sigmoid tells the probability p of class 1: the logits are (0, log(p/(1−p))).
    """
    raw = _before_activation(network, weights, before)
    known = np.asarray(answer, np.float64)
    if known.shape[-1] == 1:
        return _of_two(float((_log_odds(known) if raw is None else raw).ravel()[0]))
    if known.min() >= 0 and abs(known.sum() - 1) < 1e-3:
        logits = np.log(np.maximum(known, _SMALLEST)) if raw is None else raw
        return logits.astype(np.float32), known.astype(np.float32)
    activation = network.taps[-1].activation if network.taps else None
    if activation in (None, "linear"):
        return known.astype(np.float32), softmax(known).astype(np.float32)
    shares = known / (known.sum() or 1.0)  # ten sigmoids, made to sum up to 1
    return (known if raw is None else raw).astype(np.float32), shares.astype(np.float32)


def _before_activation(
    network: Network, weights: Weights, before: NDArray[Any] | None
) -> NDArray[np.float64] | None:
    """Return what the last activation was given; None where the last layer hides it."""
    if before is None or not network.taps:
        return None
    last = network.taps[-1]
    if last.kind in ("activation", "softmax"):
        return before.astype(np.float64)
    if last.kind != "dense":
        return None
    kernel, bias = _kernel_and_bias(network, weights, last.name)
    if kernel is None or kernel.ndim != 2:
        return None
    raw = before.astype(np.float64) @ kernel.astype(np.float64)
    return raw if bias is None else raw + bias


def _kernel_and_bias(
    network: Network, weights: Weights, layer: str
) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
    values = network.by_variable(weights, layer)
    return values.get("kernel"), values.get("bias")


def _log_odds(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(p / (1 − p)) of a sigmoid's answer; what is no probability is a logit itself."""
    if not 0 <= float(p.ravel()[0]) <= 1:
        return p
    found: NDArray[np.float64] = np.log(np.maximum(p, _SMALLEST)) - np.log(
        np.maximum(1 - p, _SMALLEST)
    )
    return found


def _of_two(raw: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    logits = np.array([0.0, raw], np.float32)
    return logits, softmax(logits).astype(np.float32)
