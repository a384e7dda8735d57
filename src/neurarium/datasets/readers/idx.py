"""IDX: the layout in which MNIST and Fashion-MNIST were published.

Four bytes of magic number (0, 0, type, number of axes), the axes' lengths as big-endian
unsigned 32-bit numbers, then the values. Source: LeCun, Cortes, Burges, "The MNIST database".
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np

from neurarium.datasets.dataset import Array
from neurarium.datasets.readers.bounded import gunzip
from neurarium.errors import DataError
from neurarium.language import tr

_UNSIGNED_BYTE = 0x08


def read_idx(path: Path, shape: tuple[int, ...]) -> Array:
    """Return the uint8 array of an .idx or .idx.gz file that must have this shape.

    Raises `DataError` for another magic number, type or shape, and for missing or extra bytes.
    """
    header = 4 + 4 * len(shape)
    expected = header + math.prod(shape)
    data = gunzip(path, most=expected)
    magic = bytes([0, 0, _UNSIGNED_BYTE, len(shape)])
    if data[:4] != magic:
        raise DataError(
            tr('"{file}" is not the IDX file that was expected: it begins with {found}, an array '
               "of bytes with {axes} axes begins with {magic}.", file=path,
               found=data[:4].hex(" ") or tr("nothing"), axes=len(shape), magic=magic.hex(" "))
        )  # fmt: skip
    told = struct.unpack(f">{len(shape)}I", data[4:header]) if len(data) >= header else ()
    if told != shape:
        raise DataError(
            tr('"{file}" says that it holds an array of {found}; expected was {shape}.',
               file=path, found=_times(told), shape=_times(shape))
        )  # fmt: skip
    if len(data) != expected:
        raise DataError(
            tr('"{file}" holds {found} bytes of values, its header promises {expected}. It is cut '
               "off: delete it and get it anew.", file=path, found=f"{len(data) - header:,}",
               expected=f"{expected - header:,}")
        )  # fmt: skip
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape)


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{length:,}" for length in shape) or tr("nothing")
