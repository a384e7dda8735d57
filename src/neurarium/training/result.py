"""How a training ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Result:
    """What a run has come to: `state` is "finished", "stopped" or "failed".

    `epochs` are the epoch lines; `test` has loss and accuracy (or mae), None if it was not
    reached; `confusion` counts, rows are true classes; `reason` is a sentence where training did
    not come to its end.
    """

    run: str
    path: Path
    state: str
    epochs: list[dict[str, Any]] = field(repr=False)
    best_epoch: int | None
    test: dict[str, float] | None
    confusion: list[list[int]] | None = field(repr=False)
    reason: str | None = None
