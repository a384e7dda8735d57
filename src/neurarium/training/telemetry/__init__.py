"""What the units of a model do while it trains: histograms, gradients, dead units.

Everything is measured on a *probe*, 256 training images, and costs a few milliseconds:

    probe = UnitsProbe(model, x[:PROBE_ROWS], y[:PROBE_ROWS])
    if probe.due(trained_s):
        writer.line("units", **probe.line(epoch))
"""

from neurarium.training.telemetry.histogram import histogram
from neurarium.training.telemetry.units import PROBE_ROWS, UnitsProbe, units_line

__all__ = ["PROBE_ROWS", "UnitsProbe", "histogram", "units_line"]
