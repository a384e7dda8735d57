"""The setting `model` of a run → a Keras model, and its layers as run.json tells them.

- `naming.py`: what the setting names: a spec, a file, a callable
- `backend.py`: which library Keras computes with
- `from_spec.py`, `from_file.py`, `safe_file.py`, `from_callable.py`: the three kinds;
  `foreign.py`: what the latter two have in common
- `build.py`: `build_for_facts`; `compiled.py`: `compile_for_facts`, `one_hot.py`

Keras is imported by the functions that build, so that a backend can be chosen first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from neurarium.training.models.backend import use_backend
from neurarium.training.models.build import build_for_facts
from neurarium.training.models.naming import ModelKind, kind_of_model, lasting_name

if TYPE_CHECKING:
    from neurarium.training.models.compiled import compile_for_facts

__all__ = [
    "ModelKind",
    "build_for_facts",
    "compile_for_facts",
    "kind_of_model",
    "lasting_name",
    "use_backend",
]


def __getattr__(name: str) -> Any:
    """Import what needs Keras when it is first used."""
    if name != "compile_for_facts":
        raise AttributeError(f'module "{__name__}" has no attribute "{name}"')
    return getattr(import_module("neurarium.training.models.compiled"), name)
