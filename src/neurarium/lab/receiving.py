"""A file that a page sends: read in pieces, refused where it is too long."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from neurarium.errors import DataError

DISCARDED_BYTES = 250_000_000
WRITTEN_AT_ONCE = 1_000_000

CheckSize = Callable[[int], None]
"""Raises `DataError` where so many bytes are too many."""


class TooLongError(DataError):
    """More comes than is read."""


async def received(request: Request, check_size: CheckSize) -> bytes:
    """Return the body; stops with `TooLongError` as soon as it is known to be too long."""
    return b"".join([piece async for piece in _pieces(request, check_size)])


async def received_into(file: BinaryIO, request: Request, check_size: CheckSize) -> int:
    """Write the body to `file` as it comes and return its length; raises `TooLongError`."""
    size = 0
    held = bytearray()
    async for piece in _pieces(request, check_size):
        held += piece
        if len(held) >= WRITTEN_AT_ONCE:
            size += await run_in_threadpool(file.write, bytes(held))
            held.clear()
    return size + await run_in_threadpool(file.write, bytes(held))


async def _pieces(request: Request, check_size: CheckSize) -> AsyncIterator[bytes]:
    announced = request.headers.get("content-length", "")
    try:
        check_size(int(announced) if announced.isdecimal() else 0)
        size = 0
        async for piece in request.stream():
            size += len(piece)
            check_size(size)
            yield piece
    except DataError as error:
        raise TooLongError(str(error)) from error


async def discard_rest(request: Request) -> None:
    """Let what is still coming fall, up to a limit: a browser that is hung up on while it sends
    shows a broken connection instead of our sentence."""
    size = 0
    while size < DISCARDED_BYTES:
        event = await request.receive()
        size += len(event.get("body", b""))
        if event["type"] != "http.request" or not event.get("more_body", False):
            return
