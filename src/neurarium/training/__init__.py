"""Real models on real data: what a run is asked to do, its directory, its training.

Names are imported when they are first used: Keras and NumPy take their time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurarium.training.config import TrainingConfig
    from neurarium.training.facts import RunFacts
    from neurarium.training.planning import plan_run

__all__ = ["RunFacts", "TrainingConfig", "plan_run"]

_HOMES = {"RunFacts": "facts", "TrainingConfig": "config", "plan_run": "planning"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f'module "{__name__}" has no attribute "{name}"')
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
