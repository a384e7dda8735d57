"""Where a network begins: the input that a spec names, and the shape of the data."""

from __future__ import annotations

import math
from dataclasses import dataclass

from neurarium.errors import SpecError
from neurarium.graph.arithmetic import Shape, written
from neurarium.graph.layer import Layer
from neurarium.language import tr

_SIZES_OF_IMAGES = (784, 3072)
"""28·28 and 32·32·3: nobody wants so many hidden units, but they are inputs one mixes up."""


@dataclass(frozen=True)
class Beginning:
    """What the model takes, and the layers without the input.

    `shape` is the data's. `vector`: the spec names the input as a row of numbers, or leaves it
    out before a dense layer; images are then flattened first. `seen` is the shape that a spec
    names. `first_part` is 1 if the input was written, else 0.
    """

    shape: Shape
    seen: Shape
    vector: bool
    layers: tuple[Layer, ...]
    first_part: int

    def text(self, parts: list[str]) -> str:
        """Return the complete spec from the texts of its layers."""
        seen = (math.prod(self.shape),) if self.vector else self.seen
        return "-".join(["x".join(map(str, seen)), *parts])


def begin(layers: tuple[Layer, ...], shape: Shape | None) -> Beginning:
    """Return where the network begins. Raises `SpecError` if input and data do not fit."""
    first = layers[0]
    named = _named_input(layers, shape)
    rest = layers[1:] if named else layers
    if named is None and shape is None:
        raise SpecError(
            tr('The input is missing before "{layer}": begin with its shape, as in 784-100-10 or '
               "28x28x1-conv(32,3).", layer=first.text or first.kind), first.column, 0,
        )  # fmt: skip
    data = shape if shape is not None else named
    if data is None:
        raise AssertionError("an input is known by now")
    if named is not None and not rest:
        raise SpecError(
            tr("The spec names only the input: add the layers, as in {spec}-100-10.",
               spec=first.text or written(named)), first.column, 0,
        )  # fmt: skip
    if named is not None and not _fits(named, data):
        raise SpecError(_wrong_input(named, data), first.column, 0)
    vector = (named is not None and len(named) == 1) or (named is None and rest[0].kind == "dense")
    return Beginning(data, named or _image(data, rest), vector, rest, 1 if named else 0)


def _named_input(layers: tuple[Layer, ...], shape: Shape | None) -> Shape | None:
    """Return the input that a spec's first part names.

    Layers that a page stacked (they have no column) name none: there the data give it.
    """
    first = layers[0]
    if first.kind == "input":
        value = first.get("shape")
        return value if isinstance(value, tuple) else None
    units = first.get("units")
    in_a_text = first.column is not None or shape is None
    bare = first.kind == "dense" and len(first.given) == 1 and in_a_text
    if not bare or not isinstance(units, int):
        return None
    if shape is None or (len(layers) > 1 and units == math.prod(shape)):
        return (units,)
    if len(layers) > 1 and units in _SIZES_OF_IMAGES:
        raise SpecError(_wrong_input((units,), shape), first.column, 0)
    return None


def _image(data: Shape, rest: tuple[Layer, ...]) -> Shape:
    """Return how the input is written where the spec leaves it out."""
    needs = rest[0].kind == "conv2d" or "pooling2d" in rest[0].kind
    return (*data, 1) if needs and len(data) == 2 else data


def _fits(named: Shape, data: Shape) -> bool:
    """Tell whether data can be taken as the shape that was named, only reshaped."""
    if math.prod(named) != math.prod(data):
        return False
    return len(named) == 1 or [n for n in named if n > 1] == [n for n in data if n > 1]


def _wrong_input(named: Shape, data: Shape) -> str:
    size = math.prod(data)
    shown = "x".join(map(str, data))
    numbers = f"{shown} = {size:,}" if len(data) > 1 else f"{size:,}"
    both = f"{size} or {shown}" if len(data) > 1 else str(size)
    return tr(
        "The spec begins with an input of {named}, but each example of the data has {numbers} "
        "numbers. Write {both}, or leave the input out.",
        named="x".join(map(str, named)), numbers=numbers, both=both,
    )  # fmt: skip
