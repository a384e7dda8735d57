"""The line to one page: what is sent waits here, and no page can make it grow without end."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

MAX_IN_FLIGHT = 2
MAX_WAITING = 256
MAX_WAITING_BYTES = 24_000_000
SILENT_AFTER_S = 1.0
_END = None


class PageLine:
    """One connected page: counts frames against acknowledgements, queues what is to be sent.

    `post` may be called from any thread; the others belong to the event loop. `revision` is the
    newest state that the page was told, `points` identifies the points that it has,
    `curve_epoch` is the last epoch of the curve that it has (None: nothing yet) as of `history`,
    and `version` is what it was shown last.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, now_s: float) -> None:
        self.id = secrets.token_urlsafe(8)
        self.revision: int | None = None
        self.points: object | None = None
        self.curve_epoch: int | None = None
        self.history = 0
        self.version = -1
        self.next_frame_at_s = 0.0
        self.sent = 0
        self.acknowledged = 0
        self.heard_at_s = now_s
        self.broken = False
        self._loop = loop
        self._queue: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._waiting_bytes = 0

    @property
    def has_room(self) -> bool:
        """Whether another frame may be sent: fewer than two are unacknowledged."""
        return self.sent - self.acknowledged < MAX_IN_FLIGHT

    def is_silent(self, now_s: float) -> bool:
        """Whether the page shows nothing: it is hidden, or far too slow."""
        return not self.has_room and now_s - self.heard_at_s > SILENT_AFTER_S

    def next_number(self) -> int:
        """Count one more frame as sent and return its number (from 1)."""
        self.sent += 1
        return self.sent

    def acknowledge(self, frame: int, now_s: float) -> None:
        """Take note that the page has shown frame number `frame`."""
        self.acknowledged = max(self.acknowledged, min(frame, self.sent))
        self.heard_at_s = now_s

    def post(self, message: str | bytes) -> None:
        """Send `message` as soon as the loop comes to it."""
        if not self.broken:
            self._call(self._put, message)

    def close(self) -> None:
        """End the line once everything posted has been sent."""
        self._call(self._queue.put_nowait, _END)

    async def deliver(
        self,
        send_text: Callable[[str], Awaitable[None]],
        send_bytes: Callable[[bytes], Awaitable[None]],
    ) -> None:
        """Send what is posted, one after another, until the line is closed or broken."""
        while (message := await self._queue.get()) is not _END:
            self._waiting_bytes -= len(message)
            if isinstance(message, str):
                await send_text(message)
            else:
                await send_bytes(message)

    def _put(self, message: str | bytes) -> None:
        self._waiting_bytes += len(message)
        full = self._queue.qsize() >= MAX_WAITING or self._waiting_bytes > MAX_WAITING_BYTES
        if full and self._queue.qsize() > 1:
            # The page reads nothing any more. Its session stays; it may come back.
            self.broken = True
            self._queue = _drained(self._queue)
            return
        self._queue.put_nowait(message)

    def _call(self, function: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:  # the loop is closed: the lab is ending
            self.broken = True


def _drained(queue: asyncio.Queue[str | bytes | None]) -> asyncio.Queue[str | bytes | None]:
    """Throw away what waits, and put the end there instead."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(_END)
    return queue
