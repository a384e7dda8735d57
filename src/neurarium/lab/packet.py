"""Arrays and facts in one binary answer.

`u32` (little-endian) length of the header, the header as UTF-8 JSON, zero bytes up to a multiple
of 8, then the arrays back to back, each padded to a multiple of 8. `header["arrays"]` says where
each begins, counted from where the first one does. `view/core/packet.js` reads it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

MEDIA_TYPE = "application/octet-stream"
_STEP = 8
_WIRE = {"f4": "<f4", "f8": "<f8", "i4": "<i4", "u1": "|u1"}


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return a packet of `arrays`, in their order; `header` is JSON without NaN.

    float32, float64, int32 and uint8 stay what they are; booleans become uint8, other integers
    int32, half precision float32. Raises `ValueError` for an integer that int32 cannot hold.
    """
    listed: list[dict[str, Any]] = []
    pieces: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        dtype, fitting = _fitting(array)
        content = fitting.tobytes()
        listed.append(
            {"name": name, "dtype": dtype, "shape": list(fitting.shape), "offset": offset}
        )
        padding = -len(content) % _STEP
        pieces += [content, bytes(padding)]
        offset += len(content) + padding
    text = json.dumps({**header, "arrays": listed}, allow_nan=False).encode()
    padding = -(4 + len(text)) % _STEP
    return b"".join([struct.pack("<I", len(text)), text, bytes(padding), *pieces])


def unpack(packet: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays of a packet: what `view/core/packet.js` does."""
    (length,) = struct.unpack_from("<I", packet)
    header: dict[str, Any] = json.loads(packet[4 : 4 + length])
    begin = 4 + length + -(4 + length) % _STEP
    arrays = {}
    for facts in header["arrays"]:
        shape = facts["shape"]
        flat = np.frombuffer(
            packet,
            _WIRE[facts["dtype"]],
            int(np.prod(shape, dtype=np.int64)),
            begin + facts["offset"],
        )
        arrays[facts["name"]] = flat.reshape(shape)
    return header, arrays


def _fitting(array: NDArray[Any]) -> tuple[str, NDArray[Any]]:
    kind = array.dtype.kind
    if kind == "f":
        name = "f8" if array.dtype.itemsize == 8 else "f4"
    elif kind == "b" or array.dtype == np.uint8:
        name = "u1"
    elif kind in "iu":
        name = "i4"
        if array.size and (array.min() < -(2**31) or array.max() >= 2**31):
            raise ValueError("an integer beyond 32 bits cannot be sent")
    else:
        raise ValueError(f"arrays of {array.dtype} cannot be sent")
    return name, np.ascontiguousarray(array, _WIRE[name])
