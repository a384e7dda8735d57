"""A few rows of what a script trains on, to measure gradients and dead units with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = tuple[NDArray[Any], NDArray[Any]]


def rows_of_fit(variables: dict[str, Any], most: int) -> Rows | None:
    """Return the first rows of `x` and `y` of a call of fit; None if they are no arrays.

    A generator, a data loader or a tf.data pipeline is left alone: to read it would change what
    the script trains on.
    """
    return first_rows(variables.get("x"), variables.get("y"), most)


def first_rows(x: Any, y: Any, most: int) -> Rows | None:
    """Return the first `most` rows of two arrays (NumPy's, JAX's, PyTorch's, TensorFlow's)."""
    if not (_is_array(x) and _is_array(y)) or len(x) != len(y) or len(x) == 0:
        return None
    return _numbers(x[:most]), _numbers(y[:most])


def _is_array(value: Any) -> bool:
    return (
        hasattr(value, "shape")
        and hasattr(value, "dtype")
        and len(value.shape) > 0
        and hasattr(value, "__getitem__")
    )


def _numbers(rows: Any) -> NDArray[Any]:
    if hasattr(rows, "detach"):
        rows = rows.detach().cpu()
    return np.asarray(rows)
