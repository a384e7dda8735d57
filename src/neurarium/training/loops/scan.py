"""Many updates as one compiled loop: nothing is called in between.

The loop's bounds are arguments, so that one program serves any number of updates: a program
is compiled once, and its bits never depend on where a person paused.
"""

from __future__ import annotations

from typing import Any

import jax
import numpy as np

from neurarium.training.loops.compiled import CompiledLoop, State, update
from neurarium.training.loops.loop import LoopData


class ScanLoop(CompiledLoop):
    """For dense networks, and for all on a GPU.

    On CPUs XLA runs what is inside such a loop on few threads: large products and convolutions
    are faster outside of it (`UnrolledLoop`).
    """

    kind = "scan"

    def __init__(self, model: Any, data: LoopData) -> None:
        super().__init__(model, data)
        one, batch = update(model), data.batch

        def many(state: State, x: Any, y: Any, order: Any, start: Any, stop: Any) -> State:
            def body(step: Any, now: State) -> State:
                rows = jax.lax.dynamic_slice_in_dim(order, step * batch, batch)
                return one(now, x, y, rows)

            found: State = jax.lax.fori_loop(start, stop, body, state)
            return found

        self._many = jax.jit(many, donate_argnums=0)

    def _advance(self, state: State, order: Any, start: int, stop: int) -> State:
        found: State = self._many(state, self._x, self._y, order, np.int32(start), np.int32(stop))
        return found
