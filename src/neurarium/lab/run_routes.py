"""Addresses of training runs: all of them, one of them, what is asked of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from neurarium.lab.answers import Handler, kept_while_same
from neurarium.lab.trainings import queue_places

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk


def run_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""

    async def listed(request: Request) -> Response:
        return kept_while_same(request, await desk.side.read(lambda: all_runs(desk)))

    return [("GET", "/api/runs", listed)]


def all_runs(desk: Desk) -> dict[str, Any]:
    """Return the answer of `GET /api/runs`: every run in short, newest first."""
    entries = desk.runs.look()
    waiting = queue_places(entries)
    training = sum(entry.state["state"] in ("running", "paused") for entry in entries)
    return {
        "runs": [{**entry.summary, "queue_place": waiting.get(entry.run.id)} for entry in entries],
        "slots": desk.trainings.slots,
        "trainings": training,
        "problem": desk.trainings.last_problem,
        "damaged": dict(desk.runs.problems),
    }
