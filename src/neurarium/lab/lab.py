"""One open lab: what its parts share."""

from __future__ import annotations

import time
from collections.abc import Callable

from neurarium.lab.assets import Assets
from neurarium.lab.compiler import Compiler
from neurarium.lab.desk import Desk
from neurarium.lab.options import LabOptions
from neurarium.lab.pace import Paces, work_clock
from neurarium.lab.scheduler import Scheduler
from neurarium.lab.sessions import Sessions
from neurarium.lab.studio import Studio, Surroundings

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
        self.desk = Desk(options)
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
        self.desk.start()

    def stop(self) -> None:
        """End all of it, but not the trainings: those are processes of their own."""
        self.desk.stop()
        self.scheduler.stop()
        self.compiler.stop()
