"""The end of a network: which activation and how many units a task wants."""

from __future__ import annotations

from neurarium.graph.arithmetic import Shape, written
from neurarium.graph.layer import Layer
from neurarium.language import tr

_LOSSES = {"softmax": "sparse_categorical_crossentropy", "sigmoid": "binary_crossentropy"}


def output_activation(layers: tuple[Layer, ...], outputs: int | None, task: str) -> str:
    """Return the activation of an output that names none.

    softmax for classes; sigmoid where one unit decides between two; linear for a number.
    """
    if task == "regression":
        return "linear"
    one_unit = layers[-1].kind == "dense" and layers[-1].get("units") == 1
    return "sigmoid" if one_unit and outputs in (2, None) else "softmax"


def usual_loss(activation: str | None, units: int | None, task: str) -> str | None:
    """Return the loss that goes with an output, by Keras's name; None if nothing fits."""
    if task == "regression":
        return "mean_squared_error"
    return _LOSSES.get(activation or "") if units else None


def check_output(
    shape: Shape, activation: str | None, outputs: int, task: str, kind: str
) -> str | None:
    """Return the sentence for an output that does not fit the task, or None."""
    if len(shape) != 1:
        return tr(
            "The network ends with {shape}, but the answer is a row of {outputs} numbers. Add "
            "flatten and {outputs} at the end: -flatten-{outputs}",
            shape=written(shape), outputs=outputs,
        )  # fmt: skip
    if task == "regression":
        return _check_number(shape[0], activation)
    return _check_classes(shape[0], activation, outputs, kind)


def _check_number(units: int, activation: str | None) -> str | None:
    if units != 1:
        return tr(
            "The data ask for one number, but the network ends with {units}. Let it end with -1",
            units=units,
        )
    if activation == "softmax":
        return tr("Softmax of one unit is always 1. Write 1 or 1(linear).")
    return None


def _check_classes(units: int, activation: str | None, outputs: int, kind: str) -> str | None:
    if units == 1 and outputs == 2:
        if activation == "sigmoid":
            return None
        return tr(
            "One unit decides between two classes by sigmoid, not {activation}. Write "
            "1(sigmoid), or 2 for softmax.", activation=activation or "linear",
        )  # fmt: skip
    if units != outputs:
        ends = tr("Write {outputs} here", outputs=outputs)
        if kind != "dense" or units > 2 * outputs:
            ends = tr("Add -{outputs} at the end", outputs=outputs)
        return tr(
            "The data have {outputs} classes, so the last layer has {outputs} units, but it has "
            "{units}. {ends}.", outputs=outputs, units=units, ends=ends,
        )  # fmt: skip
    if activation not in _LOSSES:
        return tr(
            "The output of {outputs} classes is softmax (or sigmoid), not {activation}. Write "
            "{outputs} or {outputs}(softmax).", outputs=outputs, activation=activation or "linear",
        )  # fmt: skip
    return None
