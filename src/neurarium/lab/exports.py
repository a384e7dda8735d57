"""What a person takes along: link, settings, weights, pictures, a replay."""

from __future__ import annotations

import asyncio
import copy
import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from neurarium.drawing.raster import to_png
from neurarium.errors import NeurariumError
from neurarium.lab.answers import refusal
from neurarium.lab.lab import Lab
from neurarium.lab.sessions import Session
from neurarium.lab.uploads import GONE
from neurarium.language import tr
from neurarium.playground.links import to_link
from neurarium.playground.picture import playground_svg
from neurarium.playground.replay import replay_html
from neurarium.playground.settings_file import settings_text, weights_text
from neurarium.playground.trainer import Trainer

WAIT_S = 30.0
PNG_SCALE = 2.0
"""Pixels for each unit: sharp on a projector."""


@dataclass(frozen=True)
class _Kind:
    """One thing to take along: how it is made, what it is, and how its file is called."""

    make: Callable[[Trainer], str | bytes]
    media_type: str
    suffix: str


def _picture(trainer: Trainer) -> bytes:
    return to_png(playground_svg(trainer), scale=PNG_SCALE)


KINDS = {
    "link.txt": _Kind(lambda trainer: to_link(trainer.setup) + "\n", "text/plain", ".txt"),
    "settings.json": _Kind(settings_text, "application/json", ".json"),
    "weights.json": _Kind(weights_text, "application/json", "-weights.json"),
    "network.svg": _Kind(playground_svg, "image/svg+xml", ".svg"),
    "network.png": _Kind(_picture, "image/png", ".png"),
    "replay.html": _Kind(replay_html, "text/html", ".html"),
}


async def export(request: Request, lab: Lab) -> Response:
    """Answer `GET /api/playground/export/{name}?session=…` with the file."""
    kind = KINDS.get(request.path_params["name"])
    if kind is None:
        return refusal(404, tr("There are {names} to take along.", names=", ".join(KINDS)))
    session = lab.sessions.find(request.query_params.get("session"))
    if session is None:
        return refusal(404, tr(GONE))
    try:
        trainer = await asyncio.wait_for(_as_it_is(lab, session), WAIT_S)
        # The copy is nobody else's: made here, it keeps neither training nor pages waiting.
        content = await asyncio.to_thread(kind.make, trainer)
    except TimeoutError:
        return refusal(503, tr("The playground is busy. Try again in a moment."))
    except NeurariumError as error:
        return refusal(422, str(error))
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(trainer, kind.suffix)}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=kind.media_type, headers=headers)


def file_name(trainer: Trainer, suffix: str) -> str:
    """Return a name that tells what is inside: `neurarium-spiral-epoch-500.png`."""
    data = re.sub(r"[^a-z0-9]+", "-", trainer.config.data.name.lower())
    return f"neurarium-{data}-epoch-{trainer.shown.epoch}{suffix}"


async def _as_it_is(lab: Lab, session: Session) -> Trainer:
    """Return the playground as it is between two turns, as a copy."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Trainer] = loop.create_future()

    def take() -> None:
        if session.studio.trainer is not None:
            copied = copy.copy(session.studio.trainer)
            loop.call_soon_threadsafe(_give, future, copied)

    lab.scheduler.submit(session.seat, take)
    return await future


def _give(future: asyncio.Future[Trainer], trainer: Trainer) -> None:
    if not future.done():
        future.set_result(trainer)
