"""A file of one's own comes in: read in pieces, refused where it is too long, kept as a table."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from neurarium.datasets.points.csv_file import Table, check_size, read_table, to_points
from neurarium.errors import DataError, NeurariumError
from neurarium.lab.answers import refusal
from neurarium.lab.lab import Lab
from neurarium.lab.messages import UseCsv
from neurarium.lab.page_line import PageLine
from neurarium.lab.publish import message_text
from neurarium.lab.receiving import TooLongError, discard_rest, received
from neurarium.lab.studio import Studio
from neurarium.language import tr
from neurarium.playground.message import Message

GONE = "There is no such playground any more. Load the page again."


async def upload_csv(request: Request, lab: Lab) -> Response:
    """Answer `POST /api/playground/csv?session=…`: the columns found, and a guess."""
    session = lab.sessions.find(request.query_params.get("session"))
    if session is None:
        return refusal(404, tr(GONE), hang_up=True)
    try:
        content = await received(request, check_size)
        table = await asyncio.to_thread(read_table, content)
    except TooLongError as error:
        await discard_rest(request)
        return refusal(413, str(error), hang_up=True)
    except NeurariumError as error:
        return refusal(422, str(error))
    except ClientDisconnect:
        return refusal(400, tr("The file did not come in whole."), hang_up=True)
    name = session.keep_upload(table)
    return JSONResponse({"upload": name, **table.description()})


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
