"""Addresses of the page Data: what there is to learn from, and every single example of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from starlette.requests import Request
from starlette.responses import Response

from neurarium.errors import NeurariumError
from neurarium.lab.answers import (
    Handler,
    fresh,
    number,
    one_of,
    optional_number,
    packet,
)
from neurarium.lab.data_figures import part_of, plain_numbers, with_channels
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.lab.data_shelf import Shelved
    from neurarium.lab.desk import Desk

MOST_IMAGES = 400
MOST_IMAGE_BYTES = 8_000_000
MOST_ROWS = 500
SPLITS = ("train", "test")

Answer = TypeVar("Answer")


def data_routes(desk: Desk) -> list[tuple[str, str, Handler]]:
    """Return method, address and handler of each."""

    async def listed(_: Request) -> Response:
        return fresh(await desk.side.read(desk.catalogue.listed))

    async def shown(request: Request) -> Response:
        name = request.path_params["name"]
        return fresh(await desk.side.read(lambda: desk.catalogue.shown(name)))

    async def with_data(request: Request, work: Callable[[Shelved], Answer]) -> Answer:
        name = request.path_params["name"]
        return await desk.side.read(lambda: work(desk.shelf.get(desk.catalogue.known(name))))

    async def images(request: Request) -> Response:
        asked = _Asked(request, MOST_IMAGES)
        return await with_data(request, lambda shelved: _images(request, shelved, asked))

    async def rows(request: Request) -> Response:
        asked = _Asked(request, MOST_ROWS, 50)
        return fresh(await with_data(request, lambda shelved: _rows(shelved, asked)))

    async def means(request: Request) -> Response:
        return await with_data(request, lambda shelved: _means(request, shelved))

    return [
        ("GET", "/api/data", listed),
        ("GET", "/api/data/{name}", shown),
        ("GET", "/api/data/{name}/images", images),
        ("GET", "/api/data/{name}/rows", rows),
        ("GET", "/api/data/{name}/means", means),
    ]


class _Asked:
    """Which examples a page asks for."""

    def __init__(self, request: Request, most: int, usual: int = 40) -> None:
        self.split = one_of(request.query_params.get("split", "train"), "split", SPLITS)
        self.label = optional_number(request, "class", 0)
        self.offset = number(request, "offset", 0, 0)
        self.limit = number(request, "limit", usual, 1, most)


def _images(request: Request, shelved: Shelved, asked: _Asked) -> Response:
    data = shelved.data
    _demand(data.kind == "images", tr("{title} has no images: ask for rows.", title=data.title))
    headers = _kept(shelved)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    images = with_channels(part_of(data, asked.split)[0])
    places = _places(shelved, asked)
    fit = max(1, MOST_IMAGE_BYTES // max(1, images[0].nbytes))
    chosen = places[asked.offset : asked.offset + min(asked.limit, fit)]
    return packet(
        {"total": len(places), "split": asked.split, "offset": asked.offset},
        {
            "images": images[chosen],
            "labels": shelved.labels(asked.split)[chosen],
            "indices": chosen,
        },
        headers,
    )


def _places(shelved: Shelved, asked: _Asked) -> NDArray[np.int64]:
    data = shelved.data
    _demand(
        asked.label is None or asked.label < data.n_classes,
        tr("{title} has {n} classes, numbered from 0: there is no class {number}.",
           title=data.title, n=data.n_classes, number=asked.label),
    )  # fmt: skip
    return shelved.places_of(asked.split, asked.label)


def _rows(shelved: Shelved, asked: _Asked) -> dict[str, Any]:
    data = shelved.data
    _demand(data.kind == "table", tr("{title} has images: ask for those.", title=data.title))
    x, y = part_of(data, asked.split)
    places = _places(shelved, asked)
    chosen = places[asked.offset : asked.offset + asked.limit]
    return {
        "rows": plain_numbers(x[chosen].tolist()),
        "targets": plain_numbers(y[chosen].reshape(-1).tolist()),
        "indices": chosen.tolist(),
        "total": len(places),
    }


def _means(request: Request, shelved: Shelved) -> Response:
    data = shelved.data
    _demand(data.kind == "images", tr("{title} has no images.", title=data.title))
    headers = _kept(shelved)
    if _is_known(request, headers):
        return Response(status_code=304, headers=headers)
    return packet({"classes": data.n_classes}, {"means": shelved.means}, headers)


def _kept(shelved: Shelved) -> dict[str, str]:
    """Return headers under which a browser keeps an answer, and asks whether it still holds.

    One's own data may be another set of the same name tomorrow, so it always asks; the answer
    is then a few bytes.
    """
    return {"Cache-Control": "private, no-cache", "ETag": f'"{shelved.tag}"'}


def _is_known(request: Request, headers: dict[str, str]) -> bool:
    return request.headers.get("if-none-match") == headers["ETag"]


def _demand(fits: bool, text: str) -> None:
    if not fits:
        raise NeurariumError(text)
