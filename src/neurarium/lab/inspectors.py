"""Models of runs, opened to be looked into: the few that were asked last stay open."""

from __future__ import annotations

from collections import OrderedDict

from neurarium.lab.data_shelf import DataShelf
from neurarium.training.inspect import Inspector
from neurarium.training.runs import RunDirectory

MOST_OPEN = 4


class Inspectors:
    """`of` is for the lab's thread for models alone."""

    def __init__(self, shelf: DataShelf) -> None:
        self._shelf = shelf
        self._open: OrderedDict[str, Inspector] = OrderedDict()

    def of(self, run: RunDirectory) -> Inspector:
        """Return what looks into the model of a run; it stays open."""
        key = str(run.path)
        found = self._open.pop(key, None) or self.fresh(run)
        self._open[key] = found
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)
        return found

    def fresh(self, run: RunDirectory) -> Inspector:
        """Return what reads a run's answers, its model not opened."""
        return Inspector(run, load=lambda name: self._shelf.get(name).data)
