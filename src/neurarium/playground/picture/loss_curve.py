"""Training and test loss over the epochs."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.language import tr
from neurarium.playground.picture.colours import Colours
from neurarium.playground.picture.scale import Scale, round_step, tick_text
from neurarium.playground.picture.svg import element, number, text
from neurarium.playground.recording import Curve

MOST_POINTS = 900


def loss_curve(curve: Curve, colours: Colours, box: tuple[float, float, float, float]) -> str:
    """Return the chart in the box (x, y, width, height); legend above, ticks outside of it."""
    x, y, width, height = box
    across = Scale(0.0, float(max(curve.epochs[-1], 1)), x, x + width)
    up = Scale(0.0, _top(curve), y + height, y)
    parts = [_grid(across, up, colours, box)]
    for values, colour in ((curve.loss_test, colours.test), (curve.loss_train, colours.train)):
        path = _path(curve.epochs, values, across, up)
        if path:
            parts.append(
                element("path", d=path, fill="none", stroke=colour, stroke_width=2.5,
                        stroke_linejoin="round", stroke_linecap="round")
            )  # fmt: skip
    parts.append(_legend(curve, colours, (x, y - 18)))
    parts.append(
        text(x + width / 2, y + height + 46, tr("epoch"), font_size=17.0, text_anchor="middle",
             fill=colours.text)
    )  # fmt: skip
    return element("g", *parts, class_="losses")


def _top(curve: Curve) -> float:
    """Return the largest loss of the chart: a few outliers at the start are cut off."""
    both = np.concatenate([curve.loss_train, curve.loss_test]).astype(np.float64)
    known = both[np.isfinite(both)]
    if not len(known) or known.max() <= 0:
        return 1.0
    usual = float(np.quantile(known, 0.98)) * 2.5
    top = min(float(known.max()), usual) if usual > 0 else float(known.max())
    step = round_step(top / 4)
    return step * float(np.ceil(top / step - 1e-9))


def _grid(
    across: Scale, up: Scale, colours: Colours, box: tuple[float, float, float, float]
) -> str:
    x, y, width, height = box
    parts = []
    for value in up.ticks(4):
        at = up(value)
        parts.append(element("path", d=f"M{number(x)} {number(at)} h{number(width)}",
                             stroke=colours.line, stroke_width=1.0))  # fmt: skip
        parts.append(text(x - 10, at + 5, tick_text(value), font_size=15.0, text_anchor="end",
                          fill=colours.quiet))  # fmt: skip
    for value in across.ticks(5):
        if value == int(value):
            parts.append(text(across(value), y + height + 22, tick_text(value), font_size=15.0,
                              text_anchor="middle", fill=colours.quiet))  # fmt: skip
    return "".join(parts)


def _path(
    epochs: NDArray[np.int64], values: NDArray[np.floating[Any]], across: Scale, up: Scale
) -> str:
    """Return a path that is interrupted where a loss is not finite, cut off at the top."""
    parts, drawing = [], False
    for epoch, value in zip(epochs.tolist(), values.tolist(), strict=True):
        if not np.isfinite(value):
            drawing = False
            continue
        at = up(min(value, up.high))
        parts.append(f"{'L' if drawing else 'M'}{number(across(epoch))} {number(at)}")
        drawing = True
    return "".join(parts)


def _legend(curve: Curve, colours: Colours, corner: tuple[float, float]) -> str:
    x, y = corner
    parts = [text(x - 48, y, tr("loss"), font_size=17.0, fill=colours.text)]
    entries = (
        (tr("training {loss:.4f}", loss=curve.loss_train[-1]), colours.train),
        (tr("test {loss:.4f}", loss=curve.loss_test[-1]), colours.test),
    )
    for index, (words, colour) in enumerate(entries):
        left = x + 30 + 190 * index
        parts.append(element("path", d=f"M{number(left)} {number(y - 5)} h24", stroke=colour,
                             stroke_width=3.0))  # fmt: skip
        parts.append(text(left + 32, y, words, font_size=17.0, fill=colours.text))
    return "".join(parts)
