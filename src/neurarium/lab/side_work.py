"""Work that would keep pages waiting: files are read by four threads, models asked by one.

Models (Keras, JAX) are asked by one thread alone, and only a few questions wait for it: what
comes on top is refused with a sentence, so that thirty pages that ask for activations slow down
one another, not the playground. A page that asks anew breaks off its older question, which is
then left out when its turn comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.requests import ClientDisconnect, Request

from neurarium.lab.answers import BusyError
from neurarium.language import tr

Answer = TypeVar("Answer")

READERS = 4
MOST_WAITING = 16


class SideWork:
    """The threads; they start with the first question."""

    def __init__(self) -> None:
        self._readers = ThreadPoolExecutor(READERS, "lab-files")
        self._models = ThreadPoolExecutor(1, "lab-models")
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def read(self, work: Callable[[], Answer]) -> Answer:
        """Return what `work` returns, done by a reader."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def ask_model(self, request: Request, work: Callable[[], Answer]) -> Answer:
        """Return what `work` returns, done by the models' thread when it is its turn.

        Raises `BusyError` where too many wait, `ClientDisconnect` where the page is gone.
        """
        if self._waiting >= MOST_WAITING:
            raise BusyError(
                tr("Many pages ask for activations at this moment. Try again in a second.")
            )
        self._waiting += 1
        try:
            async with self._turn:
                if await request.is_disconnected():
                    raise ClientDisconnect
                return await asyncio.get_running_loop().run_in_executor(self._models, work)
        finally:
            self._waiting -= 1

    def stop(self) -> None:
        """End the threads; what they are at is finished, what waits is not begun."""
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._models.shutdown(wait=False, cancel_futures=True)
