"""What a run answered to the test images: confusion, each class, the worst mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import RunError
from neurarium.language import tr


@dataclass(frozen=True)
class Mistakes:
    """A page of examples, the worst first."""

    total: int
    indices: NDArray[np.int32]
    labels: NDArray[np.int32]
    predictions: NDArray[np.int32]
    probabilities: NDArray[np.float32]


class Answers:
    """Probabilities (n, classes) beside the true classes (n,)."""

    def __init__(self, probabilities: NDArray[Any], labels: NDArray[Any]) -> None:
        self.probabilities = np.asarray(probabilities, np.float32)
        self.labels = np.ravel(labels).astype(np.int32)
        if len(self.labels) != len(self.probabilities):
            raise RunError(
                tr(
                    "The run kept {kept} predictions, but the data set has {there} test examples: "
                    "it is not the one that the run was tested on.",
                    kept=len(self.probabilities),
                    there=len(self.labels),
                )
            )
        self.predictions = self.probabilities.argmax(axis=1).astype(np.int32)

    @property
    def classes(self) -> int:
        """Return the number of classes."""
        return int(self.probabilities.shape[1])

    def confusion(self) -> NDArray[np.int64]:
        """Return (classes, classes) counts: rows are true classes, columns predicted ones."""
        places = self.labels.astype(np.int64) * self.classes + self.predictions
        return np.bincount(places, minlength=self.classes**2).reshape(self.classes, -1)

    def per_class(self) -> list[float | None]:
        """Return the part of each class that was right; None for a class without examples."""
        table = self.confusion()
        return [
            float(row[number] / row.sum()) if row.sum() else None
            for number, row in enumerate(table)
        ]

    def mistakes(
        self,
        true: int | None = None,
        predicted: int | None = None,
        offset: int = 0,
        limit: int = 40,
    ) -> Mistakes:
        """Return wrong answers, the one that believed least in the truth first.

        `true` and `predicted` keep a class each; both alike show the right answers, the least
        sure first. Raises RunError for a class that there is not.
        """
        for number in (true, predicted):
            if number is not None and not 0 <= number < self.classes:
                raise RunError(
                    tr("There is no class {number}: expected was 0 to {last}.",
                       number=number, last=self.classes - 1)
                )  # fmt: skip
        kept = np.ones(len(self.labels), bool)
        if true is not None:
            kept &= self.labels == true
        if predicted is not None:
            kept &= self.predictions == predicted
        if true is None or true != predicted:
            kept &= self.labels != self.predictions
        found = np.flatnonzero(kept)
        truth = self.probabilities[found, self.labels[found]]
        believed = self.probabilities[found, self.predictions[found]]
        order = found[np.lexsort((found, -believed, truth))]
        page = order[max(offset, 0) : max(offset, 0) + max(limit, 0)]
        return Mistakes(
            total=len(found),
            indices=page.astype(np.int32),
            labels=self.labels[page],
            predictions=self.predictions[page],
            probabilities=self.probabilities[page],
        )


def worst_confusions(
    confusion: NDArray[Any] | list[list[int]], most: int = 3
) -> list[tuple[int, int, int]]:
    """Return (true, predicted, count) of the most frequent mistakes, the most frequent first."""
    table = np.array(confusion)
    np.fill_diagonal(table, 0)
    order = np.argsort(-table, axis=None, kind="stable")[:most]
    rows, columns = np.unravel_index(order, table.shape)
    return [
        (int(row), int(column), int(table[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if table[row, column]
    ]
