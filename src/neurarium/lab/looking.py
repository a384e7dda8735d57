"""One example on its way through a run's network, and what the run got wrong, as packets."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import DataError
from neurarium.lab.answers import one_of, whole
from neurarium.lab.data_figures import with_channels
from neurarium.lab.run_reading import LIVE, moment
from neurarium.language import tr
from neurarium.training.inspect import Inspector, Look, as_the_data_set
from neurarium.training.runs.files import plain

MOMENTS = (LIVE, "best", "final")
SPLITS = ("train", "test")
MOST_SIDE = 1024
Arrays = dict[str, NDArray[Any]]


def look(inspector: Inspector, asked: Mapping[str, Any]) -> tuple[dict[str, Any], Arrays]:
    """Return header and arrays of `POST /api/runs/{id}/look`; raises `NeurariumError`.

    An example of the data set, or a picture of one's own. A picture in another shape than the
    data set's is brought into it as the data set's own were (MNIST: centred and scaled).
    """
    at = moment(asked.get("at", LIVE), MOMENTS)
    place = asked.get("data")
    if isinstance(place, dict):
        split = one_of(place.get("split", "test"), "split", SPLITS)
        index = whole(place.get("index"), "index", 0)
        return _as_packet(inspector.look((split, index), at))
    return _as_packet(inspector.look(_fitting(inspector, picture_of(asked)), at))


def picture_of(asked: Mapping[str, Any]) -> NDArray[np.uint8]:
    """Return the picture that a page sent: base64 of its bytes, row by row, and its shape."""
    pixels, shape = asked.get("pixels"), asked.get("shape")
    if not isinstance(pixels, str) or not isinstance(shape, list) or not 1 <= len(shape) <= 3:
        raise DataError(
            tr('Expected was an example ("data": {"split", "index"}) or a picture ("pixels" in '
               'base64 and its "shape").')
        )  # fmt: skip
    sides = tuple(whole(side, "shape", 1, MOST_SIDE) for side in shape)
    try:
        content = base64.b64decode(pixels, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DataError(tr('The "pixels" are no base64: {why}.', why=error)) from error
    if len(content) != int(np.prod(sides)):
        raise DataError(
            tr("The picture has {came} bytes; its shape {shape} needs {wanted}.",
               came=len(content), shape="×".join(map(str, sides)), wanted=int(np.prod(sides)))
        )  # fmt: skip
    return np.frombuffer(content, np.uint8).reshape(sides)


def _fitting(inspector: Inspector, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    inputs = inspector.inputs
    if inputs.kind != "images":
        raise DataError(tr("This run learned from a table: it takes no pictures."))
    if picture.shape == inputs.shape:
        return picture
    return as_the_data_set(picture, inputs.name, inputs.shape)


def _as_packet(found: Look) -> tuple[dict[str, Any], Arrays]:
    header = {
        "layers": [
            {"name": one.name, "kind": one.kind, "shape": one.shape, "activation": one.activation}
            for one in found.layers
        ],
        "label": found.label,
        "prediction": found.prediction,
        "loss": found.loss,
        "epoch": found.epoch,
        "step": found.step,
    }
    arrays = {"input": found.input}
    arrays |= {f"activation/{one.name}": one.values for one in found.layers}
    arrays["output"] = found.output
    if found.logits is not None and found.probabilities is not None:
        arrays |= {"logits": found.logits, "probabilities": found.probabilities}
    return plain(header), arrays


def weights(inspector: Inspector, at: int | str, layer: str) -> tuple[dict[str, Any], Arrays]:
    """Return header and arrays of a layer's weights in the best or the final model."""
    network = inspector.network()
    if layer not in [tap.name for tap in network.taps if tap.units]:
        names = ", ".join(tap.name for tap in network.taps if tap.units)
        raise DataError(
            tr('The layer "{layer}" has no weights here. These have: {all}.',
               layer=layer[:60], all=names)
        )  # fmt: skip
    values, epoch, step = inspector.weights(at)
    header = {"layer": layer, "epoch": epoch, "step": step}
    return header, network.by_variable(values, layer)


def confusion(inspector: Inspector) -> dict[str, Any]:
    """Return the answer of `GET /api/runs/{id}/confusion`."""
    answers = inspector.answers()
    return {
        "confusion": answers.confusion().tolist(),
        "per_class": answers.per_class(),
        "n": len(answers.labels),
    }


def mistakes(
    inspector: Inspector, true: int | None, predicted: int | None, offset: int, limit: int
) -> tuple[dict[str, Any], Arrays]:
    """Return header and arrays of `GET /api/runs/{id}/mistakes`, the worst first."""
    found = inspector.answers().mistakes(true, predicted, offset, limit)
    arrays: Arrays = {
        "labels": found.labels,
        "predictions": found.predictions,
        "probabilities": found.probabilities,
        "indices": found.indices,
    }
    examples = inspector.inputs.examples("test")[found.indices]
    images = inspector.inputs.kind == "images"
    arrays["images" if images else "rows"] = with_channels(examples) if images else examples
    return {"total": found.total, "offset": offset}, arrays
