"""Names of metrics as scripts give them, and as every view looks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KNOWN = {
    "acc": "accuracy",
    "binary_accuracy": "accuracy",
    "categorical_accuracy": "accuracy",
    "sparse_categorical_accuracy": "accuracy",
    "mean_absolute_error": "mae",
    "mean_squared_error": "mse",
}


def named_for_view(logs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the logs with accuracy and mae under these names; what has no alias keeps its own."""
    renamed: dict[str, Any] = {}
    for key, value in logs.items():
        prefix = "val_" if key.startswith("val_") else ""
        name = prefix + _KNOWN.get(key.removeprefix("val_"), key.removeprefix("val_"))
        renamed[key if name in logs or name in renamed else name] = value
    return renamed
