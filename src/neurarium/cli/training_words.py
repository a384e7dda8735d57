"""Numbers of a training as a terminal writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neurarium.language import tr


def number(value: Any, digits: int = 4) -> str:
    """Return a loss with four digits that count: 0.0834, 12.31, 1.2e-06; "–" for none.

    >>> number(0.083412), number(12.3071), number(None)
    ('0.0834', '12.31', '–')
    """
    if not isinstance(value, (int, float)) or value != value:
        return "–"
    if value == 0 or 0.001 <= abs(value) < 10:
        return f"{value:.{digits}f}"
    return f"{value:,.2f}" if 10 <= abs(value) < 1e6 else f"{value:.1e}"


def percent(value: Any) -> str:
    """Return a share as per cent with one digit, "–" for none."""
    return f"{100 * value:.1f} %" if isinstance(value, (int, float)) else "–"


def measures(line: Mapping[str, Any], prefix: str = "") -> str:
    """Return loss and accuracy (or mean absolute error) of a line in words."""
    parts = []
    name = tr("validation loss") if prefix else tr("loss")
    if line.get(f"{prefix}loss") is not None:
        parts.append(f"{name} {number(line[f'{prefix}loss'])}")
    if line.get(f"{prefix}accuracy") is not None:
        parts.append(tr("accuracy {value}", value=percent(line[f"{prefix}accuracy"])))
    if line.get(f"{prefix}mae") is not None:
        parts.append(tr("mean absolute error {value}", value=number(line[f"{prefix}mae"])))
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a time in the two largest units that count.

    >>> duration(0.008), duration(0.38), duration(12.4), duration(192), duration(7500)
    ('8 ms', '0.38 s', '12 s', '3 min 12 s', '2 h 05 min')
    """
    if seconds < 0.1:
        return f"{1000 * seconds:.0f} ms"
    if seconds < 10:
        return f"{seconds:.2f} s" if seconds < 1 else f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def shape(sides: Any) -> str:
    """Return a shape as 28×28×1, "–" for none."""
    return "×".join(str(side) for side in sides) if sides else "–"
