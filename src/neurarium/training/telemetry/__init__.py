"""What the units of a model do while it trains: histograms, gradients, dead units.

Everything is measured on a *probe*, 256 training images, and costs a few milliseconds:

    probe = UnitsProbe(model, x[:PROBE_ROWS], y[:PROBE_ROWS])
    if probe.due(trained_s):
        writer.line("units", **probe.line(epoch))

The histogram alone loads no Keras: a PyTorch loop needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from neurarium.training.telemetry.histogram import histogram

if TYPE_CHECKING:
    from neurarium.training.telemetry.units import PROBE_ROWS, UnitsProbe, units_line

__all__ = ["PROBE_ROWS", "UnitsProbe", "histogram", "units_line"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f'module "{__name__}" has no attribute "{name}"')
    return getattr(import_module("neurarium.training.telemetry.units"), name)
