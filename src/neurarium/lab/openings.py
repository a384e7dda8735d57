"""Making a playground from what a page asks for: a link, a file, or what it remembers."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from neurarium.datasets.points.settings import CustomPoints
from neurarium.errors import ConfigError, NeurariumError
from neurarium.lab.messages import Hello, Restore
from neurarium.language import tr
from neurarium.playground.config import Setup, sentences
from neurarium.playground.links import read_link
from neurarium.playground.message import Message
from neurarium.playground.settings_file import read_settings
from neurarium.playground.trainer import Trainer
from neurarium.playground.weights import SavedWeights


def trainer_for(hello: Hello) -> tuple[Trainer, Message | None]:
    """Return the playground that a new page asks for, and what could not be done of it.

    A page always gets a playground: where its link is wrong, the default one and a sentence.
    """
    try:
        if hello.restore is not None:
            return _restored(hello.restore), None
        if hello.link:
            trainer = Trainer()
            return trainer, opened_link(trainer, hello.link)
    except NeurariumError as error:
        text = tr("{problem} This is the default playground instead.", problem=_ended(str(error)))
        return Trainer(), Message("error", text)
    return Trainer(), None


def opened_link(trainer: Trainer, link: str) -> Message | None:
    """Open a link; return a warning that names what was passed over. Raises `LinkError`."""
    opened = read_link(link)
    trainer.open(opened.setup)
    return Message("warning", " ".join(opened.warnings)) if opened.warnings else None


def opened_settings(trainer: Trainer, text: str) -> None:
    """Open the text of a settings file; raises `LinkError` or `ConfigError`."""
    saved = read_settings(text)
    trainer.open(saved.setup, saved.weights)


def _restored(restore: Restore) -> Trainer:
    try:
        setup = Setup.model_validate({**_with_points(restore), "epoch": restore.epoch})
    except ValidationError as error:
        raise ConfigError(sentences(error)) from error
    trainer = Trainer()
    trainer.open(setup, SavedWeights(tuple(restore.weights)))
    return trainer


def _with_points(restore: Restore) -> dict[str, Any]:
    """Return the remembered setup with points of one's own put back where they belong."""
    setup = dict(restore.setup)
    config = setup.get("config")
    data = config.get("data") if isinstance(config, dict) else None
    if not isinstance(config, dict) or not isinstance(data, dict) or restore.points is None:
        return setup
    if data.get("name") == "custom" and data.get("custom") is None:
        custom = {name: value for name, value in restore.points.items() if name in _CUSTOM_FIELDS}
        setup["config"] = {**config, "data": {**data, "custom": custom}}
    return setup


_CUSTOM_FIELDS = frozenset(CustomPoints.model_fields)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."
