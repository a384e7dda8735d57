"""`python -m neurarium.training.process DIRECTORY`: trains one run; what the lab starts.

Its own process, so that it outlives the page and the lab. SIGTERM and Ctrl-C stop and keep what
was reached. Exit status: 0 finished or stopped, 1 failed with a sentence, 2 used wrongly.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from neurarium.errors import NeurariumError
from neurarium.language import tr
from neurarium.training.execute import execute
from neurarium.training.listener import Line, Listener
from neurarium.training.runs import RunDirectory

NICENESS = 5
"""Pages come first: training takes what they leave of a core, all of it where nobody looks."""


class Printing(Listener):
    """One line an epoch, for log.txt."""

    def begin(self, facts: Line, first_epoch: int) -> None:
        """Print which run it is."""
        _say(f"{facts['id']}: epoch {first_epoch} …")

    def epoch(self, line: Line) -> None:
        """Print an epoch's numbers."""
        left_out = ("kind", "epoch", "time_s")
        numbers = [f"{name} {value:.4g}" for name, value in line.items() if name not in left_out]
        _say(f"epoch {line['epoch']}: {', '.join(numbers)}")

    def event(self, line: Line) -> None:
        """Print what happened."""
        _say(str(line["text"]))

    def test(self, line: Line) -> None:
        """Print the test's numbers."""
        numbers = [
            f"{name} {line[name]:.4g}" for name in ("loss", "accuracy", "mae") if name in line
        ]
        _say(f"test: {', '.join(numbers)}")


def main(arguments: list[str]) -> int:
    """Train the run in the directory that is named; return the exit status."""
    if len(arguments) != 1:
        print(tr("Use: python -m neurarium.training.process DIRECTORY"), file=sys.stderr)
        return 2
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))
    # several trainings may share a GPU: none takes its whole memory beforehand
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    try:
        result = execute(RunDirectory(Path(arguments[0])), Printing())
    except NeurariumError as error:
        print(error, file=sys.stderr)
        return 1
    _say(f"{result.state}. {result.reason or ''}".strip())
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
