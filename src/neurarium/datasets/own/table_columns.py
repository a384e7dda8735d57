"""The columns of a CSV as text, with the lines that they stand in, and the choice of a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from neurarium.datasets.points.csv_guess import Sketch
from neurarium.datasets.points.csv_numbers import NumberReader, is_missing, reader_for
from neurarium.datasets.points.csv_rows import Row, rows_of, shortened
from neurarium.datasets.points.csv_text import text_of
from neurarium.errors import DataError, unknown
from neurarium.language import tr

MOST_BYTES = 50_000_000
_SAMPLE = 2000
_TARGETS = (
    "target", "label", "labels", "class", "classes", "y", "species", "category", "outcome",
    "diagnosis", "정답", "라벨", "레이블", "목표", "분류", "종류",
)  # fmt: skip


@dataclass(frozen=True)
class Cells:
    """A column: its cells, stripped, and their lines. `numeric`: most of them are numbers."""

    name: str
    cells: Sequence[str] = field(repr=False)
    lines: Sequence[int] = field(repr=False)
    numeric: bool
    read: NumberReader

    @property
    def counts_rows(self) -> bool:
        """Whether this only numbers the rows."""
        return Sketch(self.name, self.numeric, self.read, self.cells).is_index

    def only(self, places: Sequence[int]) -> Cells:
        """Return the column with these rows alone."""
        return replace(
            self, cells=[self.cells[i] for i in places], lines=[self.lines[i] for i in places]
        )


def cells_of(data: bytes) -> list[Cells]:
    """Return the columns of a CSV; raises `DataError` where it is none, or has one column."""
    if len(data) > MOST_BYTES:
        raise DataError(
            tr("The file has {size} MB, at most {most} MB are read. Keep fewer of its rows.",
               size=f"{len(data) / 1e6:,.1f}", most=MOST_BYTES // 1_000_000)
        )  # fmt: skip
    text, _ = text_of(data)
    rows, delimiter = rows_of(text, fewest=2)
    header = _has_header(rows, delimiter)
    body = rows[1:] if header else rows
    if not body:
        raise DataError(
            tr("The file has one line (the names of the columns). Rows with values are needed.")
        )
    names = _names(rows[0].cells if header else [""] * len(rows[0].cells))
    return [_column(name, place, body, delimiter) for place, name in enumerate(names)]


def target_of(columns: Sequence[Cells], wanted: str | None) -> Cells:
    """Return the column to learn: the one of this name, else one that is called so, else the last.

    Raises `DataError` for a name that no column has.
    """
    names = [column.name for column in columns]
    if wanted is not None:
        if wanted not in names:
            raise DataError(unknown("column", shortened(wanted), names[:30]))
        return columns[names.index(wanted)]
    lowered = [name.lower() for name in names]
    for name in _TARGETS:
        if name in lowered:
            return columns[lowered.index(name)]
    return columns[-1]


def shown_line(line: int) -> str:
    """Return where something stands, in words."""
    return tr("Line {line}", line=f"{line:,}")


def _column(name: str, place: int, body: Sequence[Row], delimiter: str) -> Cells:
    cells = [row.cells[place] for row in body]
    present = [cell for cell in cells[:: max(1, len(cells) // _SAMPLE)] if not is_missing(cell)]
    read = reader_for(present, delimiter)
    numeric = bool(present) and _mostly_numbers(present, read)
    return Cells(name, cells, [row.line for row in body], numeric, read)


def _has_header(rows: Sequence[Row], delimiter: str) -> bool:
    """Whether the first row names columns: text above numbers, or no number at all in it."""
    first, below = rows[0].cells, rows[1 : 1 + _SAMPLE]
    votes = 0
    for place, cell in enumerate(first):
        others = [row.cells[place] for row in below if not is_missing(row.cells[place])]
        read = reader_for([cell, *others], delimiter)
        if others and _mostly_numbers(others, read) and cell:
            votes += 1 if read(cell) is None and not is_missing(cell) else -1
    if votes:
        return votes > 0
    return len(set(first)) == len(first) and not any(
        cell in {row.cells[place] for row in below} for place, cell in enumerate(first)
    )


def _mostly_numbers(cells: Sequence[str], read: NumberReader) -> bool:
    return 2 * sum(read(cell) is not None for cell in cells) > len(cells)


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
