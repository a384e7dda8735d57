"""Settings files: a whole playground as versioned JSON that a person can read, weights included.

```json
{"neurarium": 1,
 "setup": {"config": {…}, "view": {…}, "epoch": 120},
 "weights": [{"inputs": ["x", "y"], "activation": "tanh", "weights": [[…], …], "biases": […]}, …],
 "progress": {"step": 0, "altered": false, "engine": […]}}
```

`weights[layer].weights[unit][input]`, the first hidden layer first, the output last. `engine` is
what the optimizer (and exact mode) carries beside them. Numbers are written so that the same
bits come back. Without `weights` the network is trained to its epoch anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from neurarium.errors import LinkError
from neurarium.language import tr
from neurarium.playground.config import Setup, sentences
from neurarium.playground.history import Moment
from neurarium.playground.recording import Segment
from neurarium.playground.trainer import Trainer
from neurarium.playground.weights import SavedWeights

VERSION = 1
MAX_BYTES = 20_000_000
_KEYS = {"neurarium", "setup", "weights", "progress"}
_MAX_STEP = 1_000_000


@dataclass(frozen=True)
class SavedPlayground:
    """What a settings file holds; `weights` None means: train to the epoch anew."""

    setup: Setup
    weights: SavedWeights | None = None


def settings_text(trainer: Trainer) -> str:
    """Return the settings file of the moment on screen."""
    moment = trainer.shown
    size = moment.segment.network.size
    progress = {
        "step": moment.step,
        "altered": moment.segment.altered,
        "engine": moment.state[size:].tolist(),
    }
    parts = [
        f'"neurarium": {VERSION}',
        f'"setup": {_json(trainer.setup.model_dump(mode="json"))}',
        f'"weights": {_layers_text(moment)}',
        f'"progress": {_json(progress)}',
    ]
    return "{" + ",\n ".join(parts) + "}\n"


def weights_text(trainer: Trainer) -> str:
    """Return only weights and biases, layer by layer, as JSON."""
    return _layers_text(trainer.shown) + "\n"


def _layers_text(moment: Moment) -> str:
    return "[" + ",\n  ".join(_json(layer) for layer in layers_of(moment)) + "]"


def layers_of(moment: Moment) -> list[dict[str, Any]]:
    """Return weights and biases of every layer after the input, as plain readable values."""
    segment = moment.segment
    network = segment.network
    names = _unit_names(segment)
    activations = (*network.activations, network.output)
    return [
        {
            "inputs": names[index],
            "activation": activations[index],
            "weights": weights.tolist(),
            "biases": biases.tolist(),
        }
        for index, (weights, biases) in enumerate(network.unpack(moment.state[: network.size]))
    ]


def _unit_names(segment: Segment) -> list[list[str]]:
    """Return the names of the units that each layer after the input reads."""
    network = segment.network
    hidden = [
        [f"{layer + 1}.{unit + 1}" for unit in range(units)]
        for layer, units in enumerate(network.sizes[1:-1])
    ]
    return [list(network.features), *hidden]


def read_settings(content: str | bytes) -> SavedPlayground:
    """Return what a settings file holds; raises `LinkError` with a sentence for a bad one."""
    if len(content) > MAX_BYTES:
        raise LinkError(
            tr("The settings file has {size:.0f} MB; at most {limit:.0f} MB are read.",
               size=len(content) / 1e6, limit=MAX_BYTES / 1e6)
        )  # fmt: skip
    values = _parsed(content)
    if not isinstance(values, Mapping) or "neurarium" not in values:
        raise LinkError(_not_ours())
    version = values["neurarium"]
    if version != VERSION:
        raise LinkError(
            tr("The settings file is of version {version}, known is {known}. "
               "A newer neurarium may open it: pip install -U neurarium",
               version=str(version)[:20], known=VERSION)
        )  # fmt: skip
    others = sorted(str(name)[:30] for name in values if name not in _KEYS)
    if others:
        raise LinkError(
            tr("The settings file has unknown keys: {names}. Known are {known}.",
               names=", ".join(others[:8]), known=", ".join(sorted(_KEYS)))
        )  # fmt: skip
    try:
        setup = Setup.model_validate(values.get("setup", {}))
    except ValidationError as error:
        why = sentences(error)[:1000]
        raise LinkError(tr("The settings file cannot be opened: {why}", why=why)) from error
    return SavedPlayground(setup, _weights(values, setup))


def _parsed(content: str | bytes) -> Any:
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        return json.loads(text, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise LinkError(_not_ours()) from error
    except json.JSONDecodeError as error:
        raise LinkError(
            tr("{why} Line {line}, column {column}: {reason}.", why=_not_ours(),
               line=error.lineno, column=error.colno, reason=error.msg)
        ) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise LinkError(_not_ours()) from error


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _not_ours() -> str:
    return tr('This is no settings file of neurarium: JSON with "neurarium": 1 was expected.')


def _weights(values: Mapping[str, Any], setup: Setup) -> SavedWeights | None:
    layers = values.get("weights")
    if layers is None:
        return None
    progress = values.get("progress", {})
    try:
        vector = _packed(layers, setup)
        step = _whole(progress.get("step", 0))
        altered = progress.get("altered", True)
        vector += _numbers(progress.get("engine", []))
    except (TypeError, KeyError, AttributeError) as error:
        raise LinkError(
            tr('The weights in this settings file cannot be read: a list of layers, each with '
               '"weights" and "biases", was expected.')
        ) from error  # fmt: skip
    return SavedWeights(tuple(vector), step=step, altered=altered is not False)


def _packed(layers: Any, setup: Setup) -> list[float]:
    if not isinstance(layers, list) or len(layers) != len(setup.config.layers) + 1:
        raise TypeError(layers)
    vector: list[float] = []
    inputs = len(setup.config.features)
    sizes: list[int | None] = [layer.units for layer in setup.config.layers]
    for index, (layer, size) in enumerate(zip(layers, [*sizes, None], strict=True)):
        biases = _numbers(layer["biases"])
        rows = [_numbers(row) for row in layer["weights"]]
        units = len(biases) if size is None else size
        if len(biases) != units or len(rows) != units or any(len(r) != inputs for r in rows):
            raise LinkError(
                tr("Layer {layer} of the weights does not fit the setup: {units} units with "
                   "{inputs} inputs each were expected.",
                   layer=index + 1, units=units, inputs=inputs)
            )  # fmt: skip
        for row in rows:
            vector += row
        vector += biases
        inputs = units
    return vector


def _numbers(values: Any) -> list[float]:
    if not isinstance(values, list):
        raise TypeError(values)
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e308:
            raise TypeError(value)
    return [float(value) for value in values]


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MAX_STEP:
        raise TypeError(value)
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
