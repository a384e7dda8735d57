"""The `units` line of a run: each layer's weights and gradients as histograms, dead units."""

from __future__ import annotations

import inspect
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from neurarium.training.telemetry.backends import Measure, Probe, measure_for
from neurarium.training.telemetry.histogram import histogram

PROBE_ROWS = 256
SHARE = 0.03
"""At most this part of the time spent in training goes into telemetry."""
_COMPILING_S = (0.1, 0.075)
"""What JAX's compiler is expected to take for gradients: so long, and so much more a layer."""
CAN_DIE = frozenset(
    {"relu", "relu6", "hard_sigmoid", "hard_silu", "hard_swish", "hard_shrink", "soft_shrink",
     "threshold", "sparse_plus"}
)  # fmt: skip
"""Activations that answer exactly 0 for a whole range of inputs: a unit can stay there."""

_log = logging.getLogger(__name__)


class UnitsProbe:
    """Measures a model on a probe, `probe_x` and `probe_y`, as far as the time allows.

    Histograms of weights need nothing. Gradients and dead units need, on JAX, a program that
    is compiled once: by `prepare`, or by the first line that asks for them.

    `share`: how much of the time training takes lines may take, compilation left out.
    `loss`: a loss's Keras name or object; without it the compiled model's own. Where the loss is
    unknown or the backend is none of JAX, PyTorch and TensorFlow, gradients are null; without
    `probe_x` dead units are, too.
    """

    def __init__(
        self,
        model: Any,
        probe_x: NDArray[Any] | None,
        probe_y: NDArray[Any] | None,
        loss: Any = None,
        share: float = SHARE,
    ) -> None:
        self._model = model
        self._share = share
        self._layers = [layer for layer in model.layers if layer.trainable_variables]
        self._dying = _dying_layers(model)
        self._rows = probe_x, probe_y
        self._loss = loss if loss is not None else _loss(model)
        self._measure: Measure | None = None
        self._ready = probe_x is None
        self._preparing = threading.Lock()
        self._lines_s = 0.0
        self._least_s = 0.0
        self._lines = 0

    @property
    def is_ready(self) -> bool:
        """Whether gradients and dead units can be measured without a compilation."""
        return self._ready

    def prepare(self) -> None:
        """Make ready for gradients; a thread of its own may do it while the model trains."""
        with self._preparing:
            if self._ready:
                return
            try:
                self._measure = self._measuring()
            except Exception as error:  # noqa: BLE001 (a model that cannot be taken apart)
                _log.warning("Gradients of this model cannot be measured: %s", error)
            self._ready = True

    def preparing_s(self) -> float:
        """Return about how long `prepare` will keep a processor busy; 0 if it compiles nothing."""
        if self._ready or keras.backend.backend() != "jax":
            return 0.0
        fixed, a_layer = _COMPILING_S
        return fixed + a_layer * len(self._layers)

    def due(self, trained_s: float) -> bool:
        """Whether a line now keeps lines below their share of the time trained so far.

        The first line is always due.
        """
        return self._lines == 0 or self._lines_s + self._least_s <= self._share * trained_s

    def line(
        self,
        epoch: int,
        trainable: Sequence[Any] | None = None,
        other: Sequence[Any] | None = None,
        weights_alone: bool = False,
    ) -> dict[str, Any]:
        """Return the fields `epoch` and `layers` of a `units` line.

        `trainable` and `other` are the values of the model's trainable and other variables, in
        its order, for a loop on JAX that keeps them outside of the model. `weights_alone` leaves
        out what would have to be compiled.
        """
        if not weights_alone:
            self.prepare()
        began = time.perf_counter()
        if trainable is None:
            trainable = [variable.value for variable in self._model.trainable_variables]
        if other is None:
            other = [variable.value for variable in self._model.non_trainable_variables]
        gradients: list[NDArray[Any]] = []
        dead: list[int] = []
        if self._measure and not weights_alone:
            gradients, dead = self._measure(trainable, other)
        paths = [variable.path for variable in self._model.trainable_variables]
        weights = dict(zip(paths, trainable, strict=True))
        slopes = dict(zip(paths, gradients, strict=True)) if gradients else None
        counts = dict(zip([name for name, _ in self._dying], dead, strict=False))
        layers = [self._of(layer, weights, slopes, counts) for layer in self._layers]
        self._note(time.perf_counter() - began)
        return {"epoch": epoch, "layers": layers}

    def _note(self, seconds: float) -> None:
        """Count a line; the quickest so far says what the next one takes."""
        self._lines_s += seconds
        self._least_s = min(seconds, self._least_s) if self._lines else seconds
        self._lines += 1

    def _of(
        self,
        layer: Any,
        weights: Mapping[str, Any],
        slopes: Mapping[str, NDArray[Any]] | None,
        dead: Mapping[str, int],
    ) -> dict[str, Any]:
        variables = layer.trainable_variables
        main = max(variables, key=lambda variable: len(variable.shape))
        norm = None
        if slopes is not None:
            squares = sum(_squares(slopes[variable.path]) for variable in variables)
            norm = float(f"{squares**0.5:.6g}") if np.isfinite(squares) else None
        return {
            "name": layer.name,
            "weights": histogram(_numbers(weights[main.path])),
            "gradients": histogram(slopes[main.path]) if slopes is not None else None,
            "gradient_norm": norm,
            "dead": dead.get(layer.name),
            "units": int(main.shape[-1]),
        }

    def _measuring(self) -> Measure | None:
        (x, y), loss = self._rows, self._loss
        if x is None:
            return None
        x = np.asarray(x[:PROBE_ROWS])
        found = keras.losses.get(loss) if y is not None and isinstance(loss, str) else loss
        usable = found if y is not None and callable(found) else None
        answers = np.asarray(y[:PROBE_ROWS]) if y is not None else np.zeros(len(x))
        try:
            outputs = [output for _, output in self._dying]
            # Keras answers a list of one output with that output alone: hence at least two
            answer = self._model.outputs[0]
            watching = keras.Model(self._model.inputs, [*outputs, answer, answer])
        except (AttributeError, ValueError, TypeError):  # a subclassed model has no graph to tap
            self._dying = []
            watching = _Alone(self._model)
        same = [v.path for v in watching.trainable_variables]
        if same != [v.path for v in self._model.trainable_variables]:
            self._dying, watching = [], _Alone(self._model)
        return measure_for(Probe(watching, x, answers, usable))


class _Alone:
    """A model without a graph, in the shape of one that answers a list of outputs."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.trainable_variables = model.trainable_variables
        self.non_trainable_variables = model.non_trainable_variables
        asked = inspect.signature(model.call).parameters
        self._knows_training = "training" in asked

    def __call__(self, x: Any, training: bool = False) -> list[Any]:
        output = self._model(x, **self._words(training))
        return [output, output]

    def stateless_call(self, *arguments: Any, training: bool = False) -> tuple[list[Any], Any]:
        output, other = self._model.stateless_call(*arguments, **self._words(training))
        return [output, output], other

    def _words(self, training: bool) -> dict[str, bool]:
        return {"training": training} if self._knows_training else {}


def units_line(
    model: Any, probe_x: NDArray[Any], probe_y: NDArray[Any] | None, epoch: int
) -> dict[str, Any]:
    """Return one `units` line; who needs several keeps a `UnitsProbe`, which compiles once."""
    return UnitsProbe(model, probe_x, probe_y).line(epoch)


def _dying_layers(model: Any) -> list[tuple[str, Any]]:
    """Return (layer with the weights, output to watch) for every layer whose units can die.

    A `ReLU` or `Activation` layer that follows a layer with weights (batch normalization and
    dropout may lie between) tells about that layer's units.
    """
    found: dict[str, Any] = {}
    owner: str | None = None
    for layer in model.layers:
        if layer.trainable_variables and not isinstance(layer, keras.layers.BatchNormalization):
            owner = layer.name
        kind = type(layer).__name__
        name = getattr(getattr(layer, "activation", None), "__name__", "")
        dies = name in CAN_DIE or (kind == "ReLU" and not getattr(layer, "negative_slope", 0))
        if dies and owner is not None and not isinstance(layer, keras.layers.RNN):
            try:
                found[owner] = layer.output
            except (AttributeError, ValueError):  # the layer belongs to no graph
                continue
    return list(found.items())


def _loss(model: Any) -> Any:
    loss = getattr(model, "loss", None)
    return None if isinstance(loss, dict | list | tuple) else loss


def _numbers(value: Any) -> NDArray[Any]:
    found: NDArray[Any] = keras.ops.convert_to_numpy(value)
    return found


def _squares(values: NDArray[Any]) -> float:
    flat = np.ravel(values).astype(np.float32, copy=False)
    return float(np.dot(flat, flat))
