"""Points of one's own as a short text for a link, without losing a bit.

Each column takes the narrowest kind that holds all of its values exactly: whole numbers to 255,
thousandths, single or double precision. Kinds and columns are compressed and written in base64
with the URL's alphabet.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points.settings import MAX_POINTS
from neurarium.errors import LinkError
from neurarium.language import tr

Floats = NDArray[np.float64]
_COLUMNS = 3
_KINDS: dict[str, tuple[str, Callable[[Floats], NDArray[Any]], Callable[[NDArray[Any]], Floats]]]
_KINDS = {
    "u": ("<u1", np.round, lambda c: c.astype(np.float64)),
    "m": ("<i2", lambda v: np.round(v * 1000.0), lambda c: c.astype(np.float64) / 1000.0),
    "f": ("<f4", lambda v: v, lambda c: c.astype(np.float64)),
    "d": ("<f8", lambda v: v, lambda c: c.astype(np.float64)),
}


def encode_points(rows: Sequence[tuple[float, float, float]]) -> str:
    """Return the text of rows (x, y, target)."""
    table = np.array(rows, dtype=np.float64).reshape(-1, _COLUMNS)
    kinds, parts = "", b""
    for column in table.T:
        kind, data = _narrowest(column)
        kinds += kind
        parts += data
    packed = zlib.compress(kinds.encode("ascii") + parts, 9)
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _narrowest(column: Floats) -> tuple[str, bytes]:
    wanted = column.tobytes()
    with np.errstate(over="ignore", invalid="ignore"):
        for kind, (dtype, narrow, widen) in _KINDS.items():
            narrowed = narrow(column)
            stored = narrowed.astype(dtype)
            if widen(stored).astype(np.float64).tobytes() == wanted:
                return kind, stored.tobytes()
    raise AssertionError("double precision holds every float")


def decode_points(text: str) -> list[tuple[float, float, float]]:
    """Return the rows of `text`; raises `LinkError` where it is not what `encode_points` gives."""
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, MAX_POINTS * _COLUMNS * 8 + _COLUMNS)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise LinkError(_damaged()) from error
    if not unpacker.eof or unpacker.unconsumed_tail:
        raise LinkError(_damaged())
    kinds, body = data[:_COLUMNS].decode("latin-1"), data[_COLUMNS:]
    if len(kinds) < _COLUMNS or any(kind not in _KINDS for kind in kinds):
        raise LinkError(_damaged())
    sizes = [np.dtype(_KINDS[kind][0]).itemsize for kind in kinds]
    count, rest = divmod(len(body), sum(sizes))
    if rest:
        raise LinkError(_damaged())
    columns, start = [], 0
    for kind, size in zip(kinds, sizes, strict=True):
        dtype, _, widen = _KINDS[kind]
        columns.append(widen(np.frombuffer(body, dtype, count, start)).tolist())
        start += size * count
    return list(zip(*columns, strict=True))


def _damaged() -> str:
    return tr("The points in this link are damaged. Copy the whole link again.")
