"""Pages without a browser: plain sockets that read frames and acknowledge them, at little cost.

    python benchmarks/server/plain_pages.py HOST PORT PAGES SECONDS SPEED

A process of its own, so that it takes no time from the server beyond what its sockets cost.
Prints JSON: for each page its frames, epochs, and longest wait between two frames.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import socket
import struct
import sys
import time
from dataclasses import dataclass, field

WARM_UP_S = 4.0
TEXT, BINARY = 0x81, 0x82
_U32 = struct.Struct("<I")


@dataclass
class Page:
    """One connection, and what it has seen since counting began."""

    line: socket.socket
    rest: bytearray = field(default_factory=bytearray)
    frames: int = 0
    first_epoch: int = -1
    epoch: int = 0
    longest_gap_s: float = 0.0
    at_s: float = 0.0

    def read(self, counting: bool) -> None:
        """Take in what came; acknowledge every frame, count it while `counting`."""
        data = self.line.recv(1 << 20)
        if not data:
            raise ConnectionError("The lab closed a page.")
        self.rest += data
        acknowledged = -1
        while (found := _next_message(self.rest)) is not None:
            kind, start, end = found
            if kind == BINARY:
                acknowledged = _U32.unpack_from(self.rest, start + 28)[0]
                if counting:
                    self._count(_U32.unpack_from(self.rest, start + 12)[0])
            del self.rest[:end]
        if acknowledged >= 0:
            self.say(b'{"type":"ack","frame":%d}' % acknowledged)

    def say(self, text: bytes) -> None:
        """Send a text message; its mask is zero, which is a mask like any other."""
        assert len(text) < 126
        self.line.send(bytes((TEXT, 0x80 | len(text), 0, 0, 0, 0)) + text)

    def _count(self, epoch: int) -> None:
        now_s = time.perf_counter()
        if self.at_s:
            self.longest_gap_s = max(self.longest_gap_s, now_s - self.at_s)
        self.at_s = now_s
        self.frames += 1
        self.epoch = epoch
        if self.first_epoch < 0:
            self.first_epoch = epoch


def _next_message(data: bytearray) -> tuple[int, int, int] | None:
    """Return opcode byte, start and end of the first whole message, None if there is none."""
    if len(data) < 2:
        return None
    size, start = data[1], 2
    if size == 126:
        if len(data) < 4:
            return None
        size, start = struct.unpack_from(">H", data, 2)[0], 4
    elif size == 127:
        if len(data) < 10:
            return None
        size, start = struct.unpack_from(">Q", data, 2)[0], 10
    return (data[0], start, start + size) if len(data) >= start + size else None


def connect(host: str, port: int, speed: str) -> Page:
    """Open a page that trains at `speed`."""
    line = socket.create_connection((host, port))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    key = base64.b64encode(os.urandom(16)).decode()
    line.sendall(
        (
            f"GET /api/playground/ws HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
    )
    answer = bytearray()
    while b"\r\n\r\n" not in answer:
        answer += line.recv(4096)
    head, _, rest = bytes(answer).partition(b"\r\n\r\n")
    if b" 101 " not in head:
        raise ConnectionError(head.decode())
    page = Page(line, bytearray(rest))
    page.say(b'{"type":"hello"}')
    page.say(b'{"type":"view","changes":{"speed":"%s"}}' % speed.encode())
    page.say(b'{"type":"run"}')
    return page


def main() -> None:
    host, port, count, seconds, speed = sys.argv[1:6]
    with selectors.DefaultSelector() as selector:
        pages = [connect(host, int(port), speed) for _ in range(int(count))]
        for page in pages:
            selector.register(page.line, selectors.EVENT_READ, page)
        counting_at_s = time.perf_counter() + WARM_UP_S
        end_s = counting_at_s + float(seconds)
        while (now_s := time.perf_counter()) < end_s:
            for key, _ in selector.select(timeout=end_s - now_s):
                key.data.read(now_s >= counting_at_s)
        for page in pages:
            page.line.close()
    print(
        json.dumps(
            {
                "pages": [
                    {
                        "frames": page.frames,
                        "epochs": page.epoch - page.first_epoch,
                        "longest_gap_s": page.longest_gap_s,
                    }
                    for page in pages
                ],
                "processor_s": time.process_time(),
            }
        )
    )


if __name__ == "__main__":
    main()
