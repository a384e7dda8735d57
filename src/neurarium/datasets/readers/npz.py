"""`.npz`: arrays in a zip. Only the arrays that are asked for are read, and never a pickle."""

from __future__ import annotations

import math
import tokenize
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from neurarium.datasets.dataset import Array
from neurarium.datasets.readers.bounded import ZIP_DAMAGE, damaged, printable, unreadable
from neurarium.errors import DataError
from neurarium.language import tr

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True)
class Expected:
    """What an array must be: lengths of its axes (None: any) and its type's kind and size."""

    shape: tuple[int | None, ...]
    types: tuple[str, ...] = ("u1",)
    most_bytes: int = 200_000_000


def read_npz(path: Path, arrays: Mapping[str, Expected]) -> dict[str, Array]:
    """Return the arrays of a .npz file by name.

    Raises `DataError` where the file is not a zip, an array is missing, has another type or
    shape, is a pickle, or has missing or extra bytes.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _array(archive, name, wanted, path) for name, wanted in arrays.items()}
    except ZIP_DAMAGE as error:
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _array(archive: zipfile.ZipFile, name: str, wanted: Expected, path: Path) -> Array:
    members = [member for member in archive.infolist() if member.filename == f"{name}.npy"]
    if len(members) != 1:
        names = sorted(
            printable(member.filename.removesuffix(".npy"), 30) for member in archive.infolist()
        )
        raise DataError(
            tr('"{file}" has no array "{name}"; it holds {names}.',
               file=path, name=name, names=", ".join(names[:8]) or tr("nothing"))
        )  # fmt: skip
    member = members[0]
    if member.compress_type not in _METHODS or member.flag_bits & 1:
        raise DataError(
            tr('"{name}" in "{file}" is encrypted or packed in an unusual way. Expected was what '
               "numpy.savez_compressed writes.", name=name, file=path)
        )  # fmt: skip
    with archive.open(member) as stream:
        shape, fortran, dtype = _header(stream, name, path)
        _demand(shape, dtype, wanted, name, path)
        size = math.prod(shape) * dtype.itemsize
        data = stream.read(size)
        if len(data) != size or stream.read(1):
            raise damaged(path, tr('"{name}" has not the length that it promises', name=name))
    return np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")


def _header(
    stream: IO[bytes], name: str, path: Path
) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    try:
        version = npy.read_magic(stream)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        return read(stream)
    except (*ZIP_DAMAGE, SyntaxError, TypeError, tokenize.TokenError) as error:
        raise damaged(path, tr('"{name}" is not an array: {reason}', name=name,
                               reason=str(error).splitlines()[0][:120])) from error  # fmt: skip


def _demand(
    shape: tuple[int, ...], dtype: np.dtype[Any], wanted: Expected, name: str, path: Path
) -> None:
    fits = len(shape) == len(wanted.shape) and all(
        length == want if want is not None else length > 0
        for length, want in zip(shape, wanted.shape, strict=True)
    )
    allowed = {np.dtype(text) for text in wanted.types}
    if not fits or dtype not in allowed:
        lengths = ", ".join("n" if length is None else str(length) for length in wanted.shape)
        raise DataError(
            tr('"{name}" in "{file}" is {dtype} {shape}; expected was {types} ({lengths}). It is '
               "not the published file.", name=name, file=path, dtype=dtype, shape=shape,
               types=" / ".join(sorted(str(d) for d in allowed)), lengths=lengths)
        )  # fmt: skip
    if math.prod(shape) * dtype.itemsize > wanted.most_bytes:
        raise DataError(
            tr('"{name}" in "{file}" says that it holds {shape} values: too many to be true.',
               name=name, file=path, shape=" × ".join(map(str, shape)))
        )  # fmt: skip
