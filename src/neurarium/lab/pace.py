"""How many epochs go into one turn: learned from how long turns take."""

from __future__ import annotations

from neurarium.lab.fair_share import epochs_in

FIRST_EPOCH_S = 0.001
FORGET = 1.05
"""How much slower an epoch may seem from turn to turn, after a change for the slower."""

PATIENCE = 1.5
"""A turn that kept within this many budgets may grow: what it took may be another's doing."""


class Pace:
    """The pace of one worker.

    A turn's time is what training took and what other threads took meanwhile; so what an epoch
    takes is the least seen lately, and turns grow step by step as long as they keep their time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._epoch_s = FIRST_EPOCH_S
        self._next = 1

    def epochs(self, budget_s: float) -> int:
        """Return how many epochs to train in about `budget_s` seconds."""
        return max(epochs_in(budget_s, self._epoch_s, self._most), min(self._next, self._most))

    def learn(self, epochs: int, took_s: float, budget_s: float) -> float:
        """Take note of a turn; return the seconds to charge for it: those that it may have
        used itself."""
        fair_s = min(took_s, 2 * epochs * self._epoch_s)
        self._epoch_s = min(took_s / epochs, self._epoch_s * FORGET)
        self._next = epochs + 1 + epochs // 4 if took_s <= PATIENCE * budget_s else 1
        return fair_s
