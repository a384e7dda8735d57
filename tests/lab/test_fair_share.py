"""Even shares of the training thread, counted on a clock of our own."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from neurarium.lab.fair_share import Beside, FairShare, Share, frames_per_s, slice_s, turns_of
from neurarium.lab.pace import Pace, Paces, cost_s, work_clock
from neurarium.lab.scheduler import Scheduler, Turn


@dataclass
class Clock:
    now_s: float = 100.0

    def __call__(self) -> float:
        return self.now_s


@dataclass(eq=False)
class Trainee:
    """Works `cost_s` a turn whenever `wants` says so."""

    clock: Clock
    cost_s: float
    wants: Callable[[float], float | None] = lambda now_s: now_s
    turns: list[float] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def ready_at_s(self, now_s: float) -> float | None:
        return self.wants(now_s)

    def take_turn(self, turn: Turn) -> float:
        self.turns.append(self.clock.now_s)
        self.clock.now_s += self.cost_s
        return self.cost_s

    def failed(self, error: Exception) -> None:
        self.failures.append(error)


def run(scheduler: Scheduler, clock: Clock, seconds: float) -> None:
    end_s = clock.now_s + seconds
    while clock.now_s < end_s:
        wait_s = scheduler.turn()
        clock.now_s += wait_s


def test_fifty_equal_ones_get_the_same_number_of_turns() -> None:
    clock = Clock()
    scheduler = Scheduler(clock)
    trainees = [Trainee(clock, 0.001) for _ in range(50)]
    for trainee in trainees:
        scheduler.seat(trainee)
    run(scheduler, clock, 10)
    counts = [len(trainee.turns) for trainee in trainees]
    assert min(counts) >= max(counts) - 1
    assert sum(counts) == pytest.approx(10_000, rel=0.01)


def test_nobody_waits_long_for_one_that_is_slow() -> None:
    clock = Clock()
    scheduler = Scheduler(clock)
    quick = [Trainee(clock, 0.001) for _ in range(9)]
    slow = Trainee(clock, 0.05)
    for trainee in (*quick, slow):
        scheduler.seat(trainee)
    run(scheduler, clock, 10)
    for trainee in (*quick, slow):
        gaps = [after - before for before, after in itertools.pairwise(trainee.turns)]
        assert max(gaps) < 0.25
    assert 0.05 * len(slow.turns) < 9.5
    assert min(len(trainee.turns) for trainee in quick) > 3 * len(slow.turns)


def test_who_rested_is_not_given_all_the_time_it_missed() -> None:
    clock = Clock()
    scheduler = Scheduler(clock)
    steady = Trainee(clock, 0.001)
    late = Trainee(clock, 0.001, wants=lambda now_s: now_s if now_s >= 105 else None)
    scheduler.seat(late)
    scheduler.seat(steady)
    run(scheduler, clock, 5.0)
    assert not late.turns
    run(scheduler, clock, 0.2)
    since = [turn for turn in steady.turns if turn >= 105]
    assert len(late.turns) < len(since) + 60
    assert len(since) > 50


def test_a_turn_that_is_not_due_is_waited_for() -> None:
    clock = Clock()
    scheduler = Scheduler(clock)
    trainee = Trainee(clock, 0.001, wants=lambda _: 100.5)
    scheduler.seat(trainee)
    assert scheduler.turn() == pytest.approx(0.5)
    assert not trainee.turns
    clock.now_s = 100.6
    assert scheduler.turn() == 0
    assert trainee.turns == [100.6]


def test_a_failure_harms_nobody_else() -> None:
    clock = Clock()
    scheduler = Scheduler(clock)

    class Broken(Trainee):
        def take_turn(self, turn: Turn) -> float:
            self.clock.now_s += 0.001
            raise ZeroDivisionError

    broken, sound = Broken(clock, 0.001), Trainee(clock, 0.001)
    seat = scheduler.seat(broken)
    scheduler.seat(sound)
    run(scheduler, clock, 1)
    assert isinstance(broken.failures[0], ZeroDivisionError)
    assert len(sound.turns) > 400
    scheduler.leave(seat)
    failures = len(broken.failures)
    run(scheduler, clock, 1)
    assert len(broken.failures) == failures


def test_jobs_run_in_order_and_before_turns() -> None:
    clock = Clock()
    scheduler = Scheduler(clock)
    trainee = Trainee(clock, 0.001)
    seat = scheduler.seat(trainee)
    done: list[int] = []
    first, over = threading.Event(), threading.Event()

    def slow() -> None:
        first.wait(10)
        done.append(0)

    scheduler.submit(seat, slow)
    for number in (1, 2):
        scheduler.submit(seat, lambda number=number: done.append(number))
    scheduler.submit(seat, over.set)
    assert scheduler.turn() > 0
    assert not trainee.turns
    first.set()
    assert over.wait(10)
    assert done == [0, 1, 2]
    scheduler.stop()


def test_slices_shrink_and_frames_thin_out_as_more_train() -> None:
    assert slice_s(1) == pytest.approx(0.006, rel=0.1)
    assert frames_per_s(1) == 60
    assert frames_per_s(50) >= 12
    previous = slice_s(1)
    for active in range(2, 200):
        assert 0.0005 <= slice_s(active) <= previous + 1e-9
        previous = slice_s(active)


def test_shares_of_equals_are_taken_in_turn() -> None:
    fair = FairShare()
    shares = [Share() for _ in range(3)]
    order = []
    for _ in range(9):
        share = fair.pick(shares)
        assert share is not None
        order.append(shares.index(share))
        share.used_turns += 1
    assert order == [0, 1, 2] * 3
    assert fair.pick([]) is None


def test_the_pace_finds_the_epochs_that_fill_a_turn() -> None:
    pace = Pace(5000)
    for _ in range(60):
        epochs = pace.epochs(0.015)
        pace.learn(epochs, 0.0003 + 0.00007 * epochs)
    assert 0.012 <= 0.0003 + 0.00007 * pace.epochs(0.015) <= 0.016


def test_the_pace_slows_down_where_epochs_become_dear() -> None:
    pace = Pace(5000)
    for epoch_s in (0.00005, 0.004):
        for _ in range(20):
            pace.learn(pace.epochs(0.015), epoch_s * pace.epochs(0.015))
    assert pace.epochs(0.015) <= 4


def test_another_network_begins_with_one_epoch_and_equal_ones_share_their_pace() -> None:
    paces = Paces(5000)
    small = paces.of("small")
    for _ in range(20):
        small.learn(small.epochs(0.015), 0.00003 * small.epochs(0.015))
    assert paces.of("small").epochs(0.015) > 400
    other = paces.of("large")
    assert other.epochs(0.015) == 1
    other.learn(1, 0.00003)
    assert other.epochs(0.015) == 2


def test_a_turn_is_charged_what_its_thread_worked_not_what_it_waited_for() -> None:
    assert cost_s(worked_s=0.002, took_s=0.009) == 0.002
    # Where others helped it is charged for part of their work.
    assert cost_s(worked_s=0.0, took_s=0.8) == pytest.approx(0.1)
    clock = work_clock()
    before = clock()
    time.sleep(0.05)
    assert clock() - before < 0.05 or clock is time.perf_counter


def test_a_turn_counts_as_one_up_to_its_slice_and_as_many_beyond() -> None:
    assert turns_of(0.0, 0.001) == 0
    assert turns_of(0.0002, 0.001) == turns_of(0.0014, 0.001) == 1
    assert turns_of(0.005, 0.001) == 5


def test_slices_shrink_where_a_turn_takes_much_beside_training() -> None:
    beside = Beside()
    usual_s = slice_s(40, beside.seconds)
    for _ in range(400):
        beside.learn(0.0012)
    assert slice_s(40, beside.seconds) == pytest.approx(max(0.0002, 1 / 700 - 0.0012), abs=1e-5)
    assert slice_s(40, beside.seconds) < usual_s
