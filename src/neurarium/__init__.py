"""neurarium: a planetarium for neural networks.

    model.fit(x, y, callbacks=[neurarium.Watch()])       # a Keras script becomes visible
    with neurarium.Run("my loop") as run: run.log(...)   # and so does any other loop
    neurarium.load("mnist")                              # data sets

Importing this package loads no heavy library: rooms are imported when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurarium.datasets import load as load
    from neurarium.training.run_log import Run as Run
    from neurarium.training.watch import Watch as Watch

__version__ = "0.1.0"
__all__ = ["Run", "Watch", "__version__", "load"]

_HOMES = {
    "Run": "neurarium.training.run_log",
    "Watch": "neurarium.training.watch",
    "load": "neurarium.datasets",
}


def __getattr__(name: str) -> Any:
    """Import what is promised outside when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "Watch":  # brings Keras along, which would look for TensorFlow first
        import_module("neurarium.training.keras_start").choose_backend()
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
