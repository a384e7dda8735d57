"""`neurarium.Watch`: a Keras callback that makes a script's own training visible.

    model.fit(x, y, epochs=5, callbacks=[neurarium.Watch("my network")])

Works on every backend. What costs time is rare: numbers of a batch four times a second, weights
once a second, histograms after an epoch as long as they take less than 1 % of the time.
"""

from __future__ import annotations

import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from typing import Any

import keras

from neurarium.errors import NeurariumError, RunError
from neurarium.language import tr
from neurarium.training.batch_means import BatchMeans
from neurarium.training.fit_frame import FitFrame, Leaving, calling_frame
from neurarium.training.keras_facts import (
    device,
    fit_config,
    learning_rate,
    model_facts,
    weights_by_name,
)
from neurarium.training.probe_rows import Rows, first_rows, rows_of_fit
from neurarium.training.runs import RunDirectory, RunWriter, create, machine
from neurarium.training.script_data import data_facts
from neurarium.training.script_metrics import named_for_view
from neurarium.training.script_units import ScriptUnits
from neurarium.training.telemetry import PROBE_ROWS

_STATE_EVERY_S = 1.0


class Watch(keras.callbacks.Callback):  # type: ignore[misc]
    """Writes a run directory while `model.fit` trains; each call of fit is a run of its own.

    Args:
        name: your name for the run, shown in lists; the model's name without it.
        data: a data set's name ("mnist"), so that its images and classes can be shown, too.
        probe: `(x, y)`, some rows to measure gradients and dead units with; without it the
            first rows of fit's own `x` and `y`, if these are arrays.
        snapshots: whether weights are kept after each epoch and shown while it trains.
        save_model: whether the model is saved as model.keras at the end.
        gradients: whether gradients and dead units are measured; by default as soon as the
            program that JAX compiles for them is 2 % of the time (12 s for two layers).

    `run` is the `RunDirectory` of the last fit, None before the first. A fit that goes on
    (`initial_epoch`) with the same callback goes on with its run. Where the run cannot be written
    (a full disk) a warning says so and training goes on unwatched.
    """

    async_safe = True  # else Keras waits for each batch's numbers before it sends the next

    def __init__(
        self,
        name: str | None = None,
        *,
        data: str | Mapping[str, Any] | None = None,
        probe: tuple[Any, Any] | None = None,
        snapshots: bool = True,
        save_model: bool = True,
        gradients: bool | None = None,
    ) -> None:
        super().__init__()
        self.run: RunDirectory | None = None
        self._name = name
        self._data = data_facts(data)
        self._probe_rows = probe
        self._snapshots = snapshots
        self._save_model = save_model
        self._gradients = gradients
        self._writer: RunWriter | None = None
        self._held = ExitStack()
        self._fit: FitFrame | None = None
        self._units: ScriptUnits | None = None
        self._rows: Rows | None = None
        self._batches = BatchMeans()
        self._lock = threading.RLock()
        self._since: float | None = None
        self._before_s = 0.0
        self._epoch = 0
        self._epoch_began = 0.0
        self._live_next = 0.0
        self._state_next = 0.0

    def on_train_begin(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note the call of fit; the run begins with its first epoch, which tells the number."""
        self._end(lambda: None)  # a fit that was left before, if the thread did not see it yet
        frame = calling_frame()
        self._since = None
        rows = self._probe_rows
        if rows is not None:
            rows = first_rows(*rows, PROBE_ROWS)
        elif frame is not None:
            rows = rows_of_fit(frame.f_locals, PROBE_ROWS)
        self._rows = rows
        self._fit = FitFrame(frame, self._left) if frame is not None else None

    def on_epoch_begin(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Begin the run with the first epoch of a fit."""
        if self._since is None:
            self._since = self._live_next = time.perf_counter()
            self._guarded(lambda: self._begin(epoch))
        self._epoch = epoch + 1
        self._epoch_began = time.perf_counter()
        self._batches.begin(self._epoch)

    def _begin(self, epoch: int) -> None:
        known = self.run
        goes_on = known is not None and epoch > 0 and known.state().epoch == epoch
        if known is None or not goes_on:
            known = self.run = self._created()
            self._before_s = 0.0
        self._held.enter_context(known.lock())
        writer = self._writer = known.writer()
        epochs = self.params.get("epochs")
        writer.set_state(state="running", epochs=epochs, epoch=epoch, step=0)
        if goes_on:
            self._before_s = writer.state.trained_s
            writer.line("resumed", epoch=epoch)
        elif self._snapshots and self.model.built:
            writer.snapshot(epoch, 0, weights_by_name(self.model))
        self._units = ScriptUnits(self.model, self._rows, self._tell_units, self._gradients)
        if self.params.get("verbose"):
            print(tr("neurarium watches: run {id}", id=known.id), file=sys.stderr)

    def _created(self) -> RunDirectory:
        epochs, steps = self.params.get("epochs"), self.params.get("steps")
        model = model_facts(self.model)
        run = create(
            {
                "kind": "watch",
                "config": fit_config(self.model, epochs, None),
                "data": self._data,
                "model": {**model, "name": self._name or model["name"]},
                "updates_per_epoch": steps,
                "machine": machine(device()),
            }
        )
        if self._name:
            run.rename(self._name)
        return run

    def on_train_batch_begin(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Keep the weights of this moment, once a second, where fit is between two updates."""
        if self._snapshots and time.perf_counter() >= self._live_next:
            self._live_next = time.perf_counter() + 1.0
            if batch > 0:
                self._guarded(lambda: self._live(batch))

    def _live(self, batch: int) -> None:
        writer = self._writer
        if writer is not None and writer.live_is_due():
            synced = getattr(self.model, "jax_state_sync", None)
            if synced is not None:
                synced()
            writer.snapshot(self._epoch - 1, batch, weights_by_name(self.model), live=True)

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Write the means of the last batches, four times a second; in a thread of Keras's."""
        if logs and self._batches.due(batch):
            self._guarded(lambda: self._batch(batch, logs))

    def _batch(self, batch: int, logs: Mapping[str, Any]) -> None:
        means = self._batches.take(batch, named_for_view(logs))
        if means is None or self._writer is None:
            return
        step, seconds = batch + 1, self._trained_s()
        if time.perf_counter() >= self._state_next:
            self._note_time(step=step)
        line = {"epoch": self._epoch, "step": step, "time_s": round(seconds, 3), **means}
        self._writer.line("batch", **line)
        if self._units is not None:
            self._units.during(seconds - self._before_s)

    def _trained_s(self) -> float:
        since = self._since
        return self._before_s + (time.perf_counter() - since if since is not None else 0.0)

    def _note_time(self, **changes: Any) -> None:
        writer = self._writer
        if writer is None or self._since is None:
            return
        trained = self._trained_s()
        state = writer.state
        step, epoch = changes.get("step", state.step), changes.get("epoch", state.epoch)
        left = self._left_s(trained, epoch, step)
        writer.set_state(**{"trained_s": round(trained, 3), "left_s": left, **changes})
        self._state_next = time.perf_counter() + _STATE_EVERY_S

    def _left_s(self, trained: float, epoch: int, step: int) -> float | None:
        """Return the time left, from the share of all updates that is done."""
        epochs, steps = self.params.get("epochs"), self.params.get("steps")
        done = epoch + (step / steps if steps else 0)
        return round(trained / done * max(epochs - done, 0), 1) if epochs and done else None

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Write the epoch's numbers, the weights, and what the units do."""
        self._guarded(lambda: self._epoch_done(epoch + 1, dict(logs or {})))

    def _epoch_done(self, epoch: int, logs: dict[str, Any]) -> None:
        writer = self._writer
        if writer is None:
            return
        logs.pop("learning_rate", None)
        seconds = round(time.perf_counter() - self._epoch_began, 4)
        self._note_time(epoch=epoch, step=0)
        rate = learning_rate(self.model)
        told = named_for_view(logs)
        writer.line("epoch", epoch=epoch, **told, seconds=seconds, learning_rate=rate)
        if self._snapshots:
            writer.snapshot(epoch, 0, weights_by_name(self.model))
        if self._units is not None:
            self._units.after(epoch, writer.state.trained_s - self._before_s)

    def _tell_units(self, line: dict[str, Any]) -> None:
        """Write a line that was measured."""

        def write() -> None:
            if self._writer is not None:
                self._writer.line("units", **line)

        self._guarded(write)

    def on_train_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Save the model and close the run."""
        if self._units is not None:
            self._units.close()
        self._end(lambda: self._guarded(self._finish))

    def _finish(self) -> None:
        writer, run = self._writer, self.run
        if writer is None or run is None:
            return
        if self._save_model:
            self._save(writer, run)
        planned = self.params.get("epochs")
        early = planned is not None and writer.state.epoch < planned
        reason = tr("ended before its last epoch, as a callback asked") if early else None
        self._note_time(state="finished", reason=reason, left_s=0.0)

    def _save(self, writer: RunWriter, run: RunDirectory) -> None:
        path = run.path / ".model.new.keras"
        try:
            self.model.save(path)
            path.replace(run.path / "model.keras")
        except (NotImplementedError, TypeError, ValueError, RuntimeError, AttributeError) as error:
            text = tr("The model could not be saved: {why}", why=str(error)[:300])
            writer.line("event", name="not_saved", epoch=writer.state.epoch, text=text)
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def on_test_end(self, logs: Mapping[str, Any] | None = None) -> None:
        """Note the result of `model.evaluate(…, callbacks=[watch])` after training."""
        if self._fit is None and self.run is not None and logs:
            result = named_for_view(dict(logs))
            self._guarded(lambda: self._tested(result))

    def _tested(self, result: dict[str, Any]) -> None:
        if self.run is None:
            return
        with self.run.lock():
            writer = self.run.writer()
            writer.line("test", **result)
            writer.set_state(test=result)

    def _left(self, leaving: Leaving) -> None:
        """Close the run of a fit that ended by an exception; called from another thread."""

        def close() -> None:
            if self._writer is not None:
                word = "error" if leaving.state == "failed" else "reason"
                self._note_time(state=leaving.state, **{word: leaving.sentence})

        self._end(lambda: self._guarded(close))

    def _end(self, close: Callable[[], object]) -> None:
        with self._lock:
            close()
            self._writer = None
            self._units = None
            self._rows = None
            self._held.close()
            if self._fit is not None:
                self._fit.close()
                self._fit = None

    def _guarded(self, write: Callable[[], object]) -> None:
        """Write; where that fails, say so once and let the script train on unwatched."""
        with self._lock:
            try:
                write()
            except Exception as error:  # noqa: BLE001 (hours of training must not end for a picture)
                self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            with suppress(RunError):
                writer.set_state(state="failed", error=str(error) or type(error).__name__)
        self._held.close()
        why = error if isinstance(error, NeurariumError) else f"{type(error).__name__}: {error}"
        text = tr("neurarium watches no longer, training goes on: {why}", why=why)
        warnings.warn(text, RuntimeWarning, stacklevel=2)
