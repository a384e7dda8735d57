"""The network: a column of neurons a layer, each with its heatmap, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.language import tr
from neurarium.playground.evaluate import grid_activations, grid_points
from neurarium.playground.features import FEATURES, feature_matrix
from neurarium.playground.network import Network
from neurarium.playground.picture.colours import (
    Colours,
    Pixels,
    probability_pixels,
    value_pixels,
)
from neurarium.playground.picture.svg import element, image, number, text

Floats = NDArray[np.floating[Any]]
THUMB = 48
_MOST_NODE, _LEAST_GAP = 68.0, 7.0


@dataclass(frozen=True)
class Area:
    """Where the network may be drawn, px; `anchor` is where a single output's links end."""

    x: float
    y: float
    width: float
    height: float
    anchor: tuple[float, float]


@dataclass(frozen=True)
class _Column:
    """One drawn layer: the centres of its nodes."""

    x: float
    ys: tuple[float, ...]


def diagram(
    network: Network,
    parameters: Floats,
    dead: NDArray[np.bool_] | None,
    colours: Colours,
    area: Area,
) -> str:
    """Return the network as SVG. `dead` (P,) marks links that L1 switched off."""
    several = network.sizes[-1] > 1
    sizes = network.sizes if several else network.sizes[:-1]
    node, columns = _placed(sizes, area)
    maps = _heatmaps(network, parameters, colours)
    layers = [
        _layer(network, parameters, index, (node, columns[index], maps[index], colours))
        for index in range(len(columns))
    ]
    links = _links(network, parameters, dead, (node, columns, colours, area))
    heads = [_head(network, index, column, (colours, area)) for index, column in enumerate(columns)]
    return "".join([element("g", *links, class_="links"), *layers, *heads])


def _placed(sizes: tuple[int, ...], area: Area) -> tuple[float, list[_Column]]:
    top, height = area.y + 62.0, area.height - 62.0
    node = min(_MOST_NODE, height / max(sizes) - _LEAST_GAP)
    step = area.width - node
    columns = []
    for index, units in enumerate(sizes):
        x = area.x + node / 2 + step * (index / max(len(sizes) - 1, 1))
        distance = min(node + 34.0, height / units)
        first = top + height / 2 - distance * (units - 1) / 2
        columns.append(_Column(x, tuple(first + distance * unit for unit in range(units))))
    return node, columns


def _heatmaps(network: Network, parameters: Floats, colours: Colours) -> list[list[Pixels]]:
    """Return pixels of each unit of each layer, the features first."""
    features = feature_matrix(network.features, grid_points(THUMB)).T.reshape(-1, THUMB, THUMB)
    layers: list[Floats] = [features, *grid_activations(network, parameters, THUMB)]
    maps = [[value_pixels(unit, colours, False) for unit in layer] for layer in layers]
    if network.output == "softmax":
        count = network.sizes[-1]
        maps[-1] = [
            probability_pixels(unit, colours, colours.of_class(k, count))
            for k, unit in enumerate(layers[-1])
        ]
    return maps


def _layer(
    network: Network,
    parameters: Floats,
    index: int,
    look: tuple[float, _Column, list[Pixels], Colours],
) -> str:
    node, column, maps, colours = look
    half = node / 2
    parts = [element("title", _layer_title(network, index))]
    biases = None if index == 0 else network.unpack(parameters)[index - 1][1]
    for unit, y in enumerate(column.ys):
        box = (column.x - half, y - half, node, node)
        parts.append(image(maps[unit], box))
        parts.append(
            element(
                "rect",
                x=box[0],
                y=box[1],
                width=node,
                height=node,
                rx=3.0,
                fill="none",
                stroke=colours.line,
                stroke_width=1.5,
            )
        )
        if biases is not None:
            parts.append(_bias(float(biases[unit]), (box[0], y + half), node, colours))
        else:
            symbol = FEATURES[network.features[unit]].symbol
            parts.append(
                text(
                    box[0] - 12, y + 6, symbol, font_size=19.0, text_anchor="end", fill=colours.text
                )
            )
    units, inputs = len(column.ys), 0 if index == 0 else network.sizes[index - 1]
    low, high = column.ys[0] - half, column.ys[-1] + half
    box_text = " ".join(number(v) for v in (column.x - half, low, node, high - low))
    return element(
        "g", *parts, class_="layer", data_layer=_layer_name(network, index),
        data_op="input" if index == 0 else "dense", data_shape=units,
        data_params=units * (inputs + 1) if index else 0, data_box=box_text,
    )  # fmt: skip


def _bias(value: float, corner: tuple[float, float], node: float, colours: Colours) -> str:
    size = max(6.0, node / 7)
    x, y = corner
    return element(
        "rect", element("title", f"bias {value:.3g}"), x=x - size / 2, y=y - size / 2, width=size,
        height=size, fill=colours.of_value(value), stroke=colours.background, stroke_width=1.5,
    )  # fmt: skip


def _layer_name(network: Network, index: int) -> str:
    if index == 0:
        return "features"
    return "output" if index == len(network.sizes) - 1 else f"hidden {index}"


def _layer_title(network: Network, index: int) -> str:
    return f"{_layer_name(network, index)}, {network.sizes[index]} units"


def _head(network: Network, index: int, column: _Column, look: tuple[Colours, Area]) -> str:
    colours, area = look
    units = network.sizes[index]
    if index == 0:
        upper, lower = tr("features"), ""
    elif index == len(network.sizes) - 1:
        upper, lower = tr("{count} classes", count=units), network.output
    else:
        upper = tr("1 neuron") if units == 1 else tr("{count} neurons", count=units)
        lower = network.activations[index - 1].replace("_", " ")
    crowded = len(network.sizes) > 8
    size = 14.0 if crowded else 17.0
    if crowded and index:
        upper = str(units)
    return "".join(
        text(column.x, area.y + y, words, font_size=size, text_anchor="middle", fill=fill)
        for y, words, fill in ((14, upper, colours.text), (36, lower, colours.quiet))
        if words
    )


def _links(
    network: Network,
    parameters: Floats,
    dead: NDArray[np.bool_] | None,
    look: tuple[float, list[_Column], Colours, Area],
) -> list[str]:
    """Return the links, the thinnest first, so that strong ones lie on top."""
    node, columns, colours, area = look
    found: list[tuple[float, str]] = []
    for index, part in enumerate(network.slices):
        weights = parameters[part.weights].reshape(part.shape)
        gone = None if dead is None else dead[part.weights].reshape(part.shape)
        for unit in range(part.shape[0]):
            for source in range(part.shape[1]):
                if gone is not None and gone[unit, source]:
                    continue
                start = (columns[index].x + node / 2, columns[index].ys[source])
                end = area.anchor
                if index + 1 < len(columns):
                    end = (columns[index + 1].x - node / 2, columns[index + 1].ys[unit])
                value = float(weights[unit, source])
                names = (f"{_layer_name(network, index)} {source + 1}",
                         f"{_layer_name(network, index + 1)} {unit + 1}")  # fmt: skip
                found.append((abs(value), _link(start, end, value, (names, colours))))
    found.sort(key=lambda pair: pair[0])
    return [drawn for _, drawn in found]


def _link(
    start: tuple[float, float],
    end: tuple[float, float],
    value: float,
    look: tuple[tuple[str, str], Colours],
) -> str:
    (source, target), colours = look
    bend = (end[0] - start[0]) * 0.45
    points = (start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end)
    first, *rest = [f"{number(x)},{number(y)}" for x, y in points]
    return element(
        "path", element("title", f"{value:.3g}"), class_="edge", data_from=source, data_to=target,
        d=f"M{first} C{' '.join(rest)}", fill="none", stroke=colours.of_value(value),
        stroke_width=0.8 + 7.2 * min(abs(value), 4.0) / 4.0, stroke_linecap="round",
    )  # fmt: skip
