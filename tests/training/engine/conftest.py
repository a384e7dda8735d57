"""Small trainings on scikit-learn's digits, each test in a home of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engine_trainings import Planned

from neurarium.training.config import TrainingConfig
from neurarium.training.planning import plan_run
from neurarium.training.runs import RunDirectory, create


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planned:
    """Return what makes the directory of a run of the settings that it is given."""
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path / "home"))

    def make(**settings: Any) -> RunDirectory:
        settings = {"model": "16-10", "limit": 240, "epochs": 3, "backend": "jax", **settings}
        return create(plan_run(TrainingConfig(**settings)))

    return make
