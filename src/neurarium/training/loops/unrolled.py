"""A few updates written out one after the other in each compiled call.

So that convolutions use all cores, which XLA does not do inside a loop on CPUs. Calls are queued
without waiting; updates k·u … k·u + u − 1 are always one call, so that the bits never depend on
where a person paused.
"""

from __future__ import annotations

from typing import Any

import jax
import numpy as np

from neurarium.training.loops.compiled import CompiledLoop, State, update
from neurarium.training.loops.loop import LoopData


class UnrolledLoop(CompiledLoop):
    """For convolutional and large networks on CPUs. Four updates a call measured best of 1, 4, 8:
    8 compile twice as long and are no faster."""

    kind = "unroll"
    unit = 4

    def __init__(self, model: Any, data: LoopData) -> None:
        super().__init__(model, data)
        one, batch = update(model), data.batch

        def some(count: int) -> Any:
            def run(state: State, x: Any, y: Any, order: Any, start: Any) -> State:
                for k in range(count):
                    rows = jax.lax.dynamic_slice_in_dim(order, (start + k) * batch, batch)
                    state = one(state, x, y, rows)
                return state

            return jax.jit(run, donate_argnums=0)

        self._some, self._one = some(self.unit), some(1)

    def _advance(self, state: State, order: Any, start: int, stop: int) -> State:
        step = start
        while step < stop:
            together = step % self.unit == 0 and step + self.unit <= stop
            run, made = (self._some, self.unit) if together else (self._one, 1)
            state = run(state, self._x, self._y, order, np.int32(step))
            step += made
        return state
