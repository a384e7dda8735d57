"""How long until the first frame is drawn: from starting the server, and from loading the page.

    python benchmarks/server/first_frame.py [--times 5]

Cold: the process is started, and the page is opened as soon as the link is printed; the page
counts as drawn when it says so (`data-ready`). Warm: a new page on the server that runs, with
an empty browser cache each time. Change: from a layer that is added to the frame of the new
network coming in, while it trains at full speed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from lab_process import LabProcess, machine
from playwright.sync_api import Page

from browser import open_browser

ADD_LAYER = """async ({sizes}) => {
  const line = new WebSocket(location.origin.replace("http", "ws") + "/api/playground/ws");
  line.binaryType = "arraybuffer";
  const times = [];
  let asked = 0, wanted = 0, revision = 0, resolve;
  const done = new Promise((r) => { resolve = r; });
  const ask = () => {
    asked = performance.now();
    wanted = sizes.shift();
    const layers = Array.from({length: wanted}, (_, i) => ({units: 4 + (i % 3)}));
    line.send(JSON.stringify({type: "set", changes: {layers}}));
  };
  line.onmessage = ({data}) => {
    if (typeof data === "string") {
      const state = JSON.parse(data);
      if (state.type !== "state") return;
      revision = state.network.sizes.length - 2 === wanted ? state.revision : -1;
      return;
    }
    const view = new DataView(data);
    line.send(JSON.stringify({type: "ack", frame: view.getUint32(28, true)}));
    if (asked && view.getUint32(8, true) === revision) {
      times.push(performance.now() - asked);
      asked = 0;
      if (sizes.length) setTimeout(ask, 700); else resolve();
    }
  };
  await new Promise((r) => { line.onopen = r; });
  line.send('{"type":"hello"}');
  line.send('{"type":"view","changes":{"speed":"full"}}');
  line.send('{"type":"run"}');
  setTimeout(ask, 1500);
  await done;
  line.close();
  return times;
}"""


def loaded_s(page: Page, link: str) -> float:
    began = time.perf_counter()
    page.goto(link)
    page.wait_for_selector("[data-ready]", timeout=30_000)
    return time.perf_counter() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=5)
    times = options.parse_args().times
    cold, link_after, warm, changes = [], [], [], []
    for _ in range(times):
        with open_browser() as page, LabProcess() as lab:
            loaded_s(page, lab.link)
            cold.append(time.perf_counter() - lab.started_at)
            link_after.append(lab.link_after_s)
    with LabProcess() as lab:
        for _ in range(times + 1):
            with open_browser() as page:
                warm.append(loaded_s(page, lab.link))
        with open_browser() as page:
            page.goto(lab.link + "favicon.svg")
            changes = [ms / 1000 for ms in page.evaluate(ADD_LAYER, {"sizes": [3, 4, 5, 6, 7, 8]})]
    print(f"{Path(__file__).name} on {machine()}, Chromium on the same machine\n")
    row("link printed after the start", link_after)
    row("cold: page drawn after the start of the server", cold)
    row("warm: page drawn after it was asked for", warm[1:])
    row("a layer added: first frame of the new network", changes)


def row(name: str, seconds: list[float]) -> None:
    print(f"| {name} | {statistics.median(seconds):.3f} s | {max(seconds):.3f} s |")


if __name__ == "__main__":
    main()
