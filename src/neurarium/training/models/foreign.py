"""Models that a person built: made fit for the data, and told as run.json tells them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np

from neurarium.errors import SpecError
from neurarium.graph.arithmetic import Mismatch, step, written
from neurarium.graph.kinds import KINDS
from neurarium.language import tr
from neurarium.training.config import TrainingConfig
from neurarium.training.facts import DataFacts, LayerFacts, ModelFacts
from neurarium.training.keras_facts import layer_facts
from neurarium.training.models.from_callable import call
from neurarium.training.models.from_file import open_file
from neurarium.training.models.naming import kind_of_model

_PROBABILITIES = ("softmax", "sigmoid")
_OURS = ("probabilities", "our_probabilities")
"""Names of the layer that is put behind logits; Keras never gives them itself."""


def open_foreign(name: str, seed: int, data: Mapping[str, Any]) -> Any:
    """Return the built model of a file or callable, ready for the data, not compiled.

    Where the last layer answers logits, softmax (or sigmoid for one unit) is put behind it. A
    file's weights are the first weights. Raises `SpecError`.
    """
    model = open_file(Path(name)) if kind_of_model(name) == "file" else call(name, seed)
    shape = tuple(data["input_shape"])
    model = _built(name, model, shape)
    _check_shapes(name, model, shape, data)
    return _with_probabilities(model, data)


def _built(name: str, model: Any, shape: tuple[int, ...]) -> Any:
    """Return the model built for the data; one that is written as a class becomes one layer."""
    if model.built and getattr(model, "inputs", None):
        return model
    try:
        if isinstance(model, keras.Sequential):
            model.build((None, *shape))
            return model
        examples = keras.Input(shape=shape)
        return keras.Model(examples, model(examples), name="model")
    except Exception as error:  # whatever a person's layers raise
        raise SpecError(
            tr(
                'Model "{name}" cannot take {shape}: {reason}',
                name=name,
                shape=written(shape),
                reason=" ".join(str(error).split())[:300],
            )
        ) from error


def _check_shapes(name: str, model: Any, shape: tuple[int, ...], data: Mapping[str, Any]) -> None:
    takes, answers = _shape_of(model, "input_shape"), _shape_of(model, "output_shape")
    if takes is None or answers is None:
        raise SpecError(
            tr('Model "{name}" must have one input and one output whose shapes Keras knows: '
               "build it as keras.Sequential or with keras.Model(inputs, outputs).", name=name)
        )  # fmt: skip
    known = [side for side in takes if side is not None]
    fits = len(takes) == len(shape) if len(known) < len(takes) else True
    if not fits or (len(known) == len(takes) and math.prod(known) != math.prod(shape)):
        raise SpecError(
            tr('Model "{name}" takes {takes}, but each example of {data} is {shape}.', name=name,
               takes=_shown(takes), data=data["name"], shape=written(shape))
        )  # fmt: skip
    if data["task"] == "regression":
        wanted = [1]
    else:
        wanted = [len(data["classes"]), *([1] if len(data["classes"]) == 2 else [])]
    if len(answers) != 1 or answers[0] not in wanted:
        raise SpecError(
            tr('Model "{name}" answers {answers}, but {data} needs {wanted}. End it with '
               "Dense({wanted}).", name=name, answers=_shown(answers), data=data["name"],
               wanted=wanted[0])
        )  # fmt: skip


def _shape_of(model: Any, which: str) -> tuple[int | None, ...] | None:
    try:
        shape = getattr(model, which)
    except (AttributeError, ValueError):  # a model written as a class knows none
        return None
    plain = isinstance(shape, tuple) and all(n is None or isinstance(n, int) for n in shape)
    return tuple(shape[1:]) if plain else None


def _shown(shape: tuple[int | None, ...]) -> str:
    return "×".join("?" if side is None else str(side) for side in shape) or "1"


def last_activation(model: Any) -> str | None:
    """Return the activation of a model's answer by Keras's name, None if it cannot be seen."""
    last = model.layers[-1]
    if isinstance(last, keras.layers.Softmax):
        return "softmax"
    return getattr(getattr(last, "activation", None), "__name__", None)


def _output_activation(model: Any, task: str) -> str | None:
    """Return the activation of the answer; where a layer hides it, look at what it answers."""
    seen = last_activation(model)
    if seen is not None or task == "regression":
        return seen
    shape = tuple(8 if side is None else side for side in _shape_of(model, "input_shape") or ())
    answers = np.asarray(model.predict(np.random.RandomState(0).rand(8, *shape), verbose=0))
    if answers.min() < 0 or answers.max() > 1:
        return None
    if answers.shape[-1] == 1:
        return "sigmoid"
    return "softmax" if np.allclose(answers.sum(axis=-1), 1, atol=1e-3) else None


def _with_probabilities(model: Any, data: Mapping[str, Any]) -> Any:
    """Return the model with softmax or sigmoid behind it where it answers logits."""
    if data["task"] == "regression" or _output_activation(model, data["task"]) in _PROBABILITIES:
        return model
    activation = "sigmoid" if model.output_shape[-1] == 1 else "softmax"
    taken = {layer.name for layer in model.layers}
    name = next(name for name in _OURS if name not in taken)
    answer = keras.layers.Activation(activation, name=name)(model.outputs[0])
    return keras.Model(model.inputs, answer, name=model.name)


def foreign_facts(config: TrainingConfig, data: DataFacts) -> ModelFacts:
    """Return what run.json tells about a model from a file or a callable."""
    from neurarium.training.planning import loss_for

    model = open_foreign(config.model, config.seed, data)
    layers = [_layer(layer) for layer in model.layers]
    if model.layers[-1].name in _OURS:
        layers[-1]["note"] = tr("put in: the model answers logits, this makes probabilities")
    takes = _shape_of(model, "input_shape") or ()
    shape = data["input_shape"] if None in takes else [int(side or 0) for side in takes]
    return ModelFacts(
        spec=None,
        name=_name(config.model),
        input_shape=shape,
        layers=[layer for layer in layers if layer["kind"] != "input_layer"],
        parameters=int(model.count_params()),
        trainable=sum(math.prod(variable.shape) for variable in model.trainable_weights),
        loss=loss_for(config, data, int(model.output_shape[-1]), None),
        output_activation=_output_activation(model, data["task"]),
    )


def _name(text: str) -> str:
    return Path(text).stem if kind_of_model(text) == "file" else text.partition(":")[2]


def _layer(layer: Any) -> LayerFacts:
    """Return LAYER, with our own arithmetic where the kind is known and the numbers agree."""
    told: LayerFacts = {**layer_facts(layer)}  # type: ignore[typeddict-item]
    told["derivation"] = told["derivation"] or None
    shape = told["input_shape"]
    if told["kind"] not in KINDS or not shape or any(side is None for side in shape):
        return told
    settings = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told["settings"].items()
    }
    try:
        made = step(told["kind"], settings, tuple(shape))
    except (Mismatch, KeyError, TypeError):  # settings that a spec does not know, as dilation
        return told
    if list(made.output_shape) == told["output_shape"] and made.parameters == told["parameters"]:
        told["derivation"] = made.derivation
        told["shape_derivation"] = made.shape_derivation
    return told
