"""From text to rows of cells: which sign parts the columns, and which line a row stands in."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from neurarium.datasets.points.csv_numbers import looks_like_number
from neurarium.errors import DataError
from neurarium.language import tr

DELIMITERS = (",", ";", "\t", "|", " ")
MAX_COLUMNS = 1000
_SAMPLE_LINES = 60
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)
_FEWEST_COLUMNS = 3


@dataclass(frozen=True)
class Row:
    """The cells of one row, stripped of blanks, and the line (from 1) in which it begins."""

    cells: tuple[str, ...]
    line: int


def rows_of(text: str, fewest: int = _FEWEST_COLUMNS) -> tuple[list[Row], str]:
    """Return the rows that are not blank, all of one length, and the delimiter.

    `fewest` columns are needed: three for points in the plane, two for a table. Raises
    `DataError` for an empty file, too few columns, a row of another length, an open quote.
    """
    first_line = 1
    told = _SEPARATOR_LINE.match(text)
    if told:
        text, first_line = text[told.end() :], 2
    if not text.strip():
        raise DataError(
            tr("The file is empty. Choose one with two columns of numbers and a label or target.")
        )
    delimiter = told.group(1) if told else _delimiter_of(text)
    rows = list(_read(text, delimiter, first_line))
    return _without_empty_columns(_of_one_length(rows), fewest), delimiter


def _delimiter_of(text: str) -> str:
    """Return the delimiter whose sample rows are the most alike, then the most numeric."""
    first = text.split("\n", 4 * _SAMPLE_LINES)[: 4 * _SAMPLE_LINES]
    sample = "\n".join([line for line in first if line.strip()][:_SAMPLE_LINES])
    best, best_score = ",", -1.0
    for delimiter in DELIMITERS:
        score = _score(sample, delimiter)
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def _score(sample: str, delimiter: str) -> float:
    try:
        rows = [row.cells for row in _read(sample, delimiter, 1, strict=False)]
    except DataError:
        return 0.0
    if not rows:
        return 0.0
    width, alike = Counter(len(cells) for cells in rows).most_common(1)[0]
    if width == 1:
        return 0.0
    cells = [cell for row in rows if len(row) == width for cell in row]
    numeric = sum(looks_like_number(cell) for cell in cells) / len(cells)
    return (alike / len(rows)) * (0.2 + numeric) * (1.0 if width >= _FEWEST_COLUMNS else 0.5)


def _read(text: str, delimiter: str, first_line: int, strict: bool = True) -> Iterator[Row]:
    lines = text.split("\n")
    if delimiter == " ":
        lines = [re.sub(" +", " ", line.strip()) for line in lines]
    reader = csv.reader(
        (line + "\n" for line in lines), delimiter=delimiter, strict=strict,
        skipinitialspace=delimiter != " ",
    )  # fmt: skip
    line = first_line
    try:
        for cells in reader:
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield Row(stripped, line)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise DataError(
            tr("Line {line}: the row can't be read ({reason}). Check the quotation marks there.",
               line=line, reason=error)
        ) from error  # fmt: skip


def _of_one_length(rows: list[Row]) -> list[Row]:
    if not rows:
        raise DataError(
            tr("The file holds no values. Choose one with two columns of numbers and a label or "
               "target.")
        )  # fmt: skip
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    if width > MAX_COLUMNS:
        raise DataError(
            tr("The file has {width} columns, at most {most} are read. Keep those that matter.",
               width=width, most=MAX_COLUMNS)
        )  # fmt: skip
    for row in rows:
        if len(row.cells) != width:
            raise DataError(
                tr('Line {line} has {count} columns ("{start}"), the others have {width}. Check '
                   "for a missing or an extra separator.", line=row.line, count=len(row.cells),
                   start=shortened(row.cells[0]), width=width)
            )  # fmt: skip
    return rows


def _without_empty_columns(rows: list[Row], fewest: int) -> list[Row]:
    """Drop columns that are empty in every row, such as after a separator at the line's end."""
    used = [any(column) for column in zip(*(row.cells for row in rows), strict=True)]
    if sum(used) < fewest:
        text = (
            tr('Line {line} ("{start}") has {count} columns. Three at least are needed: two of '
               "numbers and a label or target, parted by a comma, semicolon, tab, bar or blank.",
               line=rows[0].line, start=shortened(" ".join(rows[0].cells)), count=sum(used))
            if fewest == _FEWEST_COLUMNS else
            tr('Line {line} ("{start}") has {count} columns, {fewest} at least are needed: parted '
               "by a comma, semicolon, tab, bar or blank.", line=rows[0].line,
               start=shortened(" ".join(rows[0].cells)), count=sum(used), fewest=fewest)
        )  # fmt: skip
        raise DataError(text)
    if all(used):
        return rows
    return [
        Row(tuple(cell for cell, keep in zip(row.cells, used, strict=True) if keep), row.line)
        for row in rows
    ]


def shortened(value: str, most: int = 40) -> str:
    """Return a value short enough to be quoted in a sentence."""
    return value if len(value) <= most else value[: most - 1] + "…"
