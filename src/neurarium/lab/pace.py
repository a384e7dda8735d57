"""How many epochs go into one turn: learned from what they cost."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from neurarium.lab.fair_share import epochs_in

FINE_S = 1e-4
KEPT = 256
LARGEST_HELP = 8
"""A turn counts for at least this part of the time that passed, whoever helped the thread."""


def work_clock() -> Callable[[], float]:
    """Return a clock of the seconds that the calling thread worked.

    What other threads and programs kept it waiting for is not counted, so that equal networks
    are charged equally on a busy machine, too. Where a system counts too coarsely it is the time
    that passes.
    """
    fine = time.get_clock_info("thread_time").resolution <= FINE_S
    return time.thread_time if fine else time.perf_counter


def cost_s(worked_s: float, took_s: float) -> float:
    """Return what a turn is charged that took `took_s`, its thread working for `worked_s`."""
    return max(worked_s, took_s / LARGEST_HELP)


class Pace:
    """The pace of one kind of network: begins with one epoch and at most doubles from turn to
    turn, because another network may be a hundred times dearer than the one before."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._next = 1
        self._epoch_s = 0.0

    def epochs(self, budget_s: float) -> int:
        """Return how many epochs to train in about `budget_s` seconds."""
        return epochs_in(budget_s, self._epoch_s, min(self._next, self._most))

    def learn(self, epochs: int, cost_s: float) -> None:
        """Take note of what a turn cost."""
        each_s = cost_s / epochs
        self._epoch_s += (each_s - self._epoch_s) / 4 if self._epoch_s else each_s
        self._next = max(self._next // 2, 2 * epochs)


class Paces:
    """One pace for all equal networks of a lab: they learn from each other, and train equally many
    epochs a turn. `of(key)` makes it when it is first asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Pace] = OrderedDict()

    def of(self, key: Hashable) -> Pace:
        """Return the pace of networks of the structure `key`."""
        pace = self._found.pop(key, None) or Pace(self._most)
        self._found[key] = pace
        while len(self._found) > KEPT:
            self._found.popitem(last=False)
        return pace
