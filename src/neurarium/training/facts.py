"""The types of run.json (docs/runs.md): plain dictionaries, as JSON holds them."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class LayerFacts(TypedDict):
    """LAYER: shapes are without the batch; `text` is None where the spec has no such part."""

    name: str
    kind: str
    settings: dict[str, Any]
    text: str | None
    input_shape: list[int] | None
    output_shape: list[int] | None
    parameters: int
    trainable: int
    derivation: str | None
    shape_derivation: NotRequired[str | None]
    note: NotRequired[str | None]
    part: NotRequired[int | None]
    error: NotRequired[str | None]


class DataFacts(TypedDict):
    """What a run learns from; numbers of examples after the split."""

    name: str
    title: str
    kind: str
    task: str
    classes: list[dict[str, str]]
    features: list[str]
    input_shape: list[int]
    n_train: int
    n_validation: int
    n_test: int
    hashes: dict[str, str]


class ModelFacts(TypedDict):
    """What is trained. `input_shape` is what the model takes."""

    spec: str | None
    name: str
    input_shape: list[int]
    layers: list[LayerFacts]
    parameters: int
    trainable: int
    loss: str
    output_activation: str | None


class RunFacts(TypedDict):
    """Everything needed to repeat a run, without its id, time and command."""

    kind: str
    config: dict[str, Any]
    data: DataFacts
    model: ModelFacts
    updates_per_epoch: int
    seed: int
    versions: dict[str, str]
    machine: dict[str, Any]
