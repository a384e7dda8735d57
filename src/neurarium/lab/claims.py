"""Which queued run is being started, by which process: `claim.json` in its directory.

Between the start of a process and the moment when it holds the run's lock pass a second or two, in
which nobody else shall start the same run.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from neurarium.training.runs.alive import is_alive
from neurarium.training.runs.files import read_json, replace_file, to_json

CLAIM = "claim.json"
LONGEST_START_S = 180.0
"""A process that has not begun by then is not waited for: its number may be another's by now."""


@dataclass(frozen=True)
class Claim:
    """Process `pid` was started at `at` (seconds since 1970), as try number `tries`.

    What it says begins at byte `log_from` of log.txt.
    """

    pid: int
    at: float
    tries: int
    log_from: int = 0

    @property
    def is_alive(self) -> bool:
        """Whether that process may still be about to begin."""
        return 0 <= time.time() - self.at < LONGEST_START_S and is_alive(self.pid)


def claim(directory: Path, pid: int, tries: int, log_from: int) -> None:
    """Note that `pid` is to train the run."""
    found = Claim(pid, time.time(), tries, log_from)
    replace_file(directory / CLAIM, to_json(asdict(found)).encode(), durable=False)


def claim_of(directory: Path) -> Claim | None:
    """Return who is about to train the run; None if nobody is."""
    found = read_json(directory / CLAIM) or {}
    numbers: list[Any] = [found.get(field.name) for field in fields(Claim)]
    if not all(isinstance(number, int | float) for number in numbers):
        return None
    pid, at, tries, log_from = numbers
    return Claim(int(pid), float(at), int(tries), int(log_from))


def forget_claim(directory: Path) -> None:
    """Take the note back: the run is to be queued anew."""
    (directory / CLAIM).unlink(missing_ok=True)
