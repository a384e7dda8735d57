"""What a script says about its data, as run.json tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any


def data_facts(data: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the part "data" of run.json for a data set's name or a mapping of the same fields.

    Raises DataError for a name that is no data set.
    """
    if data is None:
        return None
    if not isinstance(data, str):
        return {"name": None, "title": None, "kind": None, "task": None, "classes": [], **data}
    from neurarium import datasets

    info = datasets.info(data)
    return {
        "name": info.name,
        "title": info.title,
        "kind": info.kind,
        "task": info.task,
        "classes": [asdict(one) for one in info.classes],
        "features": list(info.features),
        "input_shape": list(info.input_shape),
    }
