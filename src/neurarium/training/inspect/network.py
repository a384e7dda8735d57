"""A Keras model whose every layer can be read, with weights that are handed in at each call.

The weights are arguments of the compiled function: to look at another epoch compiles nothing.
"""

from __future__ import annotations

import inspect
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.loops.values import names

_WITHOUT_ANSWER = ("InputLayer",)


@dataclass(frozen=True)
class Weights:
    """Values of a model's variables, in its order."""

    trainable: tuple[Any, ...]
    other: tuple[Any, ...]


@dataclass(frozen=True)
class Tap:
    """A layer that can be read."""

    name: str
    kind: str
    activation: str | None
    units: bool
    """Whether it has weights of its own."""


class Network:
    """A model with all its layers' outputs. Calls from several threads wait for one another.

    `input_shape` is what the model takes, for one without a graph (a class of one's own): such a
    model shows its answer alone.
    """

    def __init__(self, model: Any, input_shape: tuple[int | None, ...] = ()) -> None:
        self.model = model
        self._lock = threading.Lock()
        layers, outputs = _tapped(model) if _has_graph(model) else ([], [])
        self.taps = tuple(_tap(layer) for layer in layers)
        self._before_last = _input_of(layers[-1]) if layers else None
        if _has_graph(model):
            self.input_shape = tuple(model.input_shape[1:])
            extra = [] if self._before_last is None else [self._before_last]
            answer = model.outputs[0]
            self._all = keras.Model(model.inputs, [*outputs, *extra, answer, answer])
        else:
            self.input_shape = input_shape
            self._all = _Whole(model)
        self._run = self._compiled()

    def own_weights(self) -> Weights:
        """Return the weights that the model itself holds."""
        return Weights(
            tuple(_copied(variable) for variable in self._all.trainable_variables),
            tuple(_copied(variable) for variable in self._all.non_trainable_variables),
        )

    def weights_of(self, arrays: Mapping[str, NDArray[Any]]) -> Weights:
        """Return weights from a snapshot's arrays by `<layer>/<variable>`; raises RunError.

        Variables that no snapshot holds, as the state of dropout's random numbers, stay.
        """
        places = _places(self.model)
        trainable = [
            self._value(variable, arrays, places, must=True)
            for variable in self._all.trainable_variables
        ]
        other = [
            self._value(variable, arrays, places, must=False)
            for variable in self._all.non_trainable_variables
        ]
        return Weights(tuple(trainable), tuple(other))

    def by_variable(self, weights: Weights, layer: str) -> dict[str, NDArray[Any]]:
        """Return the values of one layer's variables by their names: "kernel", "bias"."""
        pairs = [
            *zip(self._all.trainable_variables, weights.trainable, strict=True),
            *zip(self._all.non_trainable_variables, weights.other, strict=True),
        ]
        own = {variable.path for variable in self.model.get_layer(layer).variables}
        return {variable.name: np.asarray(value) for variable, value in pairs
                if variable.path in own}  # fmt: skip

    def answers(
        self, weights: Weights, x: NDArray[np.float32]
    ) -> tuple[list[NDArray[Any]], NDArray[Any] | None, NDArray[Any]]:
        """Return every layer's output for x (n, …), the last layer's input, and the answer."""
        with self._lock:
            found = self._run(weights, x)
        outputs = [_plain(one) for one in found[: len(self.taps)]]
        before = _plain(found[len(self.taps)]) if self._before_last is not None else None
        return outputs, before, _plain(found[-1])

    def _value(
        self,
        variable: Any,
        arrays: Mapping[str, NDArray[Any]],
        places: Mapping[int, Sequence[str]],
        must: bool,
    ) -> Any:
        for name in places.get(id(variable), (variable.path,)):
            found = arrays.get(name)
            if found is not None and tuple(found.shape) == tuple(variable.shape):
                return found
        if must:
            raise RunError(
                tr('The kept weights lack "{name}" of shape {shape}: they are of another model.',
                   name=places.get(id(variable), (variable.path,))[0],
                   shape="×".join(map(str, variable.shape)))
            )  # fmt: skip
        return _copied(variable)

    def _compiled(self) -> Any:
        def call(trainable: Sequence[Any], other: Sequence[Any], x: Any) -> Any:
            outputs, _ = self._all.stateless_call(list(trainable), list(other), x, training=False)
            return outputs

        if keras.backend.backend() == "jax":
            import jax

            compiled = jax.jit(call)
            return lambda weights, x: compiled(weights.trainable, weights.other, x)
        return lambda weights, x: call(
            [keras.ops.convert_to_tensor(one) for one in weights.trainable],
            [keras.ops.convert_to_tensor(one) for one in weights.other],
            keras.ops.convert_to_tensor(x),
        )


class _Whole:
    """A model without a graph, in the shape of one that answers a list."""

    def __init__(self, model: Any) -> None:
        self.trainable_variables = model.trainable_variables
        self.non_trainable_variables = model.non_trainable_variables
        self._model = model
        knows = "training" in inspect.signature(model.call).parameters
        self._words = {"training": False} if knows else {}

    def stateless_call(
        self, trainable: list[Any], other: list[Any], x: Any, training: bool
    ) -> tuple[list[Any], Any]:
        output, state = self._model.stateless_call(trainable, other, x, **self._words)
        return [output], state


def _has_graph(model: Any) -> bool:
    return bool(getattr(model, "inputs", None)) and bool(getattr(model, "outputs", None))


def _tapped(model: Any) -> tuple[list[Any], list[Any]]:
    layers, outputs = [], []
    for layer in model.layers:
        if type(layer).__name__ in _WITHOUT_ANSWER:
            continue
        try:
            output = layer.output
        except (AttributeError, ValueError):  # used more than once, or in no graph
            continue
        if hasattr(output, "shape"):
            layers.append(layer)
            outputs.append(output)
    return layers, outputs


def _input_of(layer: Any) -> Any:
    """Return the tensor that the last layer takes, None if there are several."""
    try:
        found = layer.input
    except (AttributeError, ValueError):
        return None
    return found if hasattr(found, "shape") else None


def _tap(layer: Any) -> Tap:
    activation = getattr(layer, "activation", None)
    name = getattr(activation, "__name__", None) or getattr(activation, "name", None)
    return Tap(layer.name, kind_of(layer), name, bool(layer.weights))


def kind_of(layer: Any) -> str:
    """Return a layer's class as a snapshot's names have it: "max_pooling2d", "dense"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=.)(?=[A-Z][a-z])", "_", type(layer).__name__)
    return words.lower()


def _places(model: Any) -> dict[int, tuple[str, ...]]:
    """Return, by a variable's identity, the names under which a snapshot may hold it."""
    return {
        id(variable): (name, variable.path)
        for name, variable in zip(names(model), model.variables, strict=True)
    }


def _copied(variable: Any) -> NDArray[Any]:
    return np.array(keras.ops.convert_to_numpy(variable.value))


def _plain(tensor: Any) -> NDArray[Any]:
    found: NDArray[Any] = keras.ops.convert_to_numpy(tensor)
    return found
