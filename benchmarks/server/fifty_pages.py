"""Fifty pages train the default network at once: frames a second each, even share, memory.

    python benchmarks/server/fifty_pages.py [--pages 50] [--seconds 20] [--speed full]

Real WebSocket clients in this process acknowledge every frame at once, as 50 browsers on 50
machines would; here they share the cores with the server, which makes it harder.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path

import websockets
from lab_process import LabProcess, machine

EPOCH, NUMBER = struct.Struct("<I"), struct.Struct("<I")


@dataclass
class Page:
    """What one client has seen since counting began."""

    frames: int = 0
    first_epoch: int = -1
    epoch: int = 0
    longest_gap_s: float = 0.0
    at_s: float = field(default_factory=time.perf_counter)

    def count(self, frame: bytes) -> None:
        now_s = time.perf_counter()
        self.longest_gap_s = max(self.longest_gap_s, now_s - self.at_s)
        self.at_s = now_s
        self.frames += 1
        self.epoch = EPOCH.unpack_from(frame, 12)[0]
        if self.first_epoch < 0:
            self.first_epoch = self.epoch


async def browse(url: str, page: Page, counting: asyncio.Event, speed: str) -> None:
    async with websockets.connect(url, max_size=None, compression=None) as line:
        await line.send('{"type": "hello"}')
        await line.send(json.dumps({"type": "view", "changes": {"speed": speed}}))
        await line.send('{"type": "run"}')
        async for message in line:
            if isinstance(message, bytes):
                number = NUMBER.unpack_from(message, 28)[0]
                await line.send(f'{{"type":"ack","frame":{number}}}')
                if counting.is_set():
                    page.count(message)


async def measure(lab: LabProcess, count: int, seconds: float, speed: str) -> list[Page]:
    url = lab.link.replace("http", "ws") + "api/playground/ws"
    counting = asyncio.Event()
    pages = [Page() for _ in range(count)]
    tasks = [asyncio.create_task(browse(url, page, counting, speed)) for page in pages]
    await asyncio.sleep(4)
    for page in pages:
        page.at_s = time.perf_counter()
    counting.set()
    await asyncio.sleep(seconds)
    counting.clear()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return pages


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=50)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--speed", choices=("full", "epoch", "batch"), default="full")
    chosen = options.parse_args()
    with LabProcess() as lab:
        asyncio.run(measure(lab, 1, 1, chosen.speed))
        before_mb, before_s, began = lab.resident_mb, lab.cpu_s, time.perf_counter()
        pages = asyncio.run(measure(lab, chosen.pages, chosen.seconds, chosen.speed))
        after_mb, used_s = lab.resident_mb, lab.cpu_s - before_s
        cores = used_s / (time.perf_counter() - began)
    frames = [page.frames / chosen.seconds for page in pages]
    epochs = [(page.epoch - page.first_epoch) / chosen.seconds for page in pages]
    rows = [
        ("pages, speed", f"{chosen.pages}, {chosen.speed}"),
        ("frames/s of each page: least, median, most", _three(frames)),
        ("epochs/s of each page: least, median, most", _three(epochs)),
        ("epochs/s of all pages", f"{sum(epochs):,.0f}"),
        ("even share: least / median of epochs", f"{min(epochs) / statistics.median(epochs):.2f}"),
        ("longest wait between two frames of a page",
         f"{max(page.longest_gap_s for page in pages) * 1000:.0f} ms"),
        ("processor of the server", f"{cores:.2f} cores"),
        ("memory of the server, one page", f"{before_mb:.0f} MB"),
        ("memory a session, recording included",
         f"{(after_mb - before_mb) / chosen.pages:.2f} MB"),
    ]  # fmt: skip
    print(f"{Path(__file__).name} on {machine()}\n")
    for name, value in rows:
        print(f"| {name} | {value} |")


def _three(values: list[float]) -> str:
    return f"{min(values):.1f}, {statistics.median(values):.1f}, {max(values):.1f}"


if __name__ == "__main__":
    main()
