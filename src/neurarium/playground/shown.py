"""What a trainer shows: everything that can be read of a playground without changing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.config import Config, Setup, ViewSettings
from neurarium.playground.engine import Engine
from neurarium.playground.history import History, Moment
from neurarium.playground.message import Message
from neurarium.playground.recording import Recording, Rows, Segment


class Shown:
    """The readable half of a `Trainer`.

    `message` is what the last action has to say, or None. `revision` rises with everything but
    another epoch. `view` is what is shown and how.
    """

    def __init__(self, now: Moment, view: ViewSettings, history: History) -> None:
        self.view = view
        self.message: Message | None = None
        self.revision = 0
        self._now = now
        self._past: Rows | None = None
        self._history = history
        self._engine: Engine | None = None
        self._engine_segment: Segment | None = None

    @property
    def shown(self) -> Moment:
        """The moment on screen: the newest, or the recorded one that was sought."""
        if self._past is None:
            return self._now
        row = self._past
        return replace(
            self._now,
            segment=row.segment,
            state=row.states[0],
            epoch=int(row.epochs[0]),
            step=0,
            loss_train=float(row.loss_train[0]),
            loss_test=float(row.loss_test[0]),
            gradient_norms=row.gradient_norms[0],
            diverged=False,
        )

    @property
    def config(self) -> Config:
        """The configuration of the moment on screen."""
        return self.shown.segment.config

    @property
    def setup(self) -> Setup:
        """Configuration, view and epoch of the moment on screen."""
        shown = self.shown
        return Setup(config=shown.segment.config, view=self.view, epoch=shown.epoch)

    @property
    def parameters(self) -> NDArray[np.floating[Any]]:
        """Weights and biases (P,) of the moment on screen, in the packing order."""
        shown = self.shown
        return shown.state[: shown.segment.network.size]

    @property
    def recording(self) -> Recording:
        """All that is kept of the epochs so far."""
        return self._now.recording

    @property
    def status(self) -> Literal["paused", "diverged"]:
        """Whether training stopped for good; whether it runs is known to the caller."""
        return "diverged" if self.shown.diverged else "paused"

    @property
    def past(self) -> bool:
        """Whether a recorded moment is on screen, not the newest."""
        return self._past is not None

    @property
    def altered(self) -> bool:
        """Whether settings or weights were changed in mid-training: links only start alike."""
        return self.shown.segment.altered

    @property
    def epochs_to_goal(self) -> int:
        """Epochs that a link asked for and that are still to train; 0 when it is reached."""
        return 0 if self._now.diverged else max(0, self._now.goal - self._now.epoch)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to bring back."""
        return self._history.can_redo

    @property
    def engine(self) -> Engine:
        """The engine of the moment on screen; compiles nothing."""
        segment = self.shown.segment
        if self._engine is None or self._engine_segment is not segment:
            old = self._engine
            if old is not None and old.points is segment.points:
                self._engine = old.with_config(segment.config)
            else:
                self._engine = Engine.of(segment.config, segment.network, segment.points)
            self._engine_segment = segment
        return self._engine
