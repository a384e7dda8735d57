"""`execute(run)`: trains a run from where it stands to its end, whatever comes between."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass

from neurarium.errors import DivergedError, NeurariumError, RunError
from neurarium.language import tr
from neurarium.training.config import TrainingConfig
from neurarium.training.control import Control, Stop
from neurarium.training.desk import Desk
from neurarium.training.listener import Listener
from neurarium.training.result import Result
from neurarium.training.runs import RunDirectory, RunState, RunWriter
from neurarium.training.telling import Teller

STARTED = ("running", "paused")


def execute(
    run: RunDirectory, listener: Listener | None = None, *, epochs: int | None = None
) -> Result:
    """Train a run, or go on with it, until its end; return how it ended.

    `epochs`: train until that epoch instead (a finished run goes on with more of them). Only one
    process trains a run at a time. Ctrl-C, SIGTERM and `run.ask("stop")` end the training with
    all that it has reached; the result's state is "stopped" then. Raises NeurariumError: the
    run is "failed" then and says why, its checkpoints are whole.
    """
    _check_kind(run)
    with ExitStack() as stack:
        stack.enter_context(run.lock())
        writer = run.writer()
        before = writer.state
        config = TrainingConfig(**run.facts["config"])
        total = epochs or before.epochs or config.epochs
        _check_epochs(run, before, total)
        control = Control(run)
        stack.enter_context(control.signals())
        if before.state != "queued":  # what was asked while this process started still counts
            run.forget_asked()
        _begin(writer, total)
        desk = stack.enter_context(Desk())
        return _Execution(run, writer, control, config, total).go(
            Teller(writer, desk, listener or Listener()), listener or Listener(), before
        )


@dataclass(frozen=True)
class _Execution:
    """One process's work on a run."""

    run: RunDirectory
    writer: RunWriter
    control: Control
    config: TrainingConfig
    total: int

    def go(self, teller: Teller, listener: Listener, before: RunState) -> Result:
        """Train; on every way out the state says how it ended."""
        try:
            try:
                return self._train(teller, listener, before)
            except Stop:
                return self._stopped(teller, self.control.reason())
            except KeyboardInterrupt:
                return self._stopped(teller, tr("stopped from the keyboard"))
        except DivergedError as error:
            self._failed(str(error), "diverged")
            raise
        except NeurariumError as error:
            self._failed(str(error))
            raise
        except Exception as error:
            if not _is_out_of_memory(error):
                self._failed(tr("Unexpected: {error}", error=f"{type(error).__name__}: {error}"))
                raise
            sentence = _out_of_memory(self.config.batch)
            self._failed(sentence)
            raise RunError(sentence) from error

    def _train(self, teller: Teller, listener: Listener, before: RunState) -> Result:
        from neurarium.training.beginning import begin

        epochs = begin(self.run, self.writer, teller, self.control, self.total, before)
        from neurarium.training.finish import finish  # needs Keras, whose backend is chosen now

        listener.begin(self.run.facts, epochs.at.epoch + 1)
        epochs.run()
        line = finish(epochs, self.writer, teller, self.run.facts["data"]["task"])
        teller.test(line)
        teller.settle()
        test = {name: line[name] for name in ("loss", "accuracy", "mae") if name in line}
        reason = tr("stopped early") if epochs.deciding.stopped else None
        self.writer.set_state(state="finished", left_s=0.0, test=test, reason=reason)
        return self._result(reason)

    def _stopped(self, teller: Teller, reason: str) -> Result:
        teller.settle()
        self.writer.set_state(state="stopped", left_s=None, reason=reason)
        return self._result(reason)

    def _failed(self, sentence: str, name: str | None = None) -> None:
        """Write why; what is on the disk stays. Where even that fails, the first error counts."""
        with suppress(RunError):
            if name:
                self.writer.line("event", name=name, epoch=self.writer.state.epoch + 1,
                                 text=sentence)  # fmt: skip
        self.writer.set_state(state="failed", left_s=None, error=sentence, reason=name)

    def _result(self, reason: str | None) -> Result:
        state = self.writer.state
        tests = self.run.lines("test") if state.state == "finished" else []
        return Result(
            run=self.run.id,
            path=self.run.path,
            state=state.state,
            epochs=self.run.epochs(),
            best_epoch=state.best_epoch,
            test=state.test if state.state == "finished" else None,
            confusion=tests[-1].get("confusion") if tests else None,
            reason=reason,
        )


def _begin(writer: RunWriter, total: int) -> None:
    """Note that training begins; where the disk has no room for that, note at least why not."""
    try:
        writer.set_state(state="running", epochs=total)
    except RunError as error:
        with suppress(RunError):  # the first error is the one to tell
            writer.set_state(state="failed", error=str(error))
        raise


def _check_kind(run: RunDirectory) -> None:
    if run.facts.get("kind") != "train" or not run.facts.get("config"):
        raise RunError(
            tr(
                'Run "{run}" was trained by a script of your own: start the script again.',
                run=run.id,
            )
        )


def _check_epochs(run: RunDirectory, before: RunState, total: int) -> None:
    if before.state == "finished" and before.epoch >= total:
        raise RunError(
            tr(
                'Run "{run}" has finished all of its {n} epochs. Ask for more of them: '
                "neurarium runs resume {run} --epochs {more}",
                run=run.id,
                n=before.epoch,
                more=before.epoch + 5,
            )
        )


def _is_out_of_memory(error: Exception) -> bool:
    words = str(error)
    return isinstance(error, MemoryError) or any(
        sign in words for sign in ("RESOURCE_EXHAUSTED", "Out of memory", "out of memory")
    )


def _out_of_memory(batch: int) -> str:
    return tr(
        "There is not enough memory for an update. Make the batch smaller than {batch}, or the "
        "model.",
        batch=batch,
    )
