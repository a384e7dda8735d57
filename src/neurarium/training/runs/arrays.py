"""Arrays in .npz files, without pickles: snapshots and checkpoints."""

from __future__ import annotations

import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from neurarium.training.runs.files import replace_with, to_json

Arrays = dict[str, NDArray[Any]]
FACTS = "facts.json"  # the member of a checkpoint that is not an array of the model
_BROKEN = (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)


def write_arrays(path: Path, arrays: Mapping[str, Any], durable: bool) -> None:
    """Write the arrays (anything that NumPy takes) as one file, all at once; raises RunError."""
    ready = {name: np.asarray(array) for name, array in arrays.items()}
    for name, array in ready.items():
        if array.dtype.hasobject:
            raise TypeError(f"{name} is no array of numbers")
    replace_with(path, lambda file: _save(file, ready), durable)


def _save(file: Any, arrays: Mapping[str, NDArray[Any]]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, array in arrays.items():
            # not np.savez: a model may have a variable named "file"
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


def read_arrays(path: Path, names: tuple[str, ...] | None = None) -> Arrays | None:
    """Return the arrays of a file, all or those named; None if it is not there or not whole."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            _check_sizes(path, archive)
            wanted = names or tuple(m.removesuffix(".npy") for m in archive.namelist())
            return {name: _read_one(archive, name) for name in wanted}
    except _BROKEN:
        return None


def _check_sizes(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to more than the file holds: we write arrays as they are."""
    if sum(member.file_size for member in archive.infolist()) > path.stat().st_size:
        raise ValueError("more in it than in the file")


def _read_one(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with archive.open(f"{name}.npy") as member:
        _check_header(member, archive.getinfo(f"{name}.npy").file_size)
        member.seek(0)
        array: NDArray[Any] = np.lib.format.read_array(member, allow_pickle=False)
        member.read()  # to the end, where its checksum is
        return array


def _check_header(member: IO[bytes], size: int) -> None:
    """Refuse an array that says it is larger than its member: NumPy would make room for it."""
    version = np.lib.format.read_magic(member)
    read = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }.get(version)
    if read is None:
        raise ValueError(f"arrays of format {version} are not ours")
    shape, _, dtype = read(member)
    if math.prod(shape) * dtype.itemsize > size:
        raise ValueError("an array larger than its place")


def pack_facts(facts: Mapping[str, Any]) -> NDArray[np.uint8]:
    """Return facts as bytes that can lie among arrays."""
    return np.frombuffer(to_json(facts).encode(), dtype=np.uint8)


def unpack_facts(data: NDArray[np.uint8]) -> dict[str, Any]:
    """Return what `pack_facts` packed."""
    facts = json.loads(data.tobytes())
    return facts if isinstance(facts, dict) else {}
