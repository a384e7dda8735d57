"""What a run is called in a terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neurarium.training.runs import RunDirectory


def short_id(run: RunDirectory) -> str:
    """Return the last letters of a run's id where they name it alone, else the whole id."""
    end = run.id.rsplit("-", 1)[-1]
    alike = [name for name in os.listdir(run.path.parent) if name.endswith(f"-{end}")]
    return end if alike == [run.id] else run.id
