"""`Table`: a file of one's own as columns of text, with the line that each row stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from neurarium.datasets.points.csv_guess import Guess
from neurarium.datasets.points.csv_numbers import NumberReader
from neurarium.datasets.points.csv_rows import Row, shortened
from neurarium.errors import DataError
from neurarium.errors import unknown as unknown_name
from neurarium.language import tr

_PREVIEW_ROWS = 200
"""Enough to see in a small picture how the points lie."""


@dataclass(frozen=True)
class Column:
    """One column. `numeric`: at least half of its cells are numbers, read by `read`.

    `problem` is the sentence for the first cell that isn't one, None where all are.
    """

    name: str
    numeric: bool
    read: NumberReader
    problem: str | None = None


@dataclass(frozen=True)
class Table:
    """What a file holds: columns, rows of text, how it was read, and what it may be about."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)
    delimiter: str
    encoding: str
    has_header: bool
    guess: Guess

    @property
    def preview(self) -> list[list[str]]:
        """Up to 200 rows, spread evenly over the file, cells shortened to 40 characters."""
        step = max(1, -(-len(self.rows) // _PREVIEW_ROWS))
        return [[shortened(cell) for cell in row.cells] for row in self.rows[::step]]

    def place_of(self, column: int | str) -> int:
        """Return the place of a column given by place (from 0) or by name; raises `DataError`."""
        if isinstance(column, str):
            for place, known in enumerate(self.columns):
                if known.name == column:
                    return place
            raise DataError(
                unknown_name("column", shortened(column), [c.name for c in self.columns[:20]])
            )
        if not 0 <= column < len(self.columns):
            raise DataError(
                tr("There is no column {column}: the file has {count}, counted from 0.",
                   column=column, count=len(self.columns))
            )  # fmt: skip
        return column

    def description(self) -> dict[str, Any]:
        """Return what a page needs to let a person choose columns, as plain JSON values."""
        return {
            "columns": [
                {"name": column.name, "numeric": column.numeric, "problem": column.problem}
                for column in self.columns
            ],
            "rows": len(self.rows),
            "preview": self.preview,
            "guess": {
                "x": self.guess.x, "y": self.guess.y, "target": self.guess.target,
                "task": self.guess.task,
            },
            "delimiter": self.delimiter,
            "encoding": self.encoding,
            "header": self.has_header,
        }  # fmt: skip
