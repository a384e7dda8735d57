"""What a training run is asked to do.

`TrainingConfig` is frozen and checked: a value that is not allowed is a `ConfigError` that names
the field, what came and what is allowed. It is the whole of what decides a run's numbers.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from neurarium.errors import ConfigError, unknown
from neurarium.language import tr
from neurarium.training.losses import canonical_loss
from neurarium.training.optimizers import OPTIMIZERS, named_optimizer
from neurarium.training.schedules import read_reduce, read_schedule

Backend = Literal["jax", "torch", "tensorflow"]
Loop = Literal["auto", "scan", "unroll", "keras"]
Finite = Annotated[float, Field(allow_inf_nan=False)]


def default_backend() -> str:
    """Return the backend that KERAS_BACKEND names, else jax."""
    return os.environ.get("KERAS_BACKEND") or "jax"


class TrainingConfig(BaseModel):
    """Everything that decides the numbers of a run; see docs/training.md.

    `learning_rate` None is the optimizer's own default, `momentum` None too. `validation` is the
    part of the training images that is kept for validation, 0 for none. `patience` counts epochs
    without a better validation loss until the run ends early. `limit` is the largest number of
    training images. "momentum" and "nesterov" as optimizers are SGD with momentum 0.9.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    data: str = Field(default="digits", min_length=1, max_length=4096)
    model: str = Field(default="100-10", min_length=1, max_length=10_000)
    backend: Backend = Field(default_factory=default_backend, validate_default=True)
    optimizer: str = "adam"
    learning_rate: Annotated[Finite, Field(gt=0, le=1000)] | None = None
    momentum: Annotated[Finite, Field(ge=0, lt=1)] | None = None
    nesterov: bool = False
    loss: str | None = None
    batch: int = Field(default=32, ge=1, le=1_000_000)
    epochs: int = Field(default=5, ge=1, le=100_000)
    validation: Annotated[Finite, Field(ge=0, le=0.9)] = 0.2
    seed: int = Field(default=42, ge=0, le=2**31 - 1)
    patience: int | None = Field(default=None, ge=1, le=100_000)
    restore_best: bool = True
    keep_best: bool = False
    schedule: str | None = None
    reduce_lr: str | None = None
    loop: Loop = "auto"
    limit: int | None = Field(default=None, ge=1, le=100_000_000)

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ConfigError(sentences(error)) from None

    @model_validator(mode="before")
    @classmethod
    def _named_as_keras_does(cls, values: Any) -> Any:
        """Bring optimizer and loss to the one spelling that is kept."""
        if not isinstance(values, Mapping):
            return values
        known = dict(values)
        if isinstance(known.get("backend"), str):
            known["backend"] = known["backend"].strip().lower()
        if isinstance(known.get("optimizer"), str):
            known |= named_optimizer(known["optimizer"], known.get("momentum"))
        if isinstance(known.get("loss"), str):
            known["loss"] = canonical_loss(known["loss"])
        return known

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        problem = _contradiction(self)
        if problem:
            raise ValueError(problem)
        return self

    def changed(self, **changes: Any) -> TrainingConfig:
        """Return a copy with `changes`, checked as a whole. Raises `ConfigError`."""
        return TrainingConfig(**{**self.model_dump(), **changes})

    def to_json(self) -> dict[str, Any]:
        """Return the fields as run.json holds them."""
        return self.model_dump(mode="json")


def _contradiction(config: TrainingConfig) -> str | None:
    optimizer = OPTIMIZERS[config.optimizer]
    if config.momentum is not None and optimizer.momentum is None:
        return tr(
            "momentum: the optimizer {name} has none (came: {value}). Leave it out, or choose "
            "one that has: {allowed}.",
            name=optimizer.keras_name, value=config.momentum,
            allowed=", ".join(o.name for o in OPTIMIZERS.values() if o.momentum is not None),
        )  # fmt: skip
    if config.nesterov and not optimizer.nesterov:
        return tr(
            "nesterov: the optimizer {name} has none. Leave it out, or choose one that has: "
            "{allowed}.",
            name=optimizer.keras_name,
            allowed=", ".join(o.name for o in OPTIMIZERS.values() if o.nesterov),
        )  # fmt: skip
    if config.nesterov and not (config.momentum or optimizer.momentum):
        return tr("nesterov: changes nothing without momentum. Set momentum too, for example 0.9.")
    if config.schedule is not None:
        read_schedule(config.schedule)
    if config.reduce_lr is not None:
        read_reduce(config.reduce_lr)
    if config.schedule and config.reduce_lr:
        return tr(
            "reduce_lr: a schedule sets the learning rate already ({schedule}). Choose one of "
            "the two.", schedule=config.schedule,
        )  # fmt: skip
    if config.validation == 0 and (config.patience or config.reduce_lr or config.keep_best):
        return tr(
            "validation: early stopping, the best model and reduce_lr look at the validation "
            "loss, so a part must be kept for validation (came: 0). Set it for example to 0.2."
        )
    return None


def sentences(error: ValidationError) -> str:
    """Return pydantic's findings as sentences: field, what came, what is allowed."""
    return " ".join(_sentence(found) for found in error.errors())


def _sentence(found: ErrorDetails) -> str:
    field = ".".join(str(step) for step in found["loc"])
    if found["type"] == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(found.get("ctx", {}).get("expected", "")))
        return unknown(field, _short(found.get("input")).strip("'"), allowed)
    if found["type"] == "extra_forbidden":
        return unknown(tr("setting"), field, TrainingConfig.model_fields)
    text = found["msg"].removeprefix("Value error, ")
    if not field:
        return text
    return tr("{field}: {text} (came: {came})", field=field, text=text + _range(field),
              came=_short(found.get("input")))  # fmt: skip


def _range(field: str) -> str:
    """Return the allowed values of a numeric field, as its definition has them."""
    definition = TrainingConfig.model_fields.get(field)
    bounds = {
        "learning_rate": tr("; allowed: above 0, up to 1,000"),
        "momentum": tr("; allowed: 0 up to, not including, 1"),
        "validation": tr("; allowed: 0 to 0.9, a part of the training data"),
    }
    if field in bounds:
        return bounds[field]
    if definition is None or not definition.metadata:
        return ""
    low = next((m.ge for m in definition.metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in definition.metadata if hasattr(m, "le")), None)
    if low is None or high is None:
        return ""
    return tr("; allowed: {low:,} to {high:,}", low=low, high=high)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
