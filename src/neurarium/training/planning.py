"""A configuration → the facts of the run that it asks for, before anything is trained."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurarium.graph import Layer, ModelPlan, plan
from neurarium.training.config import TrainingConfig
from neurarium.training.facts import DataFacts, ModelFacts, RunFacts
from neurarium.training.losses import targets_of
from neurarium.training.memory import check_memory
from neurarium.training.models.backend import BACKENDS, check_installed, use_backend
from neurarium.training.models.naming import kind_of_model, lasting_name
from neurarium.training.runs import machine, versions

if TYPE_CHECKING:
    from neurarium.datasets import Dataset


def plan_run(config: TrainingConfig, *, offline: bool = False) -> RunFacts:
    """Return what run.json will hold: loads the data, plans the model, counts the updates.

    Keras is imported only for a model from a file or a callable. Raises `DataError`, `SpecError`,
    `ConfigError`, `MissingExtraError`.
    """
    from neurarium.datasets import load

    wanted = config.changed(model=lasting_name(config.model), data=_lasting_data(config.data))
    if kind_of_model(wanted.model) != "spec":
        use_backend(config.backend)
    return facts_of(wanted, load(wanted.data, offline=offline))


def facts_of(config: TrainingConfig, dataset: Dataset) -> RunFacts:
    """Return the facts of a run on data that are loaded already; see `plan_run`.

    For a spec Keras is left alone, so that a run on another backend can be planned anywhere: it
    only has to be installed.
    """
    check_installed(config.backend)
    data = data_facts(dataset, config)
    model = model_facts(config, data)
    check_memory(model, config)
    return RunFacts(
        kind="train",
        config=config.to_json(),
        data=data,
        model=model,
        updates_per_epoch=math.ceil(data["n_train"] / config.batch),
        seed=config.seed,
        versions=_versions(config.backend),
        machine=machine(),
    )


def _versions(backend: str) -> dict[str, str]:
    """Return the versions of what the run computes with, and of no other backend."""
    found = {name: version for name, version in versions().items() if name not in BACKENDS}
    return found | {backend: metadata.version(backend)}


def _lasting_data(text: str) -> str:
    """Return one's own folder or file (`flowers.csv#species`) so that it is found from anywhere."""
    from neurarium.datasets import names

    path = Path(text.partition("#")[0]).expanduser()
    if path.is_absolute() or text in names() or not path.exists():
        return text
    return f"{path.resolve()}{text[len(text.partition('#')[0]) :]}"


def data_facts(dataset: Dataset, config: TrainingConfig) -> DataFacts:
    """Return what run.json tells about the data, split as the configuration says."""
    n = len(dataset.x_train) if config.limit is None else min(config.limit, len(dataset.x_train))
    kept = validation_size(n, config.validation)
    return DataFacts(
        name=dataset.name,
        title=dataset.title,
        kind=dataset.kind,
        task=dataset.task,
        classes=[{"en": one.en, "ko": one.ko} for one in dataset.classes],
        features=list(dataset.features),
        input_shape=[int(side) for side in dataset.input_shape],
        n_train=n - kept,
        n_validation=kept,
        n_test=len(dataset.x_test),
        hashes=dict(dataset.hashes),
    )


def validation_size(n: int, part: float) -> int:
    """Return how many of `n` training examples are kept for validation: ⌈n · part⌉.

    As scikit-learn's `train_test_split` counts; at least one example stays for training.
    """
    return min(math.ceil(n * part), n - 1) if part else 0


def outputs_of(task: str, classes: int) -> int:
    """Return how many numbers the answer is: one a class, or one for a regression."""
    return 1 if task == "regression" else classes


def spec_plan(spec: str | Sequence[Layer], data: DataFacts) -> ModelPlan:
    """Return the plan of a spec (or of layers that a page stacked) for the data."""
    outputs = outputs_of(data["task"], len(data["classes"]))
    return plan(spec, tuple(data["input_shape"]), outputs, data["task"])


def model_facts(config: TrainingConfig, data: DataFacts) -> ModelFacts:
    """Return what run.json tells about the model. Raises `SpecError` or `ConfigError`."""
    if kind_of_model(config.model) != "spec":
        from neurarium.training.models.foreign import foreign_facts

        return foreign_facts(config, data)
    planned = spec_plan(config.model, data).checked()
    layers: list[Any] = [layer.to_json() for layer in planned.layers]
    return ModelFacts(
        spec=planned.spec,
        name=planned.spec,
        input_shape=data["input_shape"],
        layers=layers,
        parameters=planned.parameters,
        trainable=planned.trainable,
        loss=loss_for(config, data, planned.output_units or 1, planned.loss),
        output_activation=planned.output_activation,
    )


def loss_for(config: TrainingConfig, data: DataFacts, units: int, usual: str | None) -> str:
    """Return the loss that was asked for, or the usual one; raises if it does not fit."""
    if config.loss is None:
        return usual or _usual(data["task"], units)
    targets_of(config.loss, data["task"], units)
    return config.loss


def _usual(task: str, units: int) -> str:
    if task == "regression":
        return "mean_squared_error"
    return "binary_crossentropy" if units == 1 else "sparse_categorical_crossentropy"
