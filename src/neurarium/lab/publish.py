"""What a page is told: the text of a state, the bytes of a frame."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from neurarium.lab.page_line import PageLine
from neurarium.playground.frame import Frame, encode
from neurarium.playground.message import Message
from neurarium.playground.recording import Curve, Recording
from neurarium.playground.state_message import state_message
from neurarium.playground.trainer import Trainer

MAX_CURVE_POINTS = 2000
"""Points of a curve that is sent as a whole; more than a chart has pixels."""


@dataclass(frozen=True)
class Shown:
    """What is published beside the trainer: `history` counts how often the past was rewritten
    (undone, cut off, opened anew), after which a curve must be sent as a whole."""

    session: str
    running: bool
    history: int


def state_text(trainer: Trainer, shown: Shown, line: PageLine) -> str:
    """Return a `state` for one page, with the points if it does not have these very ones."""
    points = trainer.shown.segment.points
    fresh = line.points is not points
    line.points = points
    line.revision = trainer.revision
    message = state_message(
        trainer, session=shown.session, running=shown.running, with_points=fresh
    )
    return json_text(message)


def json_text(value: Any) -> str:
    """Return JSON that a browser can read: a number that is not finite becomes null."""
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError:
        return json.dumps(_finite(value), allow_nan=False, separators=(",", ":"))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def message_text(message: Message) -> str:
    """Return a standalone `message`."""
    return json_text({"type": "message", "message": message.to_json()})


def frame_bytes(trainer: Trainer, shown: Shown, line: PageLine) -> bytes:
    """Return a frame for one page, with the part of the curve that it lacks; counts it as sent."""
    moment = trainer.shown
    recording = trainer.recording
    whole = line.history != shown.history or line.curve_epoch is None
    curve = recording.curve(MAX_CURVE_POINTS) if whole else curve_after(recording, line.curve_epoch)
    line.history = shown.history
    line.curve_epoch = recording.last
    return encode(
        Frame(
            revision=trainer.revision,
            epoch=moment.epoch,
            step=moment.step,
            parameters=trainer.parameters,
            gradient_norms=moment.gradient_norms,
            loss_train=moment.loss_train,
            loss_test=moment.loss_test,
            number=line.next_number(),
            running=shown.running,
            past=trainer.past,
            dead=trainer.engine.dead(moment.state),
            curve=curve,
            curve_replaces=whole,
        )
    )


def curve_after(recording: Recording, epoch: int | None) -> Curve:
    """Return the losses of the epochs kept after `epoch`, thinned to what a chart can show."""
    after = -1 if epoch is None else epoch
    parts: list[tuple[Any, Any, Any]] = []
    for block in reversed(recording.blocks):
        start = int(np.searchsorted(block.epochs, after, side="right"))
        if start < len(block):
            parts.append((block.epochs[start:], block.loss_train[start:], block.loss_test[start:]))
        if start > 0:
            break
    if not parts:
        nothing = np.zeros(0)
        return Curve(nothing.astype(np.int64), nothing, nothing)
    epochs, train, test = (np.concatenate(arrays) for arrays in zip(*reversed(parts), strict=True))
    if len(epochs) > MAX_CURVE_POINTS:
        chosen = np.unique(np.linspace(0, len(epochs) - 1, MAX_CURVE_POINTS).round().astype(int))
        epochs, train, test = epochs[chosen], train[chosen], test[chosen]
    return Curve(epochs, train, test)
