"""Addresses that look into a run's model: activations, weights, what it got wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from neurarium.lab import looking
from neurarium.lab.answers import (
    Handler,
    encoded,
    json_object,
    kept_while_same,
    number,
    optional_number,
    packet,
)
from neurarium.lab.run_actions import found
from neurarium.lab.run_reading import LIVE, layer_arrays, moment

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk

MOST_PICTURE_BYTES = 6_000_000
MOST_MISTAKES = 400


def look_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""

    async def looked(request: Request) -> Response:
        body = await json_object(request, MOST_PICTURE_BYTES)
        run = await desk.side.read(lambda: found(request.path_params["id"]))
        answer = await desk.side.ask_model(
            request, lambda: looking.look(desk.inspectors.of(run), body)
        )
        return packet(*answer)

    async def weights(request: Request) -> Response:
        at = moment(request.query_params.get("at", LIVE), looking.MOMENTS)
        layer = request.query_params.get("layer", "")
        run = await desk.side.read(lambda: found(request.path_params["id"]))
        if at in ("best", "final"):
            return packet(
                *await desk.side.ask_model(
                    request, lambda: looking.weights(desk.inspectors.of(run), at, layer)
                )
            )
        return packet(*await desk.side.read(lambda: layer_arrays(run, at, layer)))

    async def confusion(request: Request) -> Response:
        def work() -> dict[str, object]:
            return looking.confusion(desk.inspectors.fresh(found(request.path_params["id"])))

        return kept_while_same(request, encoded(await desk.side.read(work)))

    async def mistakes(request: Request) -> Response:
        true = optional_number(request, "true", 0)
        predicted = optional_number(request, "predicted", 0)
        offset = number(request, "offset", 0, 0)
        limit = number(request, "limit", 40, 1, MOST_MISTAKES)

        def work() -> tuple[dict[str, Any], looking.Arrays]:
            inspector = desk.inspectors.fresh(found(request.path_params["id"]))
            return looking.mistakes(inspector, true, predicted, offset, limit)

        return packet(*await desk.side.read(work))

    return [
        ("POST", "/api/runs/{id}/look", looked),
        ("GET", "/api/runs/{id}/weights", weights),
        ("GET", "/api/runs/{id}/confusion", confusion),
        ("GET", "/api/runs/{id}/mistakes", mistakes),
    ]
