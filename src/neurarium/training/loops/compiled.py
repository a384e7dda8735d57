"""On JAX: Keras's own `train_step` as a pure function, compiled to run many updates a call.

`Model.train_step(state, data)` of Keras's JAX trainer is pure: forward pass, loss with its
regularization, gradients, the optimizer's update, the metrics. What it computes is what `fit`
computes; what is saved is everything around it: a call, a batch gathered and sent, for each
update. The data lie on the device for the whole run, and an epoch is one array of row numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from numpy.typing import NDArray

from neurarium.training.loops.loop import LoopData, Tick
from neurarium.training.loops.pace import Pace
from neurarium.training.loops.values import Arrays, weights_of

State = tuple[list[Any], list[Any], list[Any], list[Any]]
"""Trainable, other, optimizer's and metrics' variables, as Keras orders them."""
EVALUATED_BYTES = 64 * 2**20
"""Activations of a batch that is only evaluated take about this much at most."""


def state_of(model: Any) -> State:
    """Return the values of a model's variables."""
    return (
        [v.value for v in model.trainable_variables],
        [v.value for v in model.non_trainable_variables],
        [v.value for v in model.optimizer.variables],
        [v.value for v in model.metrics_variables],
    )


def put_back(model: Any, state: State) -> None:
    """Give the values to the model's variables."""
    groups = (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )
    for variables, values in zip(groups, state, strict=True):
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)


def scaled(x: Any) -> Any:
    """Return a batch as the model reads it (see `loop.as_input`)."""
    return x.astype(jnp.float32) / 255 if x.dtype == jnp.uint8 else x


def update(model: Any) -> Callable[[State, Any, Any, Any], State]:
    """Return the pure function (state, x, y, rows) → state of one update."""

    def run(state: State, x: Any, y: Any, rows: Any) -> State:
        _, after = model.train_step(state, (scaled(x[rows]), y[rows]))
        return tuple(list(part) for part in after)  # type: ignore[return-value]

    return run


def metrics(model: Any, values: Sequence[Any]) -> dict[str, Any]:
    """Return the metrics' results for the values of their variables."""
    pairs = list(zip(model.metrics_variables, values, strict=True))
    with keras.StatelessScope(state_mapping=pairs):
        found: dict[str, Any] = model.get_metrics_result()
    return found


class CompiledLoop:
    """What `ScanLoop` and `UnrolledLoop` have in common; they say how updates are made."""

    kind = ""
    begins_anywhere = True
    unit = 1
    """Updates that are always made together."""

    def __init__(self, model: Any, data: LoopData) -> None:
        self._model = model
        self._data = data
        self._x, self._y = jax.device_put(data.x), jax.device_put(data.y)
        self._state: State | None = None
        self._pace = Pace(self.unit)
        self._single = jax.jit(update(model), donate_argnums=0)
        self._metrics = jax.jit(lambda values: metrics(model, values))
        self._test = jax.jit(self._test_step, donate_argnums=1)
        self._predict = jax.jit(lambda values, x: model.predict_step(values, (scaled(x),))[0])
        self._on_device: dict[int, tuple[NDArray[Any], Any]] = {}

    def _advance(self, state: State, order: Any, start: int, stop: int) -> State:
        """Make the full-sized updates start … stop − 1; `order` is on the device."""
        raise NotImplementedError

    def warm_up(self) -> None:
        """Compile every program by running it once on copies; nothing of the model changes."""
        data, updates = self._data, self._data.updates
        full = len(data.x) // data.batch
        rows = jax.device_put(np.zeros(len(data.x), np.int32))
        state = self._copied()
        if full:
            state = self._advance(state, rows, 0, min(full, self.unit))
        if full > self.unit:
            state = self._advance(state, rows, 0, 1)
        if updates > full:
            state = self._single(state, self._x, self._y, rows[full * data.batch :])
        self._metrics(state[3])
        if len(data.x_validation):
            self.evaluate(data.x_validation, data.y_validation)

    def _copied(self) -> State:
        """Return copies of the model's values: an update consumes the state that it is given."""
        found: State = jax.tree.map(jnp.copy, state_of(self._model))
        return found

    def train(self, order: NDArray[Any], start: int, tick: Tick) -> None:
        """Make the updates `start` … of an epoch that takes the examples in `order`."""
        full, updates = len(order) // self._data.batch, self._data.updates
        rows = jax.device_put(order)
        self._state = self._copied()
        step = start
        self._pace.start()
        while step < updates:
            if step < full:
                stop = min(full, step + self._pace.updates)
                self._state = self._advance(self._state, rows, step, stop)
            else:
                stop = updates
                last = rows[full * self._data.batch :]
                self._state = self._single(self._state, self._x, self._y, last)
            jax.block_until_ready(self._state[3])  # type: ignore[no-untyped-call]
            self._pace.made(stop - step)
            step = stop
            tick(step)
            self._pace.start()

    def logs(self) -> dict[str, float]:
        """Return Keras's metrics of the epoch so far."""
        values = self._state[3] if self._state else state_of(self._model)[3]
        return {name: float(value) for name, value in self._metrics(values).items()}

    def weights(self) -> Arrays:
        """Return copies of the weights of this moment, by name."""
        if self._state is None:
            return weights_of(self._model)
        by_id = {
            id(variable): value
            for variables, values in zip(
                (self._model.trainable_variables, self._model.non_trainable_variables),
                self._state,
                strict=False,
            )
            for variable, value in zip(variables, values, strict=True)
        }
        return weights_of(self._model, [by_id[id(v)] for v in self._model.variables])

    def sync(self) -> None:
        """Bring all values back to the model's own variables."""
        if self._state is not None:
            put_back(self._model, self._state)
            self._state = None

    def _test_step(self, values: tuple[Any, Any], counts: Any, x: Any, y: Any) -> Any:
        state = (*values, counts)
        _, (_, _, after) = self._model.test_step(state, (scaled(x), y))
        return list(after)

    def evaluate(self, x: NDArray[Any], y: NDArray[Any]) -> dict[str, float]:
        """Return Keras's metrics over all of x, y."""
        self._model.reset_metrics()
        trainable, other, _, counts = state_of(self._model)
        counts = [jnp.copy(value) for value in counts]
        x_there, y_there = self._there(x), self._there(y)
        for rows in self._slices(len(x)):
            counts = self._test((trainable, other), counts, x_there[rows], y_there[rows])
        return {name: float(value) for name, value in self._metrics(counts).items()}

    def predict(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return what the model answers to x, (n, outputs)."""
        trainable, other, _, _ = state_of(self._model)
        parts = [
            np.asarray(self._predict((trainable, other), x[rows])) for rows in self._slices(len(x))
        ]
        return np.concatenate(parts)

    def _there(self, array: NDArray[Any]) -> Any:
        """Return the array on the device; it is sent once."""
        known = self._on_device.get(id(array))
        if known is None:
            known = self._on_device[id(array)] = array, jax.device_put(array)
        return known[1]

    def _slices(self, n: int) -> list[slice]:
        rows = _rows_at_once(self._model)
        return [slice(first, min(n, first + rows)) for first in range(0, n, rows)]


def _rows_at_once(model: Any) -> int:
    """Return how many examples are evaluated at once: as many as their activations fit."""
    numbers = 1
    for layer in model.layers:
        shape = getattr(getattr(layer, "output", None), "shape", ()) or ()
        known = [size for size in shape[1:] if isinstance(size, int)]
        numbers = max(numbers, int(np.prod(known or [1])))
    return int(min(4096, max(32, EVALUATED_BYTES // (4 * numbers * 4))))
