"""Addresses that change what data there are: downloads, and data of one's own."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, BinaryIO

from starlette.requests import Request
from starlette.responses import Response

from neurarium.datasets import add_csv, add_zip, info, remove
from neurarium.errors import DataError
from neurarium.lab.answers import Handler, TooMuchError, fresh, refusal, text_of
from neurarium.lab.receiving import TooLongError, discard_rest, received_into
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.lab.desk import Desk

MOST_ZIP_BYTES = 200_000_000
MOST_CSV_BYTES = 50_000_000
_ZIP_BEGINS = b"PK"


def own_data_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""

    async def get(request: Request) -> Response:
        return fresh({"name": await desk.side.read(lambda: _begun(_name(request), desk))})

    async def cancel(request: Request) -> Response:
        name = await desk.side.read(lambda: desk.catalogue.known(_name(request)))
        desk.downloads.cancel(name)
        return fresh({"name": name})

    async def delete(request: Request) -> Response:
        def work() -> str:
            name = desk.catalogue.known(_name(request))
            remove(name)
            return name

        return fresh({"name": await desk.side.read(work)})

    async def add(request: Request) -> Response:
        try:
            return fresh({"name": await _added(request, desk)}, 201)
        except TooLongError as error:
            await discard_rest(request)
            return refusal(413, str(error), hang_up=True)
        except OSError as error:  # the disk on which it is held until it was looked into
            await discard_rest(request)
            return refusal(507, _no_room(error), hang_up=True)

    return [
        ("POST", "/api/data/own", add),
        ("POST", "/api/data/{name}/get", get),
        ("POST", "/api/data/{name}/cancel", cancel),
        ("DELETE", "/api/data/{name}", delete),
    ]


def _name(request: Request) -> str:
    name: str = request.path_params["name"]
    return name


def _begun(given: str, desk: Desk) -> str:
    name = desk.catalogue.known(given)
    if not info(name).here:
        desk.downloads.begin(name)
    return name


async def _added(request: Request, desk: Desk) -> str:
    """Keep what is sent as a data set of one's own and return its name."""
    name = text_of(request.query_params.get("name"), "name")
    target = request.query_params.get("target") or None
    with tempfile.TemporaryFile() as file:
        await received_into(file, request, _check_size)
        return await desk.side.read(lambda: _kept(name, target, file))


def _check_size(size: int) -> None:
    if size > MOST_ZIP_BYTES:
        raise DataError(_too_long())


def _no_room(error: OSError) -> str:
    return tr(
        "The file cannot be held while it is looked into: {why}. Make room, then send it again.",
        why=error.strerror or type(error).__name__,
    )


def _too_long() -> str:
    return tr(
        "This file is too long: a .zip of images may have {zip} MB, a .csv {csv} MB.",
        zip=MOST_ZIP_BYTES // 1_000_000, csv=MOST_CSV_BYTES // 1_000_000,
    )  # fmt: skip


def _kept(name: str, target: str | None, file: BinaryIO) -> str:
    file.seek(0)
    if file.read(2) == _ZIP_BEGINS:
        file.seek(0)
        return add_zip(name, file)
    file.seek(0)
    content = file.read(MOST_CSV_BYTES + 1)
    if len(content) > MOST_CSV_BYTES:
        raise TooMuchError(_too_long())
    return add_csv(name, content, target)
