"""Whose turn it is: whoever has had the least of the processor so far.

Pure arithmetic of seconds; `scheduler.py` has the clock and the threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SLICE_S = 0.015
"""What one turn lasts when nobody waits: about a frame, so that a change is answered at once."""

SHORTEST_SLICE_S = 0.0005
BESIDE_S = 0.0005
"""What a turn costs beside training: beginning it, making the frame, handing it on."""

MOST_FRAMES_PER_S = 60.0
FRAMES_OF_ALL_PER_S = 800.0
"""Frames that one machine of two cores makes, sends and hears of, beside training."""

CREDIT_S = 0.02
"""Who has rested may be behind the others by this much, not by all the time rested."""

DEBT_S = 0.01
"""Who was charged much for one turn (a large network) waits for this much at most, times the
number of others: half a second among fifty."""


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
        least_s, most_s = self._level_s - CREDIT_S, self._level_s + DEBT_S
        for share in ready:
            share.used_s = min(most_s, max(least_s, share.used_s))
            if best is None or share.used_s < best.used_s:
                best = share
        if best is not None:
            self._level_s = max(self._level_s, best.used_s)
        return best


def frames_per_s(active: int) -> float:
    """Return how often each of `active` playgrounds shows a frame."""
    return min(MOST_FRAMES_PER_S, FRAMES_OF_ALL_PER_S / max(1, active))


def slice_s(active: int) -> float:
    """Return how long a turn at full speed may last when `active` playgrounds are training: so
    long that everybody has one turn a frame."""
    turn_s = 1 / (frames_per_s(active) * max(1, active)) - BESIDE_S
    return min(LONGEST_SLICE_S, max(SHORTEST_SLICE_S, turn_s))


def epochs_in(seconds: float, epoch_s: float, most: int) -> int:
    """Return how many epochs of `epoch_s` fit into `seconds`, from 1 to `most`."""
    if epoch_s <= 0:
        return 1
    return max(1, min(most, int(seconds / epoch_s)))
