"""Addresses of training runs: all of them, one of them, what is asked of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from neurarium.errors import NeurariumError
from neurarium.lab import run_actions as actions
from neurarium.lab.answers import Handler, fresh, json_object, kept_while_same, number
from neurarium.lab.run_reading import tail, whole_run
from neurarium.language import tr
from neurarium.training.runs import RunDirectory, differences, summary
from neurarium.training.runs.files import plain

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk

MOST_COMPARED = 24

Answer = TypeVar("Answer")
Work = Callable[[RunDirectory], Answer]


def run_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""
    return [*_of_all(desk), *_of_one(desk)]


def _of_all(desk: Desk) -> list[tuple[str, str, Handler]]:
    async def listed(request: Request) -> Response:
        return kept_while_same(request, await desk.side.read(desk.list.answer))

    async def begun(request: Request) -> Response:
        body = await json_object(request)
        return fresh({"id": await desk.side.read(lambda: actions.begin(body, desk))}, 201)

    async def compared(request: Request) -> Response:
        ids = [one for one in request.query_params.get("ids", "").split(",") if one]
        return fresh(await desk.side.read(lambda: beside(ids)))

    return [
        ("GET", "/api/runs", listed),
        ("POST", "/api/runs", begun),
        ("GET", "/api/runs/compare", compared),
    ]


def _of_one(desk: Desk) -> list[tuple[str, str, Handler]]:
    async def with_run(request: Request, work: Work[Answer]) -> Answer:
        run_id = request.path_params["id"]
        return await desk.side.read(lambda: work(actions.found(run_id)))

    async def shown(request: Request) -> Response:
        return fresh(await with_run(request, lambda run: whole_run(run, desk.runs)))

    async def followed(request: Request) -> Response:
        offset = number(request, "offset", 0, 0, 10**12)
        return fresh(await with_run(request, lambda run: tail(run, offset, desk.runs)))

    async def asked(request: Request) -> Response:
        body = await json_object(request)
        return fresh({"id": await with_run(request, lambda run: actions.ask(run, body, desk))})

    async def renamed(request: Request) -> Response:
        body = await json_object(request)
        return fresh({"name": await with_run(request, lambda run: actions.rename(run, body, desk))})

    async def deleted(request: Request) -> Response:
        return fresh({"id": await with_run(request, lambda run: actions.delete(run, desk))})

    return [
        ("GET", "/api/runs/{id}", shown),
        ("PATCH", "/api/runs/{id}", renamed),
        ("DELETE", "/api/runs/{id}", deleted),
        ("GET", "/api/runs/{id}/tail", followed),
        ("POST", "/api/runs/{id}/ask", asked),
    ]


def beside(ids: list[str]) -> dict[str, Any]:
    """Return the answer of `GET /api/runs/compare`; raises `NeurariumError`."""
    if not 1 <= len(ids) <= MOST_COMPARED:
        raise NeurariumError(
            tr("Say which runs to compare: 1 to {most} ids, as in ids=a,b.", most=MOST_COMPARED)
        )
    runs = [actions.found(run_id) for run_id in dict.fromkeys(ids)]
    found: dict[str, Any] = plain(
        {
            "runs": [{**summary(run), "epochs": run.epochs()} for run in runs],
            "differences": differences(runs),
        }
    )
    return found
