"""Sessions are found again, made room for, and freed, on a clock of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from own_thread import run

from neurarium.lab.lab import Lab
from neurarium.lab.options import LabOptions
from neurarium.lab.page_line import MAX_WAITING, PageLine
from neurarium.lab.sessions import LabFullError


@dataclass
class Clock:
    now_s: float = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture
def small(clock: Clock) -> Lab:
    return Lab(LabOptions(session_minutes=10, max_sessions=3, max_pages_per_session=2), clock)


def test_a_session_is_freed_some_minutes_after_its_last_page(
    small: Lab, clock: Clock, loop: asyncio.AbstractEventLoop
) -> None:
    session = small.sessions.create()
    one, two = PageLine(loop, 0), PageLine(loop, 0)
    small.sessions.attach(session, one)
    small.sessions.attach(session, two)
    small.sessions.detach(session, one)
    clock.now_s += 3600
    assert small.sessions.sweep() == 0
    small.sessions.detach(session, two)
    clock.now_s += 599
    assert small.sessions.sweep() == 0
    assert small.sessions.find(session.id) is session
    clock.now_s += 1
    assert small.sessions.sweep() == 1
    assert small.sessions.find(session.id) is None


def test_coming_back_in_time_keeps_a_session(
    small: Lab, clock: Clock, loop: asyncio.AbstractEventLoop
) -> None:
    session = small.sessions.create()
    line = PageLine(loop, 0)
    small.sessions.attach(session, line)
    small.sessions.detach(session, line)
    clock.now_s += 500
    small.sessions.attach(session, PageLine(loop, 0))
    clock.now_s += 5000
    assert small.sessions.sweep() == 0


def test_ids_cannot_be_guessed(small: Lab) -> None:
    ids = {small.sessions.create().id for _ in range(3)}
    assert len(ids) == 3
    assert all(len(name) >= 24 for name in ids)
    assert small.sessions.find("") is None
    assert small.sessions.find(None) is None
    assert small.sessions.find("nobody") is None


def test_the_one_left_longest_makes_room(
    small: Lab, clock: Clock, loop: asyncio.AbstractEventLoop
) -> None:
    sessions = []
    for _ in range(3):
        session = small.sessions.create()
        line = PageLine(loop, 0)
        small.sessions.attach(session, line)
        small.sessions.detach(session, line)
        sessions.append(session)
        clock.now_s += 1
    small.sessions.create()
    assert len(small.sessions) == 3
    assert small.sessions.find(sessions[0].id) is None
    assert small.sessions.find(sessions[1].id) is sessions[1]


def test_a_full_lab_says_so(small: Lab, loop: asyncio.AbstractEventLoop) -> None:
    for _ in range(3):
        small.sessions.attach(small.sessions.create(), PageLine(loop, 0))
    with pytest.raises(LabFullError, match="3 playgrounds are open"):
        small.sessions.create()


def test_a_playground_is_shown_in_a_bounded_number_of_pages(
    small: Lab, loop: asyncio.AbstractEventLoop
) -> None:
    session = small.sessions.create()
    for _ in range(2):
        small.sessions.attach(session, PageLine(loop, 0))
    with pytest.raises(LabFullError, match="2 pages"):
        small.sessions.attach(session, PageLine(loop, 0))


def test_only_the_newest_uploads_are_kept(small: Lab) -> None:
    session = small.sessions.create()
    names = [session.keep_upload(object()) for _ in range(4)]
    assert list(session.uploads) == names[-2:]


def test_two_frames_at_most_are_on_the_way(loop: asyncio.AbstractEventLoop) -> None:
    line = PageLine(loop, now_s=0)
    assert line.next_number() == 1
    assert line.has_room
    line.next_number()
    assert not line.has_room
    assert not line.is_silent(0.9)
    assert line.is_silent(1.1)
    line.acknowledge(1, now_s=2)
    assert line.has_room
    line.acknowledge(10**9, now_s=2)
    line.next_number()
    line.next_number()
    assert not line.has_room


def test_a_page_that_reads_nothing_is_given_up_before_memory_fills(
    loop: asyncio.AbstractEventLoop,
) -> None:
    line = PageLine(loop, now_s=0)
    for _ in range(3 * MAX_WAITING):
        line.post("x" * 1000)
    sent: list[str] = []

    async def send(text: str | bytes) -> None:
        sent.append(str(text))

    run(asyncio.wait_for(line.deliver(send, send), 10), loop)
    assert line.broken
    assert len(sent) < MAX_WAITING
