"""One open lab: what its parts share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from neurarium.home import runs_folder
from neurarium.lab.assets import Assets
from neurarium.lab.compiler import Compiler
from neurarium.lab.options import LabOptions
from neurarium.lab.pace import Paces, work_clock
from neurarium.lab.scheduler import Scheduler
from neurarium.lab.sessions import Sessions
from neurarium.lab.studio import Studio, Surroundings

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk

DESK_AFTER_S = 15.0
"""A queue of trainings that an earlier lab left is gone on with after the playground is there."""

MOST_EPOCHS = 5000
"""Most epochs in one turn."""


class Lab:
    """Options, sessions, and the threads that work for them. `clock` counts seconds."""

    def __init__(self, options: LabOptions, clock: Callable[[], float] = time.perf_counter) -> None:
        self.options = options
        self.clock = clock
        self.compiler = Compiler()
        self.scheduler = Scheduler(clock)
        self.assets = Assets()
        self._runs = runs_folder()
        self._desk: Desk | None = None
        self._desk_lock = threading.Lock()
        self._desk_later = threading.Timer(DESK_AFTER_S, self.desk)
        self._desk_later.daemon = True
        around = Surroundings(
            options, self.compiler, clock, work_clock(), self.scheduler.wake, Paces(MOST_EPOCHS)
        )
        self.sessions = Sessions(
            options, self.scheduler, lambda session_id: Studio(session_id, around), clock
        )

    def start(self) -> None:
        """Start training, and get ready for the first page."""
        self.scheduler.start()
        self.compiler.warm_up()
        self._desk_later.start()

    def desk(self) -> Desk:
        """Return what the pages of data and trainings share, opened when it is first wanted."""
        with self._desk_lock:
            if self._desk is None:
                from neurarium.lab.desk import Desk

                self._desk = Desk(self.options, self._runs)
                self._desk.start()
            return self._desk

    def stop(self) -> None:
        """End all of it, but not the trainings: those are processes of their own."""
        self._desk_later.cancel()
        with self._desk_lock:
            if self._desk is not None:
                self._desk.stop()
        self.scheduler.stop()
        self.compiler.stop()
