"""What the textbook's models reach on the real images; the rest is in benchmarks/training."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from neurarium.training.config import TrainingConfig
from neurarium.training.execute import execute
from neurarium.training.planning import plan_run
from neurarium.training.runs import create

BENCHMARKS = Path(__file__).parents[3] / "benchmarks" / "training"


def module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found
    spec.loader.exec_module(found)
    return found


cells = module("chapter_cells")
chapter = module("chapter")


@pytest.mark.parametrize(
    "cell", [cell for cell in cells.CELLS if cell.quick], ids=lambda cell: cell.name
)
def test_a_chapters_model_reaches_what_the_chapter_says(
    cell: Any, shared_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path))
    file = f"{cell.settings['data']}.npz"
    if not (shared_dir / "datasets" / file).is_file():
        pytest.skip(f"{file} is not in {shared_dir}")
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / file).symlink_to(shared_dir / "datasets" / file)
    result = execute(create(plan_run(TrainingConfig(**cell.settings))))
    found = chapter.measured(cell, result)
    assert cell.holds(found), f"{found} is not {cell.says()}"
    assert len(result.epochs) == 5
