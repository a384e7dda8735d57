"""View settings with changes merged in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from neurarium.errors import ConfigError
from neurarium.playground.config import ViewSettings, sentences


def changed_view(view: ViewSettings, changes: Mapping[str, Any]) -> ViewSettings:
    """Return a copy of `view` with `changes` merged in; raises `ConfigError`."""
    try:
        return ViewSettings.model_validate({**view.model_dump(), **changes})
    except ValidationError as error:
        raise ConfigError(sentences(error)) from error
