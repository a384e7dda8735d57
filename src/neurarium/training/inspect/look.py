"""What a look into a model finds, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_VALUES = 131_072
"""Of a layer with more values the first channels are kept, then every k-th row and column."""


@dataclass(frozen=True)
class LayerLook:
    """One layer's answer to one example."""

    name: str
    kind: str
    """Keras's class in words: "dense", "conv2d", "max_pooling2d"."""
    activation: str | None
    shape: tuple[int, ...]
    """Without the batch; `values` has it unless the layer was too large to keep whole."""
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Look:
    """One example on its way through the network."""

    epoch: int
    step: int | None
    input: NDArray[np.float32]
    """As the model saw it: scaled, in the shape that it takes."""
    layers: tuple[LayerLook, ...]
    output: NDArray[np.float32]
    logits: NDArray[np.float32] | None
    """(classes,): what softmax was given; None for regression."""
    probabilities: NDArray[np.float32] | None
    """(classes,), sum 1; None for regression."""
    prediction: float
    """The class number; for regression the predicted number."""
    label: float | None
    loss: float | None
    """−log p of the label; for regression the squared difference; None without a label."""


def bounded(values: NDArray[Any], most: int = MOST_VALUES) -> NDArray[np.float32]:
    """Return at most `most` values: the first channels, then a coarser grid."""
    kept = np.asarray(values, np.float32)
    if kept.size <= most:
        return kept
    if kept.ndim == 1:
        return kept[:most]
    each = kept.size // kept.shape[-1]
    if each <= most:
        return np.ascontiguousarray(kept[..., : most // each])
    kept = kept[..., :1]
    while kept.size > most:
        kept = kept[tuple(slice(None, None, 2 if side > 1 else 1) for side in kept.shape)]
    return np.ascontiguousarray(kept)


def softmax(logits: NDArray[Any]) -> NDArray[np.float64]:
    """Return the probabilities of logits (classes,), the largest taken off first."""
    found = np.asarray(logits, np.float64)
    powers: NDArray[np.float64] = np.exp(found - found.max())
    shares: NDArray[np.float64] = powers / powers.sum()
    return shares


def minus_log_p(logits: NDArray[Any], label: int) -> float:
    """Return −log of the label's probability from logits: finite also where p rounds to 0."""
    found = np.asarray(logits, np.float64)
    top = float(found.max())
    return float(np.log(np.exp(found - top).sum()) + top - found[label])
