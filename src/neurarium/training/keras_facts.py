"""What run.json tells about a Keras model that somebody else built, and its weights by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from neurarium.language import tr

_TOLD = (
    "units", "filters", "kernel_size", "strides", "padding", "activation", "rate", "pool_size",
    "use_bias", "input_dim", "output_dim", "target_shape", "return_sequences", "num_heads",
)  # fmt: skip
_PLAIN = (str, int, float, bool)


def model_facts(model: Any) -> dict[str, Any]:
    """Return the part "model" of run.json: layers, parameters, loss."""
    layers = [layer_facts(layer) for layer in model.layers]
    return {
        "spec": None,
        "name": model.name,
        "layers": [layer for layer in layers if layer["kind"] != "input_layer"],
        "parameters": int(model.count_params()) if model.built else None,
        "trainable": sum(_size(v) for v in model.trainable_weights) if model.built else None,
        "loss": _name(getattr(model, "loss", None)),
        "output_activation": _activation(model.layers[-1]) if model.layers else None,
    }


def layer_facts(layer: Any) -> dict[str, Any]:
    """Return LAYER of docs/runs.md for one Keras layer; shapes it does not know are null."""
    config = layer.get_config() if hasattr(layer, "get_config") else {}
    settings = {key: _told(config[key]) for key in _TOLD if _is_told(config.get(key))}
    return {
        "name": layer.name,
        "kind": _snake(type(layer).__name__),
        "settings": settings,
        "text": None,
        "input_shape": _shape(layer, "input"),
        "output_shape": _shape(layer, "output"),
        "parameters": sum(_size(v) for v in layer.weights),
        "trainable": sum(_size(v) for v in layer.trainable_weights),
        "derivation": _derivation(layer),
    }


def _derivation(layer: Any) -> str:
    """Return how the parameters add up: "784 × 100 + 100 = 78,500"; empty where there are none."""
    parts = [" × ".join(f"{n:,}" for n in variable.shape) or "1" for variable in layer.weights]
    if not parts or len(parts) > 6:
        return ""
    return f"{' + '.join(parts)} = {sum(_size(v) for v in layer.weights):,}"


def weights_by_name(model: Any) -> dict[str, NDArray[Any]]:
    """Return the weights as a snapshot holds them: "dense/kernel" → array."""
    found: dict[str, NDArray[Any]] = {}
    for layer in model.layers:
        for variable in layer.weights:
            name = f"{layer.name}/{_inside(layer.name, variable)}"
            while name in found:
                name += "_"
            found[name] = _as_array(variable)
    return found


def _as_array(variable: Any) -> NDArray[Any]:
    array = np.asarray(keras.ops.convert_to_numpy(variable.value))
    wanted = array.dtype.kind in "biu" or array.dtype in (np.float32, np.float64)
    return array if wanted else array.astype(np.float32)  # NumPy's files know no bfloat16


def _inside(layer_name: str, variable: Any) -> str:
    """Return a variable's path inside its layer: "kernel", "forward_lstm/lstm_cell/bias"."""
    found = f"/{variable.path}".split(f"/{layer_name}/", 1)
    return found[1] if len(found) == 2 else str(variable.name)


def _shape(layer: Any, which: str) -> list[int | None] | None:
    try:
        tensor = getattr(layer, which)
    except (AttributeError, ValueError):  # a layer of a model that is written as a class
        return None
    shape = getattr(tensor, "shape", None)
    return None if shape is None else [None if n is None else int(n) for n in shape[1:]]


def _activation(layer: Any) -> str | None:
    found = getattr(layer, "activation", None)
    return getattr(found, "__name__", None)


def _is_told(value: object) -> bool:
    return isinstance(value, _PLAIN) or (
        isinstance(value, (tuple, list)) and all(isinstance(item, _PLAIN) for item in value)
    )


def _told(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _size(variable: Any) -> int:
    return int(np.prod(variable.shape, dtype=np.int64))


def _snake(name: str) -> str:
    """Return Keras's own way to make a layer's name of its class: Conv2D → conv2d."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def _name(choice: Any) -> str | None:
    """Return the Keras name of a loss, however it was given."""
    if choice is None or isinstance(choice, str):
        return choice
    if isinstance(choice, (Mapping, list, tuple)):
        return tr("several")
    return getattr(choice, "name", None) or getattr(choice, "__name__", type(choice).__name__)


def fit_config(model: Any, epochs: int | None, batch: int | None) -> dict[str, Any]:
    """Return what a script asked of its training, as far as a callback can see it."""
    optimizer = getattr(model, "optimizer", None)
    return {
        "backend": keras.backend.backend(),
        # not its name: Keras numbers them, the second in a process is "sgd_1"
        "optimizer": type(optimizer).__name__.lower() if optimizer is not None else None,
        "learning_rate": learning_rate(model),
        "momentum": getattr(optimizer, "momentum", None),
        "batch": batch,
        "epochs": epochs,
    }


def learning_rate(model: Any) -> float | None:
    """Return the optimizer's learning rate of this moment, None if there is none."""
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None:
        return None
    return float(f"{float(keras.ops.convert_to_numpy(optimizer.learning_rate)):.7g}")


def device() -> str:
    """Return where Keras computes: "cpu", "gpu", "cuda", "tpu"."""
    backend = keras.backend.backend()
    if backend == "jax":
        import jax

        return str(jax.devices()[0].platform)
    if backend == "torch":
        import torch

        return "cuda" if torch.cuda.is_available() else "cpu"
    return "cpu"
