"""Files of a run: replaced as a whole, and every failure of the disk is a sentence.

A file is written under another name, flushed and renamed, so that a reader sees the old one or
the new one and a killed process leaves neither half.
"""

from __future__ import annotations

import errno
import json
import math
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from neurarium.errors import RunError
from neurarium.language import tr

UNFINISHED = ".new"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def now() -> str:
    """Return this moment in UTC, as run.json and state.json write it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn every failure to write `path` into a RunError: why, where, how much room is left."""
    try:
        yield
    except OSError as error:
        raise RunError(_cannot_write(path, error)) from error


def _cannot_write(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return tr(
            'No room to write "{path}": {free} free on that disk. What was written before is kept; '
            "make room, then go on with: neurarium runs resume",
            path=path,
            free=_free_space(path),
        )
    if error.errno in _FORBIDDEN:
        return tr(
            'Not allowed to write "{path}" ({why}). Choose another folder with NEURARIUM_HOME, or '
            "change who may write there.",
            path=path,
            why=error.strerror,
        )
    return tr(
        'Cannot write "{path}": {why} ({free} free on that disk). What was written before is kept.',
        path=path,
        why=error.strerror or type(error).__name__,
        free=_free_space(path),
    )


def _free_space(path: Path) -> str:
    for folder in (path, *path.parents):
        with suppress(OSError):
            return in_bytes(shutil.disk_usage(folder).free)
    return tr("an unknown number of bytes")


def in_bytes(count: float) -> str:
    """Return a size in the unit that suits it.

    >>> in_bytes(318_040)
    '318 kB'
    """
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return (
                f"{count:.0f} {unit}" if unit == "bytes" or count >= 10 else f"{count:.1f} {unit}"
            )
        count /= 1000
    return f"{count:.1f} GB"


def replace_file(path: Path, data: bytes, durable: bool = True) -> None:
    """Make `data` the content of `path`, all at once; raises RunError."""
    replace_with(path, lambda file: file.write(data), durable)


def replace_with(path: Path, write: Callable[[BinaryIO], object], durable: bool = True) -> None:
    """Let `write` fill a file under another name, then put it in the place of `path`.

    `durable` waits until the disk has it: needed against a loss of power, not against a kill.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{UNFINISHED}")
    with writing(path):
        try:
            with unfinished.open("wb") as file:
                write(file)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            move(unfinished, path)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise


def move(source: Path, target: Path) -> None:
    """Rename over `target`; Windows refuses while somebody reads it, so for a moment tries on."""
    for _ in range(100 if sys.platform == "win32" else 0):
        with suppress(PermissionError):
            source.replace(target)
            return
        time.sleep(0.01)
    source.replace(target)


def sweep(folder: Path) -> None:
    """Remove what a killed writer left unfinished in `folder`; the caller is its only writer."""
    with suppress(OSError):
        for path in folder.glob(f".*{UNFINISHED}"):
            with suppress(OSError):
                path.unlink()


def to_json(value: object, indent: int | None = None) -> str:
    """Return `value` as JSON; numbers that are not finite become null, arrays lists.

    Half a character (of a file name in another encoding) becomes its escape, as UTF-8 has none.
    """
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode()


def plain(value: Any) -> Any:
    """Return `value` made of what JSON knows: dict, list, str, int, finite float, bool, None."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # arrays and numbers of NumPy, JAX, PyTorch
        return plain(value.tolist())
    if hasattr(value, "numpy"):
        return plain(value.numpy().tolist())
    return str(value)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the JSON object of `path`; None if it is not there or is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
