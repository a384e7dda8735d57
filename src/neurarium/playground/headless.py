"""A playground without a page: train to an epoch, look in between, tell what came out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from neurarium.datasets.points import Points
from neurarium.errors import ConfigError, DivergedError
from neurarium.language import tr
from neurarium.playground.evaluate import outputs
from neurarium.playground.targets import accuracy, predicted_classes, r_squared
from neurarium.playground.trainer import Trainer

PROBES = ((-5.0, -5.0), (-2.5, 3.0), (0.0, 0.0), (1.0, -4.0), (4.0, 4.0))
"""Points at which a snapshot tells the output."""
_BLOCK_S = 0.1
_MOST_EPOCHS = 1_000_000


@dataclass(frozen=True)
class Outcome:
    """What a headless run gives: snapshots (see `snapshot`) and seconds of training alone."""

    snapshots: tuple[dict[str, Any], ...]
    trained_epochs: int
    train_s: float


def play(
    trainer: Trainer,
    epochs: int,
    snapshots: Iterable[int] = (),
    progress: Callable[[int, float], None] | None = None,
) -> Outcome:
    """Train until `epochs` epochs are done, with a snapshot at each of `snapshots`.

    Compiling is not part of `train_s`. `progress(epoch, training loss)` is called now and then.
    Raises `ConfigError` for a snapshot out of reach, `DivergedError` where training diverges;
    then the trainer is at the last finite state.
    """
    first = trainer.shown.epoch
    wanted = sorted(set(snapshots)) or [max(epochs, first)]
    _check_reach(first, epochs, wanted)
    if epochs > first:
        _warm_up(trainer)
    taken, train_s = [], 0.0
    for goal in sorted({*wanted, max(epochs, first)}):
        train_s += _train_to(trainer, goal, progress)
        if goal in wanted:
            taken.append(snapshot(trainer))
    return Outcome(tuple(taken), max(0, trainer.shown.epoch - first), train_s)


def _check_reach(first: int, epochs: int, wanted: list[int]) -> None:
    last = max(epochs, first)
    outside = [epoch for epoch in wanted if not first <= epoch <= last]
    if outside:
        raise ConfigError(
            tr("A snapshot at epoch {epoch} is out of reach: this run goes from epoch {first} to "
               "{last}. See --epochs.", epoch=outside[0], first=first, last=last)
        )  # fmt: skip
    if last > _MOST_EPOCHS:
        raise ConfigError(
            tr("At most {most:,} epochs can be trained, {came:,} were asked for.",
               most=_MOST_EPOCHS, came=last)
        )  # fmt: skip


def _warm_up(trainer: Trainer) -> None:
    """Compile, and run one update that is thrown away: what follows is training alone."""
    shown = trainer.shown
    trainer.engine.warm_up()
    trainer.engine.step(shown.state, shown.epoch, 0)


def _train_to(trainer: Trainer, goal: int, progress: Callable[[int, float], None] | None) -> float:
    seconds, block = 0.0, 16
    while trainer.shown.epoch < goal:
        start = time.perf_counter()
        trainer.train(min(block, goal - trainer.shown.epoch))
        took = time.perf_counter() - start
        seconds += took
        if trainer.status == "diverged" and trainer.message:
            raise DivergedError(f"{trainer.message.text} {trainer.message.hint}")
        if progress:
            progress(trainer.shown.epoch, trainer.shown.loss_train)
        if took < _BLOCK_S:
            block = min(block * 2, 4096)
    return seconds


def snapshot(trainer: Trainer) -> dict[str, Any]:
    """Return the moment on screen as plain values.

    `weights[layer][unit][input]`, `biases[layer][unit]`, `dead` like the weights, both losses,
    and the output at `PROBES`: a number each, or one a class for a softmax output. A loss is None
    where there are no points.
    """
    moment = trainer.shown
    network = moment.segment.network
    parameters = np.asarray(trainer.parameters, dtype=np.float64)
    dead = trainer.engine.dead(moment.state)
    mask = np.zeros(network.size, dtype=bool) if dead is None else dead
    values = outputs(network, parameters, np.array(PROBES))
    layers = network.unpack(parameters)
    return {
        "epoch": moment.epoch,
        "weights": [weights.tolist() for weights, _ in layers],
        "biases": [biases.tolist() for _, biases in layers],
        "dead": [mask[part.weights].reshape(part.shape).tolist() for part in network.slices],
        "loss_train": _known(moment.loss_train),
        "loss_test": _known(moment.loss_test),
        "probe": values.tolist() if values.shape[1] > 1 else values[:, 0].tolist(),
    }


def _known(loss: float) -> float | None:
    """Return the loss, or None where there are no points to compute it from."""
    return loss if math.isfinite(loss) else None


def outcome_json(trainer: Trainer, link: str, outcome: Outcome) -> dict[str, Any]:
    """Return what `neurarium play --json` prints."""
    segment = trainer.shown.segment
    rows = labelled_rows(segment.points)
    n_train = segment.points.n_train
    return {
        "link": link,
        "inputs": list(segment.network.features),
        "shape": list(segment.network.sizes),
        "n_train": n_train,
        "n_test": len(rows) - n_train,
        "train": rows[:n_train],
        "test": rows[n_train:],
        "snapshots": list(outcome.snapshots),
        "train_s": outcome.train_s,
    }


def labelled_rows(points: Points) -> list[list[float]]:
    """Return [x, y, label]: −1 or +1 for two classes, else the class number or the target."""
    two = points.task == "classification" and len(points.classes) <= 2
    label = 2.0 * points.target - 1.0 if two else points.target
    rows: list[list[float]] = np.column_stack([points.xy, label]).tolist()
    return rows


@dataclass(frozen=True)
class Score:
    """How well points are answered: `name` is accuracy (0..1) or R² (at most 1)."""

    name: str
    train: float
    test: float


def score(trainer: Trainer) -> Score:
    """Return accuracy for classes, R² for numbers, of the moment on screen."""
    segment = trainer.shown.segment
    points, n = segment.points, segment.points.n_train
    values = outputs(segment.network, np.asarray(trainer.parameters, np.float64), points.xy)
    if points.task == "regression":
        found = [r_squared(points.target[p], values[p, 0]) for p in (slice(n), slice(n, None))]
        return Score("R²", *found)
    predicted = predicted_classes(values, segment.network.output)
    found = [accuracy(points.target[p], predicted[p]) for p in (slice(n), slice(n, None))]
    return Score("accuracy", *found)
