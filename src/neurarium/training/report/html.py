"""Small pieces of HTML: escaped text, tables, numbers as a person reads them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, TypeGuard


def section(title: str, *parts: str) -> str:
    """Return a section; "" where nothing is in it."""
    inside = "".join(parts)
    return f"<section><h2>{escape(title)}</h2>{inside}</section>" if inside else ""


def table(head: Sequence[str], rows: Iterable[str], kind: str = "plain") -> str:
    """Return a table that scrolls sideways by itself; rows come from `row`."""
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    lines = f"<tr>{cells}</tr>{''.join(rows)}"
    return f'<div class="wide"><table class="{escape(kind)}">{lines}</table></div>'


def row(cells: Iterable[str], kind: str = "") -> str:
    """Return a row of cells that are HTML already."""
    mark = f' class="{escape(kind)}"' if kind else ""
    return f"<tr{mark}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def pairs(rows: Iterable[tuple[str, Any]]) -> str:
    """Return a table of names and values; what is not known is left out."""
    told = [(name, value) for name, value in rows if value not in (None, "", [], {})]
    if not told:
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        f'<td class="left wrap">{escape(in_words(value))}</td></tr>'
        for name, value in told
    )
    return f'<div class="wide"><table>{lines}</table></div>'


def in_words(value: Any) -> str:
    """Return a value as a person writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return " × ".join("?" if item is None else in_words(item) for item in value)
    return str(value)


def percent(value: Any) -> str:
    """Return a share as "97.53 %", "–" where it is none."""
    return f"{value * 100:.2f} %" if is_number(value) else "–"


def decimals(value: Any) -> str:
    """Return a number with four digits, "–" where it is none."""
    return f"{value:.4g}" if is_number(value) else "–"


def is_number(value: Any) -> TypeGuard[float]:
    """Return whether a value is a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value)


def duration(seconds: Any) -> str:
    """Return a time as "2 min 5 s"."""
    if not is_number(seconds):
        return "–"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
