"""The `state` message of docs/protocol.md, built from a trainer."""

from __future__ import annotations

from typing import Any

from neurarium.datasets.points import Points
from neurarium.datasets.points.settings import AxisScale
from neurarium.errors import LinkError
from neurarium.language import tr
from neurarium.playground.config import Setup
from neurarium.playground.links import to_link, to_playground_link
from neurarium.playground.network import Network
from neurarium.playground.trainer import Trainer


def state_message(
    trainer: Trainer, *, session: str, running: bool, with_points: bool = True
) -> dict[str, Any]:
    """Return the message; `with_points` false leaves the points out where the page has them."""
    shown = trainer.shown
    segment = shown.segment
    setup = trainer.setup
    link, link_problem = _link(setup)
    playground_link, playground_problem = _playground_link(setup)
    diverged = trainer.status == "diverged"
    return {
        "type": "state",
        "session": session,
        "revision": trainer.revision,
        "setup": setup_json(setup),
        "network": network_json(segment.network),
        "points": points_json(segment.points) if with_points else None,
        "status": "diverged" if diverged else "running" if running else "paused",
        "past": trainer.past,
        "updates_per_epoch": trainer.engine.updates_per_epoch,
        "can_undo": trainer.can_undo,
        "can_redo": trainer.can_redo,
        "recording": recording_json(trainer),
        "link": link,
        "link_problem": link_problem,
        "playground_link": playground_link,
        "playground_link_problem": playground_problem,
        "history_note": history_note(trainer),
        "message": trainer.message.to_json() if trainer.message else None,
    }


def setup_json(setup: Setup) -> dict[str, Any]:
    """Return a setup without points of one's own: those travel as `points`."""
    values: dict[str, Any] = setup.model_dump(mode="json")
    values["config"]["data"]["custom"] = None
    return values


def network_json(network: Network) -> dict[str, Any]:
    """Return a network's shape as plain values."""
    return {
        "features": list(network.features),
        "sizes": list(network.sizes),
        "activations": list(network.activations),
        "output": network.output,
        "parameters": network.size,
    }


def points_json(points: Points) -> dict[str, Any]:
    """Return points as rows [x, y, target], the training points first."""
    rows = zip(points.xy[:, 0].tolist(), points.xy[:, 1].tolist(), points.target.tolist(),
               strict=True)  # fmt: skip
    return {
        "task": points.task,
        "classes": list(points.classes),
        "n_train": points.n_train,
        "rows": [[round(x, 6), round(y, 6), round(target, 6)] for x, y, target in rows],
        "x_axis": _axis(points.x_axis),
        "y_axis": _axis(points.y_axis),
        "target_axis": _axis(points.target_axis) if points.target_axis else None,
    }


def _axis(axis: AxisScale) -> dict[str, Any]:
    return {"name": axis.name, "offset": axis.offset, "unit": axis.unit}


def recording_json(trainer: Trainer) -> dict[str, Any]:
    """Return what is kept of the epochs, in numbers."""
    recording = trainer.recording
    return {
        "first": recording.first,
        "last": recording.last,
        "kept": len(recording),
        "stride": recording.stride,
        "megabytes": round(recording.budget / 1e6, 3),
        "used_megabytes": round(recording.nbytes / 1e6, 3),
    }


def history_note(trainer: Trainer) -> str | None:
    """Return a sentence where a link starts alike but does not end in these very weights."""
    if not trainer.altered:
        return None
    return tr(
        "Settings or weights were changed in mid-training: the link starts alike but does not "
        "end in these very weights. The settings file does."
    )


def _link(setup: Setup) -> tuple[str | None, str | None]:
    try:
        return to_link(setup), None
    except LinkError as error:
        return None, str(error)


def _playground_link(setup: Setup) -> tuple[str | None, str | None]:
    try:
        return to_playground_link(setup), None
    except LinkError as error:
        return None, str(error)
