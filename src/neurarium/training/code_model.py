"""The part of a script that builds the model, layer by layer, with its arithmetic beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from neurarium.graph.kinds import KINDS
from neurarium.training.models.naming import kind_of_model

Facts = Mapping[str, Any]
_CLASSES = {
    "dense": "Dense",
    "conv2d": "Conv2D",
    "max_pooling2d": "MaxPooling2D",
    "average_pooling2d": "AveragePooling2D",
    "global_max_pooling2d": "GlobalMaxPooling2D",
    "global_average_pooling2d": "GlobalAveragePooling2D",
    "flatten": "Flatten",
    "dropout": "Dropout",
    "batch_normalization": "BatchNormalization",
    "activation": "Activation",
    "reshape": "Reshape",
}
"""Kind → class of keras.layers."""
_WIDEST = 60


def model_lines(facts: Facts) -> list[str]:
    """Return the lines that make `model` and print its summary."""
    name = facts["config"]["model"]
    kind = kind_of_model(name)
    if kind == "spec":
        return _by_layers(facts)
    if kind == "file":
        lines = [f"model = keras.saving.load_model({name!r}, compile=False)"]
    else:
        lines = [f"model = {name.partition(':')[2]}()", *_built(facts)]
    return [*lines, *_put_in(facts), "model.summary()"]


def model_imports(facts: Facts) -> list[str]:
    """Return the import of a callable that makes the model."""
    name = facts["config"]["model"]
    if kind_of_model(name) != "callable":
        return []
    module, _, path = name.partition(":")
    return [f"from {module} import {path.partition('.')[0]}"]


def _built(facts: Facts) -> list[str]:
    """Build a model that names no input; one that is written as a class becomes one layer."""
    shape = _tuple(facts["model"]["input_shape"])
    layers = [layer for layer in facts["model"]["layers"] if not layer.get("note")]
    if len(layers) == 1 and layers[0]["kind"] not in _CLASSES:
        return [
            f"examples = keras.Input(shape={shape})",
            "model = keras.Model(examples, model(examples))",
        ]
    return ["if not model.built:", f"    model.build((None, {shape.strip('(),')}))"]


def _put_in(facts: Facts) -> list[str]:
    """Return the softmax or sigmoid that was put behind a model that answers logits."""
    last = facts["model"]["layers"][-1]
    if not last.get("note"):
        return []
    activation = last["settings"]["activation"]
    return [
        f"answer = keras.layers.Activation({_literal(activation)})(model.outputs[0])",
        "model = keras.Model(model.inputs, answer)",
    ]


def _by_layers(facts: Facts) -> list[str]:
    lines = [f"keras.Input(shape={_tuple(facts['data']['input_shape'])}),"]
    sums = [""]
    for layer in facts["model"]["layers"]:
        lines.append(f"keras.layers.{_CLASSES[layer['kind']]}({_settings(layer)}),")
        total = layer.get("derivation") or layer.get("shape_derivation") or ""
        sums.append(" ".join(total.split()))  # a comment ends with its line
    width = max((len(line) for line in lines if len(line) <= _WIDEST), default=0)
    body = [
        f"        {line:<{width}}  # {total}" if total else f"        {line}"
        for line, total in zip(lines, sums, strict=True)
    ]
    total = f"model.summary()  # {facts['model']['parameters']:,} parameters"
    return ["model = keras.Sequential(", "    [", *body, "    ]", ")", total]


def _settings(layer: Facts) -> str:
    """Return what differs from Keras's own defaults; the first settings stand without a name."""
    words = []
    for setting in KINDS[layer["kind"]].settings:
        value = layer["settings"].get(setting.name)
        if value is None or _is_default(layer, setting.name, value, setting.default):
            continue
        plain = setting.positional or layer["kind"] == "activation"
        shown = _tuple(value) if isinstance(value, list | tuple) else _literal(value)
        words.append(shown if plain else f"{setting.name}={shown}")
    return ", ".join(words)


def _is_default(layer: Facts, name: str, value: Any, default: Any) -> bool:
    if layer["kind"] == "activation":
        return False
    if name == "activation":
        return bool(value == "linear")
    if name == "strides" and "pool_size" in layer["settings"]:
        return bool(value == layer["settings"]["pool_size"])
    return name != "pool_size" and default is not None and bool(value == default)


def _tuple(sides: Any) -> str:
    inner = ", ".join(map(_literal, sides))
    return f"({inner},)" if len(sides) == 1 else f"({inner})"


def _literal(value: Any) -> str:
    """Return a value as Python writes it, texts in double quotes."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
