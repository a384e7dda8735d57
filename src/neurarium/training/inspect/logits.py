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
    activation = network.taps[-1].activation if network.taps else None
    raw = _before_activation(network, weights, before, answer)
    if answer.shape[-1] == 1:
        return _of_two(float(raw.ravel()[0]))
    if activation in (None, "linear") and network.taps and network.taps[-1].kind != "softmax":
        return raw.astype(np.float32), softmax(raw).astype(np.float32)
    total = float(np.sum(answer))
    known = np.asarray(answer, np.float32)
    if activation == "softmax" or network.taps[-1].kind == "softmax" or abs(total - 1) < 1e-3:
        return raw.astype(np.float32), known
    return raw.astype(np.float32), known / (total or 1.0)  # ten sigmoids, made to sum up to 1


def _before_activation(
    network: Network, weights: Weights, before: NDArray[Any] | None, answer: NDArray[Any]
) -> NDArray[np.float64]:
    last = network.taps[-1] if network.taps else None
    if last is None or before is None:
        return _logs(answer)
    if last.kind == "dense":
        kernel, bias = _kernel_and_bias(network, weights, last.name)
        if kernel is not None and kernel.ndim == 2:
            raw = before.astype(np.float64) @ kernel.astype(np.float64)
            return raw if bias is None else raw + bias
    if last.kind in ("activation", "softmax"):
        return before.astype(np.float64)
    if last.activation in (None, "linear"):
        return np.asarray(answer, np.float64)
    return _logs(answer)


def _kernel_and_bias(
    network: Network, weights: Weights, layer: str
) -> tuple[NDArray[Any] | None, NDArray[Any] | None]:
    values = network.by_variable(weights, layer)
    return values.get("kernel"), values.get("bias")


def _logs(answer: NDArray[Any]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.log(np.maximum(np.asarray(answer, np.float64), _SMALLEST))
    return found


def _of_two(raw: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    logits = np.array([0.0, raw], np.float32)
    return logits, softmax(logits).astype(np.float32)
