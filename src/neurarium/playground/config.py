"""What a playground is: data, features, layers, loss, optimizer, and how long.

`Config` holds everything that decides which numbers come out. `ViewSettings` holds what only
changes what is shown. `Setup` is both with an epoch: what a link or a settings file carries.
All are frozen; a changed copy comes from `changed(config, {"data": {"noise": 20}})`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from neurarium.datasets.points.settings import MAX_POINTS, DataConfig, Finite, Frozen, Seed
from neurarium.errors import ConfigError, unknown
from neurarium.language import tr

Activation = Literal[
    "relu", "leaky_relu", "elu", "gelu", "silu", "tanh", "sigmoid", "softplus", "sin", "linear"
]
Output = Literal["tanh", "sigmoid", "softmax", "linear"]
Loss = Literal[
    "half_squared_error",
    "mean_squared_error",
    "mean_absolute_error",
    "huber",
    "hinge",
    "binary_crossentropy",
    "categorical_crossentropy",
]
Optimizer = Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
Schedule = Literal["constant", "step", "cosine"]
Regularization = Literal["none", "L1", "L2"]
Initializer = Literal["original", "glorot", "he", "zero"]
Feature = Literal[
    "x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY",
    "cosX", "cosY", "sin2X", "cos2X", "sin2Y", "cos2Y",
]  # fmt: skip
MAX_LAYERS = 8
MAX_UNITS = 16


class HiddenLayer(Frozen):
    """One hidden layer: its units, activation, and the part of its outputs dropped in training."""

    units: int = Field(default=4, ge=1, le=MAX_UNITS)
    activation: Activation = "tanh"
    dropout: Annotated[Finite, Field(ge=0, le=0.9)] = 0.0


LOSSES_FOR_OUTPUT: Mapping[str, tuple[Loss, ...]] = {
    "tanh": (
        "half_squared_error", "mean_squared_error", "mean_absolute_error", "huber", "hinge",
    ),
    "sigmoid": (
        "binary_crossentropy", "half_squared_error", "mean_squared_error", "mean_absolute_error",
        "huber",
    ),
    "softmax": ("categorical_crossentropy", "mean_squared_error"),
    "linear": (
        "half_squared_error", "mean_squared_error", "mean_absolute_error", "huber",
    ),
}  # fmt: skip
"""Which losses fit an output, the usual one first.

Targets: tanh −1/+1; sigmoid 0/1; softmax one-hot; linear the number itself. A tanh, sigmoid
or linear output is one unit; softmax has one unit a class.
"""


class Config(Frozen):
    """Everything that decides the numbers of a playground.

    `mode` "exact" follows TensorFlow Playground's arithmetic step by step in double precision:
    fixed order of points, left-over batch, dead links, one random stream for points, shuffle
    and weights (`weights_seed` None). It needs half squared error, plain SGD, a constant
    learning rate, no dropout, and a tanh or linear output. "standard" does what the field does.

    `batch_size` counts points and may exceed the training points in standard mode (full batch).
    `schedule_epochs` is the period of "step" (learning rate × 0.5 each period) and of "cosine"
    (down to 0 over one period, then staying there). `momentum` serves momentum, nesterov and
    rmsprop's smoothing has its usual 0.9.
    """

    mode: Literal["standard", "exact"] = "standard"
    data: DataConfig = DataConfig()
    features: tuple[Feature, ...] = Field(default=("x", "y"), min_length=1, max_length=13)
    layers: tuple[HiddenLayer, ...] = Field(
        default=(HiddenLayer(units=4), HiddenLayer(units=2)), max_length=MAX_LAYERS
    )
    output: Output = "tanh"
    loss: Loss = "half_squared_error"
    optimizer: Optimizer = "sgd"
    learning_rate: Annotated[Finite, Field(ge=0, le=100)] = 0.03
    momentum: Annotated[Finite, Field(ge=0, lt=1)] = 0.9
    schedule: Schedule = "constant"
    schedule_epochs: int = Field(default=200, ge=1, le=1_000_000)
    regularization: Regularization = "none"
    regularization_rate: Annotated[Finite, Field(ge=0, le=100)] = 0.0
    batch_size: int = Field(default=10, ge=1, le=MAX_POINTS)
    initializer: Initializer = "original"
    weights_seed: Seed | None = None

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        problem = _contradiction(self)
        if problem:
            raise ValueError(problem)
        return self


class ViewSettings(Frozen):
    """What is shown, and how: changes no number.

    `hidden` names controls that a teacher hid from a learner (`_hide` keys of a Playground link,
    without the suffix). `speed`: one batch a frame, one epoch a frame, or as many as fit.
    """

    show_test: bool = False
    discretize: bool = False
    hide_text: bool = False
    hidden: tuple[Annotated[str, Field(max_length=40)], ...] = Field(default=(), max_length=60)
    speed: Literal["batch", "epoch", "full"] = "epoch"


class Setup(Frozen):
    """A playground at an epoch: what a link or a settings file carries."""

    config: Config = Field(default_factory=Config)
    view: ViewSettings = ViewSettings()
    epoch: int = Field(default=0, ge=0, le=1_000_000)


def _contradiction(config: Config) -> str | None:
    """Return the sentence for settings that contradict one another, or None."""
    if len(set(config.features)) != len(config.features):
        return tr("An input feature is named twice in {names}.", names=", ".join(config.features))
    allowed = LOSSES_FOR_OUTPUT[config.output]
    if config.loss not in allowed:
        return tr(
            'Loss "{loss}" does not fit a {output} output. Allowed there: {allowed}.',
            loss=config.loss, output=config.output, allowed=", ".join(allowed),
        )  # fmt: skip
    if config.mode == "exact":
        return _not_exact(config)
    return None


def _not_exact(config: Config) -> str | None:
    wrong = [
        f"{name}={value}"
        for name, value, wanted in (
            ("loss", config.loss, ("half_squared_error",)),
            ("optimizer", config.optimizer, ("sgd",)),
            ("schedule", config.schedule, ("constant",)),
            ("output", config.output, ("tanh", "linear")),
            ("initializer", config.initializer, ("original", "zero")),
        )
        if value not in wanted
    ]
    wrong += [f"layers[{i}].dropout" for i, layer in enumerate(config.layers) if layer.dropout]
    if not wrong:
        return None
    return tr(
        'TensorFlow Playground has no {settings}: choose mode "standard" to use it.',
        settings=", ".join(wrong),
    )


def validated(values: Mapping[str, Any]) -> Config:
    """Return the `Config` of plain values; raises `ConfigError` with one sentence a problem."""
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(sentences(error)) from error


def changed(config: Config, changes: Mapping[str, Any]) -> Config:
    """Return a copy with nested `changes` merged in: `{"data": {"noise": 20}}`.

    Tuples and lists are replaced whole. Raises `ConfigError`.
    """
    return validated(_merge(config.model_dump(), changes))


def _merge(values: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(values)
    for name, value in changes.items():
        old = merged.get(name)
        nested = isinstance(value, Mapping) and isinstance(old, dict)
        merged[name] = _merge(old, value) if nested and isinstance(old, dict) else value
    return merged


def sentences(error: ValidationError) -> str:
    """Return pydantic's findings as sentences: where, what came, what was expected."""
    return " ".join(_sentence(found) for found in error.errors())


def _sentence(found: ErrorDetails) -> str:
    place = ".".join(str(step) for step in found["loc"])
    came = found.get("input")
    if found["type"] == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(found.get("ctx", {}).get("expected", "")))
        return unknown(place, _short(came).strip("'"), allowed)
    text = found["msg"].removeprefix("Value error, ")
    if place and not isinstance(came, Mapping | BaseModel):
        return tr("{place}: {text} (came: {came})", place=place, text=text, came=_short(came))
    return f"{place}: {text}" if place else text


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def updates_per_epoch(n_train: int, batch_size: int) -> int:
    """Return ⌈n_train / batch_size⌉, the updates that one standard epoch makes."""
    return math.ceil(n_train / batch_size)
