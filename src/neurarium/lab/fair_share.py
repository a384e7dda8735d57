"""Whose turn it is: whoever has had the fewest turns so far; a turn that was long counts as many.

Pure arithmetic; `scheduler.py` has the clock and the threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SLICE_S = 0.006
"""What one turn costs when nobody waits: a third of a frame, because what a page has shown
meanwhile is answered with the next frame when the turn is over."""

SHORTEST_SLICE_S = 0.0002
BESIDE_S = 0.0005
"""What a turn takes beside training, before it was measured: beginning it, making the frame,
handing it on, and waiting for other threads."""
MOST_BESIDE_S = 0.01

MOST_FRAMES_PER_S = 60.0
FRAMES_OF_ALL_PER_S = 700.0
"""Frames that one machine of two cores makes, sends and hears of, beside training."""

PATIENCE = 1.5
"""A turn that cost up to this many times its slice counts as one: equals take turns in a round,
whatever the clock says of each."""

CREDIT_TURNS = 2.0
"""Who has rested may be behind the others by this much, not by all the time rested."""

DEBT_TURNS = 7.0
"""Who had one very long turn (a large network) is passed over in this many rounds at most: half a
second among fifty."""


@dataclass(eq=False)
class Share:
    """What one playground has had of the training thread so far, in turns."""

    used_turns: float = 0.0


class FairShare:
    """Chooses among shares; remembers how far everybody has come."""

    def __init__(self) -> None:
        self._level = 0.0

    def pick(self, ready: Iterable[Share]) -> Share | None:
        """Return the share that has had least (of equals the first), or None if there is none."""
        best: Share | None = None
        least, most = self._level - CREDIT_TURNS, self._level + DEBT_TURNS
        for share in ready:
            share.used_turns = min(most, max(least, share.used_turns))
            if best is None or share.used_turns < best.used_turns:
                best = share
        if best is not None:
            self._level = max(self._level, best.used_turns)
        return best


def frames_per_s(active: int) -> float:
    """Return how often each of `active` playgrounds shows a frame."""
    return min(MOST_FRAMES_PER_S, FRAMES_OF_ALL_PER_S / max(1, active))


def slice_s(active: int, beside_s: float = BESIDE_S) -> float:
    """Return how long a turn at full speed may train when `active` playgrounds are training and
    a turn takes `beside_s` beside it: so long that everybody has one turn a frame."""
    turn_s = 1 / (frames_per_s(active) * max(1, active)) - beside_s
    return min(LONGEST_SLICE_S, max(SHORTEST_SLICE_S, turn_s))


def turns_of(cost_s: float, slice_s: float) -> float:
    """Return as how many turns one counts that cost `cost_s` and was to last `slice_s`."""
    turns = cost_s / slice_s
    return 1.0 if 0 < turns <= PATIENCE else turns


class Beside:
    """What a turn takes beside training: the mean of about the last 64 turns."""

    def __init__(self) -> None:
        self.seconds = BESIDE_S

    def learn(self, seconds: float) -> None:
        """Take note of one turn."""
        self.seconds += (min(MOST_BESIDE_S, max(0.0, seconds)) - self.seconds) / 64


def epochs_in(seconds: float, epoch_s: float, most: int) -> int:
    """Return how many epochs of `epoch_s` fit into `seconds`, from 1 to `most`."""
    if epoch_s <= 0:
        return 1
    return max(1, min(most, int(seconds / epoch_s)))
