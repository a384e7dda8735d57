"""Whose turn it is: whoever has had the least of the processor so far.

Pure arithmetic of seconds; `scheduler.py` has the clock and the threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SLICE_S = 0.015
"""What one turn lasts when nobody waits: about a frame, so that a change is answered at once."""

SHORTEST_SLICE_S = 0.0005
ROUND_S = 0.05
"""In this time everybody should have had a turn, if there are not too many."""

LATECOMER_CREDIT_S = 0.02
"""Who has rested may be ahead of the others by this much, not by all the time rested."""


@dataclass(eq=False)
class Share:
    """What one playground has had so far: `used_s` of the training thread's time."""

    used_s: float = 0.0


class FairShare:
    """Chooses among shares; remembers how far everybody has come."""

    def __init__(self) -> None:
        self._level_s = 0.0

    def pick(self, ready: Iterable[Share]) -> Share | None:
        """Return the share that has had least (of equals the first), or None if there is none."""
        best: Share | None = None
        floor = self._level_s - LATECOMER_CREDIT_S
        for share in ready:
            share.used_s = max(share.used_s, floor)
            if best is None or share.used_s < best.used_s:
                best = share
        if best is not None:
            self._level_s = max(self._level_s, best.used_s)
        return best


def slice_s(active: int) -> float:
    """Return how long a turn at full speed may last when `active` playgrounds are training."""
    return min(LONGEST_SLICE_S, max(SHORTEST_SLICE_S, ROUND_S / max(1, active)))


def epochs_in(seconds: float, epoch_s: float, most: int) -> int:
    """Return how many epochs of `epoch_s` fit into `seconds`, from 1 to `most`."""
    if epoch_s <= 0:
        return 1
    return max(1, min(most, int(seconds / epoch_s)))
