"""One panel of curves over epochs: axes, lines, the best epoch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neurarium.language import tr
from neurarium.training.report.svg import element, number, round_step, shown_number, ticks, words

COLOURS = (
    "#4b4ad0", "#b8530b", "#0f7a4a", "#b3261e", "#7a3fa8",
    "#0877bd", "#8a6d00", "#a83279", "#5b6472", "#16788a",
)  # fmt: skip
QUIET = "#868da1"
INK = "#1b2030"
WIDTH, HEIGHT = 460.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 16.0, 36.0, 50.0
_MOST_POINTS = 600
_OUTLIERS = 2.5


@dataclass(frozen=True)
class Series:
    """One line: a value (or None) an epoch. `colour` is a place in COLOURS, −1 the quiet one."""

    name: str
    points: tuple[tuple[int, float | None], ...]
    colour: int = 0
    dashed: bool = False
    best: int | None = None

    @property
    def known(self) -> list[tuple[int, float]]:
        """Return the points that have a value."""
        return [(x, y) for x, y in self.points if y is not None and math.isfinite(y)]


@dataclass(frozen=True)
class Panel:
    """A chart: its title, its lines, and whether its values are shares (0 to 1, shown in %)."""

    title: str
    series: tuple[Series, ...]
    is_share: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no line has a value."""
        return not any(series.known for series in self.series)


@dataclass(frozen=True)
class _Axes:
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, epoch: float) -> float:
        return LEFT + (epoch - self.x_low) / (self.x_high - self.x_low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        share = (min(value, self.y_high) - self.y_low) / (self.y_high - self.y_low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def draw_panel(panel: Panel) -> str:
    """Return the panel as an SVG group of WIDTH × HEIGHT px."""
    axes = _axes(panel)
    lines = "".join(_line(series, axes) for series in panel.series)
    return element(
        "g",
        words(LEFT, 18.0, panel.title, font_size=17, font_weight=600, fill=INK, class_="ink"),
        _grid(axes, panel.is_share),
        lines,
        class_="panel",
    )


def _axes(panel: Panel) -> _Axes:
    epochs = [x for series in panel.series for x, _ in series.points] or [1]
    values = [y for series in panel.series for _, y in series.known] or [0.0, 1.0]
    low, high = _range_of_shares(values) if panel.is_share else _range_of_losses(values)
    first, last = min(epochs), max(epochs)
    return _Axes(first - (first == last), last + (first == last), low, high)


def _range_of_shares(values: Sequence[float]) -> tuple[float, float]:
    step = round_step(max(max(values) - min(values), 0.02) / 4)
    low = math.floor(min(values) / step + 1e-9) * step
    return max(low, 0.0), min(max(math.ceil(max(values) / step - 1e-9) * step, low + step), 1.0)


def _range_of_losses(values: Sequence[float]) -> tuple[float, float]:
    """Return the range; a few outliers at the start are cut off."""
    ordered = sorted(values)
    usual = ordered[int(0.95 * (len(ordered) - 1))] * _OUTLIERS
    high = min(ordered[-1], usual) if usual > 0 and len(ordered) >= 8 else ordered[-1]
    low = min(0.0, ordered[0])
    if not high > low:
        return low, low + 1.0
    step = round_step((high - low) / 4)
    return math.floor(low / step) * step, math.ceil(high / step - 1e-9) * step


def _grid(axes: _Axes, is_share: bool) -> str:
    parts = []
    for value in ticks(axes.y_low, axes.y_high, 4):
        at = axes.y(value)
        line = f"M{number(LEFT)} {number(at)}H{number(WIDTH - RIGHT)}"
        parts.append(element("path", d=line, stroke="#dfe2ea", class_="grid"))
        told = f"{shown_number(value * 100)}%" if is_share else shown_number(value)
        parts.append(words(LEFT - 8, at + 5, told, text_anchor="end", **_small()))
    for value in _whole(ticks(axes.x_low, axes.x_high, 6)):
        parts.append(
            words(axes.x(value), HEIGHT - BOTTOM + 20, shown_number(value), text_anchor="middle",
                  **_small())
        )  # fmt: skip
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(words(middle, HEIGHT - 8, tr("epoch"), text_anchor="middle", **_small()))
    return "".join(parts)


def _small() -> dict[str, object]:
    return {"font_size": 16, "fill": "#565d72", "class_": "quiet"}


def _whole(values: Iterable[float]) -> list[float]:
    return [value for value in values if abs(value - round(value)) < 1e-9 and value >= 0]


def _line(series: Series, axes: _Axes) -> str:
    colour = COLOURS[series.colour % len(COLOURS)] if series.colour >= 0 else QUIET
    style = f"c{series.colour % len(COLOURS)}" if series.colour >= 0 else "c-quiet"
    parts = [
        element("path", d=_path(series, axes), fill="none", stroke=colour, class_=style,
                stroke_width=1.6 if series.dashed else 2.4,
                stroke_dasharray="5 4" if series.dashed else None,
                stroke_linejoin="round", stroke_linecap="round")
    ]  # fmt: skip
    dots = series.known if len(series.known) == 1 else []
    best = dict(series.known).get(series.best) if series.best is not None else None
    if series.best is not None and best is not None:
        dots = [(series.best, best)]
        parts.insert(0, _best_mark(axes.x(series.best)))
    for epoch, value in dots:
        parts.append(element("circle", cx=axes.x(epoch), cy=axes.y(value), r=4.5, fill=colour,
                             class_=f"{style} dot"))  # fmt: skip
    return "".join(parts)


def _best_mark(x: float) -> str:
    line = f"M{number(x)} {number(TOP)}V{number(HEIGHT - BOTTOM)}"
    return element("path", d=line, stroke=QUIET, stroke_dasharray="2 4", class_="c-quiet")


def _path(series: Series, axes: _Axes) -> str:
    """Return a path that is interrupted where a value is missing, cut off at the top."""
    points = series.points
    if len(points) > _MOST_POINTS:
        last = len(points) - 1
        places = [round(k * last / (_MOST_POINTS - 1)) for k in range(_MOST_POINTS)]
        points = tuple(points[k] for k in places)
    parts, drawing = [], False
    for epoch, value in points:
        if value is None or not math.isfinite(value):
            drawing = False
            continue
        parts.append(f"{'L' if drawing else 'M'}{number(axes.x(epoch))} {number(axes.y(value))}")
        drawing = True
    return "".join(parts) or "M0 0"
