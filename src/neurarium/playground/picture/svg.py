"""Small pieces of SVG text: elements, escaped text, numbers, pixel images."""

from __future__ import annotations

import base64
import struct
import zlib
from html import escape

import numpy as np
from numpy.typing import NDArray

FONT = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"


def element(name: str, *children: str, **attributes: object) -> str:
    """Return an element; `_` in attribute names stands for `-`, `class_` for class."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(children)}</{name}>"


def _text(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def text(x: float, y: float, words: str, **attributes: object) -> str:
    """Return a text element; subscript digits are set smaller and lower, as few fonts have them."""
    return element("text", _with_subscripts(words), x=x, y=y, **attributes)


def _with_subscripts(words: str) -> str:
    parts, lowered = [], False
    for letter in words:
        if letter in _SUBSCRIPTS:
            digit = str(_SUBSCRIPTS.index(letter))
            parts.append(f'<tspan dy="0.28em" font-size="72%">{digit}</tspan>')
            lowered = True
        elif lowered:
            parts.append(f'<tspan dy="-0.2em">{escape(letter)}</tspan>')
            lowered = False
        else:
            parts.append(escape(letter))
    return "".join(parts)


def image(pixels: NDArray[np.uint8], box: tuple[float, float, float, float]) -> str:
    """Return pixels (h, w, 3), row 0 on top, as an image in the box (x, y, width, height)."""
    x, y, width, height = box
    data = base64.b64encode(png(pixels)).decode("ascii")
    return element(
        "image", x=x, y=y, width=width, height=height, preserveAspectRatio="none",
        href=f"data:image/png;base64,{data}",
    )  # fmt: skip


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Return pixels (h, w, 3) as a PNG file (RFC 2083): 8 bits, RGB, no filter."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 1:] = pixels.reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
