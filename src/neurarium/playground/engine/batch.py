"""Pick one update's points out of the epoch's order."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from jax import lax

from neurarium.playground.engine.arguments import Data


def pick(data: Data, order: Any, step: Any, batch_size: int) -> tuple[Any, Any, Any]:
    """Return x (features, batch), target (outputs, batch), and present (1, batch), 0 or 1.

    The last batch of an epoch may be smaller; its missing places are filled with point 0 and
    count as not present.
    """
    start = step * batch_size
    rows = lax.dynamic_slice(order, (start,), (batch_size,))
    present = (jnp.arange(batch_size) < data.n_train - start).astype(data.x.dtype)
    x = data.x.at[rows].get(mode="promise_in_bounds")
    target = data.target.at[rows].get(mode="promise_in_bounds")
    return x.T, target.T, present[None, :]
