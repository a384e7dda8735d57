"""Where things lie in the state vector: parameters, then slots, then what exact mode gathers.

standard: parameters (P) | the optimizer's slots.
exact: parameters (P) | gathered gradient (P) | how many points it holds (1) | dead links (P).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.engine.structure import Structure
from neurarium.playground.optimizers import ADAGRAD_START

_MOMENTS = {"sgd": 0, "momentum": 1, "nesterov": 1, "adagrad": 1, "rmsprop": 1}


def slots_size(optimizer: str, parameters: int) -> int:
    """Return how many numbers an optimizer remembers for a number of parameters."""
    if optimizer in ("adam", "adamw"):
        return 1 + 2 * parameters  # the count of updates, then both moments
    return _MOMENTS[optimizer] * parameters


def state_size(structure: Structure) -> int:
    """Return S, the length of the state vector."""
    size = structure.network.size
    if structure.mode == "exact":
        return 3 * size + 1
    return size + slots_size(structure.optimizer, size)


def state_type(structure: Structure) -> Any:
    """Return the state's dtype: float64 in exact mode, float32 in standard mode."""
    return np.float64 if structure.mode == "exact" else np.float32


def first_state(structure: Structure, parameters: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the state at the start of training from parameters (P,)."""
    state = np.zeros(state_size(structure), dtype=state_type(structure))
    size = structure.network.size
    state[:size] = parameters
    if structure.mode == "standard" and structure.optimizer == "adagrad":
        state[size:] = ADAGRAD_START
    return state


def dead_part(structure: Structure) -> slice | None:
    """Return where the dead mask lies, None in standard mode."""
    size = structure.network.size
    return slice(2 * size + 1, 3 * size + 1) if structure.mode == "exact" else None
