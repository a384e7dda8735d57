"""A real Chromium in front of the lab; ends with a sentence where there is none."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

WATCH = """
const Real = WebSocket;
globalThis.seen = {frames: 0, epoch: 0, first_ms: null, revisions: []};
globalThis.WebSocket = class extends Real {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({data}) => {
      if (typeof data === "string") return;
      const view = new DataView(data);
      if (view.getUint8(4) !== 1) return;
      seen.frames += 1;
      seen.epoch = view.getUint32(12, true);
      seen.revisions.push([performance.now(), view.getUint32(8, true)]);
      seen.first_ms ??= performance.now();
    });
  }
};
"""
"""Counts frames as they come in, beside the page's own listener."""


@contextmanager
def open_browser() -> Iterator[Page]:
    """An empty page of 1280 × 720 that counts the frames it is sent in `seen`."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("Chromium is not on the path (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.add_init_script(WATCH)
        yield page
        browser.close()
