"""What a script says about its data, as run.json tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from neurarium.errors import DataError
from neurarium.language import tr
from neurarium.training.runs.files import plain
from neurarium.training.runs.wellformed import problem_of

_UNSAID = dict.fromkeys(("name", "title", "kind", "task"))


def data_facts(data: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the part "data" of run.json for a data set's name or a mapping of the same fields.

    Classes may be plain names. Raises DataError for a name that is no data set, and for a field
    that holds something else than run.json does.
    """
    if data is None:
        return None
    if not isinstance(data, str):
        return _checked({**_UNSAID, **data, "classes": _named(data.get("classes", []))})
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


def _named(classes: Any) -> Any:
    if not isinstance(classes, list | tuple):
        return classes
    return [{"en": one, "ko": one} if isinstance(one, str) else one for one in classes]


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    problem = problem_of({"data": plain(facts)})
    if problem is not None:
        raise DataError(tr("These data cannot be told: {problem}.", problem=problem))
    return facts
