"""Undo and redo: whole moments of a playground, bounded in number and in memory."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.recording import Recording, Segment

MAX_STEPS = 50


@dataclass(frozen=True, eq=False)
class Moment:
    """All that decides what a playground shows and how it goes on.

    `state` (S,): what the engine carries, parameters first. `step`: updates done in the current
    epoch. `goal`: the epoch that a link asked for and training still has to reach.
    """

    segment: Segment
    state: NDArray[np.floating[Any]]
    epoch: int
    step: int
    loss_train: float
    loss_test: float
    gradient_norms: NDArray[np.floating[Any]]
    recording: Recording
    goal: int = 0
    diverged: bool = False


class History:
    """Moments to go back to and forth to."""

    def __init__(self, budget: int) -> None:
        self._undo: list[Moment] = []
        self._redo: list[Moment] = []
        self._last_key: Hashable = None
        self.budget = budget

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def remember(self, moment: Moment, key: Hashable = None) -> None:
        """Keep `moment`, which is about to be changed.

        Changes with the same `key` (not None), one right after the other, count as one: a
        slider that is dragged is one step back.
        """
        self._redo.clear()
        if key is None or key != self._last_key:
            self._undo.append(moment)
            del self._undo[:-MAX_STEPS]
            self._save_memory(moment.recording)
        self._last_key = key

    def undo(self, now: Moment) -> Moment | None:
        """Return the moment before the last change, or None; `now` is kept for redo."""
        return self._move(now, self._undo, self._redo)

    def redo(self, now: Moment) -> Moment | None:
        """Return the moment that was undone last, or None; `now` is kept for undo."""
        return self._move(now, self._redo, self._undo)

    def _move(self, now: Moment, source: list[Moment], target: list[Moment]) -> Moment | None:
        self._last_key = None
        if not source:
            return None
        target.append(now)
        del target[:-MAX_STEPS]
        return source.pop()

    def _save_memory(self, newest: Recording) -> None:
        """Reduce the oldest recordings to their ends where all together need too much."""
        seen = {id(block) for block in newest.blocks}
        used = 0
        for index in range(len(self._undo) - 1, -1, -1):
            moment = self._undo[index]
            if used <= self.budget:
                fresh = [block for block in moment.recording.blocks if id(block) not in seen]
                seen |= {id(block) for block in fresh}
                used += sum(block.nbytes for block in fresh)
            if used > self.budget:
                self._undo[index] = replace(moment, recording=moment.recording.ends_only())
