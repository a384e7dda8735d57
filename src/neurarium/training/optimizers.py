"""The optimizers, by Keras's names: a table, so that no library is loaded to read a name.

A test holds names and defaults equal to what Keras offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from neurarium.errors import ConfigError, unknown
from neurarium.language import tr


@dataclass(frozen=True)
class Optimizer:
    """An optimizer: `name` as it is kept, `keras_name` of its class, its defaults.

    `momentum` is the default of its momentum, None where it has no such setting; `nesterov` says
    whether it has that switch.
    """

    name: str
    keras_name: str
    learning_rate: float = 0.001
    momentum: float | None = None
    nesterov: bool = False


OPTIMIZERS: Mapping[str, Optimizer] = {
    optimizer.name: optimizer
    for optimizer in (
        Optimizer("sgd", "SGD", 0.01, momentum=0.0, nesterov=True),
        Optimizer("rmsprop", "RMSprop", momentum=0.0),
        Optimizer("adam", "Adam"),
        Optimizer("adamw", "AdamW"),
        Optimizer("adagrad", "Adagrad"),
        Optimizer("adadelta", "Adadelta"),
        Optimizer("adamax", "Adamax"),
        Optimizer("nadam", "Nadam"),
        Optimizer("adafactor", "Adafactor"),
        Optimizer("ftrl", "Ftrl"),
        Optimizer("lion", "Lion"),
        Optimizer("lamb", "Lamb"),
        Optimizer("muon", "Muon", momentum=0.95, nesterov=True),
        Optimizer("schedulefreeadamw", "ScheduleFreeAdamW", 0.0025),
    )
}
"""By the name that is kept; those of the textbook first."""

_USUAL_MOMENTUM = 0.9
_NEED_OTHERS = ("lossscaleoptimizer", "multioptimizer", "optimizermap", "optimizer")


def named_optimizer(name: str, momentum: float | None = None) -> dict[str, Any]:
    """Return the settings that an optimizer's name stands for, in any spelling.

    "momentum" and "nesterov" are SGD with a momentum of 0.9, unless another is given. Raises
    `ConfigError`.
    """
    plain = name.strip().lower().replace("_", "").replace("-", "")
    if plain in ("momentum", "nesterov"):
        settings: dict[str, Any] = {
            "optimizer": "sgd",
            "momentum": _USUAL_MOMENTUM if momentum is None else momentum,
        }
        return settings | ({"nesterov": True} if plain == "nesterov" else {})
    if plain in _NEED_OTHERS:
        raise ConfigError(
            tr('optimizer: "{name}" wraps another optimizer and cannot be named alone. Allowed: '
               "{allowed}.", name=name, allowed=", ".join(OPTIMIZERS))
        )  # fmt: skip
    if plain not in OPTIMIZERS:
        raise ConfigError(unknown(tr("optimizer"), name[:60], OPTIMIZERS))
    return {"optimizer": plain}
