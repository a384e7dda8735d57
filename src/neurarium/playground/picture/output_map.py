"""The output over the whole plane, with axes, points and a key to the colours."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points import Points
from neurarium.datasets.points.settings import PLANE, AxisScale
from neurarium.playground.config import ViewSettings
from neurarium.playground.evaluate import grid_activations
from neurarium.playground.picture.colours import Colours, Pixels, class_pixels, value_pixels
from neurarium.playground.picture.scale import Scale, tick_text
from neurarium.playground.picture.svg import element, image, text
from neurarium.playground.recording import Segment

GRID = 160
_MOST_POINTS = 1500


def output_map(
    segment: Segment,
    parameters: NDArray[np.floating[Any]],
    view: ViewSettings,
    colours: Colours,
    box: tuple[float, float, float],
) -> str:
    """Return the map in the square box (x, y, size), its key to the right of it."""
    x, y, size = box
    pixels = _pixels(segment, parameters, view, colours)
    return "".join(
        [
            image(pixels, (x, y, size, size)),
            _points(segment.points, view, colours, box),
            element("rect", x=x, y=y, width=size, height=size, fill="none", stroke=colours.line,
                    stroke_width=1.5),
            _axes(segment.points, colours, box),
            _key(segment.points, colours, box),
        ]
    )  # fmt: skip


def _pixels(
    segment: Segment,
    parameters: NDArray[np.floating[Any]],
    view: ViewSettings,
    colours: Colours,
) -> Pixels:
    values = grid_activations(segment.network, parameters, GRID)[-1]
    if len(values) > 2:
        return class_pixels(values, colours, view.discretize)
    if segment.network.output == "softmax":
        return value_pixels(2.0 * values[1] - 1.0, colours, view.discretize)
    if segment.network.output == "sigmoid":
        return value_pixels(2.0 * values[0] - 1.0, colours, view.discretize)
    return value_pixels(values[0], colours, view.discretize)


def _points(
    points: Points, view: ViewSettings, colours: Colours, box: tuple[float, float, float]
) -> str:
    x, y, size = box
    last = len(points.xy) if view.show_test else points.n_train
    shown = range(0, last, max(1, -(-last // _MOST_POINTS)))
    across, up = Scale(-PLANE, PLANE, x, x + size), Scale(-PLANE, PLANE, y + size, y)
    radius = 4.0 if last <= 400 else 3.0
    dots = []
    for index in shown:
        px, py = (float(v) for v in points.xy[index])
        if abs(px) > PLANE or abs(py) > PLANE:
            continue
        test = index >= points.n_train
        dots.append(
            element("circle", cx=across(px), cy=up(py), r=radius,
                    fill=_point_colour(points, index, colours),
                    stroke=colours.text if test else colours.point_rim, stroke_width=1.0)
        )  # fmt: skip
    return element("g", *dots, class_="points") if dots else ""


def _point_colour(points: Points, index: int, colours: Colours) -> str:
    target = float(points.target[index])
    if points.task == "regression":
        return colours.of_value(target)
    return colours.of_class(int(target), len(points.classes))


def _axes(points: Points, colours: Colours, box: tuple[float, float, float]) -> str:
    x, y, size = box
    parts = []
    for value in _ticks(points.x_axis):
        at = Scale(-PLANE, PLANE, x, x + size)((value - points.x_axis.offset) / points.x_axis.unit)
        parts.append(element("path", d=f"M{at:.1f} {y + size} v6", stroke=colours.line,
                             stroke_width=1.5))  # fmt: skip
        parts.append(text(at, y + size + 22, tick_text(value), font_size=15.0,
                          text_anchor="middle", fill=colours.quiet))  # fmt: skip
    for value in _ticks(points.y_axis):
        at = Scale(-PLANE, PLANE, y + size, y)((value - points.y_axis.offset) / points.y_axis.unit)
        parts.append(element("path", d=f"M{x + size} {at:.1f} h6", stroke=colours.line,
                             stroke_width=1.5))  # fmt: skip
        parts.append(text(x + size + 10, at + 5, tick_text(value), font_size=15.0,
                          fill=colours.quiet))  # fmt: skip
    name_x, name_y = _axis_name(points.x_axis, "x₁"), _axis_name(points.y_axis, "x₂")
    parts.append(text(x + size / 2, y + size + 44, name_x, font_size=17.0, text_anchor="middle",
                      fill=colours.text))  # fmt: skip
    parts.append(text(x, y - 10, name_y, font_size=17.0, fill=colours.text))
    return "".join(parts)


def _ticks(axis: AxisScale) -> list[float]:
    low, high = (axis.offset + axis.unit * end for end in (-PLANE, PLANE))
    return Scale(low, high, 0.0, 1.0).ticks(6)


def _axis_name(axis: AxisScale, usual: str) -> str:
    name = usual if axis.name in ("x", "y") else axis.name
    return name if len(name) <= 40 else name[:39] + "…"


def _key(points: Points, colours: Colours, box: tuple[float, float, float]) -> str:
    x, y, size = box
    left = x + size + 52
    if len(points.classes) > 2:
        return "".join(_class_key(points, colours, (left, y)))
    stops = [
        element("stop", offset=offset, stop_color=colour)
        for offset, colour in ((0.0, colours.high), (0.5, colours.middle), (1.0, colours.low))
    ]
    height = size / 2
    ends = list(points.classes) or ["−1", "+1"]
    if points.target_axis is not None:
        axis = points.target_axis
        ends = [tick_text(axis.offset + axis.unit * end) for end in (-1.0, 1.0)]
    return "".join(
        [
            element("defs", element("linearGradient", *stops, id="values", x1="0", y1="0",
                                    x2="0", y2="1")),
            element("rect", x=left, y=y, width=12.0, height=height, fill="url(#values)"),
            text(left + 20, y + 13, _short(ends[-1]), font_size=15.0, fill=colours.quiet),
            text(left + 20, y + height / 2 + 5, "0", font_size=15.0, fill=colours.quiet)
            if not points.classes and points.target_axis is None else "",
            text(left + 20, y + height, _short(ends[0]), font_size=15.0, fill=colours.quiet),
        ]
    )  # fmt: skip


def _class_key(points: Points, colours: Colours, corner: tuple[float, float]) -> list[str]:
    x, y = corner
    count = len(points.classes)
    parts = []
    for index, name in enumerate(points.classes):
        row = y + 8 + 28 * index
        fill = colours.of_class(index, count)
        parts.append(element("circle", cx=x + 7, cy=row, r=7.0, fill=fill))
        parts.append(text(x + 20, row + 5, _short(name), font_size=15.0, fill=colours.quiet))
    return parts


def _short(name: str) -> str:
    return name if len(name) <= 8 else name[:7] + "…"
