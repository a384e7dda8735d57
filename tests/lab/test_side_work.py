"""Questions to models wait in a short line, and those that nobody waits for are left out."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from own_thread import run
from starlette.requests import ClientDisconnect, Request

from neurarium.lab.answers import BusyError
from neurarium.lab.side_work import MOST_WAITING, SideWork


def request(gone: bool = False) -> Request:
    """A request whose page waits, or has broken it off."""

    async def receive() -> dict[str, Any]:
        if gone:
            return {"type": "http.disconnect"}
        await asyncio.sleep(3600)
        raise AssertionError

    return Request({"type": "http", "headers": []}, receive)


def test_only_a_few_questions_wait_and_one_is_asked_at_a_time() -> None:
    side = SideWork()
    gate = threading.Event()
    at_once: list[int] = []
    inside = threading.Semaphore(1)

    def question(number: int) -> int:
        assert inside.acquire(blocking=False)
        gate.wait(60)
        at_once.append(number)
        inside.release()
        return number

    async def ask_all() -> tuple[list[int], list[BaseException]]:
        asked = [
            asyncio.create_task(side.ask_model(request(), lambda n=n: question(n)))
            for n in range(MOST_WAITING + 3)
        ]
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)
        gate.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert done
        return ([one for one in found if isinstance(one, int)],
                [one for one in found if isinstance(one, BaseException)])  # fmt: skip

    answered, refused = run(ask_all())
    side.stop()
    assert answered == at_once == list(range(MOST_WAITING))
    assert [type(one) for one in refused] == [BusyError] * 3


def test_a_question_that_was_broken_off_is_not_asked() -> None:
    side = SideWork()
    asked: list[str] = []

    async def ask_both() -> None:
        with pytest.raises(ClientDisconnect):
            await side.ask_model(request(gone=True), lambda: asked.append("older"))
        await side.ask_model(request(), lambda: asked.append("newer"))

    run(ask_both())
    side.stop()
    assert asked == ["newer"]
