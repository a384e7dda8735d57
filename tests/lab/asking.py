"""Asks a running lab over HTTP, as a page does."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from numpy.typing import NDArray
from running_lab import RunningLab

from neurarium.lab.packet import unpack

PATIENCE_S = 120.0


@dataclass(frozen=True)
class Answer:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def error(self) -> str:
        """The sentence of a refusal."""
        sentence = self.json["error"]
        assert isinstance(sentence, str)
        assert sentence
        return sentence

    @property
    def packet(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        assert self.status == 200, self.content[:300]
        return unpack(self.content)


class Asker:
    """One page's way to the lab."""

    def __init__(self, lab: RunningLab) -> None:
        self.port = lab.port

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request(method, path, content, dict(headers or {}))
            answer = line.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            line.close()

    def get(self, path: str, **query: object) -> Answer:
        return self.ask("GET", with_query(path, query))

    def post(self, path: str, body: object = None, **query: object) -> Answer:
        return self.ask("POST", with_query(path, query), body)

    def begin(self, **config: Any) -> str:
        """Queue a training of the digits; return its id."""
        answer = self.post("/api/runs", {"config": {"data": "digits", **config}})
        assert answer.status == 201, answer.content
        run_id = answer.json["id"]
        assert isinstance(run_id, str)
        return run_id

    def state(self, run_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.get(f"/api/runs/{run_id}/tail", offset=0).json["state"]
        return found

    def until(
        self, run_id: str, met: Callable[[dict[str, Any]], bool], patience_s: float = PATIENCE_S
    ) -> dict[str, Any]:
        """Wait until the state of a run is as wanted; return it."""
        end = time.monotonic() + patience_s
        while not met(state := self.state(run_id)):
            assert time.monotonic() < end, f"waited in vain for {run_id}: {state}"
            time.sleep(0.05)
        return state


def with_query(path: str, query: Mapping[str, object]) -> str:
    known = {name: value for name, value in query.items() if value is not None}
    return quote(path) + ("?" + urlencode(known) if known else "")
