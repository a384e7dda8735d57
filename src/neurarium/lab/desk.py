"""What the pages Data, Train, Try it and Runs share in one open lab."""

from __future__ import annotations

from pathlib import Path

from neurarium.lab.data_catalogue import DataCatalogue
from neurarium.lab.data_shelf import DataShelf
from neurarium.lab.downloads import Downloads
from neurarium.lab.inspectors import Inspectors
from neurarium.lab.options import LabOptions
from neurarium.lab.run_index import RunIndex
from neurarium.lab.run_list import RunList
from neurarium.lab.side_work import SideWork
from neurarium.lab.trainings import Trainings, places


class Desk:
    """Data sets, runs, the queue of trainings, and the threads that read and ask models."""

    def __init__(self, options: LabOptions, runs: Path) -> None:
        self.options = options
        self.side = SideWork()
        self.shelf = DataShelf()
        self.downloads = Downloads()
        self.catalogue = DataCatalogue(self.shelf, self.downloads)
        self.runs = RunIndex(runs)
        self.inspectors = Inspectors(self.shelf)
        self.trainings = Trainings(self.runs, places())
        self.list = RunList(self.runs, self.trainings)

    def start(self) -> None:
        """Go on with the queue, if something waits in it."""
        self.trainings.start()

    def changed(self) -> None:
        """Show at once what somebody changed about the runs, and begin what may begin now."""
        self.list.forget()
        self.trainings.wake()

    def stop(self) -> None:
        """End the lab's own threads; trainings are processes of their own and go on."""
        self.downloads.stop()
        self.trainings.stop()
        self.side.stop()
