"""What a unit computes, written out: tanh(0.31·x₁ − 1.2·x₂ + 0.1)."""

from __future__ import annotations

import math

from neurarium.playground.activations import ACTIVATIONS
from neurarium.playground.features import FEATURES
from neurarium.playground.network import Network, Vector

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def formula(network: Network, vector: Vector, layer: int, unit: int) -> str:
    """Return the formula of a unit; layer 0 is the first after the input.

    Features stand with their symbols, units of the layer before as h₁, h₂, …; numbers have
    two decimals, a zero or a very small or large one a power of ten.
    """
    weights, biases = network.unpack(vector)[layer]
    names = _input_names(network, layer)
    terms = [(float(w), f"·{name}") for w, name in zip(weights[unit], names, strict=True)]
    total = _joined([*terms, (float(biases[unit]), "")])
    activation = (*network.activations, network.output)[layer]
    pattern = ACTIVATIONS[activation].pattern if activation in ACTIVATIONS else "softmax({})"
    return pattern.format(total)


def _input_names(network: Network, layer: int) -> list[str]:
    if layer == 0:
        return [FEATURES[name].symbol for name in network.features]
    return ["h" + str(i + 1).translate(_SUBSCRIPTS) for i in range(network.sizes[layer])]


def _joined(terms: list[tuple[float, str]]) -> str:
    parts: list[str] = []
    for value, name in terms:
        negative = value < 0
        sign = ("−" if negative else "") if not parts else ("− " if negative else "+ ")
        parts.append(sign + _number(abs(value)) + name)
    return " ".join(parts)


def _number(size: float) -> str:
    if not math.isfinite(size):
        return "∞" if math.isinf(size) else "NaN"
    if size and (size < 0.005 or size >= 1e6):
        mantissa, exponent = f"{size:.1e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    return f"{round(size, 2):.2f}".rstrip("0").rstrip(".")
