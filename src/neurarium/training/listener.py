"""Who is told how a training goes, in the process that trains: the terminal's progress bar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Line = Mapping[str, Any]


class Listener:
    """Told of everything that is written to metrics.jsonl; override what is of interest."""

    def begin(self, facts: Line, first_epoch: int) -> None:
        """Training begins, or goes on, with `first_epoch` (from 1); `facts` is run.json."""

    def batch(self, line: Line) -> None:
        """Some updates were made; at most about four times a second."""

    def epoch(self, line: Line) -> None:
        """An epoch was finished."""

    def event(self, line: Line) -> None:
        """Something happened: stopped early, the learning rate changed, paused."""

    def test(self, line: Line) -> None:
        """The model was tested."""
