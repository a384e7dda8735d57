"""Optimizer, loss and metrics of a run, given to its Keras model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.training.losses import targets_of
from neurarium.training.models.one_hot import OneHotLoss
from neurarium.training.optimizers import OPTIMIZERS


def compile_for_facts(model: Any, facts: Mapping[str, Any]) -> None:
    """Compile `model` as run.json says.

    Targets are (n,): class numbers for classification, the numbers themselves for regression.
    Metrics are "accuracy", or "mae" for regression. Raises `ConfigError`.
    """
    task, units = str(facts["data"]["task"]), int(model.output_shape[-1])
    model.compile(
        optimizer=make_optimizer(facts["config"]),
        loss=make_loss(str(facts["model"]["loss"]), task, units),
        metrics=[make_metric(task, units)],
    )


def make_optimizer(config: Mapping[str, Any]) -> Any:
    """Return the Keras optimizer of a configuration's fields; unset ones keep Keras's default."""
    known = OPTIMIZERS[config["optimizer"]]
    settings: dict[str, Any] = {}
    for name in ("learning_rate", "momentum"):
        if config.get(name) is not None:
            settings[name] = config[name]
    if config.get("nesterov"):
        settings["nesterov"] = True
    maker = getattr(keras.optimizers, known.keras_name, None)
    if maker is None:
        raise ConfigError(
            tr(
                "optimizer: Keras {version} has no {name}. Choose another one, or upgrade Keras.",
                version=keras.__version__, name=known.keras_name,
            )
        )  # fmt: skip
    return maker(**settings)


def make_loss(name: str, task: str, units: int) -> Any:
    """Return the Keras loss of that name over targets (n,) and `units` outputs."""
    targets = targets_of(name, task, units)
    inner = _as_object(name)
    return OneHotLoss(inner, units) if targets == "one_hot" else inner


def _as_object(name: str) -> Any:
    """Return the loss as an object; Keras names its classes like the functions, in camel case.

    `keras.losses.get` does not know every one of them by the function's name.
    """
    plain = name.replace("_", "")
    for attribute in dir(keras.losses):
        if attribute.lower() == plain and isinstance(getattr(keras.losses, attribute), type):
            return getattr(keras.losses, attribute)()
    raise ConfigError(
        tr(
            "loss: Keras {version} has no {name}. Choose another one, or upgrade Keras.",
            version=keras.__version__, name=name,
        )
    )  # fmt: skip


def make_metric(task: str, units: int) -> Any:
    """Return accuracy for classes, the mean absolute error for numbers."""
    if task == "regression":
        return keras.metrics.MeanAbsoluteError(name="mae")
    if units == 1:
        return keras.metrics.BinaryAccuracy(name="accuracy")
    return keras.metrics.SparseCategoricalAccuracy(name="accuracy")
