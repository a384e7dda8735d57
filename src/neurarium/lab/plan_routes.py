"""Addresses of the page Train: what may be chosen, and what a training would be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from neurarium.datasets import info
from neurarium.errors import NeurariumError
from neurarium.lab.answers import Handler, encoded, fresh, json_object, kept_while_same, text_of
from neurarium.language import tr
from neurarium.training.choices import choices
from neurarium.training.forecast import Outline, forecast, outline_of

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk


def plan_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""

    async def chosen_from(request: Request) -> Response:
        return kept_while_same(request, encoded(choices()))

    async def planned(request: Request) -> Response:
        body = await json_object(request)
        return fresh(await desk.side.read(lambda: plan_of(body, desk)))

    return [("GET", "/api/choices", chosen_from), ("POST", "/api/plan", planned)]


def plan_of(body: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """Return the answer of `POST /api/plan`; raises `NeurariumError` for what is no question."""
    config, layers = body.get("config"), body.get("layers")
    if not isinstance(config, dict):
        raise NeurariumError(tr('Expected was an object "config" with the settings of a training.'))
    if layers is not None and not isinstance(layers, list):
        raise NeurariumError(tr('"layers" must be a list of objects with kind and settings.'))
    name = desk.catalogue.known(text_of(config.get("data", "digits"), "data"))
    return forecast(config, _outline(name, desk), layers)


def _outline(name: str, desk: Desk) -> Outline:
    """Return shape and sizes: of the data themselves where they are here, else as published."""
    known = info(name)
    return outline_of(desk.shelf.get(name).data if known.here else known)
