"""All that is decided after an epoch, in one place, and what a checkpoint keeps of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from neurarium.training.callbacks.best import Best
from neurarium.training.callbacks.early_stopping import EarlyStopping
from neurarium.training.callbacks.plateau import Plateau
from neurarium.training.config import TrainingConfig
from neurarium.training.schedules import read_reduce, read_schedule


@dataclass(frozen=True)
class Decision:
    """After an epoch: is it the best, does training end, does the learning rate change."""

    best: bool
    stop: bool
    rate: float | None


class Deciding:
    """Best epoch, early stopping, learning rate of a run; decided by the validation loss.

    Without a validation part the training loss decides.
    """

    def __init__(self, config: TrainingConfig) -> None:
        self._config = config
        self.best = Best()
        self.stopped = False
        self._stopping = EarlyStopping(config.patience) if config.patience else None
        reduce = read_reduce(config.reduce_lr) if config.reduce_lr else None
        self._plateau = Plateau(reduce.factor, reduce.patience) if reduce else None
        self._schedule = read_schedule(config.schedule) if config.schedule else None

    @property
    def keeps_best(self) -> bool:
        """Whether the weights of the best epoch are kept in a checkpoint of their own."""
        return self._config.keep_best or self.restores_best

    @property
    def restores_best(self) -> bool:
        """Whether the run ends with the weights of its best epoch."""
        return self._stopping is not None and self._config.restore_best

    @property
    def sets_rate(self) -> bool:
        """Whether the learning rate will change."""
        return self._schedule is not None or self._plateau is not None

    def rate(self, first: float, epoch: int, epochs: int) -> float | None:
        """Return the learning rate that a schedule wants for an epoch (from 1), else None."""
        return self._schedule.rate(first, epoch, epochs) if self._schedule else None

    def after(self, epoch: int, line: Mapping[str, Any]) -> Decision:
        """Take an epoch's line; return what follows from it."""
        value = float(line["val_loss"] if "val_loss" in line else line["loss"])
        better = self.best.after(epoch, value)
        self.stopped = self._stopping is not None and self._stopping.after(epoch, better)
        rate = self._plateau.after(value, float(line["learning_rate"])) if self._plateau else None
        return Decision(better, self.stopped, rate)

    def state(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        return {
            "best": asdict(self.best),
            "stopped": self.stopped,
            "wait": self._stopping.wait if self._stopping else 0,
            "plateau": [self._plateau.best, self._plateau.wait] if self._plateau else None,
        }

    def restore(self, state: Mapping[str, Any], afresh: bool) -> None:
        """Take what `state` gave; `afresh`: a person wants more epochs, patience begins anew."""
        best = state["best"]
        self.best = Best(best["epoch"], _number(best["value"]))
        self.stopped = bool(state["stopped"]) and not afresh
        if self._stopping:
            self._stopping.wait = 0 if afresh else int(state["wait"])
        if self._plateau and state["plateau"]:
            self._plateau.best = _number(state["plateau"][0])
            self._plateau.wait = int(state["plateau"][1])


def _number(value: float | None) -> float:
    """Return a number that JSON kept; it keeps no infinity."""
    return math.inf if value is None else float(value)
