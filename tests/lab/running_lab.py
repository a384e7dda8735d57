"""A real lab in a thread, and a page that talks with it as a browser would."""

from __future__ import annotations

import json
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.sync.client import ClientConnection, connect

from neurarium.lab.app import build_app
from neurarium.lab.lab import Lab
from neurarium.lab.options import LabOptions
from neurarium.lab.server import LabServer, listen

PATIENCE_S = 20.0


class RunningLab:
    """A lab that serves in a thread, at a free port of this machine."""

    def __init__(self, **options: Any) -> None:
        listening = listen("127.0.0.1", 0)
        self.port: int = listening.getsockname()[1]
        self.lab = Lab(LabOptions(port=self.port, **options))
        self.server = LabServer(build_app(self.lab))
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": [listening]}, daemon=True
        )
        self.thread.start()
        self.address = f"http://127.0.0.1:{self.port}"
        self.socket_address = f"ws://127.0.0.1:{self.port}/api/playground/ws"

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(15)


@dataclass
class SeenFrame:
    """A frame of kind 1, decoded from docs/protocol.md alone."""

    flags: int
    revision: int
    epoch: int
    step: int
    number: int
    losses: tuple[float, float]
    parameters: tuple[float, ...]
    gradient_norms: tuple[float, ...]
    curve: list[tuple[int, float, float]]
    dead: bytes

    @classmethod
    def of(cls, data: bytes) -> SeenFrame:
        magic, kind, flags, layers, revision, epoch, step, size, points, number = struct.unpack(
            "<4sBBHIIIIII", data[:32]
        )
        assert (magic, kind) == (b"NRF1", 1)
        rest = struct.unpack_from(f"<2f{size}f{layers}f{points}I{points}f{points}f", data, 32)
        end = 40 + 4 * (size + layers + 3 * points)
        assert len(data) == end + (size if flags & 4 else 0)
        vectors = rest[2:]
        curve = vectors[size + layers :]
        return cls(
            flags, revision, epoch, step, number, rest[:2], vectors[:size],
            vectors[size : size + layers],
            list(zip(curve[:points], curve[points : 2 * points], curve[2 * points :], strict=True)),
            data[end:],
        )  # fmt: skip


@dataclass
class Page:
    """A page: says messages, hears states, frames, and whatever else comes."""

    line: ClientConnection
    acknowledges: bool = True
    states: list[dict[str, Any]] = field(default_factory=list)
    frames: list[SeenFrame] = field(default_factory=list)
    variant_frames: list[bytes] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> dict[str, Any]:
        return self.states[-1]

    @property
    def frame(self) -> SeenFrame:
        return self.frames[-1]

    def say(self, kind: str, **fields: Any) -> None:
        self.line.send(json.dumps({"type": kind, **fields}))

    def until(self, met: Callable[[], object], within_s: float = PATIENCE_S) -> None:
        """Listen until `met()` is true; fails after `within_s` seconds."""
        end = time.monotonic() + within_s
        while not met():
            left = end - time.monotonic()
            assert left > 0, f"waited in vain; heard {self.others[-3:]}, {self.states[-1:]}"
            try:
                self._hear(self.line.recv(timeout=min(left, 0.2)))
            except TimeoutError:
                continue

    def listen(self, seconds: float) -> None:
        """Listen for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._hear(self.line.recv(timeout=left))
            except TimeoutError:
                return

    def change(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Say something that changes the state; return the new one, its frame heard as well."""
        before = self.state["revision"]
        self.say(kind, **fields)
        self.until(lambda: self.state["revision"] > before)
        self.until(lambda: self.frames and self.frame.revision == self.state["revision"])
        return self.state

    def complaint(self, kind: str, **fields: Any) -> str:
        """Say something wrong; return the sentence that comes back."""
        count = len(self.others)
        self.say(kind, **fields)
        return self.next_other("message", count)["message"]["text"]

    def next_other(self, kind: str, after: int = 0) -> dict[str, Any]:
        """Return the first message of that kind among those heard from `after` on."""
        self.until(lambda: any(m["type"] == kind for m in self.others[after:]))
        return next(m for m in self.others[after:] if m["type"] == kind)

    def _hear(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            if message[4] == 2:
                self.variant_frames.append(message)
                number = struct.unpack_from("<I", message, 28)[0]
            else:
                self.frames.append(SeenFrame.of(message))
                number = self.frame.number
            if self.acknowledges:
                self.say("ack", frame=number)
            return
        heard = json.loads(message)
        (self.states if heard["type"] == "state" else self.others).append(heard)


@contextmanager
def silent_page(lab: RunningLab, *, acknowledges: bool = True) -> Iterator[Page]:
    """A page that has said nothing yet."""
    with connect(lab.socket_address, max_size=None) as line:
        yield Page(line, acknowledges)


@contextmanager
def open_page(lab: RunningLab, *, acknowledges: bool = True, **hello: Any) -> Iterator[Page]:
    """A page that said hello and has its first state and frame."""
    with silent_page(lab, acknowledges=acknowledges) as page:
        page.say("hello", **hello)
        page.until(lambda: page.states and page.frames)
        yield page
