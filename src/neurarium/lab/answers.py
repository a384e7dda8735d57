"""What every address has in common: what is read from a request, and how a mistake is answered.

A handler returns its answer or raises; `answering` turns what was raised into a sentence with a
status: 404 for what is not there, 413 for too much, 422 for what cannot be, 429 and 503 for what
may be tried again. Anything else that is raised is a bug of ours.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from neurarium.errors import NeurariumError
from neurarium.lab.packet import MEDIA_TYPE, pack
from neurarium.language import tr

Handler = Callable[[Request], Awaitable[Response]]

MAX_JSON_BYTES = 1_000_000
NOT_KEPT = {"Cache-Control": "no-store"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_MOST = 2**31 - 1


class NotHereError(NeurariumError):
    """What an address names does not exist."""


class TooMuchError(NeurariumError):
    """More was sent than is read."""


class BusyError(NeurariumError):
    """Too many ask for the same at once; the sentence says to try again."""


class QueueFullError(NeurariumError):
    """As many trainings wait as may wait."""


STATUS: Mapping[type[NeurariumError], int] = {
    NotHereError: 404,
    TooMuchError: 413,
    QueueFullError: 429,
    BusyError: 503,
}


class Json(JSONResponse):
    """JSON in UTF-8. Half a character (a file name in another encoding) is told as its escape."""

    def render(self, content: Any) -> bytes:
        """Return the bytes; raises `ValueError` for numbers that are not finite."""
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def refusal(status: int, text: str, *, hang_up: bool = False) -> Response:
    """Return an error as a sentence in JSON; `hang_up` where the rest shall not be read."""
    headers = {"Connection": "close"} if hang_up else {}
    return Json({"error": text}, status, headers=headers)


def answering(handler: Handler) -> Handler:
    """Return `handler` with what it raises for a person's mistakes turned into an answer."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except NeurariumError as error:
            return refusal(STATUS.get(type(error), 422), str(error))
        except ClientDisconnect:
            return refusal(400, tr("The request did not come in whole."), hang_up=True)

    return answer


def fresh(content: Any, status: int = 200) -> Response:
    """Return JSON that no browser keeps."""
    return Json(content, status, headers=NOT_KEPT)


def packet(
    header: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a packet; not kept by a browser unless `headers` say so."""
    return Response(pack(header, arrays), media_type=MEDIA_TYPE, headers=dict(headers or NOT_KEPT))


async def json_object(request: Request, most_bytes: int = MAX_JSON_BYTES) -> dict[str, Any]:
    """Return the body: one JSON object of finite numbers.

    Raises `TooMuchError`, and `NeurariumError` for anything else than such an object.
    """
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > most_bytes:
            raise TooMuchError(
                tr("This request is longer than {most} bytes.", most=f"{most_bytes:,}")
            )
    try:
        found = json.loads(bytes(content), parse_constant=_not_finite)
    except (ValueError, RecursionError) as error:
        raise NeurariumError(tr("This request is no JSON: {why}.", why=str(error)[:200])) from error
    if not isinstance(found, dict):
        raise NeurariumError(tr("This request must be a JSON object."))
    return found


def _not_finite(name: str) -> float:
    raise ValueError(tr("{name} is no number here", name=name))


def name_of(request: Request, what: str, part: str = "name") -> str:
    """Return a name from the address: letters, digits, `.`, `_`, `-`, and no path.

    Raises `NotHereError` for any other.
    """
    name: str = request.path_params[part]
    if not _NAME.fullmatch(name) or ".." in name:
        raise NotHereError(tr('There is no {what} "{name}".', what=what, name=name[:80]))
    return name


def number(request: Request, name: str, default: int, least: int, most: int = _MOST) -> int:
    """Return a whole number of the query, `default` where it is absent.

    Raises `NeurariumError` unless it lies in `least` to `most`.
    """
    text = request.query_params.get(name)
    if text is None or text == "":
        return default
    return whole(text, name, least, most)


def optional_number(request: Request, name: str, least: int, most: int = _MOST) -> int | None:
    """Return a whole number of the query, None where it is absent."""
    text = request.query_params.get(name)
    return None if text is None or text == "" else whole(text, name, least, most)


def whole(value: object, name: str, least: int, most: int = _MOST) -> int:
    """Return `value` (text or number) as a whole number in `least` to `most`.

    Raises `NeurariumError`.
    """
    text = str(value)
    fits = not isinstance(value, bool) and re.fullmatch(r"-?[0-9]{1,12}", text, re.ASCII)
    if not fits or not least <= int(text) <= most:
        raise NeurariumError(
            tr('"{name}" is "{value}": expected a whole number from {least} to {most}.',
               name=name, value=text[:40], least=least, most=most)
        )  # fmt: skip
    return int(text)


def one_of(value: object, name: str, allowed: tuple[str, ...]) -> str:
    """Return `value` if it is one of `allowed`; raises `NeurariumError`."""
    if value not in allowed:
        raise NeurariumError(
            tr('"{name}" is "{value}": expected one of {allowed}.',
               name=name, value=str(value)[:40], allowed=", ".join(allowed))
        )  # fmt: skip
    return str(value)


def text_of(value: object, name: str, most: int = 200) -> str:
    """Return `value` if it is a text of at most `most` characters; raises `NeurariumError`."""
    if not isinstance(value, str) or len(value) > most:
        raise NeurariumError(
            tr('"{name}" must be a text of at most {most} characters.', name=name, most=most)
        )
    return value


@dataclass(frozen=True)
class Encoded:
    """JSON that is ready to be sent, and a short name of exactly this text."""

    body: bytes
    tag: str


def encoded(content: Any) -> Encoded:
    """Return `content` as JSON; raises `ValueError` for numbers that are not finite."""
    body = bytes(Json(content).body)
    return Encoded(body, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')


def kept_while_same(request: Request, content: Encoded) -> Response:
    """Return JSON that a browser keeps, or "not modified" where it has exactly this already."""
    headers = {"Cache-Control": "private, no-cache", "ETag": content.tag}
    if request.headers.get("if-none-match") == content.tag:
        return Response(status_code=304, headers=headers)
    return Response(content.body, media_type="application/json", headers=headers)
