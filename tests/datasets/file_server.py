"""A web server of one's own for tests: real bytes, and every way in which a server fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Shelf:
    """What the server gives: `files` by path; `faults` are called first and may answer instead."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Callable[[Handler, bytes, int], bool]] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    stalled: threading.Event = field(default_factory=threading.Event)
    address: str = ""
    takes_ranges: bool = True


class Handler(BaseHTTPRequestHandler):
    shelf: Shelf
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.shelf.asked.append((self.path, wanted))
        data = self.shelf.files.get(self.path)
        begin = 0
        if wanted and self.shelf.takes_ranges:
            begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if self.shelf.faults:
            fault = self.shelf.faults.pop(0)
            if fault(self, data or b"", begin):
                self.close_connection = True
                return
        if data is None:
            self.send_error(404)
        elif begin and begin >= len(data):
            self.head(416, 0)
        else:
            self.head(206 if begin else 200, len(data) - begin, begin, len(data))
            self.wfile.write(data[begin:])

    def head(self, status: int, length: int, begin: int = 0, total: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        if status == 206:
            self.send_header("Content-Range", f"bytes {begin}-{total - 1}/{total}")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def cut_after(count: int) -> Callable[[Handler, bytes, int], bool]:
    """Promise all, send `count` bytes of it, hang up."""

    def fault(handler: Handler, data: bytes, begin: int) -> bool:
        handler.head(206 if begin else 200, len(data) - begin, begin, len(data))
        handler.wfile.write(data[begin : begin + count])
        return True

    return fault


def answer_with(status: int) -> Callable[[Handler, bytes, int], bool]:
    def fault(handler: Handler, _: bytes, __: int) -> bool:
        handler.head(status, 0)
        return True

    return fault


def send_instead(other: bytes) -> Callable[[Handler, bytes, int], bool]:
    def fault(handler: Handler, _: bytes, __: int) -> bool:
        handler.head(200, len(other))
        handler.wfile.write(other)
        return True

    return fault


def stall_after(count: int) -> Callable[[Handler, bytes, int], bool]:
    """Send `count` bytes and then nothing until the test releases the server."""

    def fault(handler: Handler, data: bytes, begin: int) -> bool:
        handler.head(206 if begin else 200, len(data) - begin, begin, len(data))
        handler.wfile.write(data[begin : begin + count])
        handler.wfile.flush()
        handler.shelf.stalled.set()
        handler.shelf.released.wait(60)
        return True

    return fault


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Shelf]:
    """Run a server on a free port for as long as the block lasts."""
    shelf = Shelf(files=dict(files))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"shelf": shelf}))
    shelf.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield shelf
    finally:
        shelf.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
