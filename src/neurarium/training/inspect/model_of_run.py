"""The Keras model of a run, never from a pickle and never with code from the file."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping
from typing import Any

from neurarium.errors import NeurariumError, RunError, SpecError
from neurarium.language import tr
from neurarium.training.runs import RunDirectory


def use_some_backend() -> None:
    """Choose a library for Keras if nobody has, and it would look for one that is not there."""
    if "keras" in sys.modules or os.environ.get("KERAS_BACKEND"):
        return
    for name in ("jax", "torch", "tensorflow"):
        if importlib.util.find_spec(name) is not None:
            os.environ["KERAS_BACKEND"] = name
            return


def load_model(run: RunDirectory) -> tuple[Any, bool]:
    """Return the run's model and whether it is the saved one, with its weights.

    Else it is built again from run.json, without training: while the run trains, or where the
    file needs a class that Keras does not know. Raises RunError where neither works.
    """
    use_some_backend()
    facts = run.facts
    if (run.path / "model.keras").is_file():
        try:
            return _saved(run), True
        except RunError:
            if not facts.get("config"):
                raise
    return _built(run, facts), False


def _built(run: RunDirectory, facts: Mapping[str, Any]) -> Any:
    if facts.get("config"):
        from neurarium.training.models import build_for_facts

        try:
            return build_for_facts(facts)
        except NeurariumError:
            raise
        except (ValueError, TypeError, OSError, ImportError, KeyError) as error:
            raise RunError(_cannot(run, error)) from error
    raise RunError(
        tr('Run "{run}" has saved no model yet, and its script alone knows how to build it.',
           run=run.id)
    )  # fmt: skip


def _saved(run: RunDirectory) -> Any:
    from neurarium.training.models.from_file import open_file

    try:
        return open_file(run.path / "model.keras")
    except SpecError as error:
        raise RunError(_cannot(run, error)) from error


def _cannot(run: RunDirectory, error: Exception) -> str:
    reason = " ".join(str(error).split())[:300] or type(error).__name__
    return tr('The model of run "{run}" cannot be opened: {reason}', run=run.id, reason=reason)
