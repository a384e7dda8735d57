"""The end of a training: the final model, its test, its predictions."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.training.epochs import Epochs, Job
from neurarium.training.loops.values import set_weights
from neurarium.training.runs import RunWriter
from neurarium.training.runs.arrays import write_arrays
from neurarium.training.runs.files import replace_file, writing
from neurarium.training.telling import Teller


def finish(epochs: Epochs, writer: RunWriter, teller: Teller, task: str) -> dict[str, Any]:
    """Keep the final model, test it, and return the test's line."""
    job = epochs.job
    model = job.model
    teller.settle()  # the last epoch may be the best, and its checkpoint still being written
    # as Keras's fit does at its end, before a callback restores the best weights
    model.optimizer.finalize_variable_values(model.trainable_weights)
    if epochs.deciding.restores_best:
        best = writer.read_checkpoint("best")
        if best is not None:
            set_weights(model, best[0])
    line: dict[str, Any] = {"time_s": round(epochs.at.trained_s, 4)}
    if len(job.data.x_test):
        line |= tested(job, writer.run.path, task)
    replace_file(writer.run.path / "model.keras", saved(model))
    return line


def tested(job: Job, folder: Path, task: str) -> dict[str, Any]:
    """Return the results on the test part, and keep what the model answered there."""
    x, y = job.data.x_test, job.data.y_test
    found: dict[str, Any] = dict(job.loop.evaluate(x, y))
    answers = job.loop.predict(x)
    if task == "classification":
        probabilities = by_class(answers)
        found |= counted(probabilities, y)
        kept = {"probabilities": probabilities.astype(np.float16)}
    else:
        kept = {"predictions": answers.reshape(len(answers), -1)[:, 0].astype(np.float32)}
    write_arrays(folder / "predictions.npz", kept, durable=False)
    return found


def by_class(answers: NDArray[Any]) -> NDArray[Any]:
    """Return a column a class: one output p of two classes becomes 1 − p, p."""
    if answers.ndim == 2 and answers.shape[1] > 1:
        return answers
    p = answers.reshape(len(answers), 1)
    return np.concatenate([1 - p, p], axis=1)


def counted(probabilities: NDArray[Any], labels: NDArray[Any]) -> dict[str, Any]:
    """Return the confusion matrix (rows are true classes) and the accuracy of each class."""
    n = probabilities.shape[1]
    confusion = np.zeros((n, n), np.int64)
    np.add.at(confusion, (labels, probabilities.argmax(axis=1)), 1)
    totals = confusion.sum(axis=1)
    per_class = [float(confusion[k, k] / totals[k]) if totals[k] else None for k in range(n)]
    return {"confusion": confusion.tolist(), "per_class": per_class}


def saved(model: Any) -> bytes:
    """Return the model as a .keras file's bytes, to be opened by Keras alone; raises RunError.

    A loss of ours is left out: who loads the file then compiles the model anew.
    """
    with tempfile.TemporaryDirectory(prefix="neurarium-") as place:
        path = Path(place) / "model.keras"
        if type(model.loss).__module__.startswith("neurarium."):
            model.compiled = False
        with writing(path):
            model.save(path)
            return path.read_bytes()
