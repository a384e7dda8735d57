"""What a page can choose from: layers with their settings, optimizers, losses, schedules."""

from __future__ import annotations

from typing import Any

from neurarium.graph.activations import ACTIVATIONS
from neurarium.graph.kinds import KINDS, Kind, Setting
from neurarium.language import tr
from neurarium.training.losses import LOSSES, fitting_losses
from neurarium.training.optimizers import OPTIMIZERS
from neurarium.training.schedules import SCHEDULES


def choices() -> dict[str, Any]:
    """Return the answer of GET /api/choices (docs/training.md), as JSON holds it."""
    return {
        "layers": [_kind(kind) for kind in KINDS.values()],
        "activations": list(ACTIVATIONS),
        "optimizers": [
            {
                "name": optimizer.name,
                "title": optimizer.keras_name,
                "learning_rate": optimizer.learning_rate,
                "momentum": optimizer.momentum,
                "nesterov": optimizer.nesterov,
            }
            for optimizer in OPTIMIZERS.values()
        ],
        "losses": [
            {
                "name": name,
                "classes": name in fitting_losses("classification", 2),
                "binary": name in fitting_losses("classification", 1),
                "regression": name in fitting_losses("regression", 1),
            }
            for name in LOSSES
        ],
        "schedules": list(SCHEDULES),
    }


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "word": kind.words[0],
        "title": tr(kind.title),
        "settings": [_setting(setting) for setting in kind.settings],
    }


def _setting(setting: Setting) -> dict[str, Any]:
    """Return a setting; `default` None follows from the rest of the network."""
    default = setting.default
    return {
        "name": setting.name,
        "title": tr(setting.title),
        "type": setting.type,
        "default": list(default) if isinstance(default, tuple) else default,
        "min": setting.minimum,
        "max": setting.maximum,
        "choices": list(setting.choices) or None,
        "required": setting.required,
    }
