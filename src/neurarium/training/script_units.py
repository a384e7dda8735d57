"""The `units` lines of a script's training, without making the script wait for a compiler."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from neurarium.training.probe_rows import Rows
from neurarium.training.telemetry import UnitsProbe

_LONGEST_WAIT_S = 20.0
Line = dict[str, Any]


class ScriptUnits:
    """Measures on a probe after epochs, at most 3 % of the time.

    On JAX the program is compiled (0.3 s) in a thread while the first epoch trains, on copies of
    the first weights; the other backends compile nothing.
    """

    def __init__(self, model: Any, rows: Rows, told: Callable[[Line], object]) -> None:
        self._probe = UnitsProbe(model, *rows)
        self._told = told
        self._first: threading.Thread | None = None
        if keras.backend.backend() == "jax" and model.built:
            copies = [
                [np.array(keras.ops.convert_to_numpy(variable.value)) for variable in variables]
                for variables in (model.trainable_variables, model.non_trainable_variables)
            ]
            self._first = threading.Thread(target=self._compile, args=copies, name="units")
            self._first.start()

    def _compile(self, trainable: list[Any], other: list[Any]) -> None:
        self._told(self._probe.line(0, trainable, other))

    def after(self, epoch: int, trained_s: float) -> None:
        """Measure after an epoch, if the program is ready and it costs little enough."""
        if self._first is not None and self._first.is_alive():
            return
        if self._probe.due(trained_s):
            self._told(self._probe.line(epoch))

    def close(self) -> None:
        """Wait for the first line of a training that was shorter than a compilation."""
        if self._first is not None:
            self._first.join(_LONGEST_WAIT_S)
