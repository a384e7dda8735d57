"""What a list of runs shows of each: best epoch, last test, a short curve.

Kept in summary.json beside the lines, so that a list need not read every line of every run. It is
a reading of metrics.jsonl up to a byte; what stands behind that byte is read when it is needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from neurarium.training.runs.files import read_json
from neurarium.training.runs.lines import Line, read_all, read_tail
from neurarium.training.runs.wellformed import is_summary

MOST_POINTS = 200
_CHANGING = frozenset({"epoch", "test", "resumed"})


class Progress:
    """The epochs of a run, as far as its lines were read."""

    def __init__(self) -> None:
        self.epochs: dict[int, tuple[float | None, ...]] = {}
        """Each: what a small curve shows, validation accuracy and mean error, the judged loss."""
        self.test: dict[str, Any] | None = None

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Progress:
        """Return the progress that the lines tell, `resumed` ones followed."""
        progress = cls()
        for line in lines:
            progress.add(line)
        return progress

    def add(self, line: Mapping[str, Any]) -> bool:
        """Take one line; True if it changed something."""
        kind = line["kind"]
        if kind == "epoch" and isinstance(line.get("epoch"), int):
            accuracy, mae = _number(line, "val_accuracy"), _number(line, "val_mae")
            self.epochs[line["epoch"]] = (shown_measure(line), accuracy, mae, _judged(line))
            return True
        if kind == "resumed":
            last = line.get("epoch", 0)
            self.epochs = {e: value for e, value in self.epochs.items() if e <= last}
            self.test = None
            return True
        if kind == "test":
            self.test = {key: line[key] for key in ("loss", "accuracy", "mae") if key in line}
            return True
        return False

    @property
    def best_epoch(self) -> int | None:
        """Return the epoch of the lowest validation loss (training loss where there is none)."""
        judged = {e: v[3] for e, v in self.epochs.items() if v[3] is not None}
        return min(judged, key=lambda e: (judged[e], e)) if judged else None

    def as_dict(self, offset: int) -> dict[str, Any]:
        """Return summary.json: true up to byte `offset` of metrics.jsonl."""
        best = self.best_epoch
        _, accuracy, mae, loss = self.epochs[best] if best is not None else (None,) * 4
        rows = sorted(self.epochs.items())
        return {
            "offset": offset,
            "epochs": len(rows),
            "best": {
                "epoch": best,
                "val_accuracy": accuracy,
                "val_loss": loss,
                **({} if mae is None else {"val_mae": mae}),
            },
            "test": self.test,
            "curve": [value[0] for _, value in thinned(rows)],
            "curve_epochs": [epoch for epoch, _ in thinned(rows)],
        }


def thinned(rows: list[Any], most: int = MOST_POINTS) -> list[Any]:
    """Return at most `most` rows, evenly chosen, first and last among them."""
    if len(rows) <= most:
        return rows
    return [rows[round(k * (len(rows) - 1) / (most - 1))] for k in range(most)]


def shown_measure(line: Mapping[str, Any]) -> float | None:
    """Return what a small curve shows of an epoch: validation accuracy, else a loss."""
    for name in ("val_accuracy", "val_loss", "accuracy", "loss"):
        if name in line:
            return _number(line, name)
    return None


def _judged(line: Mapping[str, Any]) -> float | None:
    return _number(line, "val_loss" if "val_loss" in line else "loss")


def _number(line: Mapping[str, Any], name: str) -> float | None:
    value = line.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value)


def read_progress(folder: Path) -> dict[str, Any]:
    """Return the summary of a run's lines: from summary.json, and from what came after it."""
    metrics = folder / "metrics.jsonl"
    kept = read_json(folder / "summary.json")
    if kept is not None and is_summary(kept):
        offset, after = -1, kept["offset"]
        changing = False
        while after > offset and not changing:
            offset = after
            later, after = read_tail(metrics, offset)
            changing = any(line["kind"] in _CHANGING for line in later)
        if after >= kept["offset"] and not changing:
            return kept
    lines = read_all(metrics)
    return Progress.of(lines).as_dict(0)
