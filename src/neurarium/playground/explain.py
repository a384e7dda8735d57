"""What one update does, step by step: batch, loss, gradient, step, new loss.

The gradient is computed here in NumPy and double precision, independent of the compiled
program; the step is what the engine really takes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.engine.backprop import gradients, losses
from neurarium.playground.engine.dropout import keep_factor, step_key
from neurarium.playground.engine.engine import Engine, State
from neurarium.playground.features import feature_matrix
from neurarium.playground.network import Vector
from neurarium.playground.schedules import learning_rates
from neurarium.playground.targets import encode_targets

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Explanation:
    """One update; vectors (P,) in the packing order, float64.

    `rows` are the batch's points (x, y, target as the points have it), (n, 3). Losses are means
    over this batch, regularization not included, with the units dropped that the update drops.
    `gradient` is that of the batch (in exact mode: of all points gathered since the last
    update), `regularization` what is added to it; after the update a parameter is
    parameter + step_taken. `updates` is false where exact mode only gathers.
    """

    epoch: int
    step: int
    rows: Floats
    batch_size: int
    updates_per_epoch: int
    n_train: int
    learning_rate: float
    optimizer: str
    updates: bool
    loss_before: float
    loss_after: float
    parameters: Floats
    gradient: Floats
    regularization: Floats
    step_taken: Floats

    def to_json(self) -> dict[str, Any]:
        """Return the `explanation` message of docs/protocol.md."""
        plain = {
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in asdict(self).items()
        }
        return {"type": "explanation", **plain}


def explain(engine: Engine, state: State, epoch: int, step: int) -> Explanation:
    """Return what the update `step` (from 0) of the epoch after `epoch` epochs does to `state`."""
    config, points = engine.config, engine.points
    indices = engine.batch_indices(epoch, step)
    before = np.asarray(engine.parameters(state), dtype=np.float64)
    after_state, _ = engine.step(state, epoch, step)
    after = np.asarray(engine.parameters(after_state), dtype=np.float64)
    batch = _Batch.of(engine, indices, (epoch, step))
    rows = np.column_stack([points.xy[indices], points.target[indices]])
    full = config.mode != "exact" or len(indices) == engine.structure.batch_size
    return Explanation(
        epoch=epoch,
        step=step,
        rows=rows,
        batch_size=len(indices),
        updates_per_epoch=engine.updates_per_epoch,
        n_train=points.n_train,
        learning_rate=float(learning_rates(config, epoch, 1)[0]),
        optimizer=config.optimizer,
        updates=full,
        loss_before=batch.loss(before),
        loss_after=batch.loss(after),
        parameters=before,
        gradient=_gathered(engine, state, batch.gradient(before), len(indices)),
        regularization=_regularization(engine, state, before),
        step_taken=after - before,
    )


@dataclass(frozen=True)
class _Batch:
    engine: Engine
    x: Floats  # (features, n)
    target: Floats  # (outputs, n)
    masks: list[Any] | None

    @classmethod
    def of(cls, engine: Engine, indices: NDArray[np.int32], when: tuple[int, int]) -> _Batch:
        exact = engine.config.mode == "exact"
        x = feature_matrix(engine.network.features, engine.points.xy[indices], exact=exact)
        target = encode_targets(engine.points, engine.network.output)[indices]
        return cls(engine, x.T, target.T, _masks(engine, len(indices), when))

    def gradient(self, parameters: Vector) -> Floats:
        """Return the mean gradient, (P,)."""
        network = self.engine.network
        points = self.x.shape[1]
        share = np.full((1, points), 1.0 / points)
        with np.errstate(over="ignore", invalid="ignore"):
            found = gradients(
                np, network, self.engine.config.loss, network.unpack(parameters),
                (self.x, self.target, share), self.masks,
            )  # fmt: skip
        return network.pack(found)

    def loss(self, parameters: Vector) -> float:
        """Return the mean loss."""
        network = self.engine.network
        with np.errstate(over="ignore", invalid="ignore"):
            each = losses(
                np, network, self.engine.config.loss, network.unpack(parameters),
                (self.x, self.target), self.masks,
            )  # fmt: skip
            return float(np.mean(each))


def _masks(engine: Engine, batch: int, when: tuple[int, int]) -> list[Any] | None:
    drops = engine.structure.drops
    if not any(drops):
        return None
    seed, epoch, step = (
        np.array(number, dtype=np.uint32) for number in (engine.dropout_seed, *when)
    )
    key = step_key(np, seed, epoch, step)
    return [
        keep_factor(np, key, index, (layer.units, batch), np.float32(layer.dropout)) if on else None
        for index, (layer, on) in enumerate(zip(engine.config.layers, drops, strict=True))
    ]


def _gathered(engine: Engine, state: State, mean: Floats, count: int) -> Floats:
    """Return the mean gradient, in exact mode over what was gathered before, too."""
    dead = engine.dead(state)
    if dead is None:
        return mean
    gathered, held = engine.gathered(state)
    return np.asarray(np.where(dead, 0.0, (gathered + mean * count) / (held + count)))


def _regularization(engine: Engine, state: State, parameters: Floats) -> Floats:
    config, mask = engine.config, engine.network.weight_mask
    dead = engine.dead(state)
    if dead is not None:
        mask = mask & ~dead
    if config.regularization == "none":
        return np.zeros_like(parameters)
    pull = np.sign(parameters) if config.regularization == "L1" else parameters
    return np.asarray(np.where(mask, config.regularization_rate * pull, 0.0))
