"""Epoch after epoch: train, validate, decide, keep. Begins anywhere and goes on to the end."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from neurarium.errors import DivergedError
from neurarium.language import tr
from neurarium.training.callbacks import Deciding, Decision
from neurarium.training.config import TrainingConfig
from neurarium.training.control import Control, Stop
from neurarium.training.loops import Loop, order_of
from neurarium.training.loops.values import all_of, weights_of
from neurarium.training.prepare import Prepared
from neurarium.training.telemetry import UnitsProbe
from neurarium.training.telling import Teller


@dataclass(frozen=True)
class Job:
    """What is trained: a compiled, built model, its data, its loop, until which epoch."""

    config: TrainingConfig
    model: Any
    data: Prepared
    loop: Loop
    epochs: int
    updates: int


@dataclass
class Position:
    """Where training stands: finished epochs, updates of the next one, seconds trained."""

    epoch: int = 0
    step: int = 0
    trained_s: float = 0.0
    epoch_s: float = 0.0


class Epochs:
    """The training of a job from a position on."""

    def __init__(self, job: Job, teller: Teller, control: Control, first_rate: float) -> None:
        self.job = job
        self.at = Position()
        self.deciding = Deciding(job.config)
        self._teller = teller
        self._control = control
        self._first_rate = first_rate
        self._probe = UnitsProbe(job.model, *job.data.probe())
        self._probe.prepare()  # before the first epoch, as its own program is
        self._since = 0.0

    def facts(self) -> dict[str, Any]:
        """Return what a checkpoint keeps beside the arrays."""
        at = self.at
        return {
            "epoch": at.epoch,
            "step": at.step,
            "trained_s": at.trained_s,
            "epoch_s": at.epoch_s,
            "deciding": self.deciding.state(),
        }

    def restore(self, facts: Mapping[str, Any], afresh: bool) -> None:
        """Take what `facts` gave; the arrays are the model's already."""
        self.at = Position(
            int(facts["epoch"]),
            int(facts["step"]),
            float(facts["trained_s"]),
            float(facts["epoch_s"]),
        )
        self.deciding.restore(facts["deciding"], afresh)

    def run(self) -> None:
        """Train to the end; raises Stop where a person wants it, DivergedError."""
        while self.at.epoch < self.job.epochs and not self.deciding.stopped:
            self._one()

    def _one(self) -> None:
        job, at, epoch = self.job, self.at, self.at.epoch + 1
        self._heed(epoch)
        if at.step == 0:
            job.model.reset_metrics()
            at.epoch_s = 0.0
            rate = self.deciding.rate(self._first_rate, epoch, job.epochs)
            if rate is not None:
                job.model.optimizer.learning_rate = rate
        self._teller.begin_epoch(at.step, job.loop.logs() if at.step else {})
        order = order_of(job.config.seed, epoch, len(job.data.x))
        self._since = time.perf_counter()
        try:
            job.loop.train(order, at.step, self._tick)
        except Stop:
            self._keep_middle()
            raise
        logs = job.loop.logs()
        job.loop.sync()
        kept = all_of(job.model)
        line = self._line(epoch, logs)
        decision = self.deciding.after(epoch, line)
        self._keep(line, decision, kept)

    def _tick(self, step: int) -> None:
        """Between two calls of an epoch: tell, and see whether anybody wants anything."""
        at, job = self.at, self.job
        self._pass_time()
        at.step = step
        epoch, logs = at.epoch + 1, job.loop.logs()
        if not math.isfinite(logs.get("loss", 0.0)):
            raise DivergedError(diverged(epoch, step, self.rate()))
        position = {"epoch": epoch, "step": step, "time_s": round(at.trained_s, 4)}
        if self._teller.batch(position, logs):
            self._teller.state(step=step, trained_s=at.trained_s, left_s=self._left_s())
        if step < job.updates:
            if self._teller.live_is_due():
                self._teller.live(at.epoch, step, job.loop.weights())
            self._heed(epoch)
        self._since = time.perf_counter()

    def _pass_time(self) -> None:
        now = time.perf_counter()
        self.at.epoch_s += now - self._since
        self.at.trained_s += now - self._since
        self._since = now

    def _left_s(self) -> float | None:
        at = self.at
        done = at.epoch + at.step / self.job.updates
        return None if done <= 0 else at.trained_s / done * (self.job.epochs - done)

    def _heed(self, epoch: int) -> None:
        """Do what a person wants: wait, or stop."""
        wish = self._control.wish()
        if wish == "pause":
            self._teller.state(state="paused", step=self.at.step, trained_s=self.at.trained_s)
            self._teller.event("paused", epoch, self.at.trained_s, tr("paused"))
            self._teller.settle()
            self._control.wait_while_paused()
            wish = self._control.wish()
            if wish != "stop":
                self._teller.state(state="running")
                self._teller.event("going_on", epoch, self.at.trained_s, tr("going on"))
        if wish == "stop":
            raise Stop

    def _line(self, epoch: int, logs: Mapping[str, float]) -> dict[str, Any]:
        """Validate, and return the epoch's line."""
        data, at = self.job.data, self.at
        validation = {}
        if len(data.x_validation):
            found = self.job.loop.evaluate(data.x_validation, data.y_validation)
            validation = {f"val_{name}": value for name, value in found.items()}
        self._pass_time()
        line = {
            "epoch": epoch,
            "time_s": round(at.trained_s, 4),
            "seconds": round(at.epoch_s, 4),
            "learning_rate": self.rate(),
            **logs,
            **validation,
        }
        if not math.isfinite(line["loss"]):
            raise DivergedError(diverged(epoch, at.step, self.rate()))
        return line

    def rate(self) -> float:
        """Return the learning rate in force."""
        return float(self.job.model.optimizer.learning_rate)

    def _keep(self, line: Mapping[str, Any], decision: Decision, kept: Mapping[str, Any]) -> None:
        """Tell of a finished epoch and keep what the next one begins from."""
        at, teller, epoch = self.at, self._teller, int(line["epoch"])
        if decision.rate is not None:
            self.job.model.optimizer.learning_rate = decision.rate
            kept = all_of(self.job.model)
        at.epoch, at.step = epoch, 0
        teller.epoch(line)
        if decision.best and self.deciding.keeps_best:
            teller.checkpoint("best", dict(kept), self.facts())
        teller.checkpoint("last", dict(kept), self.facts())
        teller.state(
            epoch=epoch,
            step=0,
            trained_s=at.trained_s,
            left_s=self._left_s(),
            best_epoch=self.deciding.best.epoch,
        )
        teller.snapshot(epoch, weights_of(self.job.model))
        self._tell_events(epoch, decision)
        if self._probe.due(at.trained_s):
            teller.units(at.trained_s, self._probe.line(epoch))
        teller.end_epoch()

    def _tell_events(self, epoch: int, decision: Decision) -> None:
        time_s = self.at.trained_s
        if decision.rate is not None:
            text = tr("learning rate lowered to {rate:.3g}", rate=decision.rate)
            self._teller.event("learning_rate", epoch, time_s, text)
        if decision.stop:
            text = tr(
                "stopped early: epoch {best} was the best, the {n} after it were not better",
                best=self.deciding.best.epoch,
                n=epoch - (self.deciding.best.epoch or 0),
            )
            self._teller.event("early_stopping", epoch, time_s, text)

    def _keep_middle(self) -> None:
        """Keep an epoch's middle, where the loop can go on from there."""
        self.job.loop.sync()
        if self.job.loop.begins_anywhere:
            self._teller.checkpoint("last", all_of(self.job.model), self.facts())
            self._teller.live(self.at.epoch, self.at.step, weights_of(self.job.model))


def diverged(epoch: int, step: int, rate: float) -> str:
    """Return the sentence for a loss that is not a number any more."""
    return tr(
        "The loss became infinite in epoch {epoch}, after update {step}: training diverged. Try a "
        "lower learning rate than {rate:.3g}, for example {lower:.3g}.",
        epoch=epoch,
        step=step,
        rate=rate,
        lower=rate / 10,
    )
