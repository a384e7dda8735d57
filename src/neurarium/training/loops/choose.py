"""Which loop suits a model on this machine."""

from __future__ import annotations

from typing import Any, Literal

import keras
import numpy as np

from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.training.loops.keras_loop import KerasLoop
from neurarium.training.loops.loop import Loop, LoopData

Kind = Literal["scan", "unroll", "keras"]
LIGHT = frozenset(
    {"InputLayer", "Dense", "Flatten", "Reshape", "Permute", "Dropout", "AlphaDropout",
     "GaussianDropout", "GaussianNoise", "Activation", "ReLU", "LeakyReLU", "PReLU", "ELU",
     "Softmax", "BatchNormalization", "LayerNormalization", "UnitNormalization", "RMSNormalization",
     "Rescaling", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate",
     "ActivityRegularization", "Identity"}
)  # fmt: skip
"""Layers that are as fast inside a compiled loop as outside."""
MOST_PRODUCTS = 2e7
"""Multiplications of an update up to which a dense network is faster inside a loop on a CPU."""


def choose(model: Any, data: LoopData, asked: str = "auto") -> Kind:
    """Return the loop for a compiled, built model; raises ConfigError if `asked` cannot do it."""
    able = keras.backend.backend() == "jax" and _is_pure(model, data)
    if asked == "keras" or (asked == "auto" and not able):
        return "keras"
    if not able:
        raise ConfigError(
            tr(
                'loop = "{asked}" needs Keras on JAX and a model that trains by Keras\'s own '
                'train_step. Choose "auto" or "keras".',
                asked=asked,
            )
        )
    if asked in ("scan", "unroll"):
        return asked  # type: ignore[return-value]
    return "scan" if _suits_a_loop(model, data) else "unroll"


def make(kind: Kind, model: Any, data: LoopData) -> Loop:
    """Return a loop of that kind."""
    if kind == "keras":
        return KerasLoop(model, data)
    from neurarium.compiled_cache import use_disk_cache
    from neurarium.training.loops.scan import ScanLoop
    from neurarium.training.loops.unrolled import UnrolledLoop

    use_disk_cache()
    return ScanLoop(model, data) if kind == "scan" else UnrolledLoop(model, data)


def _suits_a_loop(model: Any, data: LoopData) -> bool:
    import jax

    if jax.default_backend() != "cpu":
        return True
    light = all(type(layer).__name__ in LIGHT for layer in model._flatten_layers(recursive=True)
                if not isinstance(layer, keras.Model))  # fmt: skip
    products = data.batch * sum(
        int(np.prod(v.shape)) for v in model.trainable_variables if len(v.shape) == 2
    )
    return light and products <= MOST_PRODUCTS


def _is_pure(model: Any, data: LoopData) -> bool:
    """Whether an update is a pure function of the model's variables that keeps their types."""
    import jax

    from neurarium.training.loops.compiled import state_of, update

    own = type(model).train_step is keras.Model.train_step
    own = own and type(model).test_step is keras.Model.test_step
    if not own or model.run_eagerly or not model.jit_compile:
        return False
    if keras.distribution.distribution() is not None:
        return False
    state = state_of(model)
    rows = np.zeros(min(data.batch, len(data.x)), np.int32)
    try:
        shapes = jax.eval_shape(update(model), state, data.x, data.y, rows)
    except (TypeError, ValueError, jax.errors.JAXTypeError, NotImplementedError):
        return False  # what an update does there only works outside of a compiled program
    kept = jax.tree.map(lambda a, b: a.shape == b.shape and a.dtype == b.dtype, state, shapes)
    return all(jax.tree.leaves(kept))
