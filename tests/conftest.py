"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep a person's own data sets and runs out of every test, and tests out of theirs."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("NEURARIUM_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the folder of reference material, `shared` beside the checkout; else skip."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("NEURARIUM_SHARED") or beside)
    if not folder.is_dir():
        pytest.skip(f"no reference material: {folder} is not there (NEURARIUM_SHARED names it)")
    return folder
