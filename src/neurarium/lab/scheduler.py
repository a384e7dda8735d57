"""Who works when: one training thread for turns, a few side threads for what may take long.

A *seat* belongs to one worker (a playground, or its variants). Whatever is done with a worker
is done through its seat, by one thread at a time:

- *turns* are short slices of training, given by the training thread to whoever has had fewest;
- *jobs* are what a page asked for (a change, a seek, an export). They go before turns, in the
  order in which they came, on a side thread: a slow one (new points, a single step that
  compiles) delays nobody but its own playground.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from neurarium.lab.fair_share import (
    BESIDE_S,
    Beside,
    FairShare,
    Share,
    frames_per_s,
    slice_s,
    turns_of,
)

SIDE_THREADS = 4
IDLE_WAIT_S = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """What a worker is given: about `budget_s` seconds, and a frame every `frame_s` at most."""

    budget_s: float
    frame_s: float

    @classmethod
    def among(cls, active: int, beside_s: float = BESIDE_S) -> Turn:
        """Return a turn when `active` workers want to work; it takes `beside_s` beside it."""
        return cls(slice_s(active, beside_s), 1 / frames_per_s(active))


class Worker(Protocol):
    """What sits on a seat."""

    def ready_at_s(self, now_s: float) -> float | None:
        """Return when the next turn is wanted (`now_s` or before: at once), None: not at all."""

    def take_turn(self, turn: Turn) -> float:
        """Work for a while; return the seconds that this is to be charged."""

    def failed(self, error: Exception) -> None:
        """Hear that a turn or a job raised: a bug of ours, already logged."""


class Seat:
    """A worker's place in the scheduler."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.share = Share()
        self.jobs: deque[Callable[[], None]] = deque()
        self.busy = False


class Scheduler:
    """Gives turns and runs jobs. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._fair = FairShare()
        self._beside = Beside()
        self._seats: list[Seat] = []
        self._changed = threading.Condition()
        self._sleeping = False
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._side = ThreadPoolExecutor(SIDE_THREADS, thread_name_prefix="neurarium-side")

    def start(self) -> None:
        """Start the training thread."""
        self._thread = threading.Thread(target=self._run, name="neurarium-training", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the training thread after its turn; jobs that wait are dropped."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self._side.shutdown(wait=False, cancel_futures=True)

    def seat(self, worker: Worker) -> Seat:
        """Give `worker` a seat."""
        seat = Seat(worker)
        with self._changed:
            self._seats.append(seat)
            self._changed.notify_all()
        return seat

    def leave(self, seat: Seat) -> None:
        """Take a seat away: no turn and no job of it begins after this."""
        with self._changed:
            seat.jobs.clear()
            if seat in self._seats:
                self._seats.remove(seat)

    def submit(self, seat: Seat, job: Callable[[], None]) -> None:
        """Run `job` on a side thread, after the seat's earlier jobs."""
        with self._changed:
            if self._stopping or seat not in self._seats:
                return
            seat.jobs.append(job)
            if not seat.busy:
                seat.busy = True
                self._side.submit(self._work_off, seat)

    def wake(self) -> None:
        """Look again who is ready (a page has shown its frame, say)."""
        if self._sleeping:
            with self._changed:
                self._changed.notify_all()

    def turn(self) -> float:
        """Give one turn; return how many seconds to wait for the next (0: none)."""
        now_s = self._clock()
        with self._changed:
            seat, active, wait_s = self._next(now_s)
            if seat is None:
                return wait_s
            seat.busy = True
        self._give_turn(seat, active)
        return 0.0

    def _next(self, now_s: float) -> tuple[Seat | None, int, float]:
        ready: dict[Share, Seat] = {}
        active, wait_s = 0, IDLE_WAIT_S
        for seat in self._seats:
            at_s = seat.worker.ready_at_s(now_s)
            if at_s is None:
                continue
            active += 1
            if seat.busy:
                continue
            if at_s <= now_s:
                ready[seat.share] = seat
            else:
                wait_s = min(wait_s, at_s - now_s)
        share = self._fair.pick(ready)
        return (ready[share] if share else None), active, wait_s

    def _give_turn(self, seat: Seat, active: int) -> None:
        began_s = self._clock()
        charged: list[float] = []
        turn = Turn.among(active, self._beside.seconds)
        self._guarded(seat, lambda: charged.append(seat.worker.take_turn(turn)))
        took_s = self._clock() - began_s
        if charged:
            self._beside.learn(took_s - charged[0])
        with self._changed:
            seat.share.used_turns += turns_of(charged[0] if charged else took_s, turn.budget_s)
            if seat.jobs:
                self._side.submit(self._work_off, seat)
            else:
                seat.busy = False
                self._notify()

    def _work_off(self, seat: Seat) -> None:
        while True:
            with self._changed:
                if not seat.jobs:
                    seat.busy = False
                    self._notify()
                    return
                job = seat.jobs.popleft()
            self._guarded(seat, job)

    def _guarded(self, seat: Seat, work: Callable[[], None]) -> None:
        """Run `work`; a bug in one playground is told to its pages and harms no other."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - logged, and told where it belongs
            _log.exception("A playground failed")
            seat.worker.failed(error)

    def _notify(self) -> None:
        if self._sleeping:
            self._changed.notify_all()

    def _run(self) -> None:
        while not self._stopping:
            wait_s = self.turn()
            if wait_s > 0:
                self._sleep(wait_s)

    def _sleep(self, wait_s: float) -> None:
        with self._changed:
            self._sleeping = True
            # Somebody may have become ready between the turn and here.
            seat, _, wait_s = self._next(self._clock())
            if seat is None and not self._stopping:
                self._changed.wait(wait_s)
            self._sleeping = False
