"""Take the pictures of the README and the docs from a running lab.

    .venv/bin/python scripts/screenshots.py [FOLDER]

Trains a network on MNIST (looked for in a folder `shared` beside the checkout, or
NEURARIUM_SHARED), starts a lab of its own on a free port, drives it in headless Chromium, and
writes PNG files to FOLDER (default: docs/pictures). Look at them before you commit them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
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
    path: str = ""


def open_spiral(page: Page) -> None:
    """Open the spiral and train it until it is solved."""
    page.get_by_role("button", name="Run").wait_for()
    page.goto(page.url.split("#")[0] + SPIRAL[SPIRAL.index("#") :])
    page.reload()
    page.get_by_role("radio", name="Full").check(force=True)
    page.get_by_role("button", name="Run").click()
    page.wait_for_timeout(6000)
    page.get_by_role("button", name="Pause").click()


def explain(page: Page) -> None:
    """Show what one update does."""
    page.get_by_role("button", name="Run").wait_for()
    page.get_by_role("tab", name="Explain").click()
    page.wait_for_timeout(1500)


def open_run(page: Page) -> None:
    """Show the newest run on the page Train."""
    page.get_by_role("link", name=RUN_NAME).first.click()
    page.get_by_text("Where that stands").first.wait_for()
    page.wait_for_timeout(2500)


def draw_a_three(page: Page) -> None:
    """Draw a digit and wait for the answer."""
    canvas = page.locator("canvas").first
    page.wait_for_timeout(1500)
    box = canvas.bounding_box()
    if box is None:
        raise RuntimeError("There is no field to draw in.")
    points = [(0.3, 0.25), (0.5, 0.17), (0.68, 0.27), (0.62, 0.42), (0.46, 0.49), (0.64, 0.56),
              (0.7, 0.72), (0.52, 0.84), (0.3, 0.77)]  # fmt: skip
    for number, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=6)
        if number == 0:
            page.mouse.down()
    page.mouse.up()
    page.wait_for_timeout(9000)


RUN_NAME = "MNIST, 100 units"
SHOTS = (
    Shot("playground", 1280, 720, "light", open_spiral),
    Shot("explain", 1280, 720, "light", explain),
    Shot("training", 1280, 1180, "light", open_run, "runs"),
    Shot("try", 1280, 900, "light", draw_a_three, "try"),
)


def main(folder: Path) -> None:
    """Write all pictures to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "NEURARIUM_HOME": home}
        _train(Path(home), environment)
        _photograph(folder, environment)


def _train(home: Path, environment: dict[str, str]) -> None:
    shared = Path(os.environ.get("NEURARIUM_SHARED", Path(__file__).parents[2] / "shared"))
    (home / "datasets").mkdir()
    for file in (shared / "datasets").glob("*.*z"):
        (home / "datasets" / file.name).symlink_to(file)
    words = ["train", "mnist", "--model", "100-10", "--epochs", "8", "--name", RUN_NAME, "--quiet"]
    subprocess.run([sys.executable, "-m", "neurarium", *words], env=environment, check=True)


def _photograph(folder: Path, environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "neurarium", "--no-browser", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
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
    page.goto(link + shot.path)
    shot.act(page)
    page.mouse.move(2, 2)
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/pictures"))
