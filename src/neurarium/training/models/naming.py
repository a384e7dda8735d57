"""What the setting `model` of a run names: a spec, a file, or a callable."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from neurarium.errors import SpecError
from neurarium.language import tr

ModelKind = Literal["spec", "file", "callable"]
_CALLABLE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
_OTHER_FILES = (".h5", ".hdf5", ".onnx", ".pt2", ".pt", ".pth", ".json", ".tflite", ".pb", ".py")


def kind_of_model(text: str) -> ModelKind:
    """Return what `text` names. Raises `SpecError` for files that cannot be trained."""
    plain = text.strip()
    if plain.lower().endswith(".keras"):
        return "file"
    if plain.lower().endswith(_OTHER_FILES):
        raise SpecError(
            tr(
                'Cannot train "{path}": expected a spec (784-100-10), a .keras file, or '
                "package.module:callable. Keras saves a model as such a file by "
                'model.save("model.keras").',
                path=plain,
            )
        )  # fmt: skip
    if _CALLABLE.fullmatch(plain):
        return "callable"
    return "spec"


def lasting_name(text: str) -> str:
    """Return the setting so that it holds in another folder too: a file's absolute path."""
    plain = text.strip()
    if kind_of_model(plain) == "file":
        return str(Path(plain).expanduser().resolve())
    return plain
