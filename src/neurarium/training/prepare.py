"""A data set → arrays to train with: split, scaled, shaped for the model; the same for a seed.

Images 0..255 → 0..1, as `x / 255` within each update (the arrays stay uint8); a table's columns
→ mean 0, deviation 1 of the part that is trained on. The validation part is taken from the
training part, of every class the same share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets import Dataset
from neurarium.datasets.split import by_class
from neurarium.errors import DataError
from neurarium.language import tr

PROBE_ROWS = 256
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Prepared:
    """Arrays to train, validate and test with; x as `loops.LoopData` wants them.

    `train_rows` and `validation_rows` say where the examples stand in the data set's training
    part; they rise.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    x_validation: NDArray[Any]
    y_validation: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]
    train_rows: Rows
    validation_rows: Rows

    def probe(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the first 256 training examples, x as the model reads it."""
        from neurarium.training.loops.loop import as_input

        return as_input(self.x[:PROBE_ROWS]), self.y[:PROBE_ROWS]


def split(
    labels: NDArray[Any] | None, n: int, n_train: int, n_validation: int, seed: int
) -> tuple[Rows, Rows]:
    """Return the rising rows of the training and of the validation part of n examples.

    With `labels` (n,) every class gives the same share, as nearly as whole numbers allow; where
    the two parts are fewer than n, of what is left out, too.
    """
    random = np.random.RandomState(seed)
    groups = [np.arange(n)] if labels is None else by_class(labels)
    groups = [random.permutation(group) for group in groups]
    counts = shares([len(group) for group in groups], n_train + n_validation)
    held = shares(counts, n_validation)
    train = [group[out:kept] for group, kept, out in zip(groups, counts, held, strict=True)]
    validation = [group[:out] for group, out in zip(groups, held, strict=True)]
    return np.sort(np.concatenate(train)), np.sort(np.concatenate(validation))


def shares(sizes: list[int], total: int) -> list[int]:
    """Return how many of each group make `total`, in proportion (largest remainders).

    >>> shares([30, 20, 10], 12)
    [6, 4, 2]
    """
    n = sum(sizes)
    counts = [size * total // n for size in sizes]
    remainders = [size * total % n for size in sizes]
    order = sorted(range(len(sizes)), key=lambda k: (-remainders[k], k))
    for k in order[: total - sum(counts)]:
        counts[k] += 1
    return counts


def split_of(facts: Mapping[str, Any], data: Dataset) -> tuple[Rows, Rows]:
    """Return the rows that a run (its run.json) trains on and validates with."""
    told = facts["data"]
    labels = data.y_train if data.task == "classification" else None
    seed = int(facts["config"]["seed"])
    return split(labels, len(data.x_train), told["n_train"], told["n_validation"], seed)


def scaling_of(facts: Mapping[str, Any], data: Dataset) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return mean and deviation (columns,) of the table's rows that a run trains on."""
    train_rows, _ = split_of(facts, data)
    return scaling(data.x_train[train_rows])


def scaling(x: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each column's mean and deviation (n); a column that never changes has deviation 1."""
    mean, deviation = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    return mean, np.where(deviation > 0, deviation, 1.0)


def prepare(
    data: Dataset, facts: Mapping[str, Any], input_shape: tuple[int | None, ...]
) -> Prepared:
    """Return the arrays for a run of a model that takes `input_shape`; raises DataError."""
    train_rows, validation_rows = split_of(facts, data)
    x_train, x_test = data.x_train, data.x_test
    if data.kind == "table":
        mean, deviation = scaling(x_train[train_rows])
        x_train, x_test = (((x - mean) / deviation).astype(np.float32) for x in (x_train, x_test))
    elif x_train.dtype != np.uint8:
        x_train, x_test = (x.astype(np.float32) / np.float32(255) for x in (x_train, x_test))
    x_train, x_test = fitted(x_train, input_shape), fitted(x_test, input_shape)
    y_train, y_test = targets(data.y_train, data.task), targets(data.y_test, data.task)
    return Prepared(
        x_train[train_rows],
        y_train[train_rows],
        x_train[validation_rows],
        y_train[validation_rows],
        x_test,
        y_test,
        train_rows,
        validation_rows,
    )


def targets(y: NDArray[Any], task: str) -> NDArray[Any]:
    """Return targets (n,): class numbers int32 (CIFAR's (n, 1), too), numbers float32."""
    return y.reshape(len(y)).astype(np.int32 if task == "classification" else np.float32)


def fitted(x: NDArray[Any], input_shape: tuple[int | None, ...]) -> NDArray[Any]:
    """Return x (n, …) in the shape that a model takes: images laid out, a channel added."""
    if None in input_shape or x.shape[1:] == tuple(input_shape):
        return x
    wanted = tuple(int(side or 0) for side in input_shape)
    if int(np.prod(wanted)) != int(np.prod(x.shape[1:])):
        raise DataError(
            tr(
                "The model takes {wanted} numbers an example; the data have {came}. Leave the "
                "model's input out, then the data give it.",
                wanted="×".join(map(str, wanted)),
                came="×".join(map(str, x.shape[1:])),
            )
        )
    return x.reshape(len(x), *wanted)
