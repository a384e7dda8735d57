"""Models of runs, opened to be looked into: the few that were asked last stay open."""

from __future__ import annotations

from collections import OrderedDict

from neurarium.training.inspect import Inspector
from neurarium.training.runs import RunDirectory

MOST_OPEN = 4


class Inspectors:
    """Used by the lab's thread for models alone."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, Inspector] = OrderedDict()

    def of(self, run: RunDirectory) -> Inspector:
        """Return what looks into the model of a run."""
        key = str(run.path)
        found = self._open.pop(key, None) or Inspector(run)
        self._open[key] = found
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)
        return found
