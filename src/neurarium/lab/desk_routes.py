"""The addresses of the pages Data, Train, Try it and Runs, made when the first of them is asked.

What stands behind them takes a tenth of a second to import, which the playground's first frame
shall not wait for.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

if TYPE_CHECKING:
    from neurarium.lab.lab import Lab


class DeskRoutes:
    """An ASGI application: everything under `/api/` that is not the playground's."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._router: Router | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._router is None:
            self._router = await asyncio.to_thread(self._made)
        await self._router(scope, receive, send)

    def _made(self) -> Router:
        from neurarium.lab.answers import answering
        from neurarium.lab.data_routes import data_routes
        from neurarium.lab.file_routes import file_routes
        from neurarium.lab.look_routes import look_routes
        from neurarium.lab.own_data_routes import own_data_routes
        from neurarium.lab.plan_routes import plan_routes
        from neurarium.lab.run_routes import run_routes

        desk = self._lab.desk()
        rooms = (own_data_routes, data_routes, plan_routes, run_routes, look_routes, file_routes)
        return Router(
            [
                Route(path, answering(handler), methods=[method])
                for routes in rooms
                for method, path, handler in routes(desk)
            ]
        )
