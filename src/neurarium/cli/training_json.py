"""What --json prints of a run: the keys that the documentation promises, nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurarium.training.runs import RunDirectory

_CLASSIFIED = ("epoch", "loss", "accuracy", "val_loss", "val_accuracy", "seconds")
_MEASURED = ("epoch", "loss", "mae", "val_loss", "val_mae", "seconds")


def result_object(run: RunDirectory) -> dict[str, Any]:
    """Return run, data, model, epochs, best_epoch, test and confusion of a run."""
    facts, epochs = run.facts, run.epochs()
    tests = run.lines("test")
    test = tests[-1] if tests else None
    keys = _MEASURED if epochs and "mae" in epochs[0] else _CLASSIFIED
    model = facts.get("model") or {}
    measure = "mae" if keys is _MEASURED else "accuracy"
    return {
        "run": run.id,
        "data": (facts.get("data") or {}).get("name"),
        "model": {"layers": model.get("layers"), "parameters": model.get("parameters")},
        "epochs": [{key: line.get(key) for key in keys} for line in epochs],
        "best_epoch": run.state().best_epoch,
        "test": {key: test.get(key) for key in ("loss", measure)} if test else None,
        "confusion": test.get("confusion") if test else None,
    }


def result_json(run: RunDirectory) -> str:
    """Return the object as JSON text; numbers that are not finite are null already."""
    return json.dumps(result_object(run), allow_nan=False)
