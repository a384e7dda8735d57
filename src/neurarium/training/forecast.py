"""What a training would be, told while somebody still writes it: an answer for any input."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neurarium.errors import NeurariumError, SpecError
from neurarium.graph import ModelPlan, PlanError, layers_of, plan
from neurarium.language import tr
from neurarium.training.config import TrainingConfig
from neurarium.training.losses import targets_of
from neurarium.training.models.naming import kind_of_model
from neurarium.training.optimizers import OPTIMIZERS
from neurarium.training.planning import outputs_of, validation_size

if TYPE_CHECKING:
    from neurarium.datasets import Dataset, DatasetInfo


@dataclass(frozen=True)
class Outline:
    """What must be known of the data: shape of an example, task, classes, numbers of examples."""

    input_shape: tuple[int, ...]
    task: str
    classes: int
    n_train: int
    n_test: int


def outline_of(data: Dataset | DatasetInfo) -> Outline:
    """Return the outline of a data set, loaded or not."""
    n_train = data.n_train if hasattr(data, "n_train") else len(data.x_train)
    n_test = data.n_test if hasattr(data, "n_test") else len(data.x_test)
    return Outline(tuple(data.input_shape), data.task, len(data.classes), n_train, n_test)


def forecast(
    values: Mapping[str, Any], data: Outline, layers: Sequence[object] | None = None
) -> dict[str, Any]:
    """Return the answer of POST /api/plan: layers, shapes, arithmetic, updates, or the mistake.

    `values` are TrainingConfig's fields; `layers` that a page stacked win over `values["model"]`.
    Only specs are planned. Loads neither data nor Keras, and never raises for what a person
    wrote: a mistake is `error` with `layer` (from 0, parts of the spec), `column` (from 1), `text`.
    """
    planned = _planned(values, data, layers)
    answer: dict[str, Any] = {
        "spec": planned.spec,
        "layers": [layer.to_json() for layer in planned.layers],
        "parameters": planned.parameters,
        "trainable": planned.trainable,
        "output_activation": planned.output_activation,
        **dict.fromkeys(
            ("loss", "optimizer", "learning_rate", "n_train", "n_validation", "updates_per_epoch",
             "updates")
        ),
        "n_test": data.n_test,
        "error": None,
    }  # fmt: skip
    problem = planned.error
    try:
        config = TrainingConfig(**{**values, "model": planned.spec or "10"})
        answer |= _training(config, data, planned)
    except NeurariumError as error:
        problem = problem or PlanError(str(error))
    if problem is not None:
        answer["error"] = {
            "layer": problem.layer,
            "column": problem.column,
            "text": problem.text,
        }
    return answer


def _planned(
    values: Mapping[str, Any], data: Outline, layers: Sequence[object] | None
) -> ModelPlan:
    text = str(values.get("model", TrainingConfig.model_fields["model"].default))
    try:
        spec = layers_of(layers) if layers is not None else _spec(text)
    except SpecError as error:
        told = "" if layers is not None else text[:10_000]
        return ModelPlan(
            told, data.input_shape, error=PlanError(error.text, error.layer, error.column)
        )
    outputs = outputs_of(data.task, data.classes)
    return plan(spec, data.input_shape, outputs, data.task)


def _spec(text: str) -> str:
    if kind_of_model(text) == "spec":
        return text
    raise SpecError(
        tr("A model from a file or from code is trained by the command neurarium train.")
    )


def _training(config: TrainingConfig, data: Outline, planned: ModelPlan) -> dict[str, Any]:
    n = data.n_train if config.limit is None else min(config.limit, data.n_train)
    kept = validation_size(n, config.validation)
    updates = math.ceil((n - kept) / config.batch)
    optimizer = OPTIMIZERS[config.optimizer]
    units = planned.output_units
    if config.loss is not None and units is not None and planned.error is None:
        targets_of(config.loss, data.task, units)
    return {
        "loss": config.loss or planned.loss,
        "optimizer": config.optimizer,
        "learning_rate": config.learning_rate or optimizer.learning_rate,
        "n_train": n - kept,
        "n_validation": kept,
        "updates_per_epoch": updates,
        "updates": updates * config.epochs,
    }
