"""The queue of trainings: what waits, what may begin, what ended before it began.

Everything that is known stands in the run directories: which runs are queued (`state.json`), which
are trained (`run.lock`), which are just being started (`claim.json`, by whichever lab). So a lab
that is opened again goes on where the last one was, and two labs on one home share one queue.
Trainings are counted whoever started them, and a paused one keeps its place.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Sequence

from filelock import FileLock, Timeout

from neurarium.errors import NeurariumError, RunError
from neurarium.lab.claims import Claim, claim, claim_of, forget_claim
from neurarium.lab.run_index import Entry, RunIndex
from neurarium.lab.training_process import last_words, log_length, start_process
from neurarium.language import tr
from neurarium.training.runs import RunDirectory

LAB = "lab"
LOOK_EVERY_S = 1.0
LOOK_IDLY_EVERY_S = 10.0
"""Where nothing waits: whatever is queued through this lab wakes it."""
MOST_TRIES = 2
_QUEUE_LOCK = ".queue.lock"


def places() -> int:
    """Return how many trainings run at once: one for every two cores."""
    return max(1, (os.cpu_count() or 1) // 2)


class Trainings:
    """Starts queued runs, one after another, as places become free."""

    def __init__(
        self, index: RunIndex, slots: int, start: Callable[..., int] = start_process
    ) -> None:
        self.index = index
        self.slots = slots
        self.last_problem: str | None = None
        self._start_process = start
        self._wake = threading.Event()
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look after the queue, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="lab-trainings", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End looking; trainings go on, they are not ours."""
        self._ends.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(5)

    def wake(self) -> None:
        """Look at once: something was queued, or ended."""
        self._wake.set()

    def _run(self) -> None:
        while not self._ends.is_set():
            some_wait = True
            try:
                some_wait = self.look()
                self.last_problem = None
            except (NeurariumError, OSError) as error:
                self.last_problem = str(error)  # a full or missing disk: told with the list of runs
            self._wake.wait(LOOK_EVERY_S if some_wait else LOOK_IDLY_EVERY_S)
            self._wake.clear()

    def look(self) -> bool:
        """Look once: start what may begin, tell what ended before it began.

        Returns whether something waits.
        """
        if not waiting(self.index.look()):
            return False
        lock = FileLock(self.index.folder / _QUEUE_LOCK, timeout=0)
        with contextlib.suppress(Timeout), lock:  # else another lab is at it
            self._start_what_may(self.index.look())
        return True

    def _start_what_may(self, entries: Sequence[Entry]) -> None:
        taken = sum(entry.state["state"] in ("running", "paused") for entry in entries)
        free = self.slots - taken
        for entry in waiting(entries):
            found = claim_of(entry.run.path)
            if found is not None and found.is_alive:
                free -= 1
            elif found is not None and _gave_up(entry.run, found):
                continue
            elif free > 0:
                self._begin(entry.run, 1 if found is None else found.tries + 1)
                free -= 1

    def _begin(self, run: RunDirectory, tries: int) -> None:
        """Start a run that still waits. Who takes it out of the queue holds its lock, too."""
        try:
            with run.lock():
                state = run.state()
                if (state.state, state.queue) != ("queued", LAB):
                    return
                log_from = log_length(run.path)
                pid = self._start_process(run.path, lambda _: self.wake())
                claim(run.path, pid, tries, log_from)
        except (OSError, RunError):
            if run.path.exists() and not run.is_held():
                raise
            # deleted at this moment, or trained by somebody else: nothing is to be started


def waiting(entries: Sequence[Entry]) -> list[Entry]:
    """Return the runs that a lab is to start, in their order."""
    found = (e for e in entries if e.state["state"] == "queued" and e.state["queue"] == LAB)
    return sorted(found, key=lambda entry: entry.order)


def queue_places(entries: Sequence[Entry]) -> dict[str, int]:
    """Return each waiting run's place in the queue: 1 is next, 0 is being started now."""
    found: dict[str, int] = {}
    place = 0
    for entry in waiting(entries):
        claimed = claim_of(entry.run.path)
        if claimed is not None and claimed.is_alive:
            found[entry.run.id] = 0
        else:
            place += 1
            found[entry.run.id] = place
    return found


def _gave_up(run: RunDirectory, found: Claim) -> bool:
    """Note a process that ended before its training began; False: it may be tried again.

    What said something is not tried again. What said nothing (killed, or the machine went down)
    is, once.
    """
    words = last_words(run.path, found.log_from)
    if not words and found.tries < MOST_TRIES:
        return False
    if run.is_held():
        return True
    with run.lock():
        if run.state().state != "queued":
            return True
        run.writer().set_state(
            state="failed",
            queue=None,
            error=tr("The training ended before it began. Its last words: {words}",
                     words=words or tr("none")),
        )  # fmt: skip
    forget_claim(run.path)
    return True
