"""Examples as the model of a run saw them: the data set's own, or drawn and uploaded ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neurarium.errors import DataError
from neurarium.language import tr

if TYPE_CHECKING:
    from neurarium.datasets.dataset import Dataset

SPLITS = ("train", "test")


class Inputs:
    """The data of a run, loaded when it is first asked for.

    `load` gives the data set of a name or path: for who keeps data sets for several runs.
    """

    def __init__(
        self, facts: Mapping[str, Any], load: Callable[[str], Dataset] | None = None
    ) -> None:
        self._facts = facts
        self._load = load or _load_offline
        data = facts.get("data") or {}
        self.name = str(data.get("name") or "")
        self.kind = data.get("kind") or "images"
        self.task = data.get("task") or "classification"
        self.shape = tuple(data.get("input_shape") or ())
        model = facts.get("model") or {}
        self.model_shape = tuple(model.get("input_shape") or data.get("input_shape") or ())
        self._lock = threading.Lock()
        self._dataset: Dataset | None = None
        self._scaling: tuple[NDArray[Any], NDArray[Any]] | None = None

    def dataset(self) -> Dataset:
        """Return the run's data set; raises DataError where it is no longer here."""
        with self._lock:
            if self._dataset is None:
                wanted = (self._facts.get("config") or {}).get("data") or self.name
                if not wanted:
                    raise DataError(
                        tr(
                            "This run does not say on which data it was trained, so none of its "
                            "examples can be shown."
                        )
                    )
                self._dataset = self._load(str(wanted))
            return self._dataset

    def examples(self, split: str) -> NDArray[Any]:
        """Return all inputs of "train" or "test" as the data set holds them."""
        self._check(split)
        data = self.dataset()
        return data.x_train if split == "train" else data.x_test

    def labels(self, split: str) -> NDArray[Any]:
        """Return the targets (n,) of "train" or "test"."""
        self._check(split)
        data = self.dataset()
        return np.ravel(data.y_train if split == "train" else data.y_test)

    def example(self, split: str, index: int) -> tuple[NDArray[Any], float]:
        """Return one input and its target; raises DataError for a place that there is not."""
        rows = self.examples(split)
        if not 0 <= index < len(rows):
            raise DataError(
                tr('There is no example {index} in "{split}": expected was 0 to {last}.',
                   index=index, split=split, last=len(rows) - 1)
            )  # fmt: skip
        return rows[index], float(self.labels(split)[index])

    def as_the_model_sees(
        self, raw: NDArray[Any], input_shape: tuple[int | None, ...]
    ) -> NDArray[np.float32]:
        """Return raw examples (n, …) scaled, in the shape that the model takes."""
        if self.kind == "images":
            x = np.asarray(raw, np.float32) / np.float32(255)
        else:
            mean, deviation = self._standard()
            x = ((np.asarray(raw, np.float64) - mean) / deviation).astype(np.float32)
        wanted = tuple(side for side in input_shape if side is not None)
        if len(wanted) != len(input_shape) or x[0].size == int(np.prod(wanted)):
            return x.reshape(len(x), *wanted) if len(wanted) == len(input_shape) else x
        raise DataError(
            tr("The model takes {wanted} numbers an example; {came} came.",
               wanted="×".join(map(str, wanted)), came="×".join(map(str, x.shape[1:])))
        )  # fmt: skip

    def _standard(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return mean and deviation of a table's columns, of the part that was trained on."""
        if self._scaling is None:
            from neurarium.training.prepare import scaling_of

            self._scaling = scaling_of(self._facts, self.dataset())
        return self._scaling

    def _check(self, split: str) -> None:
        if split not in SPLITS:
            raise DataError(
                tr('There is no part "{split}". Allowed: {all}.', split=split,
                   all=", ".join(SPLITS))
            )  # fmt: skip


def _load_offline(name: str) -> Dataset:
    from neurarium.datasets import load

    return load(name, offline=True)
