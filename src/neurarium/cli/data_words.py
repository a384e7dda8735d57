"""The figures of a data set as JSON takes them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neurarium.datasets import Dataset, DatasetInfo


def info_json(facts: DatasetInfo) -> dict[str, Any]:
    """Return what is known of a data set without reading it."""
    return {
        "name": facts.name, "title": facts.title, "kind": facts.kind, "task": facts.task,
        "input_shape": list(facts.input_shape), "n_train": facts.n_train, "n_test": facts.n_test,
        "classes": [{"en": one.en, "ko": one.ko} for one in facts.classes],
        "features": list(facts.features), "target": facts.target or None,
        "licence": facts.licence, "citation": facts.citation, "source": facts.source,
        "here": facts.here, "is_subset": facts.is_subset, "own": facts.own, "bytes": facts.bytes,
        "path": str(facts.path) if facts.path else None,
    }  # fmt: skip


def data_json(data: Dataset, facts: DatasetInfo | None) -> dict[str, Any]:
    """Return all figures of a data set that was read; numbers that are not finite are null."""
    from neurarium.datasets import references
    from neurarium.datasets.dataset import PARTS
    from neurarium.datasets.statistics import class_counts, columns, pixel_histogram, ranges

    known = ranges(data)
    histogram = pixel_histogram(data.x_train) if data.kind == "images" else None
    return {
        "name": data.name, "title": data.title, "kind": data.kind, "task": data.task,
        "input_shape": list(data.input_shape), "n_train": len(data.y_train),
        "n_test": len(data.y_test),
        "classes": [{"en": one.en, "ko": one.ko} for one in data.classes],
        "features": list(data.features), "target": data.target or None,
        "licence": data.licence, "citation": data.citation, "source": data.source,
        "notes": list(data.notes), "here": True, "own": facts is None or facts.own,
        "path": str(facts.path) if facts and facts.path else None,
        "arrays": {
            part: {
                "shape": list(getattr(data, part).shape), "dtype": str(getattr(data, part).dtype),
                "min": _finite(known[part].min), "max": _finite(known[part].max),
                "mean": _finite(known[part].mean), "sha256": data.hashes[part],
            }
            for part in PARTS
        },
        "counts": {part: list(class_counts(data, part)) for part in ("train", "test")}
        if data.classes else None,
        "histogram": {"edges": list(histogram.edges), "counts": list(histogram.counts)}
        if histogram else None,
        "columns": [
            {"name": one.name, "min": _finite(one.min), "max": _finite(one.max),
             "mean": _finite(one.mean), "sd": _finite(one.sd)}
            for one in columns(data)
        ],
        "references": [
            {"title": one.title, "kind": one.kind, "value": one.value, "unit": one.unit,
             "source": one.source}
            for one in references(data.name)
        ],
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
