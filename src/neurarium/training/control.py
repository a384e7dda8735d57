"""What a person wants of a running training: by ask.json, by Ctrl-C, by a signal."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from neurarium.language import tr
from neurarium.training.runs import RunDirectory

LOOK_EVERY_S = 0.1


class Stop(Exception):  # noqa: N818 - a wish, not an error
    """Training is to end here, and what it has reached is to be kept."""


class Control:
    """Looks for wishes. The first signal is a wish; a second one ends the process at once."""

    def __init__(self, run: RunDirectory) -> None:
        self._run = run
        self._signal: int | None = None

    def wish(self) -> str | None:
        """Return "stop", "pause", "go" or None."""
        return "stop" if self._signal is not None else self._run.asked()

    def reason(self) -> str:
        """Return why training stops, as a sentence."""
        if self._signal == signal.SIGINT:
            return tr("stopped from the keyboard")
        if self._signal is not None:
            return tr("stopped by the system or another program")
        return tr("stopped on request")

    def wait_while_paused(self) -> None:
        """Return once the wish to pause is over."""
        while self.wish() == "pause":
            time.sleep(LOOK_EVERY_S)

    @contextmanager
    def signals(self) -> Iterator[None]:
        """Take Ctrl-C and SIGTERM as the wish to stop, where this is the main thread."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in before:
            signal.signal(number, self._take)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self._signal is not None:
            raise KeyboardInterrupt
        self._signal = number
