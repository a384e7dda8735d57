"""A CSV of one's own becomes arrays: columns of numbers, categories as 0 and 1, a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from neurarium.datasets.dataset import Array, ClassName
from neurarium.datasets.own.parts import OwnParts
from neurarium.datasets.own.table_columns import Cells, cells_of, shown_line, target_of
from neurarium.datasets.points.csv_guess import task_of_cells
from neurarium.datasets.points.csv_numbers import is_missing
from neurarium.datasets.points.csv_rows import shortened
from neurarium.datasets.split import split
from neurarium.errors import DataError
from neurarium.language import tr

MOST_CATEGORIES = 20
MOST_CLASSES = 1000
FEWEST_ROWS = 4


@dataclass(frozen=True)
class _Feature:
    names: tuple[str, ...]
    values: Array  # (rows, names)


def read_table(data: bytes, target: str | None = None) -> OwnParts:
    """Return the arrays of a CSV; `target` names the column to learn, else it is guessed.

    x (n, columns) float64, y (n,) int64 class numbers or float64. Rows with a missing value are
    left out, columns of text with up to 20 different values become one column of 0 and 1 for
    each value, others and such that count rows are left out; `notes` tell. Raises `DataError`
    with line, column and value.
    """
    columns = cells_of(data)
    goal = target_of(columns, target)
    inputs = [column for column in columns if column is not goal]
    notes: list[str] = []
    used = [column for column in inputs if _is_used(column, notes)]
    keep = [i for i in range(len(goal.cells)) if not any(is_missing(c.cells[i]) for c in used)
            and not is_missing(goal.cells[i])]  # fmt: skip
    if len(keep) < len(goal.cells):
        notes.append(tr("{count} of {all} rows are left out: a value is missing in them",
                        count=len(goal.cells) - len(keep), all=len(goal.cells)))  # fmt: skip
    if len(keep) < FEWEST_ROWS or not used:
        raise DataError(
            tr("{rows} whole rows with {columns} columns to learn from are left; at least {least} "
               "rows and one column are needed.", rows=len(keep), columns=len(used),
               least=FEWEST_ROWS)
        )  # fmt: skip
    features = [_feature(column.only(keep), notes) for column in used]
    y, classes = _answers(goal.only(keep))
    x = np.concatenate([feature.values for feature in features], axis=1)
    train, test = split(y if classes else None, len(y))
    if not len(test):
        raise DataError(
            tr('Every value of "{column}" stands in one row only: as classes there is nothing to '
               "test with. Name another target.", column=goal.name)
        )  # fmt: skip
    notes.append(tr("split by us: 80 % for training, 20 % for testing, seed 42"))
    return OwnParts(
        "table", "classification" if classes else "regression",
        {"x_train": x[train], "y_train": y[train], "x_test": x[test], "y_test": y[test]},
        classes=classes, features=tuple(name for f in features for name in f.names),
        target=goal.name, notes=tuple(notes),
    )  # fmt: skip


def _is_used(column: Cells, notes: list[str]) -> bool:
    if column.counts_rows:
        notes.append(tr('column "{name}" only counts the rows and is left out', name=column.name))
        return False
    present = {cell for cell in column.cells if not is_missing(cell)}
    if not present:
        notes.append(tr('column "{name}" is empty and is left out', name=column.name))
        return False
    if not column.numeric and len(present) > MOST_CATEGORIES:
        notes.append(
            tr('column "{name}" is left out: it holds text with {count} different values',
               name=column.name, count=len(present))
        )  # fmt: skip
        return False
    return True


def _feature(column: Cells, notes: list[str]) -> _Feature:
    if column.numeric:
        return _Feature((column.name,), np.array(_numbers(column))[:, np.newaxis])
    values = sorted(set(column.cells))
    notes.append(tr('column "{name}" becomes {count} columns of 0 and 1', name=column.name,
                    count=len(values)))  # fmt: skip
    places = np.array([values.index(cell) for cell in column.cells])
    return _Feature(
        tuple(f"{column.name} = {shortened(value, 30)}" for value in values),
        np.eye(len(values))[places],
    )


def _numbers(column: Cells) -> list[float]:
    numbers = []
    for line, cell in zip(column.lines, column.cells, strict=True):
        number = column.read(cell)
        if number is None:
            raise DataError(
                tr('{line}, column "{column}": "{value}" is not a number, most others in the '
                   "column are.", line=shown_line(line), column=column.name,
                   value=shortened(cell))
            )  # fmt: skip
        numbers.append(number)
    return numbers


def _answers(goal: Cells) -> tuple[Array, tuple[ClassName, ...]]:
    """Return y, and the classes' names (empty for regression)."""
    if task_of_cells(goal.cells, goal.read) == "regression":
        return np.array(_numbers(goal)), ()
    names = _class_names(goal)
    if len(names) < 2:
        raise DataError(
            tr('The target "{column}" has one value only ("{value}"): there is nothing to tell '
               "apart. Name another target.", column=goal.name, value=shortened(names[0]))
        )  # fmt: skip
    if len(names) > MOST_CLASSES:
        raise DataError(
            tr('The target "{column}" has {count} different texts, at most {most} can be classes. '
               "Name another target.", column=goal.name, count=f"{len(names):,}",
               most=f"{MOST_CLASSES:,}")
        )  # fmt: skip
    number = {name: place for place, name in enumerate(names)}
    y = np.array([number[cell] for cell in goal.cells], dtype=np.int64)
    return y, tuple(ClassName(shortened(name, 60), shortened(name, 60)) for name in names)


def _class_names(goal: Cells) -> Sequence[str]:
    """Return the different values: numbers by size, texts by the alphabet."""
    values = sorted(set(goal.cells))
    numbers = [goal.read(value) for value in values]
    known = [number for number in numbers if number is not None]
    if len(known) < len(values):
        return values
    return [value for _, value in sorted(zip(known, values, strict=True))]
