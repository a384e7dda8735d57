"""The activations that a layer can have, by Keras's names.

Held equal to what Keras offers by a test. Left out are `glu`, which halves the number of
features, and `threshold`, which cannot be called without further numbers.
"""

from __future__ import annotations

ACTIVATIONS = (
    "relu", "sigmoid", "tanh", "softmax", "linear", "leaky_relu", "elu", "selu", "gelu", "silu",
    "softplus", "softsign", "mish", "relu6", "celu", "exponential", "hard_sigmoid", "hard_silu",
    "hard_tanh", "hard_shrink", "soft_shrink", "tanh_shrink", "log_sigmoid", "log_softmax",
    "squareplus", "sparsemax", "sparse_plus", "sparse_sigmoid",
)  # fmt: skip
"""The usual ones first."""

_OTHER_NAMES = {"swish": "silu", "hardswish": "hard_silu", "identity": "linear", "none": "linear"}
_BY_PLAIN_NAME = {name.replace("_", ""): name for name in ACTIVATIONS} | _OTHER_NAMES


def activation_named(word: str) -> str | None:
    """Return Keras's name of the activation that `word` names in any spelling, or None.

    >>> activation_named("LeakyReLU")
    'leaky_relu'
    """
    return _BY_PLAIN_NAME.get(word.lower().replace("_", ""))
