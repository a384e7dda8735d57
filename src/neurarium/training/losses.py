"""The losses, by Keras's names, and which fit what a network answers.

A table, so that no library is loaded to read a name; a test holds it equal to what Keras offers.
Labels of classes stay whole numbers everywhere: `models.compiled.make_loss` turns them into
one-hot vectors where a loss needs these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from neurarium.errors import ConfigError, unknown
from neurarium.language import tr

Targets = Literal["index", "one_hot", "binary", "number"]
"""What a loss compares with: a class number, a one-hot vector, 0 or 1, any number."""


@dataclass(frozen=True)
class Loss:
    """A loss: its name, and for which outputs it is meant.

    `classes`: what it compares several classes with, None if it can't; `binary`: whether it fits
    one sigmoid unit; `numbers`: whether it fits regression.
    """

    name: str
    classes: Literal["index", "one_hot"] | None = "one_hot"
    binary: bool = True
    numbers: bool = True


LOSSES: Mapping[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("sparse_categorical_crossentropy", "index", binary=False, numbers=False),
        Loss("categorical_crossentropy", binary=False, numbers=False),
        Loss("binary_crossentropy", numbers=False),
        Loss("categorical_focal_crossentropy", binary=False, numbers=False),
        Loss("categorical_generalized_cross_entropy", "index", binary=False, numbers=False),
        Loss("binary_focal_crossentropy", numbers=False),
        Loss("categorical_hinge", binary=False, numbers=False),
        Loss("hinge", numbers=False),
        Loss("squared_hinge", numbers=False),
        Loss("kl_divergence", binary=False, numbers=False),
        Loss("dice", numbers=False),
        Loss("tversky", numbers=False),
        Loss("mean_squared_error"),
        Loss("mean_absolute_error"),
        Loss("huber"),
        Loss("log_cosh"),
        Loss("mean_absolute_percentage_error"),
        Loss("mean_squared_logarithmic_error"),
        Loss("poisson"),
        Loss("cosine_similarity", binary=False, numbers=False),
        Loss("circle", None, binary=False, numbers=False),
        Loss("ctc", None, binary=False, numbers=False),
    )
}
_SHORT = {
    "mse": "mean_squared_error", "mae": "mean_absolute_error", "bce": "binary_crossentropy",
    "mape": "mean_absolute_percentage_error", "msle": "mean_squared_logarithmic_error",
    "kld": "kl_divergence",
}  # fmt: skip
_BY_PLAIN_NAME = {name.replace("_", ""): name for name in LOSSES} | _SHORT


def canonical_loss(name: str) -> str:
    """Return Keras's name of a loss written in any way (`MSE`, `SparseCategoricalCrossentropy`).

    Raises `ConfigError`.
    """
    plain = re.sub(r"[\s_-]", "", name.lower())
    if plain not in _BY_PLAIN_NAME:
        raise ConfigError(unknown(tr("loss"), name[:60], [*LOSSES, *_SHORT]))
    return _BY_PLAIN_NAME[plain]


def targets_of(name: str, task: str, units: int) -> Targets:
    """Return what a loss compares the output with: `units` outputs for a `task`.

    Raises `ConfigError` if the loss is not meant for such an output.
    """
    loss = LOSSES[name]
    if task == "regression":
        if loss.numbers:
            return "number"
    elif units == 1:
        if loss.binary:
            return "binary"
    elif loss.classes is not None:
        return loss.classes
    raise ConfigError(
        tr(
            'loss: "{name}" does not fit {what}. Allowed there: {allowed}.', name=name,
            what=_what(task, units), allowed=", ".join(fitting_losses(task, units)),
        )
    )  # fmt: skip


def fitting_losses(task: str, units: int) -> tuple[str, ...]:
    """Return the names of the losses that fit `units` outputs for a `task`."""
    if task == "regression":
        return tuple(name for name, loss in LOSSES.items() if loss.numbers)
    if units == 1:
        return tuple(name for name, loss in LOSSES.items() if loss.binary)
    return tuple(name for name, loss in LOSSES.items() if loss.classes is not None)


def _what(task: str, units: int) -> str:
    if task == "regression":
        return tr("a regression")
    if units == 1:
        return tr("two classes with one output unit")
    return tr("{units} classes with one output unit each", units=units)
