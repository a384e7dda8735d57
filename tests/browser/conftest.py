"""A real lab in a process of its own and a real Chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    sync_playwright,
)
from visitor import Visitor

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_TIMEOUT_S = 60
WAIT_MS = 8000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one worker, so that one lab and one Chromium run at a time."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


class Lab:
    """`neurarium --port 0` as a process; `link` is the address that it printed."""

    def __init__(self, home: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "neurarium", "--no-browser", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "NEURARIUM_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        )
        self.lines: list[str] = []
        self._queue: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.link = self._wait_for_link()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        for line in stream:
            self.lines.append(line)
            self._queue.put(line)

    def _wait_for_link(self) -> str:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            try:
                found = re.search(r"https?://[\w.\-\[\]:]+[^\s]*", self._queue.get(timeout=0.2))
            except Empty:
                if self.process.poll() is not None:
                    break
                continue
            if found:
                return found.group(0).rstrip(".")
        self.close()
        raise AssertionError("The lab printed no link:\n" + "".join(self.lines))

    def close(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        reason = "Chromium is not on the path (Debian: apt install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    running = Lab(tmp_path_factory.mktemp("home"), "--port", "0")
    yield running
    running.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(
        viewport={"width": 1280, "height": 720}, accept_downloads=True, locale="en-US"
    )
    opened.set_default_timeout(WAIT_MS)
    opened.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


def is_fault(line: ConsoleMessage) -> bool:
    """Say whether a line of the console is an error of the page."""
    return line.type == "error" and "the server responded with a status of 422" not in line.text


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page that fails its test when a script throws or the console reports an error.

    Chromium writes a line for every refused request; a refused upload is no fault of the page.
    """
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
    yield opened
    opened.close()
    assert not faults, faults


@pytest.fixture
def playground(page: Page, lab: Lab) -> Page:
    """The lab's playground with its first frame drawn."""
    Visitor(page).visit(lab.link)
    return page


@pytest.fixture
def visitor(playground: Page) -> Visitor:
    """A person in front of the playground."""
    return Visitor(playground)
