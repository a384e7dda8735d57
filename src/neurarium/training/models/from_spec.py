"""A planned spec → a Keras model, layer by layer, with seeded first weights."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import keras

from neurarium.errors import SpecError
from neurarium.language import tr

_CLASSES: Mapping[str, Callable[..., Any]] = {
    "dense": keras.layers.Dense,
    "conv2d": keras.layers.Conv2D,
    "max_pooling2d": keras.layers.MaxPooling2D,
    "average_pooling2d": keras.layers.AveragePooling2D,
    "global_max_pooling2d": keras.layers.GlobalMaxPooling2D,
    "global_average_pooling2d": keras.layers.GlobalAveragePooling2D,
    "flatten": keras.layers.Flatten,
    "dropout": keras.layers.Dropout,
    "batch_normalization": keras.layers.BatchNormalization,
    "activation": keras.layers.Activation,
    "reshape": keras.layers.Reshape,
}


def build_layers(layers: Sequence[Mapping[str, Any]], input_shape: Sequence[int], seed: int) -> Any:
    """Return a built `keras.Sequential` of LAYERs (docs/runs.md), not compiled.

    Layers bear the names that are given, whatever was built before in this process. The same
    layers and seed give the same first weights on a backend, whatever the optimizer will be, and
    the same as `keras.utils.set_random_seed(seed)` before the layers are written by hand.
    """
    stack = [keras.Input(shape=tuple(input_shape), name="input")]
    with seeded(seed):
        stack += [_layer(layer) for layer in layers]
        try:
            return keras.Sequential(stack, name="model")
        except MemoryError as error:
            raise SpecError(
                tr("This machine's memory does not hold the model. Use fewer units.")
            ) from error


def _layer(layer: Mapping[str, Any]) -> Any:
    settings = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in layer["settings"].items()
    }
    return _CLASSES[layer["kind"]](**settings, name=layer["name"])


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed what Keras takes seeds from, and give it back as it was.

    Keras's initializers and dropout layers draw their seeds from Python's `random`.
    """
    before = random.getstate()
    random.seed(seed)
    try:
        yield
    finally:
        random.setstate(before)
