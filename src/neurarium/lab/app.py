"""The lab as a web application: routes, the guard in front of them, and what runs behind."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.websockets import WebSocket

from neurarium.lab.desk_routes import DeskRoutes
from neurarium.lab.exports import export
from neurarium.lab.lab import Lab
from neurarium.lab.pages import FAVICON, PAGES, Page, not_found, page_answer
from neurarium.lab.security import Guard
from neurarium.lab.socket import playground_socket
from neurarium.lab.uploads import upload_csv
from neurarium.language import tr

SWEEP_EVERY_S = 15.0


def build_app(lab: Lab) -> FastAPI:
    """Return the application of `lab`; it starts and stops the lab's threads with itself."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        lab.start()
        sweeping = asyncio.create_task(_sweep(lab))
        try:
            yield
        finally:
            sweeping.cancel()
            lab.stop()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, options=lab.options)

    def show(page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(_: Request) -> Response:
            return page_answer(page, lab.assets)

        return answer

    async def nowhere(request: Request, _: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": tr("This lab has no such address.")}, 404)
        return not_found()

    async def otherwise(_: Request, error: Exception) -> Response:
        headers = getattr(error, "headers", None)
        return JSONResponse({"error": tr("This address is not asked like that.")}, 405, headers)

    async def favicon(_: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=86400"}
        return Response(FAVICON, media_type="image/svg+xml", headers=headers)

    async def socket(websocket: WebSocket) -> None:
        await playground_socket(websocket, lab)

    async def csv(request: Request) -> Response:
        return await upload_csv(request, lab)

    async def download(request: Request) -> Response:
        return await export(request, lab)

    for page in PAGES:
        app.add_route(page.path, show(page), methods=["GET"])
    app.add_exception_handler(404, nowhere)
    app.add_exception_handler(405, otherwise)
    app.add_route("/favicon.svg", favicon, methods=["GET"])
    app.add_route("/favicon.ico", favicon, methods=["GET"])
    app.add_route("/assets/{version}/{path:path}", lab.assets.serve, methods=["GET"])
    app.add_api_websocket_route("/api/playground/ws", socket)
    app.add_route("/api/playground/csv", csv, methods=["POST"])
    app.add_route("/api/playground/export/{name}", download, methods=["GET"])
    app.router.routes.append(Route("/api/{rest:path}", DeskRoutes(lab)))
    return app


async def _sweep(lab: Lab) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY_S)
        lab.sessions.sweep()
