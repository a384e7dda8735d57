"""Fifty pages train the default network at once: frames a second each, even share, memory.

    python benchmarks/server/fifty_pages.py [--pages 50] [--seconds 20] [--speed full]

Real WebSocket clients acknowledge every frame at once, as 50 browsers on 50 machines would. They
live in one process of their own (`plain_pages.py`), which shares the machine with the server.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lab_process import LabProcess, machine

CLIENTS = Path(__file__).with_name("plain_pages.py")


def measure(lab: LabProcess, count: int, seconds: float, speed: str) -> dict[str, Any]:
    """Return what `count` pages saw within `seconds`, after a few to get going."""
    place = urlsplit(lab.link)
    given = (place.hostname, place.port, count, seconds, speed)
    done = subprocess.run(
        [sys.executable, str(CLIENTS), *map(str, given)], check=True, stdout=subprocess.PIPE
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=50)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--speed", choices=("full", "epoch", "batch"), default="full")
    chosen = options.parse_args()
    with LabProcess() as lab:
        measure(lab, 1, 1, chosen.speed)
        before_mb, before_s, began = lab.resident_mb, lab.cpu_s, time.perf_counter()
        found = measure(lab, chosen.pages, chosen.seconds, chosen.speed)
        passed_s = time.perf_counter() - began
        after_mb, used_s = lab.resident_mb, lab.cpu_s - before_s
    pages = found["pages"]
    frames = [page["frames"] / chosen.seconds for page in pages]
    epochs = [page["epochs"] / chosen.seconds for page in pages]
    rows = [
        ("pages, speed", f"{chosen.pages}, {chosen.speed}"),
        ("frames/s of each page: least, median, most", _three(frames)),
        ("epochs/s of each page: least, median, most", _three(epochs)),
        ("epochs/s of all pages", f"{sum(epochs):,.0f}"),
        ("even share: least / median of epochs", f"{min(epochs) / statistics.median(epochs):.2f}"),
        ("longest wait between two frames of a page",
         f"{max(page['longest_gap_s'] for page in pages) * 1000:.0f} ms"),
        ("processor of the server", f"{used_s / passed_s:.2f} cores"),
        ("processor of the clients", f"{found['processor_s'] / passed_s:.2f} cores"),
        ("load of the machine, last minute", f"{os.getloadavg()[0]:.1f}"),
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
