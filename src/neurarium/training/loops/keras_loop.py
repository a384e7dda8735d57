"""Keras's own `fit`, an epoch a call: for every backend and whatever a model does by itself."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from neurarium.training.loops.loop import LoopData, Tick, as_input
from neurarium.training.loops.pace import AIM_S
from neurarium.training.loops.values import Arrays, weights_of


class KerasLoop:
    """Trains by `model.fit`; ticks come from a callback, about six a second."""

    kind = "keras"
    begins_anywhere = False  # fit counts its metrics anew at every call

    def __init__(self, model: Any, data: LoopData) -> None:
        self._model = model
        self._data = data
        self._x = as_input(data.x)
        self._logs: dict[str, float] = {}

    def warm_up(self) -> None:
        """Nothing to do: Keras compiles within the first epoch."""

    def train(self, order: NDArray[Any], start: int, tick: Tick) -> None:
        """Make the updates of an epoch that takes the examples in `order`; `start` is 0."""
        batches = _Batches(self._x, self._data.y, order, self._data.batch)
        ticking = _Ticking(self, self._data.updates, tick)
        with _not_the_end(self._model.optimizer):
            self._model.fit(batches, epochs=1, verbose=0, shuffle=False, callbacks=[ticking])

    def note(self, logs: dict[str, Any] | None) -> None:
        """Keep Keras's metrics of the epoch so far."""
        self._logs = {name: float(value) for name, value in (logs or {}).items()}

    def logs(self) -> dict[str, float]:
        """Return Keras's metrics of the epoch so far."""
        return dict(self._logs)

    def weights(self) -> Arrays:
        """Return copies of the weights of this moment, by name."""
        self.sync()
        return weights_of(self._model)

    def sync(self) -> None:
        """Bring all values back to the model's own variables, where the backend keeps them away."""
        bring = getattr(self._model, "jax_state_sync", None)
        if bring is not None:
            bring()

    def evaluate(self, x: NDArray[Any], y: NDArray[Any]) -> dict[str, float]:
        """Return Keras's metrics over all of x, y."""
        found = self._model.evaluate(as_input(x), y, batch_size=256, verbose=0, return_dict=True)
        return {name: float(value) for name, value in found.items()}

    def predict(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return what the model answers to x, (n, outputs)."""
        return np.asarray(self._model.predict(as_input(x), batch_size=256, verbose=0))


@contextmanager
def _not_the_end(optimizer: Any) -> Iterator[None]:
    """Keep `fit` from what it does once training is over: averaging the weights, for example."""
    optimizer.finalize_variable_values = lambda variables: None
    try:
        yield
    finally:
        del optimizer.finalize_variable_values


class _Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """The batches of one epoch in their order."""

    def __init__(self, x: NDArray[Any], y: NDArray[Any], order: NDArray[Any], batch: int) -> None:
        super().__init__()
        self._x, self._y, self._order, self._batch = x, y, order, batch

    def __len__(self) -> int:
        return math.ceil(len(self._order) / self._batch)

    def __getitem__(self, k: int) -> tuple[NDArray[Any], NDArray[Any]]:
        first = k * self._batch
        rows = self._order[first : first + self._batch]
        return self._x[rows], self._y[rows]


class _Ticking(keras.callbacks.Callback):  # type: ignore[misc]
    """Ticks now and then, and after the last update."""

    def __init__(self, loop: KerasLoop, updates: int, tick: Tick) -> None:
        super().__init__()
        self._loop, self._updates, self._tick = loop, updates, tick
        self._next = time.perf_counter() + AIM_S

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        step = batch + 1
        if step == self._updates or time.perf_counter() >= self._next:
            self._loop.note(logs)
            self._tick(step)
            self._next = time.perf_counter() + AIM_S
