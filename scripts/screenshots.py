"""Take the pictures of the README and the docs from a running lab.

    .venv/bin/python scripts/screenshots.py [FOLDER]

Starts a lab of its own on a free port, drives it in headless Chromium, and writes PNG files to
FOLDER (default: docs/pictures). Look at them before you commit them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SPIRAL = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=spiral"
    "&learningRate=0.03&noise=5&networkShape=8,6&seed=0.37215&percTrainData=50"
    "&x=true&y=true&sinX=true&sinY=true&problem=classification"
)


@dataclass(frozen=True)
class Shot:
    """One picture: a window's size, a colour scheme, and what is done before it is taken."""

    name: str
    width: int
    height: int
    scheme: str
    act: Callable[[Page], None]


def open_spiral(page: Page) -> None:
    """Open the spiral and train it until it is solved."""
    page.goto(page.url.split("#")[0] + SPIRAL[SPIRAL.index("#") :])
    page.reload()
    page.get_by_role("radio", name="Full").check(force=True)
    page.get_by_role("button", name="Run").click()
    page.wait_for_timeout(6000)
    page.get_by_role("button", name="Pause").click()


def explain(page: Page) -> None:
    """Show what one update does."""
    page.get_by_role("tab", name="Explain").click()
    page.wait_for_timeout(1500)


SHOTS = (
    Shot("playground", 1280, 720, "light", open_spiral),
    Shot("explain", 1280, 720, "light", explain),
)


def main(folder: Path) -> None:
    """Write all pictures to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "neurarium", "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        link = _link(process)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for shot in SHOTS:
                _take(browser, link, shot, folder)
            browser.close()
    finally:
        process.terminate()
        process.wait(10)


def _link(process: subprocess.Popen[str]) -> str:
    for line in process.stdout or ():
        found = re.search(r"https?://\S+", line)
        if found:
            return found.group(0)
    raise RuntimeError("The lab ended without printing its link.")


def _take(browser: Browser, link: str, shot: Shot, folder: Path) -> None:
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        device_scale_factor=1.5,
    )
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Run").wait_for()
    shot.act(page)
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/pictures"))
