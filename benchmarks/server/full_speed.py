"""Full speed of the default network, server and Chromium on the same machine.

    python benchmarks/server/full_speed.py [--seconds 10]

The page's own button starts training; frames are counted as they come in, and as they are drawn
(each is acknowledged when the page draws it, so no more than two are ever waiting).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from lab_process import LabProcess, machine

from browser import open_browser


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=10)
    seconds = options.parse_args().seconds
    with LabProcess() as lab, open_browser() as page:
        page.goto(lab.link + "#n=1&speed=full")
        page.wait_for_selector("[data-ready]")
        time.sleep(2)
        page.keyboard.press("Space")
        while page.evaluate("seen.epoch") < 200:
            time.sleep(0.05)
        began = page.evaluate("[performance.now(), seen.frames, seen.epoch]")
        used_s = lab.cpu_s
        time.sleep(seconds)
        ended = page.evaluate("[performance.now(), seen.frames, seen.epoch]")
        used_s = lab.cpu_s - used_s
    passed_s = (ended[0] - began[0]) / 1000
    print(f"{Path(__file__).name} on {machine()}, Chromium on the same machine\n")
    print(f"| epochs/s | {(ended[2] - began[2]) / passed_s:,.0f} |")
    print(f"| frames/s | {(ended[1] - began[1]) / passed_s:.1f} |")
    print(f"| processor of the server | {used_s / passed_s:.2f} cores |")


if __name__ == "__main__":
    main()
