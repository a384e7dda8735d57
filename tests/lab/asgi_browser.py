"""Asks an ASGI application directly, with any headers: what a real client would not send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from own_thread import run
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status_code: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


class AsgiBrowser:
    """Keeps cookies and says the host of `base_url`."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self.app = app
        self.host = base_url.partition("://")[2]
        self.cookie = ""

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("GET", path, headers or {})

    def post(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask("POST", path, headers or {})

    def socket_close_code(self, path: str, headers: Mapping[str, str]) -> int | None:
        """Return the code with which a WebSocket was refused, None where it was accepted."""
        sent = self._run({"type": "websocket", "subprotocols": []}, path, headers,
                         {"type": "websocket.connect"})  # fmt: skip
        if sent[0]["type"] == "websocket.accept":
            return None
        code: int = sent[0]["code"]
        return code

    def _ask(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        event = {"type": "http.request", "body": b"", "more_body": False}
        start, *rest = self._run({"type": "http", "method": method}, path, headers, event)
        found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        if "set-cookie" in found:
            self.cookie = found["set-cookie"].partition(";")[0]
        body = b"".join(part.get("body", b"") for part in rest)
        return Answer(start["status"], found, body.decode())

    def _run(
        self, kind: dict[str, Any], path: str, headers: Mapping[str, str], event: dict[str, Any]
    ) -> list[dict[str, Any]]:
        place = urlsplit("http://x" + path)
        said = {"host": self.host, **headers}
        if self.cookie:
            said.setdefault("cookie", self.cookie)
        scope = {
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "path": unquote(place.path),
            "root_path": "",
            "query_string": place.query.encode(),
            "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in said.items()],
            **kind,
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return event

        async def send(message: Any) -> None:
            sent.append(message)

        async def answer() -> None:
            await self.app(scope, receive, send)

        run(answer())
        return sent
