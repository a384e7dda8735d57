"""The list of all runs as its pages get it: made at most twice a second, however many ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from neurarium.lab.answers import Encoded, encoded
from neurarium.lab.run_index import RunIndex
from neurarium.lab.trainings import Trainings, queue_places

FRESH_S = 0.5


class RunList:
    """The answer of `GET /api/runs`. May be asked from any thread."""

    def __init__(
        self, index: RunIndex, trainings: Trainings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._index = index
        self._trainings = trainings
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: tuple[float, Encoded] | None = None

    def answer(self) -> Encoded:
        """Return every run in short, newest first; at most half a second old."""
        with self._lock:  # who comes meanwhile gets the same
            if self._kept is None or self._clock() - self._kept[0] > FRESH_S:
                self._kept = (self._clock(), encoded(self._now()))
            return self._kept[1]

    def forget(self) -> None:
        """Look anew the next time: somebody just changed something and wants to see it."""
        with self._lock:
            self._kept = None

    def _now(self) -> dict[str, Any]:
        entries = self._index.look()
        places = queue_places(entries)
        training = sum(entry.state["state"] in ("running", "paused") for entry in entries)
        return {
            "runs": [
                {**entry.summary, "queue_place": places.get(entry.run.id)} for entry in entries
            ],
            "slots": self._trainings.slots,
            "trainings": training,
            "problem": self._trainings.last_problem,
            "damaged": dict(self._index.problems),
        }
