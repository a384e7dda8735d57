"""`neurarium.Run`: any training loop of one's own becomes a run that the lab shows.

with neurarium.Run("my loop", config={"lr": 0.1}, epochs=10) as run:
    run.watch(module)                       # PyTorch: weights, gradients, dead units
    for epoch in range(1, 11):
        for batch in batches:
            run.log(loss=train_on(batch))   # as often as you like; written 4 times a second
        run.log(epoch=epoch, loss=0.3, val_loss=0.4, accuracy=0.9)
"""

from __future__ import annotations

import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any

from neurarium.errors import NeurariumError, RunError
from neurarium.language import tr
from neurarium.training.fit_frame import leaving_by
from neurarium.training.runs import RunDirectory, RunWriter, create, machine
from neurarium.training.script_data import data_facts
from neurarium.training.script_metrics import named_for_view
from neurarium.training.sums import Sums

if TYPE_CHECKING:
    from neurarium.training.module_watch import ModuleWatch

_LINE_EVERY_S = 0.25
_LIVE_EVERY_S = 1.0
_OWN_WORDS = frozenset({"kind", "time_s", "seconds"})


class Run:
    """A run that a loop writes by hand, inside of `with`; an exception is noted and goes on.

    Args:
        name: your name for the run.
        config: what should be compared between runs: learning rate, batch size, anything plain.
        data: a data set's name ("mnist"), or a mapping with fields of run.json's "data".
        epochs: how many there will be, for the time left; may be left out.

    Where the run cannot be written (a full disk) a warning says so, and the loop goes on.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        config: Mapping[str, Any] | None = None,
        data: str | Mapping[str, Any] | None = None,
        epochs: int | None = None,
    ) -> None:
        self._name = name
        self._config = dict(config or {})
        self._data = data_facts(data)
        self._epochs = epochs
        self._directory: RunDirectory | None = None
        self._writer: RunWriter | None = None
        self._held = ExitStack()
        self._module: ModuleWatch | None = None
        self._lock = threading.RLock()
        self._sums = Sums()
        self._inside = False
        self._given_up = False
        self._began = self._epoch_began = self._next_line = self._next_live = 0.0
        self._epoch = 0
        self._step = 0

    def __enter__(self) -> Run:
        self._inside = True
        self._began = self._epoch_began = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._guarded(lambda: self._close(error))
        self._held.close()
        self._inside = False
        if self._module is not None:
            self._module.close()

    def _close(self, error: BaseException | None) -> None:
        writer = self._open()
        if error is None:
            self._note(writer, state="finished", left_s=0.0)
            return
        leaving = leaving_by(error)
        word = "error" if leaving.state == "failed" else "reason"
        self._note(writer, state=leaving.state, **{word: leaving.sentence})

    @property
    def directory(self) -> RunDirectory:
        """Return the run's directory; raises RunError where it could not be made."""
        self._guarded(self._open)
        if self._directory is None:
            raise RunError(tr("This run has no directory: it could not be written."))
        return self._directory

    @property
    def id(self) -> str:
        """Return the run's id, as `neurarium runs show` takes it."""
        return self.directory.id

    def watch(self, module: Any, snapshots: bool = True) -> None:
        """Watch a PyTorch module: its weights, gradients and dead units after each epoch.

        To be called before the first `log`, as what the model is stands at the run's beginning.
        """
        from neurarium.training.module_watch import ModuleWatch

        self._check_inside()
        if self._directory is not None:
            raise RunError(
                tr("run.watch(module) comes too late: call it before the first run.log(…).")
            )
        self._module = ModuleWatch(module, snapshots)
        self._guarded(self._open)

    def log(self, *, epoch: int | None = None, step: int | None = None, **numbers: Any) -> None:
        """Note numbers: of a whole epoch with `epoch=`, of a batch without it.

        Batches may be logged as often as one likes: their means are written four times a second.
        A tensor is read only then, so that a GPU need not be waited for at every batch. `epoch`
        counts from 1; together with `step` it tells of a batch, too. Raises RunError for what is
        no number.
        """
        self._check_inside()
        told = named_for_view({name: _one_number(name, value) for name, value in numbers.items()})
        if epoch is not None and step is None:
            self._guarded(lambda: self._log_epoch(int(epoch), told))
            return
        self._step = step if step is not None else self._step + 1
        if epoch is not None:
            self._epoch = int(epoch) - 1
        self._sums.add(told)
        if time.perf_counter() >= self._next_line:
            self._next_line = time.perf_counter() + _LINE_EVERY_S
            self._guarded(self._log_batch)

    def test(self, **numbers: Any) -> None:
        """Note the result on test data: loss, accuracy, and `confusion` as rows if you have it."""
        self._check_inside()
        confusion = numbers.pop("confusion", None)
        result = {name: float(_one_number(name, value)) for name, value in numbers.items()}
        result = named_for_view(result)
        more = {} if confusion is None else {"confusion": confusion}
        self._guarded(lambda: self._log_test(result, more))

    def _log_epoch(self, epoch: int, told: Mapping[str, Any]) -> None:
        writer = self._open()
        now = time.perf_counter()
        line = {**told, "seconds": round(now - self._epoch_began, 4)}
        self._note(writer, epoch=epoch, step=0)
        writer.line("epoch", epoch=epoch, **line)
        self._epoch, self._step, self._epoch_began = epoch, 0, now
        self._sums = Sums()
        if self._module is not None:
            if self._module.snapshots:
                writer.snapshot(epoch, 0, self._module.weights())
            writer.line("units", **self._module.units_line(epoch))

    def _log_batch(self) -> None:
        writer = self._open()
        means = self._sums.take()
        self._note(writer, step=self._step)
        writer.line("batch", epoch=self._epoch + 1, step=self._step, **means)
        now = time.perf_counter()
        if self._module is not None and self._module.snapshots and now >= self._next_live:
            self._next_live = now + _LIVE_EVERY_S
            if writer.live_is_due():
                writer.snapshot(self._epoch, self._step, self._module.weights(), live=True)

    def _log_test(self, result: dict[str, Any], more: dict[str, Any]) -> None:
        writer = self._open()
        writer.line("test", **result, **more)
        writer.set_state(test=result)

    def _note(self, writer: RunWriter, **changes: Any) -> None:
        trained = time.perf_counter() - self._began
        left = None
        if self._epochs and writer.state.epoch:
            left = round(
                trained / writer.state.epoch * max(self._epochs - writer.state.epoch, 0), 1
            )
        writer.set_state(**{"trained_s": round(trained, 3), "left_s": left, **changes})

    def _open(self) -> RunWriter:
        """Return the writer; the first call makes the directory."""
        if self._writer is not None:
            return self._writer
        model = self._module.facts() if self._module is not None else {}
        run = self._directory = create(
            {
                "kind": "log",
                "config": {**self._config, **({"epochs": self._epochs} if self._epochs else {})},
                "data": self._data,
                "model": {**model, "name": self._name or model.get("name")},
                "machine": machine(self._module.device() if self._module else "cpu"),
            }
        )
        if self._name:
            run.rename(self._name)
        self._held.enter_context(run.lock())
        self._writer = run.writer()
        self._writer.set_state(state="running")
        if self._module is not None and self._module.snapshots:
            self._writer.snapshot(0, 0, self._module.weights())
        print(tr("neurarium watches: run {id}", id=run.id), file=sys.stderr)
        return self._writer

    def _check_inside(self) -> None:
        if not self._inside:
            raise RunError(
                tr('A run is written inside of its block: with neurarium.Run("name") as run: …')
            )

    def _guarded(self, write: Callable[[], object]) -> None:
        """Write; where that fails, say so once and let the loop go on unwatched."""
        with self._lock:
            if self._given_up:
                return
            try:
                write()
            except (NeurariumError, OSError) as error:
                self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self._given_up = True
        if self._writer is not None:
            with suppress(RunError):
                self._writer.set_state(state="failed", error=str(error))
        self._held.close()
        text = tr("neurarium watches no longer, the loop goes on: {why}", why=error)
        warnings.warn(text, RuntimeWarning, stacklevel=4)


def _one_number(name: str, value: Any) -> Any:
    """Return a number, or a tensor of one, as it came; raises RunError for anything else."""
    if name in _OWN_WORDS:
        raise RunError(tr('run.log cannot take "{name}": neurarium itself writes it.', name=name))
    if isinstance(value, (bool, int, float)):
        return value
    shape = getattr(value, "shape", None)
    if shape is not None and hasattr(value, "__float__") and all(n == 1 for n in shape):
        return value.detach() if hasattr(value, "detach") else value
    raise RunError(
        tr(
            "run.log({name}={value}): expected a number or a tensor of one. Settings and texts "
            "belong into Run(config={{…}}).",
            name=name,
            value=repr(value)[:60],
        )
    )
