"""A CSV file of one's own as a `Table`: its columns, and a guess of what to learn from it.

`read_table(bytes)` finds encoding, delimiter and header by itself; `to_points` (csv_points.py)
then lays two columns and a target on the plane.
"""

from __future__ import annotations

from collections.abc import Sequence

from neurarium.datasets.points.csv_guess import Guess, Sketch, guess_of
from neurarium.datasets.points.csv_numbers import NumberReader, is_missing, reader_for
from neurarium.datasets.points.csv_points import to_points
from neurarium.datasets.points.csv_rows import Row, rows_of, shortened
from neurarium.datasets.points.csv_table import Column, Table
from neurarium.datasets.points.csv_text import text_of
from neurarium.errors import DataError
from neurarium.language import tr

__all__ = ["MAX_BYTES", "Column", "Guess", "Table", "check_size", "read_table", "to_points"]

MAX_BYTES = 5_000_000
_SAMPLE_ROWS = 2000


def check_size(size_bytes: int) -> None:
    """Raise `DataError` for a file of more than `MAX_BYTES`: call it before receiving one."""
    if size_bytes > MAX_BYTES:
        raise DataError(
            tr("The file has {size} MB, at most {most} MB are read. Keep some thousands of its "
               "rows: 5,000 points are as many as are used.",
               size=f"{size_bytes / 1e6:,.1f}", most=MAX_BYTES // 1_000_000)
        )  # fmt: skip


def read_table(data: bytes) -> Table:
    """Return the table that a file holds.

    Kinds of columns and the guess look at up to 2,000 rows, evenly spread. Raises `DataError`
    where the file is too large, not text, empty, ragged, or has not two columns of numbers.
    """
    check_size(len(data))
    text, encoding = text_of(data)
    rows, delimiter = rows_of(text)
    has_header = _has_header(rows, delimiter)
    body = rows[1:] if has_header else rows
    if not body:
        raise DataError(
            tr('The file holds line {line} alone ("{start}"), which names the columns. Rows with '
               "values are needed below it.", line=rows[0].line,
               start=shortened(", ".join(rows[0].cells)))
        )  # fmt: skip
    if len(body) < 2:
        raise DataError(
            tr("The file holds one row of values (line {line}). At least two are needed: one to "
               "train on, one to test.", line=body[0].line)
        )  # fmt: skip
    names = _names(rows[0].cells if has_header else [""] * len(rows[0].cells))
    sketches = _sketches(names, body, delimiter)
    columns = tuple(_column(sketch) for sketch in sketches)
    _demand_numbers(columns, body)
    raw_names = rows[0].cells if has_header else names
    named = [
        Sketch(raw, s.numeric, s.read, s.cells) for raw, s in zip(raw_names, sketches, strict=True)
    ]
    return Table(columns, tuple(body), delimiter, encoding, has_header, guess_of(named))


def _has_header(rows: Sequence[Row], delimiter: str) -> bool:
    """Whether the first row names columns: it has text where the rows below have numbers.

    A first row alone is a header unless two of its cells are numbers.
    """
    first, body = rows[0].cells, _sample(rows[1:])
    if not body:
        return sum(_mostly_numbers([cell], delimiter) for cell in first) < 2
    votes = 0
    for place, cell in enumerate(first):
        below = [row.cells[place] for row in body]
        if cell and _mostly_numbers(below, delimiter):
            votes += -1 if _mostly_numbers([cell], delimiter) or is_missing(cell) else 1
    return votes > 0


def _mostly_numbers(cells: Sequence[str], delimiter: str) -> bool:
    read = reader_for(cells, delimiter)
    return 2 * sum(read(cell) is not None for cell in cells) >= len(cells)


def _names(cells: Sequence[str]) -> list[str]:
    """Return names that are not empty, not too long, and each another."""
    names: list[str] = []
    for place, cell in enumerate(cells):
        wanted = shortened(cell, 60) or tr("column {number}", number=place + 1)
        name, count = wanted, 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        names.append(name)
    return names


def _sketches(names: Sequence[str], body: Sequence[Row], delimiter: str) -> list[Sketch]:
    sample = _sample(body)
    sketches = []
    for place, name in enumerate(names):
        cells = [row.cells[place] for row in sample]
        present = [cell for cell in cells if not is_missing(cell)]
        read = reader_for(present, delimiter)
        numeric = bool(present) and _mostly_numbers(present, delimiter)
        sketches.append(Sketch(name, numeric, read, cells))
    return sketches


def _sample(rows: Sequence[Row]) -> Sequence[Row]:
    step = max(1, -(-len(rows) // _SAMPLE_ROWS))
    return rows[::step]


def _column(sketch: Sketch) -> Column:
    bad = next((cell for cell in sketch.cells if sketch.read(cell) is None), None)
    problem = None
    if bad is not None:
        problem = tr('"{value}" is not a number', value=shortened(bad))
    return Column(sketch.name, sketch.numeric, NumberReader(sketch.read.style), problem)


def _demand_numbers(columns: Sequence[Column], body: Sequence[Row]) -> None:
    if sum(column.numeric for column in columns) >= 2:
        return
    place, column = next((i, c) for i, c in enumerate(columns) if not c.numeric)
    row = next((row for row in body if column.read(row.cells[place]) is None), body[0])
    raise DataError(
        tr('Two columns of numbers are needed, the file has {count}. Line {line}, column '
           '"{column}": "{value}" is not a number.',
           count=sum(c.numeric for c in columns), line=row.line, column=column.name,
           value=shortened(row.cells[place]))
    )  # fmt: skip
