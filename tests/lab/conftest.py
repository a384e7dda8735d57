"""One lab for all tests that talk with it, and a page of one's own in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import Asker
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


@pytest.fixture(scope="session")
def training_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which one run is trained for all tests that look at a run."""
    return tmp_path_factory.mktemp("training-home")


@pytest.fixture(scope="session")
def training_lab(training_home: Path) -> Iterator[RunningLab]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEURARIUM_HOME", str(training_home))
        running = RunningLab()
    yield running
    running.close()


@pytest.fixture(scope="session")
def trained(training_lab: RunningLab, training_home: Path) -> str:
    """The id of a run of the digits that was begun over HTTP and is finished."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEURARIUM_HOME", str(training_home))
        asker = Asker(training_lab)
        run_id = asker.begin(model="24(relu)-10", epochs=6, batch=64, learning_rate=0.01)
        state = asker.until(run_id, lambda one: one["state"] in ("finished", "failed"))
        assert state["state"] == "finished", state
    return run_id


@pytest.fixture
def asker(training_lab: RunningLab, training_home: Path, monkeypatch: pytest.MonkeyPatch) -> Asker:
    """A page of the lab in which the run was trained."""
    monkeypatch.setenv("NEURARIUM_HOME", str(training_home))
    return Asker(training_lab)
