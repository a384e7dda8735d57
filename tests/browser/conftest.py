"""A real lab in a process of its own and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_in_process import Lab
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from trained_run import train
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
WAIT_MS = 20_000
"""A busy machine is waited for; only what never comes takes this long."""

expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one worker, so that one lab and one Chromium run at a time."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


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


@pytest.fixture(scope="session")
def both_trained(lab: Lab) -> dict[str, str]:
    """The ids of two networks in the lab, trained on the digits, by name."""
    small = {"data": "digits", "model": "32-10", "epochs": 20}
    tiny = {"data": "digits", "model": "16-10", "epochs": 2, "limit": 300}
    return train(lab.home, {"Small digits": small, "Tiny digits": tiny})


@pytest.fixture(scope="session")
def trained(both_trained: dict[str, str]) -> str:
    """The id of a small network in the lab, trained on the digits: 64-32-10, 20 epochs."""
    return both_trained["Small digits"]


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
