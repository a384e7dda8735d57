"""Gradients and dead units on a probe, in whichever library Keras runs on.

A backend's function takes the model's variables, so that a loop which keeps them elsewhere need
not write them back first, and answers `(gradients, dead)`: a gradient a trainable variable, and
for every watched layer how many of its units answer 0 to the whole probe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

Arrays = Sequence[Any]
Measure = Callable[[Arrays, Arrays], tuple[list[NDArray[Any]], list[int]]]

_SOON_READY = {"xla_backend_optimization_level": 0}
"""Compiles in half the time; the program runs once an epoch, and its products of matrices are a
library's: it is as fast."""


@dataclass(frozen=True)
class Probe:
    """What is measured: a model that answers the watched layers' outputs, then twice its own."""

    model: Any
    x: NDArray[Any]
    y: NDArray[Any]
    loss: Any
    """A callable (y, prediction) → losses; None where it is unknown: no gradients then."""


def measure_for(probe: Probe) -> Measure | None:
    """Return the function that measures `probe` on the backend in use, None on others.

    On JAX this compiles a program (0.2 s for two dense layers), and needs the variables' shapes
    alone: their values may be anywhere meanwhile.
    """
    makers = {"jax": _in_jax, "torch": _in_torch, "tensorflow": _in_tensorflow}
    maker = makers.get(keras.backend.backend())
    return maker(probe) if maker else None


def _loss_of(probe: Probe, outputs: Any) -> Any:
    answer, y = outputs[-1], probe.y
    if y.ndim == 1 and len(answer.shape) == 2 and answer.shape[-1] == 1:
        y = y[:, None]  # else (n,) against (n, 1) would be broadcast to (n, n)
    return keras.ops.mean(probe.loss(y, answer))


def _zeros(outputs: Sequence[Any]) -> list[Any]:
    """Return, a watched layer, the number of last-axis units that are 0 everywhere."""
    ops = keras.ops
    return [
        ops.sum(ops.cast(ops.all(out == 0, axis=tuple(range(len(out.shape) - 1))), "int32"))
        for out in outputs
    ]


def _in_jax(probe: Probe) -> Measure:
    import jax

    def loss(trainable: Arrays, other: Arrays, x: Any) -> tuple[Any, list[Any]]:
        outputs, _ = probe.model.stateless_call(trainable, other, x, training=False)
        return _loss_of(probe, outputs), _zeros(outputs[:-2])

    def gradients(trainable: Arrays, other: Arrays, x: Any) -> tuple[Any, list[Any]]:
        found: tuple[Any, list[Any]] = jax.grad(loss, has_aux=True)(trainable, other, x)
        return found

    def forward(trainable: Arrays, other: Arrays, x: Any) -> tuple[Any, list[Any]]:
        outputs, _ = probe.model.stateless_call(trainable, other, x, training=False)
        return [], _zeros(outputs[:-2])

    options = _SOON_READY if jax.default_backend() == "cpu" else None
    program = jax.jit(gradients if probe.loss else forward, compiler_options=options)
    x = jax.numpy.asarray(probe.x)
    compiled = program.lower(*_shapes(probe.model), x).compile()

    def measure(trainable: Arrays, other: Arrays) -> tuple[list[NDArray[Any]], list[int]]:
        values = list(trainable), list(other), x
        try:
            found, dead = compiled(*values)
        except (TypeError, ValueError):  # variables that lie elsewhere, on several devices say
            found, dead = program(*values)
        return [np.asarray(one) for one in found], [int(count) for count in dead]

    return measure


def _shapes(model: Any) -> tuple[list[Any], list[Any]]:
    """Return shapes and types of a model's trainable and other variables, as JAX takes them."""
    import jax

    def shape(variable: Any) -> Any:
        return jax.ShapeDtypeStruct(tuple(variable.shape), variable.dtype)  # type: ignore[no-untyped-call]

    trainable, other = model.trainable_variables, model.non_trainable_variables
    return [shape(one) for one in trainable], [shape(one) for one in other]


def _in_torch(probe: Probe) -> Measure:
    import torch

    x = keras.ops.convert_to_tensor(probe.x)

    def measure(trainable: Arrays, other: Arrays) -> tuple[list[NDArray[Any]], list[int]]:
        with torch.enable_grad():
            outputs = probe.model(x, training=False)
            found: Sequence[Any] = ()
            if probe.loss:
                values = list(trainable)
                found = torch.autograd.grad(_loss_of(probe, outputs), values, allow_unused=True)
                pairs = zip(found, values, strict=True)
                found = [torch.zeros_like(v) if g is None else g for g, v in pairs]
        with torch.no_grad():
            dead = _zeros(outputs[:-2])
        return [one.detach().cpu().numpy() for one in found], [int(count) for count in dead]

    return measure


def _in_tensorflow(probe: Probe) -> Measure:
    import tensorflow as tf

    x = tf.convert_to_tensor(probe.x)

    @tf.function(reduce_retracing=True)  # type: ignore[untyped-decorator]
    def compiled() -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            outputs = probe.model(x, training=False)
            loss = _loss_of(probe, outputs) if probe.loss else None
        values = [variable.value for variable in probe.model.trainable_variables]
        zero = tf.UnconnectedGradients.ZERO
        found = tape.gradient(loss, values, unconnected_gradients=zero) if probe.loss else []
        return found, _zeros(outputs[:-2])

    def measure(trainable: Arrays, other: Arrays) -> tuple[list[NDArray[Any]], list[int]]:
        found, dead = compiled()
        return [tf.convert_to_tensor(one).numpy() for one in found], [int(one) for one in dead]

    return measure
