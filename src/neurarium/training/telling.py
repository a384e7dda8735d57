"""What a training tells its directory and its listener: lines, weights, the state.

Whatever is written passes over one desk, in order, while training goes on. An epoch counts once
its checkpoint is on the disk: at most one epoch is on the desk at a time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from neurarium.training.desk import Desk
from neurarium.training.listener import Listener
from neurarium.training.runs import RunWriter

if TYPE_CHECKING:
    from neurarium.training.loops.values import Arrays

BATCH_EVERY_S = 0.25
MEANS = ("loss", "accuracy", "mae")
"""Metrics that are means over the examples, so that a stretch's own mean can be told."""


class Teller:
    """Tells directory and listener of one training."""

    def __init__(self, writer: RunWriter, desk: Desk, listener: Listener) -> None:
        self._writer = writer
        self._desk = desk
        self._listener = listener
        self._next_batch = 0.0
        self._before: tuple[int, Mapping[str, float]] = (0, {})
        self._waiting: Future[None] | None = None
        self._live: Future[None] | None = None

    def state(self, **changes: Any) -> None:
        """Change state.json, after all that was told before."""
        self._desk.give(lambda: self._writer.set_state(**changes))

    def resumed(self, epoch: int) -> None:
        """Tell that training goes on after `epoch`."""
        self._desk.give(lambda: self._writer.line("resumed", epoch=epoch))

    def begin_epoch(self, step: int, logs: Mapping[str, float]) -> None:
        """Note with how many examples and which means an epoch begins."""
        self._before = (step, logs)

    def batch(self, position: Mapping[str, Any], logs: Mapping[str, float]) -> bool:
        """Tell of the updates since the last line, if it is time; return whether it was.

        `position` has epoch, step and time_s; `logs` are the means of the epoch so far.
        """
        if time.monotonic() < self._next_batch:
            return False
        self._next_batch = time.monotonic() + BATCH_EVERY_S
        line = {**position, **self._stretch(int(position["step"]), logs)}
        self._desk.give(lambda: self._writer.line("batch", **line))
        self._listener.batch({"kind": "batch", **line})
        return True

    def _stretch(self, step: int, logs: Mapping[str, float]) -> dict[str, float]:
        """Return the means since the last line: (m₂ n₂ − m₁ n₁) / (n₂ − n₁)."""
        first, before = self._before
        self._before = (step, dict(logs))
        found = dict(logs)
        for name in MEANS:
            if first and name in logs and name in before and step > first:
                mean = (logs[name] * step - before[name] * first) / (step - first)
                found[name] = min(max(mean, 0.0), 1.0) if name == "accuracy" else mean
        return found

    def live_is_due(self) -> bool:
        """Whether the weights of this moment may be kept again, and the last ones are."""
        waits = self._live is not None and not self._live.done()
        return not waits and self._writer.live_is_due()

    def live(self, epoch: int, step: int, weights: Arrays) -> None:
        """Keep the weights of this moment."""
        self._live = self._desk.give(lambda: self._writer.snapshot(epoch, step, weights, live=True))

    def event(self, name: str, epoch: int, time_s: float, text: str) -> None:
        """Tell that something happened."""
        line = {"name": name, "epoch": epoch, "time_s": time_s, "text": text}
        self._desk.give(lambda: self._writer.line("event", **line))
        self._listener.event({"kind": "event", **line})

    def units(self, time_s: float, fields: Mapping[str, Any]) -> None:
        """Tell what the units do."""
        self._desk.give(lambda: self._writer.line("units", time_s=time_s, **fields))

    def snapshot(self, epoch: int, weights: Arrays) -> None:
        """Keep the weights after an epoch."""
        self._desk.give(lambda: self._writer.snapshot(epoch, 0, weights))

    def checkpoint(self, name: str, arrays: Arrays, facts: Mapping[str, Any]) -> None:
        """Keep all that training needs to go on."""
        self._desk.give(lambda: self._writer.checkpoint(name, arrays, facts))

    def epoch(self, line: Mapping[str, Any]) -> None:
        """Tell of a finished epoch."""
        self._desk.give(lambda: self._writer.line("epoch", **line))
        self._listener.epoch({"kind": "epoch", **line})

    def test(self, line: Mapping[str, Any]) -> None:
        """Tell of the test."""
        self._desk.give(lambda: self._writer.line("test", **line))
        self._listener.test({"kind": "test", **line})

    def end_epoch(self) -> None:
        """Wait until the epoch before the one just told is on the disk."""
        if self._waiting is not None:
            self._waiting.result()
        self._waiting = self._desk.give(lambda: None)

    def settle(self) -> None:
        """Wait until all is on the disk."""
        self._desk.settle()
