"""One run, read from its directory; never needs the process that writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.runs import lines as run_lines
from neurarium.training.runs import lock as run_lock
from neurarium.training.runs.alive import is_alive
from neurarium.training.runs.files import now, read_json, replace_file, sweep, to_json
from neurarium.training.runs.state import RunState, from_json

if TYPE_CHECKING:
    from neurarium.training.runs.arrays import Arrays
    from neurarium.training.runs.writer import RunWriter

ASKS = ("pause", "go", "stop")
LIVE = "live"
_LONGEST_NAME = 100


@dataclass(frozen=True)
class RunDirectory:
    """The directory of one run. Every method reads anew, but the facts, which never change."""

    path: Path

    @property
    def id(self) -> str:
        """Return the run's id, the name of its directory."""
        return self.path.name

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Return run.json; raises RunError if it is not there or not readable."""
        found = read_json(self.path / "run.json")
        if found is None:
            raise RunError(
                tr('"{path}" is not there or not a JSON object.', path=self.path / "run.json")
            )
        return found

    def state(self) -> RunState:
        """Return where the run stands now; "interrupted" if its process is gone."""
        state = self._written_state()
        while state.is_training and not run_lock.is_held(self._lock_path):
            again = self._written_state()
            if again == state:
                return replace(state, state="interrupted")
            state = again  # it ended between the two looks
        if state.state == "queued" and state.queue is None and not is_alive(state.pid):
            return replace(state, state="interrupted")
        return state

    def _written_state(self) -> RunState:
        found = read_json(self.path / "state.json")
        if found is not None:
            return from_json(found)
        last = max((line["epoch"] for line in self.epochs()), default=0)
        return RunState(state="running", epoch=last)

    @property
    def name(self) -> str:
        """Return the person's name for the run, else one from its data and model."""
        with suppress(OSError, UnicodeDecodeError):
            given = _one_line((self.path / "name.txt").read_text(encoding="utf-8"))
            if given:
                return given
        return default_name(self.facts) or self.id

    def rename(self, text: str) -> None:
        """Give the run a name of one's own; an empty one takes it back."""
        replace_file(self.path / "name.txt", _one_line(text).encode(), durable=False)

    def epochs(self) -> list[dict[str, Any]]:
        """Return the epoch lines that count, one an epoch, rising."""
        found = {line["epoch"]: line for line in self.lines("epoch") if "epoch" in line}
        return [found[epoch] for epoch in sorted(found)]

    def lines(self, kind: str | None = None) -> list[dict[str, Any]]:
        """Return the lines of metrics.jsonl that count, of one kind or all."""
        kept = run_lines.valid(run_lines.read_all(self.metrics_path))
        return [line for line in kept if kind is None or line["kind"] == kind]

    def tail(self, offset: int) -> tuple[list[dict[str, Any]], int]:
        """Return lines from byte `offset` on, as written, and the next offset.

        At most about 1 MB a call; a `resumed` line makes lines of later epochs void.
        """
        return run_lines.read_tail(self.metrics_path, offset)

    @property
    def metrics_path(self) -> Path:
        """Return where metrics.jsonl is."""
        return self.path / "metrics.jsonl"

    def snapshot_epochs(self) -> list[int]:
        """Return the epochs whose weights are kept, rising."""
        found = []
        with suppress(OSError):
            for path in (self.path / "snapshots").iterdir():
                number = path.name.removeprefix("epoch-").removesuffix(".npz")
                if path.name == f"epoch-{number}.npz" and number.isdecimal():
                    found.append(int(number))
        return sorted(found)

    def snapshot(self, epoch: int | str = LIVE) -> Arrays:
        """Return the weights after `epoch`, or the newest there are ("live"); raises RunError."""
        from neurarium.training.runs.arrays import read_arrays

        if epoch != LIVE:
            found = read_arrays(self.snapshot_path(int(epoch)))
            if found is None:
                raise RunError(self._no_snapshot(int(epoch)))
            return found
        for path in self._newest_first():
            found = read_arrays(path)
            if found is not None:
                return found
        raise RunError(tr('Run "{run}" has kept no weights yet.', run=self.id))

    def _newest_first(self) -> list[Path]:
        """Return all files of weights, those of the latest moment first."""
        live = self.path / "snapshots" / "live.npz"
        found = [((epoch, 0), self.snapshot_path(epoch)) for epoch in self.snapshot_epochs()]
        moment = self._moment_of(live)
        if moment is not None:
            found.append((moment, live))
        return [path for _, path in sorted(found, reverse=True)]

    def _moment_of(self, path: Path) -> tuple[int, int] | None:
        from neurarium.training.runs.arrays import read_arrays

        found = read_arrays(path, ("epoch", "step"))
        return None if found is None else (int(found["epoch"]), int(found["step"]))

    def live_position(self) -> tuple[int, int] | None:
        """Return (finished epochs, updates since) of the newest weights, None if there are none.

        Reads two numbers, no weights; the weights themselves are `snapshot("live")`.
        """
        moments = [(epoch, 0) for epoch in self.snapshot_epochs()[-1:]]
        live = self._moment_of(self.path / "snapshots" / "live.npz")
        return max([*moments, *([live] if live else [])], default=None)

    def snapshot_path(self, epoch: int) -> Path:
        """Return where the weights after `epoch` are, if they are kept."""
        return self.path / "snapshots" / f"epoch-{epoch:06d}.npz"

    def _no_snapshot(self, epoch: int) -> str:
        kept = self.snapshot_epochs()
        return tr(
            'Run "{run}" keeps no weights of epoch {epoch}. Kept: {kept}.',
            run=self.id,
            epoch=epoch,
            kept=", ".join(map(str, kept)) or tr("none"),
        )

    def ask(self, word: str, **more: object) -> None:
        """Ask the process that trains to pause, to go on or to stop; raises RunError."""
        if word not in ASKS:
            raise RunError(
                tr('Cannot ask a run to "{word}". Allowed: {all}.', word=word, all=", ".join(ASKS))
            )
        text = to_json({"ask": word, "at": now(), **more})
        replace_file(self.path / "ask.json", text.encode(), durable=False)

    def asked(self) -> str | None:
        """Return what was asked last, None if nothing is."""
        found = read_json(self.path / "ask.json")
        word = found.get("ask") if found else None
        return word if word in ASKS else None

    def forget_asked(self) -> None:
        """Take back what was asked: it is done, or its time is over."""
        with suppress(OSError):
            (self.path / "ask.json").unlink(missing_ok=True)

    @property
    def _lock_path(self) -> Path:
        return self.path / "run.lock"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the run while it is trained; raises RunError naming the process that holds it."""
        with run_lock.hold(self._lock_path) as got:
            if not got:
                raise RunError(self._held_by_another())
            for folder in (self.path, self.path / "snapshots", self.path / "checkpoints"):
                sweep(folder)
            if self._written_state().is_training:
                self.forget_asked()  # asked of a process that was killed
            yield

    def is_held(self) -> bool:
        """Return whether a process trains this run now."""
        return run_lock.is_held(self._lock_path)

    def _held_by_another(self) -> str:
        return tr(
            'Run "{run}" is being trained by process {pid} already. Watch it, or stop it first.',
            run=self.id,
            pid=self._written_state().pid or "?",
        )

    def writer(self) -> RunWriter:
        """Return what writes this run; only whoever holds the lock may use it."""
        from neurarium.training.runs.writer import RunWriter

        return RunWriter(self)

    def delete(self) -> None:
        """Remove the run with all that is in it; raises RunError while it is trained."""
        from neurarium.training.runs.deleting import delete

        delete(self)


def _one_line(text: str) -> str:
    """Return a name as it may be shown anywhere: one line, nothing that steers a terminal."""
    words = "".join(c if c.isprintable() else " " for c in text).split()
    return " ".join(words)[:_LONGEST_NAME].strip()


def default_name(facts: dict[str, Any]) -> str:
    """Return a name from data, model and optimizer: "MNIST 784-100-10 adam"."""
    data, model, config = (facts.get(key) or {} for key in ("data", "model", "config"))
    if not all(isinstance(part, dict) for part in (data, model, config)):
        return ""
    parts = (
        data.get("title") or data.get("name"),
        model.get("spec") or model.get("name"),
        config.get("optimizer"),
    )
    return " ".join(str(part) for part in parts if part)
