"""What each message of a page does to its playground. Runs as a job: see `scheduler.py`."""

from __future__ import annotations

from typing import assert_never

from neurarium.errors import NeurariumError
from neurarium.lab import messages as said
from neurarium.lab.openings import opened_link, opened_settings
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import json_text, message_text
from neurarium.lab.studio import Studio
from neurarium.playground.edits import Edit
from neurarium.playground.message import Message
from neurarium.playground.trainer import Trainer

Change = (
    said.Plain | said.Step | said.Set | said.View | said.Edits | said.Open | said.Seek
    | said.Budget
)  # fmt: skip
"""The messages that are about the playground alone."""


def act(studio: Studio, line: PageLine, message: Change) -> None:
    """Do what `message` says and publish what came of it.

    What a person cannot do is told to the page that asked, and changes nothing.
    """
    trainer = studio.trainer
    if trainer is None:
        return
    before, was_past = trainer.recording, trainer.past
    try:
        warning = _do(studio, trainer, line, message)
    except NeurariumError as error:
        line.post(message_text(Message("error", str(error))))
        # The page shows what the person chose; this shows it again as it is.
        line.revision = None
        studio.publish()
        return
    grows = isinstance(message, said.Step) and not was_past
    studio.changed(rewritten=trainer.recording is not before and not grows)
    if warning is not None:
        line.post(message_text(warning))


def _do(studio: Studio, trainer: Trainer, line: PageLine, message: Change) -> Message | None:
    match message:
        case said.Plain():
            return _plain(studio, trainer, line, message.type)
        case said.Step():
            studio.set_running(False)
            trainer.train(1) if message.unit == "epoch" else trainer.step_batch()
            trainer.revision += 1  # a state follows: its link holds the new epoch
        case said.Set():
            trainer.change(message.changes)
        case said.View():
            trainer.change_view(message.changes)
        case said.Edits():
            trainer.edit([Edit(e.layer, e.unit, e.input, e.value) for e in message.edits])
        case said.Open():
            return _open(studio, trainer, message)
        case said.Seek():
            studio.set_running(False)
            trainer.seek(message.epoch)
        case said.Budget():
            trainer.set_budget(round(message.megabytes * 1e6))
        case _:
            assert_never(message)
    return None


def _plain(studio: Studio, trainer: Trainer, line: PageLine, name: str) -> Message | None:
    match name:
        case "run" | "pause":
            studio.set_running(name == "run")
        case "reset":
            studio.set_running(False)
            trainer.reset()
        case "regenerate":
            trainer.regenerate()
        case "reinitialize":
            trainer.reinitialize()
        case "undo":
            trainer.undo()
        case "redo":
            trainer.redo()
        case "live":
            trainer.live()
        case "explain":
            line.post(json_text(trainer.explain().to_json()))
    return None


def _open(studio: Studio, trainer: Trainer, message: said.Open) -> Message | None:
    studio.set_running(False)
    if message.link is not None:
        return opened_link(trainer, message.link)
    opened_settings(trainer, message.settings or "")
    return None
