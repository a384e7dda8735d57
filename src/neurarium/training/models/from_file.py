"""A .keras file → its Keras model, in safe mode."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras

from neurarium.errors import SpecError
from neurarium.language import tr
from neurarium.training.models.safe_file import check_keras_file


def open_file(path: Path) -> Any:
    """Return the model of a .keras file with its weights, not compiled. Raises `SpecError`.

    Nothing in the file can run: see `safe_file.py`.
    """
    check_keras_file(path)
    try:
        return keras.saving.load_model(path, compile=False, safe_mode=True)
    except Exception as error:  # Keras raises whatever its layers raise
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise SpecError(
            tr('Keras {version} cannot open "{path}": {reason}', version=keras.__version__,
               path=path.name, reason=reason)
        ) from error  # fmt: skip
