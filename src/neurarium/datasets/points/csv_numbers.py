"""Numbers as people write them in tables: 1.5, −2, 1e3, 1,5 with a decimal comma, 12,000."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["point", "comma", "thousands"]
_PATTERNS: dict[Style, re.Pattern[str]] = {
    "point": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    "thousands": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?"),
    "comma": re.compile(r"[+-]?(?:[0-9]+,?[0-9]*|,[0-9]+)(?:[eE][+-]?[0-9]+)?"),
}
_MISSING = {"", "na", "n/a", "nan", "null", "none", "nil", "?", "-", "--", ".", "#n/a", "missing"}


@dataclass(frozen=True)
class NumberReader:
    """Reads the cells of one column, all in one style."""

    style: Style

    def __call__(self, cell: str) -> float | None:
        """Return the finite number of a cell, or None."""
        text = cell.replace("−", "-")
        if not _PATTERNS[self.style].fullmatch(text):
            return None
        plain = text.replace(",", "." if self.style == "comma" else "")
        value = float(plain)
        return value if math.isfinite(value) else None


def reader_for(cells: Sequence[str], delimiter: str) -> NumberReader:
    """Return the reader that understands most of the cells, decimal points before the rest.

    Between commas as delimiters a quoted "12,000" means twelve thousand; between semicolons
    12,000 means twelve.
    """
    order: tuple[Style, ...] = ("point", "comma")
    if delimiter == ",":
        order = ("point", "thousands", "comma")
    if not any("," in cell for cell in cells):
        return NumberReader("point")
    counts = [sum(NumberReader(style)(cell) is not None for cell in cells) for style in order]
    return NumberReader(order[counts.index(max(counts))])


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a number in any style."""
    return any(NumberReader(style)(cell) is not None for style in _PATTERNS)


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.strip().lower() in _MISSING
