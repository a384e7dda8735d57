"""Small pieces of SVG text: elements, escaped words, round numbers for an axis."""

from __future__ import annotations

import math
from html import escape

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def element(name: str, *children: str, **attributes: object) -> str:
    """Return an element; `_` in attribute names stands for `-`, `class_` for class."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def words(x: float, y: float, text: str, **attributes: object) -> str:
    """Return escaped text at a place."""
    return element("text", escape(text), x=x, y=y, **attributes)


def _text(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return some `about` round numbers from low to high, rising."""
    step = round_step((high - low) / max(about, 1))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def round_step(size: float) -> float:
    """Return 1, 2 or 5 times a power of ten that is at least `size`."""
    if not size > 0 or not math.isfinite(size):
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    return next((f * power for f in (1.0, 2.0, 5.0) if f * power >= size * (1 - 1e-9)), 10 * power)


def shown_number(value: float) -> str:
    """Return a short number with a real minus sign."""
    return f"{value:.6g}".replace("-", "−")
