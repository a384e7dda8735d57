"""What a formula may compute, each on whole arrays of float64.

Truth is 1 or 0, and NaN where a side has no value. `and`, `or` and `not` follow Kleene's logic:
false `and` unknown is false, true `or` unknown is true, everything else unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Function:
    """A function with the number of arguments that it takes (`most` None: any number)."""

    compute: Callable[..., Any]
    fewest: int = 1
    most: int | None = 1


def _compared(compare: Callable[[Floats, Floats], Any]) -> Callable[[Floats, Floats], Floats]:
    def truth(left: Floats, right: Floats) -> Floats:
        known = ~(np.isnan(left) | np.isnan(right))
        return np.where(known, compare(left, right), np.nan)

    return truth


def _both(left: Floats, right: Floats) -> Floats:
    return np.where((left == 0) | (right == 0), 0.0, left * right)


def _either(left: Floats, right: Floats) -> Floats:
    return np.where((left == 1) | (right == 1), 1.0, left + right)


def _least(*values: Floats) -> Any:
    return np.minimum.reduce(np.broadcast_arrays(*values))


def _greatest(*values: Floats) -> Any:
    return np.maximum.reduce(np.broadcast_arrays(*values))


def _sigmoid(value: Floats) -> Any:
    return 0.5 * (1.0 + np.tanh(0.5 * value))


OPERATORS: dict[str, Callable[..., Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "%": np.mod, "^": np.power,
    "<": _compared(np.less), "<=": _compared(np.less_equal),
    ">": _compared(np.greater), ">=": _compared(np.greater_equal),
    "==": _compared(np.equal), "!=": _compared(np.not_equal),
    "and": _both, "or": _either, "not": lambda value: 1.0 - value, "negative": np.negative,
}  # fmt: skip

_OF_ONE: dict[str, Callable[..., Any]] = {
            "sin": np.sin, "cos": np.cos, "tan": np.tan,
            "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan,
            "sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh, "sigmoid": _sigmoid,
            "exp": np.exp, "log": np.log, "ln": np.log, "log2": np.log2, "log10": np.log10,
            "sqrt": np.sqrt, "cbrt": np.cbrt, "abs": np.abs, "sign": np.sign,
            "floor": np.floor, "ceil": np.ceil, "round": np.rint,
        }  # fmt: skip

FUNCTIONS: dict[str, Function] = {
    **{name: Function(compute) for name, compute in _OF_ONE.items()},
    "atan2": Function(np.arctan2, 2, 2),
    "hypot": Function(np.hypot, 2, 2),
    "mod": Function(np.mod, 2, 2),
    "min": Function(_least, 2, None),
    "max": Function(_greatest, 2, None),
}  # fmt: skip

CONSTANTS = {"pi": float(np.pi), "π": float(np.pi), "e": float(np.e)}
VARIABLES = {"x": "x", "x1": "x", "x₁": "x", "y": "y", "x2": "y", "x₂": "y"}
