"""The function that XLA compiles for a group of variants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import lax

from neurarium.compiled_cache import use_disk_cache
from neurarium.playground.divergence import EXPLOSION
from neurarium.playground.engine.compiled import Programs
from neurarium.playground.engine.dropout import keep_factor, step_key
from neurarium.playground.optimizers import optimizer
from neurarium.playground.variants.backprop import Choices, chosen, gradients, mean_losses
from neurarium.playground.variants.group import GroupStructure

EPOCHS_BLOCK = 8
"""Most epochs of one call."""


class Progress(NamedTuple):
    """What training changes."""

    layers: Any  # [(W (units, inputs, V), b (units, V)), …]
    slots: Any  # for each optimizer, its own
    losses: Any  # (2, V): train, test, after the last good epoch
    best: Any  # (V,) the lowest training loss so far
    epoch: Any  # (V,) int32 the last good epoch
    diverged: Any  # (V,) bool


class Inputs(NamedTuple):
    """What training reads; D is V, or 1 if all variants share the data."""

    x: Any  # (features, N, D)
    target: Any  # (outputs, N, D)
    shares: Any  # (2, N, D) of each point in the mean training and test losses
    choices: Choices
    momentum: Any  # (V,)
    l1: Any  # (V,)
    l2: Any  # (V,)
    dropout: Any  # (hidden layers, V)
    seed: Any  # (V,) uint32


class Plan(NamedTuple):
    """Which epochs; O is V, or 1 if all variants share the order."""

    rows: Any  # (EPOCHS_BLOCK, steps, batch, O) int32
    present: Any  # (steps, batch, O): 1 where the place holds a point
    rates: Any  # (EPOCHS_BLOCK, V)
    first: Any  # () int32: the epoch before the first one
    epochs: Any  # () int32


def first_slots(structure: GroupStructure, layers: Any) -> list[Any]:
    """Return what the optimizers remember at the start; every array ends with the variants."""

    def widened(part: Any) -> Any:
        # Adam counts updates; every variant has its own count.
        return jnp.zeros(structure.lanes, part.dtype) if part.ndim == 0 else part

    return [
        jax.tree.map(widened, optimizer(name, 0.0).init(layers)) for name in structure.optimizers
    ]


def program(structure: GroupStructure) -> Callable[[Progress, Inputs, Plan], Progress]:
    """Return the function that trains a group for `plan.epochs` epochs."""

    def run(progress: Progress, inputs: Inputs, plan: Plan) -> Progress:
        def one_epoch(row: Any, progress: Progress) -> Progress:
            def one_step(step: Any, inner: Any) -> Any:
                return _updated(structure, inputs, plan, inner, (row, step))

            layers, slots = lax.fori_loop(
                0, structure.steps, one_step, (progress.layers, progress.slots)
            )
            both = mean_losses(
                structure, inputs.choices, layers, lambda: (inputs.x, inputs.target, inputs.shares)
            )
            bar = EXPLOSION * jnp.maximum(progress.best, 1.0)
            good = ~progress.diverged & (both[0] <= bar) & _finite(layers)
            kept: Progress = jax.tree.map(
                lambda new, old: jnp.where(good, new, old),
                Progress(layers, slots, both, jnp.minimum(progress.best, both[0]),
                         jnp.full_like(progress.epoch, plan.first + row + 1), progress.diverged),
                progress._replace(diverged=~good),
            )  # fmt: skip
            return kept

        result: Progress = lax.fori_loop(0, plan.epochs, one_epoch, progress)
        return result

    return run


def _finite(layers: Any) -> Any:
    parts = [jnp.isfinite(part).reshape(-1, part.shape[-1]) for part in jax.tree.leaves(layers)]
    return jnp.concatenate(parts).all(axis=0)


def _updated(
    structure: GroupStructure, inputs: Inputs, plan: Plan, inner: Any, when: tuple[Any, Any]
) -> Any:
    """Return (layers, slots) after one update of every variant that has points left."""
    layers, slots = inner
    row, step = when
    batch = _batch(inputs, plan.rows[row, step], plan.present[step])
    held = jnp.sum(plan.present[step], axis=0)
    x, target, present = batch
    share = (present / jnp.maximum(held, 1.0))[None]
    masks = _masks(structure, inputs, plan.first + row, step)
    found = gradients(structure, inputs.choices, layers, (x, target, share), masks)
    directions, changed = [], []
    for name, slot in zip(structure.optimizers, slots, strict=True):
        l2 = 0.0 if name == "adamw" else inputs.l2
        pulled = [
            (g + inputs.l1 * jnp.sign(w) + l2 * w, gb)
            for (g, gb), (w, _) in zip(found, layers, strict=True)
        ]
        direction, new = optimizer(name, inputs.momentum).update(pulled, slot, layers)
        if name == "adamw":
            direction = [
                (d + inputs.l2 * w, db) for (d, db), (w, _) in zip(direction, layers, strict=True)
            ]
        directions.append(direction)
        changed.append(new)
    rate = plan.rates[row]
    moved = jax.tree.map(
        lambda p, *each: p - rate * chosen(inputs.choices.optimizer, list(each)),
        layers,
        *directions,
    )
    return jax.tree.map(lambda new, old: jnp.where(held > 0, new, old), (moved, changed), inner)


def _batch(inputs: Inputs, rows: Any, present: Any) -> tuple[Any, Any, Any]:
    """Return x (features, batch, V or 1), target likewise, present (batch, V or 1)."""
    if inputs.x.shape[-1] == 1:
        x, target = inputs.x[:, :, 0][:, rows], inputs.target[:, :, 0][:, rows]
    else:
        lanes = jnp.arange(inputs.x.shape[-1])[None, :]
        x, target = inputs.x[:, rows, lanes], inputs.target[:, rows, lanes]
    return x, target, present


def _masks(structure: GroupStructure, inputs: Inputs, epoch: Any, step: Any) -> list[Any] | None:
    if not structure.drops:
        return None
    key = step_key(jnp, inputs.seed, epoch.astype(jnp.uint32), step.astype(jnp.uint32))
    return [
        keep_factor(jnp, key, index, (units, structure.batch_size), inputs.dropout[index])
        for index, units in enumerate(structure.sizes[1:-1])
    ]


def _build(structure: GroupStructure) -> Callable[..., Any]:
    use_disk_cache()
    compiled: Callable[..., Any] = jax.jit(program(structure))
    return compiled


PROGRAMS = Programs(_build, kept=32)
"""The groups' programs, compiled when first called."""
