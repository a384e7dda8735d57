"""A model's variables by name, as arrays of this process: for snapshots and checkpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from neurarium.errors import RunError
from neurarium.language import tr

Arrays = dict[str, NDArray[Any]]
OPTIMIZER = "optimizer"
METRICS = "metrics"


def names(model: Any) -> list[str]:
    """Return `<layer>/<variable>` of each of the model's variables, in its order.

    The same for the same model in every process: Keras numbers what has no name of its own, as a
    layer's random generator, by what was built before.
    """
    found: dict[int, str] = {}
    for layer in model.layers:
        for variable in layer.variables:
            inside = f"/{variable.path}".split(f"/{layer.name}/", 1)
            name = f"{layer.name}/{inside[1] if len(inside) == 2 else variable.name}"
            while name in found.values():
                name += "_"
            found.setdefault(id(variable), name)
    others = 0
    for variable in model.variables:
        if id(variable) not in found:
            found[id(variable)] = f"model/{others}/{variable.name}"
            others += 1
    return [found[id(variable)] for variable in model.variables]


def host(value: Any) -> NDArray[Any]:
    """Return a copy in this process's memory that later updates cannot reach."""
    array = np.array(keras.ops.convert_to_numpy(value), copy=True)
    if array.dtype.kind == "V" or array.dtype.name == "bfloat16":  # .npz knows no such numbers
        return array.astype(np.float32)
    return array


def weights_of(model: Any, values: Sequence[Any] | None = None) -> Arrays:
    """Return the weights (no states of random generators); `values` stand for the variables'."""
    all_names = names(model)
    known = values if values is not None else [v.value for v in model.variables]
    wanted = {id(variable) for variable in model.weights}
    return {
        name: host(value)
        for name, variable, value in zip(all_names, model.variables, known, strict=True)
        if id(variable) in wanted
    }


def all_of(model: Any) -> Arrays:
    """Return everything that training changes: variables, optimizer, metrics."""
    found = dict(zip(names(model), (host(v.value) for v in model.variables), strict=True))
    for prefix, variables in _others(model):
        found |= {f"{prefix}/{k}": host(v.value) for k, v in enumerate(variables)}
    return found


def set_all(model: Any, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Give a model what `all_of` took; raises RunError if it is another model's."""
    pairs = list(zip(names(model), model.variables, strict=True))
    for prefix, variables in _others(model):
        pairs += [(f"{prefix}/{k}", v) for k, v in enumerate(variables)]
    for name, variable in pairs:
        array = arrays.get(name)
        if array is None or tuple(array.shape) != tuple(variable.shape):
            raise RunError(
                tr(
                    'The checkpoint does not fit this model: "{name}" should be {wanted}, found '
                    "{found}. Was the model's file changed since? Begin a new run.",
                    name=name,
                    wanted=tuple(variable.shape),
                    found=None if array is None else tuple(array.shape),
                )
            )
    for name, variable in pairs:
        variable.assign(arrays[name])


def set_weights(model: Any, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Give a model the weights of a snapshot or checkpoint, leaving everything else."""
    wanted = {id(variable) for variable in model.weights}
    for name, variable in zip(names(model), model.variables, strict=True):
        if id(variable) in wanted:
            variable.assign(arrays[name])


def _others(model: Any) -> list[tuple[str, Sequence[Any]]]:
    return [(OPTIMIZER, model.optimizer.variables), (METRICS, model.metrics_variables)]
