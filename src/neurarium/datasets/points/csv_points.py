"""Two columns of a table and a target, laid on the plane.

Each axis is scaled by itself: offset is the middle between the smallest and the largest value, unit
a tenth of the distance, so that the data fill −5 to 5. Data that fill about that square already
(within −6 to 6, both axes at least 8 long) stay as they are. A column with one value alone lies at
0. A target to predict is scaled to −1 to 1 in the same way.
"""

from __future__ import annotations

import random as standard_random
from collections.abc import Sequence

from neurarium.datasets.points.csv_guess import task_of_cells
from neurarium.datasets.points.csv_numbers import is_missing
from neurarium.datasets.points.csv_rows import shortened
from neurarium.datasets.points.csv_table import Column, Table
from neurarium.datasets.points.points import Task
from neurarium.datasets.points.settings import (
    MAX_CLASSES,
    MAX_POINTS,
    PLANE,
    AxisScale,
    CustomPoints,
)
from neurarium.errors import DataError
from neurarium.language import tr

_FILL = 5.0
_FILLED = 8.0
_NAME_LENGTH = 40


def to_points(
    table: Table, x: int | str, y: int | str, target: int | str, task: Task | None = None
) -> CustomPoints:
    """Return points from three columns, each named or given by its place from 0.

    `task` None: text or few whole numbers that repeat are classes, else numbers to predict. Of
    more than 5,000 rows an even sample is taken, the same each time, and `note` says so.
    Raises `DataError` naming line, column and value.
    """
    places = [table.place_of(column) for column in (x, y, target)]
    if len(set(places)) < len(places):
        raise DataError(
            tr('The columns "{x}", "{y}" and "{target}" are not three different ones. Choose one '
               "for each axis and another as the target.",
               x=_name(table, places[0]), y=_name(table, places[1]), target=_name(table, places[2]))
        )  # fmt: skip
    column = table.columns[places[2]]
    cells = [row.cells[places[2]] for row in table.rows]
    chosen = task or task_of_cells(cells, column.read)
    across, up = (_numbers(table, place) for place in places[:2])
    if chosen == "classification":
        labels, classes = _classes(table, places[2])
        target_axis = None
    else:
        labels, classes = _numbers(table, places[2]), ()
        target_axis = _target_scale(column.name, labels)
        labels = _scaled(labels, target_axis)
    x_axis, y_axis = _scales(table, places, across, up)
    kept = _even_sample(labels if classes else [0.0] * len(labels))
    plane = list(zip(_scaled(across, x_axis), _scaled(up, y_axis), labels, strict=True))
    return CustomPoints(
        rows=tuple(plane[i] for i in kept),
        classes=classes,
        x_axis=x_axis,
        y_axis=y_axis,
        target_axis=target_axis,
        note=_note(len(plane), len(kept)),
    )


def _numbers(table: Table, place: int) -> list[float]:
    """Return the column's numbers; raises `DataError` for the first cell that isn't one."""
    column = table.columns[place]
    numbers: list[float] = []
    bad: list[int] = []
    for i, row in enumerate(table.rows):
        number = column.read(row.cells[place])
        if number is None:
            bad.append(i)
        else:
            numbers.append(number)
    if bad:
        first = table.rows[bad[0]]
        raise DataError(_not_a_number(first.line, column, first.cells[place], len(bad)))
    return numbers


def _not_a_number(line: int, column: Column, cell: str, count: int) -> str:
    more = ""
    if count > 1:
        more = " " + tr("So do {count} lines in all.", count=count)
    if is_missing(cell):
        return tr(
            'Line {line}, column "{column}": the value is missing ("{value}" stands there). Fill '
            "it in or delete the line.",
            line=line, column=column.name, value=cell,
        ) + more  # fmt: skip
    if cell.lstrip("+-−").lower() in ("inf", "infinity", "∞"):
        expected = tr("Expected a finite number.")
    else:
        expected = tr("Expected a number such as 1.5 or −2e3.")
    return tr(
        'Line {line}, column "{column}": "{value}" is not a number that can be used. {expected}',
        line=line, column=column.name, value=shortened(cell), expected=expected,
    ) + more  # fmt: skip


def _classes(table: Table, place: int) -> tuple[list[float], tuple[str, ...]]:
    """Return each row's class number and the classes' names, in order of number or alphabet."""
    column = table.columns[place]
    cells = [row.cells[place] for row in table.rows]
    for cell, row in zip(cells, table.rows, strict=True):
        if is_missing(cell):
            raise DataError(_not_a_number(row.line, column, cell, sum(map(is_missing, cells))))
    numbers = [column.read(cell) for cell in cells]
    if all(number is not None for number in numbers):
        found: dict[float | str, str] = {n: f"{n:.12g}" for n in numbers if n is not None}
        keys: Sequence[float | str | None] = numbers
        order = sorted(found, key=float)
    else:
        found = {cell: cell for cell in cells}
        keys = cells
        order = sorted(found, key=lambda name: (str(name).casefold(), str(name)))
    _check_count(column, table, order, found)
    place_of = {name: float(i) for i, name in enumerate(order)}
    names = _different([shortened(found[name], _NAME_LENGTH) for name in order])
    return [place_of[name] for name in keys if name is not None], names


def _check_count(
    column: Column, table: Table, order: Sequence[float | str], found: dict[float | str, str]
) -> None:
    if len(order) < 2:
        line = table.rows[0].line
        raise DataError(
            tr('Column "{column}" has one class alone, "{value}" (from line {line} on). At least '
               "two are needed to tell apart.", column=column.name,
               value=shortened(found[order[0]]), line=line)
        )  # fmt: skip
    if len(order) > MAX_CLASSES:
        names = ", ".join(f'"{shortened(found[name], 20)}"' for name in order[:3])
        raise DataError(
            tr('Column "{column}" has {count} different classes ({names}, …), at most {most} can '
               "be told apart. Choose another target, or predict it as a number.",
               column=column.name, count=len(order), names=names, most=MAX_CLASSES)
        )  # fmt: skip


def _different(names: list[str]) -> tuple[str, ...]:
    """Return names with a number behind those that became the same when shortened."""
    return tuple(
        f"{name[: _NAME_LENGTH - 4]} ({i + 1})" if names.count(name) > 1 else name
        for i, name in enumerate(names)
    )


def _target_scale(name: str, numbers: Sequence[float]) -> AxisScale:
    if min(numbers) == max(numbers):
        raise DataError(
            tr('Column "{column}" is {value} in every line: there is nothing to predict. Choose '
               "another target.", column=name, value=f"{numbers[0]:g}")
        )  # fmt: skip
    return _scale(name, numbers, 1.0)


def _scale(name: str, numbers: Sequence[float], reach: float) -> AxisScale:
    """Return the scale that lays the smallest number at −reach, the largest at +reach.

    Where floats are too coarse for that, the numbers stay between the two.
    """
    low, high = min(numbers), max(numbers)
    offset = low / 2 + high / 2  # halves first: the sum of two huge numbers is infinite
    unit = (high / 2 - low / 2) / reach
    spread = unit > 0 and (high - offset) / unit <= 1.01 * reach
    farthest = max(high - offset, offset - low)
    return AxisScale(
        name=name[:80], offset=offset, unit=unit if spread else max(1.0, farthest / reach)
    )


def _scales(
    table: Table, places: Sequence[int], across: list[float], up: list[float]
) -> tuple[AxisScale, AxisScale]:
    names = [_name(table, place) for place in places[:2]]
    both = (across, up)
    fits = all(
        min(values) >= -PLANE and max(values) <= PLANE and max(values) - min(values) >= _FILLED
        for values in both
    )
    if fits:
        return AxisScale(name=names[0]), AxisScale(name=names[1])
    return _scale(names[0], across, _FILL), _scale(names[1], up, _FILL)


def _scaled(numbers: Sequence[float], axis: AxisScale) -> list[float]:
    return [(number - axis.offset) / axis.unit for number in numbers]


def _even_sample(labels: Sequence[float]) -> list[int]:
    """Return which rows are kept, at most `MAX_POINTS`: of each class its share, evenly spread."""
    if len(labels) <= MAX_POINTS:
        return list(range(len(labels)))
    seeded = standard_random.Random("even sample")
    members: dict[float, list[int]] = {}
    for i, label in enumerate(labels):
        members.setdefault(label, []).append(i)
    kept: list[int] = []
    for _, rows in sorted(members.items()):
        wanted = max(1, (MAX_POINTS - len(members)) * len(rows) // len(labels))
        step = len(rows) / wanted
        kept += [rows[int((i + seeded.random()) * step)] for i in range(wanted)]
    return sorted(kept)


def _note(count: int, kept: int) -> str:
    if count == kept:
        return ""
    return tr(
        "The file has {count} rows; {kept} of them, evenly chosen, are used.",
        count=f"{count:,}",
        kept=f"{kept:,}",
    )


def _name(table: Table, place: int) -> str:
    return table.columns[place].name
