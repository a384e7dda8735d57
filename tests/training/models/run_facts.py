"""run.json's facts of small runs, without loading data."""

from __future__ import annotations

from typing import Any

from neurarium.training.config import TrainingConfig
from neurarium.training.facts import DataFacts
from neurarium.training.planning import model_facts


def data_of(
    shape: tuple[int, ...] = (28, 28), classes: int = 10, task: str = "classification"
) -> DataFacts:
    """Return the facts of data of this shape; regression has no classes."""
    names = [{"en": str(n), "ko": str(n)} for n in range(classes)]
    return DataFacts(
        name="data", title="Data", kind="images" if len(shape) > 1 else "table", task=task,
        classes=[] if task == "regression" else names, features=[], input_shape=list(shape),
        n_train=80, n_validation=20, n_test=20, hashes={},
    )  # fmt: skip


def facts_for(model: str, data: DataFacts | None = None, **settings: Any) -> dict[str, Any]:
    """Return config, data and model of a run."""
    config = TrainingConfig(model=model, **settings)
    data = data_of() if data is None else data
    return {"config": config.to_json(), "data": data, "model": model_facts(config, data)}
