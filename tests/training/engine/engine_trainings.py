"""What tests of the engine share: listeners that come between, and a comparison of two ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from neurarium.training.listener import Listener
from neurarium.training.runs import RunDirectory

Planned = Callable[..., RunDirectory]


class Killed(BaseException):
    """The process ends here, as far as training can tell: nothing is tidied up after it."""


class KilledAfter(Listener):
    """Ends the process, so to speak, once an epoch was told."""

    def __init__(self, epoch: int) -> None:
        self.last = epoch

    def epoch(self, line: Any) -> None:
        if line["epoch"] == self.last:
            raise Killed


class Asking(Listener):
    """Asks for something at the first batch line that comes."""

    def __init__(self, run: RunDirectory, word: str) -> None:
        self.run, self.word = run, word

    def batch(self, line: Any) -> None:
        if self.word:
            self.run.ask(self.word)
            self.word = ""


def same_end(one: RunDirectory, other: RunDirectory) -> None:
    """Hold all that is left of two runs against one another, bit for bit."""
    first, second = one.writer().read_checkpoint("last"), other.writer().read_checkpoint("last")
    assert first is not None
    assert second is not None
    for name, array in first[0].items():
        assert np.array_equal(array, second[0][name]), name
    assert first[1]["deciding"] == second[1]["deciding"]
    changing = ("seconds", "time_s")
    for a, b in zip(one.epochs(), other.epochs(), strict=True):
        told = [{k: v for k, v in line.items() if k not in changing} for line in (a, b)]
        assert told[0] == told[1]
    assert one.state().best_epoch == other.state().best_epoch
    assert one.state().test == other.state().test
    a, b = (np.load(run.path / "predictions.npz")["probabilities"] for run in (one, other))
    assert np.array_equal(a, b)
