"""The `units` lines of a script's training, without making the script wait for a compiler."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import keras

from neurarium.training.probe_rows import Rows
from neurarium.training.telemetry import UnitsProbe

_LINES_SHARE = 0.01
_PROGRAM_SHARE = 0.02
_LONGEST_WAIT_S = 20.0
Line = dict[str, Any]


class ScriptUnits:
    """Measures after epochs, in at most 1 % of the time; times are those of this call of fit.

    Histograms of weights are there from the first epoch on. Gradients and dead units need, on
    JAX, a program of their own: `gradients` says whether it is compiled at once (True), never
    (False), or once that takes less than 2 % of the time trained so far (None): after 12 s
    for two layers. A thread compiles while training goes on.
    """

    def __init__(
        self,
        model: Any,
        rows: Rows | None,
        told: Callable[[Line], object],
        gradients: bool | None = None,
    ) -> None:
        x, y = rows or (None, None)
        self._probe = UnitsProbe(model, x, y, share=_LINES_SHARE)
        self._told = told
        self._gradients = gradients
        self._wanted = gradients is not False and rows is not None
        self._thread: threading.Thread | None = None
        self._epoch = 0
        self._told_gradients = False
        if self._wanted and keras.backend.backend() != "jax":
            self._probe.prepare()  # compiles nothing
        elif self._wanted and gradients:
            self._prepare()

    def during(self, trained_s: float) -> None:
        """Have the program compiled as soon as it is worth its time."""
        if not self._wanted or self._thread is not None or self._probe.is_ready:
            return
        if self._probe.preparing_s() <= _PROGRAM_SHARE * trained_s:
            self._prepare()

    def after(self, epoch: int, trained_s: float) -> None:
        """Measure after an epoch what can be measured now, if it costs little enough."""
        self.during(trained_s)
        self._epoch = epoch
        if self._probe.due(trained_s):
            self._tell()

    def close(self) -> None:
        """Tell of gradients that were asked for, where training was over sooner."""
        if self._gradients and self._wanted and not self._told_gradients:
            self.wait()
            self._tell()

    def wait(self) -> None:
        """Wait for a compilation that has begun."""
        if self._thread is not None:
            self._thread.join(_LONGEST_WAIT_S)

    def _prepare(self) -> None:
        self._thread = threading.Thread(target=self._probe.prepare, name="neurarium-units")
        self._thread.start()

    def _tell(self) -> None:
        alone = not (self._wanted and self._probe.is_ready)
        self._told_gradients = self._told_gradients or not alone
        self._told(self._probe.line(self._epoch, weights_alone=alone))
