"""One lab for all tests that talk with it, and a page of one's own in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from running_lab import Page, RunningLab, open_page


@pytest.fixture(scope="session")
def lab() -> Iterator[RunningLab]:
    running = RunningLab()
    yield running
    running.close()


@pytest.fixture
def page(lab: RunningLab) -> Iterator[Page]:
    with open_page(lab) as opened:
        yield opened
