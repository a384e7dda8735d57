"""A finished or running model looked into: activations, logits, mistakes, drawn pictures.

Names are imported when they are first used, as everywhere where arrays and Keras are behind.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurarium.training.inspect.answers import Answers, Mistakes, worst_confusions
    from neurarium.training.inspect.drawn import (
        as_the_data_set,
        digits_preprocess,
        fitted,
        mnist_preprocess,
    )
    from neurarium.training.inspect.inspector import Inspector
    from neurarium.training.inspect.look import LayerLook, Look

__all__ = [
    "Answers",
    "Inspector",
    "LayerLook",
    "Look",
    "Mistakes",
    "as_the_data_set",
    "digits_preprocess",
    "fitted",
    "mnist_preprocess",
    "worst_confusions",
]

_HOMES = {
    "Answers": "answers", "Mistakes": "answers", "worst_confusions": "answers",
    "as_the_data_set": "drawn", "digits_preprocess": "drawn", "fitted": "drawn",
    "mnist_preprocess": "drawn", "Inspector": "inspector", "LayerLook": "look", "Look": "look",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f'module "{__name__}" has no attribute "{name}"')
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
