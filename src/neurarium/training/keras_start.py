"""Keras started on a backend that is installed, where nobody chose one.

Without a choice Keras takes TensorFlow, and fails where that is not installed, as with a plain
`pip install neurarium`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path

_DEFAULT_OF_KERAS = "tensorflow"
_OURS = "jax"


def choose_backend() -> None:
    """Set KERAS_BACKEND to jax, unless Keras is loaded or what is chosen for it is installed."""
    if "keras" in sys.modules or os.environ.get("KERAS_BACKEND"):
        return
    if importlib.util.find_spec(_chosen_in_file()) is None:
        os.environ["KERAS_BACKEND"] = _OURS


def _chosen_in_file() -> str:
    """Return the backend that ~/.keras/keras.json names."""
    folder = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    try:
        found = json.loads((folder / "keras.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _DEFAULT_OF_KERAS
    name = found.get("backend") if isinstance(found, dict) else None
    return name if isinstance(name, str) and name.isidentifier() else _DEFAULT_OF_KERAS
