"""The configurations that a comparison trains: one playground's, with one or two things varied."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from neurarium.errors import ConfigError
from neurarium.lab.messages import Axis
from neurarium.language import tr
from neurarium.playground.changes import with_fitting_loss
from neurarium.playground.config import Config, HiddenLayer

Value = bool | int | float | str
LAYER_SETTINGS = {"units": "units", "activation": "activation", "dropout": "dropout"}
"""Paths that stand for a setting of every hidden layer."""

_NOT_VARIED = frozenset({"mode", "features", "layers", "data.custom", "data.formula"})


def configs_of(base: Config, axes: Sequence[Axis]) -> list[tuple[Config, tuple[str, ...]]]:
    """Return a configuration and its labels for each combination, the last axis fastest.

    Raises `ConfigError` where a path or a value is not one.
    """
    found = []
    for values in itertools.product(*(axis.values for axis in axes)):
        config = base
        for axis, value in zip(axes, values, strict=True):
            config = _varied(config, axis.path, value)
        found.append((config, tuple(label_of(value) for value in values)))
    return found


def label_of(value: Value) -> str:
    """Return a value as a person reads it."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _varied(config: Config, path: str, value: Value) -> Config:
    if path in LAYER_SETTINGS:
        return _with_layers(config, [{**_plain(layer), path: value} for layer in config.layers])
    if path == "hidden_layers":
        return _with_layers(config, _repeated(config, value))
    if path in _NOT_VARIED or not _exists(config, path):
        raise ConfigError(
            tr('"{path}" cannot be varied: name a setting such as learning_rate, units or '
               "data.noise.", path=path)
        )  # fmt: skip
    changes: Any = value
    for step in reversed(path.split(".")):
        changes = {step: changes}
    return with_fitting_loss(config, changes)


def _with_layers(config: Config, layers: Sequence[Mapping[str, Any]]) -> Config:
    return with_fitting_loss(config, {"layers": list(layers)})


def _repeated(config: Config, count: Value) -> list[Mapping[str, Any]]:
    """Return `count` hidden layers: those there are, the last one again where more are wanted."""
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise ConfigError(tr("{count} is not a number of hidden layers.", count=count))
    layers = list(config.layers) or [HiddenLayer()]
    return [_plain(layers[min(index, len(layers) - 1)]) for index in range(min(count, 99))]


def _plain(layer: HiddenLayer) -> dict[str, Any]:
    return layer.model_dump()


def _exists(config: Config, path: str) -> bool:
    place: Any = config.model_dump()
    for step in path.split("."):
        if not isinstance(place, dict) or step not in place:
            return False
        place = place[step]
    return not isinstance(place, dict)
