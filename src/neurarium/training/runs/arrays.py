"""Arrays in .npz files, without pickles: snapshots and checkpoints."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.training.runs.files import replace_with, to_json

Arrays = dict[str, NDArray[Any]]
FACTS = "facts.json"  # the member of a checkpoint that is not an array of the model
_BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


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


def read_arrays(path: Path) -> Arrays | None:
    """Return all arrays of a file; None if it is not there or not whole."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except _BROKEN:
        return None


def pack_facts(facts: Mapping[str, Any]) -> NDArray[np.uint8]:
    """Return facts as bytes that can lie among arrays."""
    return np.frombuffer(to_json(facts).encode(), dtype=np.uint8)


def unpack_facts(data: NDArray[np.uint8]) -> dict[str, Any]:
    """Return what `pack_facts` packed."""
    facts = json.loads(data.tobytes())
    return facts if isinstance(facts, dict) else {}


def read_some(path: Path, names: tuple[str, ...]) -> Arrays | None:
    """Return a few arrays of a file, reading no other; None if one is missing."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in names}
    except _BROKEN:
        return None
