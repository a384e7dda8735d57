"""Where a run stands: state.json, as a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from neurarium.errors import RunError
from neurarium.language import tr
from neurarium.training.runs.wellformed import fitting_state

FINISHED_SOMEHOW = frozenset({"stopped", "finished", "failed", "interrupted"})
NEXT: Mapping[str, frozenset[str]] = {
    "queued": frozenset({"queued", "running", "stopped", "failed"}),
    "running": frozenset({"running", "paused", "stopped", "finished", "failed", "queued"}),
    "paused": frozenset({"paused", "running", "stopped", "finished", "failed", "queued"}),
    "stopped": frozenset({"stopped", "running", "queued", "failed"}),
    "finished": frozenset({"finished", "running", "queued", "failed"}),
    "failed": frozenset({"failed", "running", "queued", "stopped"}),
}
"""Which state may follow which in the file. A killed run stands there as running or paused."""


@dataclass(frozen=True)
class RunState:
    """One reading of state.json; `state` may be "interrupted", which the file never says.

    `epoch` counts the finished epochs, `step` the updates of the one in progress; `queue` names
    who will start a queued run ("lab"), None where its creator does it.
    """

    state: str = "queued"
    epoch: int = 0
    epochs: int | None = None
    step: int = 0
    updates_per_epoch: int | None = None
    pid: int | None = None
    started: str | None = None
    updated: str | None = None
    trained_s: float = 0.0
    left_s: float | None = None
    best_epoch: int | None = None
    error: str | None = None
    reason: str | None = None
    test: dict[str, Any] | None = None
    queue: str | None = None

    @property
    def is_training(self) -> bool:
        """Whether a process holds the run now."""
        return self.state in ("running", "paused")

    @property
    def can_resume(self) -> bool:
        """Whether training may go on: not while it trains or waits."""
        return self.state in FINISHED_SOMEHOW

    def as_dict(self) -> dict[str, Any]:
        """Return the fields of state.json."""
        return dict(vars(self))  # (asdict copies what lies deeper: slow in a list of runs)


_NAMES = frozenset(field.name for field in fields(RunState))


def from_json(found: Mapping[str, Any]) -> RunState:
    """Return the state that a file tells; fields that it lacks, or that hold
    something else than they should, are as in a new run."""
    known = fitting_state(found)
    if known.get("state") not in NEXT:
        known["state"] = "failed"
    return RunState(**known)


def changed(before: RunState, changes: Mapping[str, Any]) -> RunState:
    """Return the state after `changes`; raises RunError for a step that no run can take."""
    unknown_names = set(changes) - _NAMES
    if unknown_names:
        raise TypeError(f"no such field of state.json: {', '.join(sorted(unknown_names))}")
    state = changes.get("state", before.state)
    if state not in NEXT:
        raise TypeError(f"no such state: {state!r}")
    if state not in NEXT[before.state]:
        raise RunError(
            tr(
                'A run that is "{before}" cannot become "{after}"; allowed: {allowed}.',
                before=before.state,
                after=state,
                allowed=", ".join(sorted(NEXT[before.state])),
            )
        )
    return replace(before, **changes)
