"""A line chart in a terminal: braille dots, each curve named at its right end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

COLOURS = ("bright_blue", "orange1", "green3", "magenta", "red", "cyan", "yellow3", "grey70")
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
Point = tuple[float, float | None]


@dataclass(frozen=True)
class Curve:
    """A named curve: points (x, y), y None where there is none."""

    name: str
    points: Sequence[Point]
    colour: str

    @property
    def seen(self) -> list[tuple[float, float]]:
        """The points that can be drawn."""
        return [(x, y) for x, y in self.points if y is not None and math.isfinite(y)]


@dataclass(frozen=True)
class Frame:
    """How large a chart is, in characters, and how its numbers are written."""

    width: int = 76
    height: int = 10
    number: Callable[[float], str] = lambda value: f"{value:.3g}"
    x_title: str = ""
    mark_x: float | None = None
    mark_text: str = ""


def text_chart(curves: Sequence[Curve], frame: Frame) -> list[Text]:
    """Return the lines of a chart, at most `frame.width` characters each; none without points."""
    from rich.text import Text

    drawn = [curve for curve in curves if curve.seen]
    if not drawn:
        return []
    low, high = _range([y for curve in drawn for _, y in curve.seen])
    first, last = _ends([x for curve in drawn for x, _ in curve.seen])
    ticks = [frame.number(high), frame.number((low + high) / 2), frame.number(low)]
    left = max(len(tick) for tick in ticks)
    names = [f" {curve.name} {frame.number(curve.seen[-1][1])}" for curve in drawn]
    right = min(max(len(name) for name in names), frame.width // 2)
    columns = max(10, frame.width - left - 2 - right)
    canvas = _Canvas(columns, frame.height)
    for curve in drawn:
        places = [((x - first) / (last - first), (high - y) / (high - low)) for x, y in curve.seen]
        canvas.line(places, curve.colour)
    labels = _label_rows([(high - c.seen[-1][1]) / (high - low) for c in drawn], frame.height)
    lines = []
    for row in range(frame.height):
        line = Text()
        line.append(_tick(row, frame.height, ticks).rjust(left) + " ", style="dim")
        line.append("┤" if _tick(row, frame.height, ticks) else "│", style="dim")
        canvas.write(row, line)
        if row in labels:
            which = labels[row]
            line.append(names[which][:right], style=drawn[which].colour)
        lines.append(line)
    lines.extend(_axis(frame, first, last, left, columns))
    return lines


class _Canvas:
    """Cells of 2×4 dots; a cell has the colour of the curve that was drawn there last."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._bits = [[0] * columns for _ in range(rows)]
        self._colours = [[""] * columns for _ in range(rows)]

    def line(self, places: Sequence[tuple[float, float]], colour: str) -> None:
        """Draw through places in 0..1 (from the left, from the top)."""
        wide, tall = self._columns * 2 - 1, self._rows * 4 - 1
        dots = [(x * wide, y * tall) for x, y in places]
        if len(dots) == 1:
            dots = [(dots[0][0] - 1, dots[0][1]), (dots[0][0] + 1, dots[0][1])]
        for (x0, y0), (x1, y1) in pairwise(dots):
            steps = max(1, math.ceil(max(abs(x1 - x0), abs(y1 - y0))))
            for step in range(steps + 1):
                part = step / steps
                self._dot(round(x0 + (x1 - x0) * part), round(y0 + (y1 - y0) * part), colour)

    def _dot(self, x: int, y: int, colour: str) -> None:
        column, row = x // 2, y // 4
        if 0 <= column < self._columns and 0 <= row < self._rows:
            self._bits[row][column] |= _DOTS[y % 4][x % 2]
            self._colours[row][column] = colour

    def write(self, row: int, line: Text) -> None:
        """Append a row's characters to a line of text."""
        for bits, colour in zip(self._bits[row], self._colours[row], strict=True):
            line.append(chr(_BLANK + bits) if bits else " ", style=colour or None)


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if high - low < 1e-9 * max(abs(high), 1e-9):
        half = abs(high) * 0.1 or 1.0
        return low - half, high + half
    return low, high


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def _tick(row: int, height: int, ticks: Sequence[str]) -> str:
    rows = {0: 0, (height - 1) // 2: 1, height - 1: 2}
    return ticks[rows[row]] if row in rows else ""


def _label_rows(places: Sequence[float], height: int) -> dict[int, int]:
    """Return row → curve: each label as near to its curve's end as there is room."""
    wanted = sorted(range(len(places)), key=lambda which: places[which])
    rows: dict[int, int] = {}
    for which in wanted:
        near = round(places[which] * (height - 1))
        free = sorted((r for r in range(height) if r not in rows), key=lambda r: abs(r - near))
        below = [r for r in free if not rows or r > max(rows)]
        if below or free:
            rows[(below or free)[0]] = which
    return rows


def _axis(frame: Frame, first: float, last: float, left: int, columns: int) -> list[Text]:
    from rich.text import Text

    rule = Text(" " * (left + 1) + "└" + "─" * columns, style="dim")
    begin, end = f"{first:g}", f"{last:g}"
    row = list(begin.ljust(columns - len(end)) + end)
    title = f" {frame.x_title} "
    _put(row, (columns - len(title)) // 2, title)
    if frame.mark_x is not None:
        place = round((frame.mark_x - first) / max(last - first, 1e-9) * (columns - 1))
        mark = f"▲ {frame.mark_text}"
        if place + len(mark) > columns:
            room = place > len(frame.mark_text)
            mark = f"{frame.mark_text} ▲" if room else "▲"
            place -= len(mark) - 1
        marks = [" "] * columns
        _put(marks, place, mark)
        marked = Text(" " * (left + 2) + "".join(marks).rstrip(), style="bold")
        return [rule, marked, Text(" " * (left + 2) + "".join(row), style="dim")]
    return [rule, Text(" " * (left + 2) + "".join(row), style="dim")]


def _put(row: list[str], place: int, text: str) -> None:
    if place < 0 or place + len(text) > len(row):
        return
    for number, letter in enumerate(text):
        row[place + number] = letter
