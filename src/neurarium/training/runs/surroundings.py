"""On what a run was trained: versions of the libraries, the machine."""

from __future__ import annotations

import os
import platform
import sys
from importlib import metadata
from typing import Any

_LIBRARIES = ("neurarium", "keras", "jax", "torch", "tensorflow", "numpy")


def versions() -> dict[str, str]:
    """Return the versions of Python, ours, and the libraries that are loaded or were chosen."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        if name in sys.modules or name in ("neurarium", "keras", "numpy"):
            try:
                found[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
    return found


def machine(device: str = "cpu") -> dict[str, Any]:
    """Return the machine in a few words; `device` is where the numbers were computed."""
    return {"system": platform.system(), "cores": os.cpu_count() or 1, "device": device}
