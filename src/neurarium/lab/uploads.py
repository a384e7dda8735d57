"""A file of one's own comes in: read in pieces, refused where it is too long, kept as a table."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from neurarium.datasets.points.csv_file import Table, check_size, read_table, to_points
from neurarium.errors import DataError, NeurariumError
from neurarium.lab.lab import Lab
from neurarium.lab.messages import UseCsv
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import message_text
from neurarium.lab.studio import Studio
from neurarium.language import tr
from neurarium.playground.message import Message

DISCARDED_BYTES = 250_000_000
GONE = "There is no such playground any more. Load the page again."


def refusal(status: int, text: str, *, hang_up: bool = False) -> Response:
    """Return an error as a sentence in JSON; `hang_up` where the rest shall not be read."""
    headers = {"Connection": "close"} if hang_up else {}
    return JSONResponse({"error": text}, status, headers=headers)


async def upload_csv(request: Request, lab: Lab) -> Response:
    """Answer `POST /api/playground/csv?session=…`: the columns found, and a guess."""
    session = lab.sessions.find(request.query_params.get("session"))
    if session is None:
        return refusal(404, tr(GONE), hang_up=True)
    try:
        content = await _received(request)
        table = await asyncio.to_thread(read_table, content)
    except _TooLongError as error:
        await _discard_rest(request)
        return refusal(413, str(error), hang_up=True)
    except NeurariumError as error:
        return refusal(422, str(error))
    except ClientDisconnect:
        return refusal(400, tr("The file did not come in whole."), hang_up=True)
    name = session.keep_upload(table)
    return JSONResponse({"upload": name, **table.description()})


class _TooLongError(DataError):
    """More comes than is read."""


async def _received(request: Request) -> bytes:
    """Return the body; stops as soon as it is known to be too long."""
    announced = request.headers.get("content-length", "")
    pieces: list[bytes] = []
    size = int(announced) if announced.isdecimal() else 0
    try:
        check_size(size)
        size = 0
        async for piece in request.stream():
            size += len(piece)
            check_size(size)
            pieces.append(piece)
    except DataError as error:
        raise _TooLongError(str(error)) from error
    return b"".join(pieces)


async def _discard_rest(request: Request) -> None:
    """Let what is still coming fall, up to a limit: a browser that is hung up on while it sends
    shows a broken connection instead of our sentence."""
    size = 0
    while size < DISCARDED_BYTES:
        event = await request.receive()
        size += len(event.get("body", b""))
        if event["type"] != "http.request" or not event.get("more_body", False):
            return


def use_csv(studio: Studio, line: PageLine, message: UseCsv, table: Table | None) -> None:
    """Make an uploaded table the playground's data (a job); where it cannot be, say why."""
    trainer = studio.trainer
    if trainer is None:
        return
    try:
        if table is None:
            raise DataError(tr("This file is no longer here: upload it again."))
        points = to_points(table, message.x, message.y, message.target, message.task)
        trainer.change({"data": {"name": "custom", "custom": points.model_dump()}})
    except NeurariumError as error:
        line.post(message_text(Message("error", str(error))))
        return
    studio.changed(rewritten=True)
