"""Writing a run. Whoever writes holds the run's lock; every failure is a RunError."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurarium.errors import RunError
from neurarium.training.runs import lines as run_lines
from neurarium.training.runs.files import move, now, read_json, replace_file, to_json, writing
from neurarium.training.runs.progress import Progress
from neurarium.training.runs.state import RunState, changed, from_json
from neurarium.training.runs.thinning import most_snapshots, to_remove

if TYPE_CHECKING:
    from neurarium.training.runs.arrays import Arrays
    from neurarium.training.runs.directory import RunDirectory

SPARE_BYTES = 16384
_LIVE_EVERY_S = 1.0
_LIVE_BYTES_A_SECOND = 25_000_000  # a large model's live weights are written less often
_WORTH_WAITING = ("state", "epoch", "error", "test")


class RunWriter:
    """Appends lines, replaces the state, keeps snapshots and checkpoints of one run."""

    def __init__(self, run: RunDirectory) -> None:
        self.run = run
        self.state: RunState = _read_state(run)
        self._progress: Progress | None = None
        self._live_after = 0.0

    def set_state(self, **changes: Any) -> None:
        """Change fields of state.json; raises RunError for a step that no run can take.

        A step to "running" notes this process; one that ends the training forgets what was
        asked, and is written even where the disk is full.
        """
        before = self.state
        if changes.get("state") == "running":
            changes.setdefault("pid", os.getpid())
            changes.setdefault("queue", None)
            if before.state not in ("running", "paused"):
                changes.setdefault("error", None)
                changes.setdefault("reason", None)
            if before.started is None:
                changes.setdefault("started", now())
            self._keep_spare()
        self.state = changed(before, {**changes, "updated": now()})
        ends = self.state.state in ("stopped", "finished", "failed")
        durable = any(
            getattr(before, name) != changes[name] for name in _WORTH_WAITING if name in changes
        )
        self._write_state(durable, at_any_cost=ends)
        if ends:
            self.run.forget_asked()
            with suppress(OSError):
                self._spare.unlink(missing_ok=True)

    def _write_state(self, durable: bool, at_any_cost: bool) -> None:
        path = self.run.path / "state.json"
        data = to_json(self.state.as_dict()).encode()
        try:
            replace_file(path, data, durable)
        except RunError:
            if not at_any_cost:
                raise
            with suppress(OSError):
                self._spare.unlink(missing_ok=True)  # gives back the room that was kept for this
            try:
                replace_file(path, data, durable)
            except RunError:
                _overwrite(path, data)

    @property
    def _spare(self) -> Path:
        return self.run.path / ".spare"

    def _keep_spare(self) -> None:
        """Keep room for the last words, should the disk be full by then."""
        if not self._spare.exists():
            replace_file(self._spare, os.urandom(SPARE_BYTES), durable=False)

    def line(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Append one line to metrics.jsonl and return it; `time_s` is the state's unless given."""
        progress = self._known_progress()
        line = {"kind": kind, "time_s": self.state.trained_s, **fields}
        if kind == "resumed":
            self._drop_snapshots_after(int(fields["epoch"]))
        length = run_lines.append(self.run.metrics_path, line)
        if progress.add(line):
            data = to_json(progress.as_dict(length)).encode()
            replace_file(self.run.path / "summary.json", data, durable=False)
        return line

    def _known_progress(self) -> Progress:
        if self._progress is None:
            run_lines.mend_end(self.run.metrics_path)
            self._progress = Progress.of(run_lines.read_all(self.run.metrics_path))
        return self._progress

    def _drop_snapshots_after(self, last: int) -> None:
        """Remove weights of epochs that will be trained again."""
        with writing(self.run.path / "snapshots"):
            for epoch in self.run.snapshot_epochs():
                if epoch > last:
                    self.run.snapshot_path(epoch).unlink(missing_ok=True)
            (self.run.path / "snapshots" / "live.npz").unlink(missing_ok=True)

    def snapshot(
        self, epoch: int, step: int, arrays: Mapping[str, Any], live: bool = False
    ) -> None:
        """Keep the weights after `epoch` (thinned to about 40), or as those of this moment."""
        from neurarium.training.runs.arrays import write_arrays

        folder = _made(self.run.path / "snapshots")
        whole = {**arrays, "epoch": epoch, "step": step}
        path = folder / "live.npz" if live else self.run.snapshot_path(epoch)
        write_arrays(path, whole, durable=False)
        size = path.stat().st_size
        self._live_after = time.monotonic() + _LIVE_EVERY_S + size / _LIVE_BYTES_A_SECOND
        if not live:
            with writing(folder):
                for gone in to_remove(
                    self.run.snapshot_epochs(), self._best(), most_snapshots(size)
                ):
                    self.run.snapshot_path(gone).unlink(missing_ok=True)

    def _best(self) -> int | None:
        return self.state.best_epoch or self._known_progress().best_epoch

    def live_is_due(self) -> bool:
        """Return whether live weights may be written again: at most one a second."""
        return time.monotonic() >= self._live_after

    def checkpoint(self, name: str, arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        """Write all that training needs to go on; the one before stays until this is whole.

        Written after the epoch's line: what a checkpoint knows, metrics.jsonl knows, too.
        """
        from neurarium.training.runs.arrays import FACTS, pack_facts, write_arrays

        folder = _made(self.run.path / "checkpoints")
        path, fresh = folder / f"{name}.npz", folder / f".{name}.npz.fresh.new"
        write_arrays(fresh, {**arrays, FACTS: pack_facts(facts)}, durable=True)
        with writing(path):
            if path.exists():
                move(path, folder / f"{name}.previous.npz")
            move(fresh, path)

    def read_checkpoint(self, name: str) -> tuple[Arrays, dict[str, Any]] | None:
        """Return arrays and facts of the newest whole checkpoint; None if there is none."""
        from neurarium.training.runs.arrays import FACTS, read_arrays, unpack_facts

        for file in (f"{name}.npz", f"{name}.previous.npz"):
            found = read_arrays(self.run.path / "checkpoints" / file)
            if found is not None and FACTS in found:
                return found, unpack_facts(found.pop(FACTS))
        return None


def _read_state(run: RunDirectory) -> RunState:
    found = read_json(run.path / "state.json")
    if found is not None:
        return from_json(found)
    state = run.state()
    return replace(state, state="running")


def _made(folder: Path) -> Path:
    with writing(folder):
        folder.mkdir(exist_ok=True)
    return folder


def _overwrite(path: Path, data: bytes) -> None:
    """Write into the room that the file has already; spaces fill up the rest."""
    with writing(path), path.open("r+b") as file:
        file.write(data.ljust(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())
