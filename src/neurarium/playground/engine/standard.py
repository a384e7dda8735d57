"""One update of standard mode: mean gradient of the batch, regularization, Optax."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.flatten_util import ravel_pytree

from neurarium.playground.engine.arguments import Data, Settings
from neurarium.playground.engine.backprop import gradients
from neurarium.playground.engine.batch import pick
from neurarium.playground.engine.dropout import keep_factor, step_key
from neurarium.playground.engine.structure import Structure
from neurarium.playground.optimizers import optimizer


class Inner(NamedTuple):
    """What the loop over updates carries."""

    layers: Any
    slots: Any
    norms: Any  # (L,)


class StandardUpdate:
    """The update of one structure.

    L1 adds rate·sign(w), L2 adds rate·w to the gradient of weights, never of biases. For AdamW
    L2 is decoupled instead: weights shrink by learning rate · rate · w beside Adam's step
    (Loshchilov & Hutter 2019).
    """

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._network = structure.network

    def unpack(self, state: Any) -> Inner:
        """Return the carried values of a state vector (S,)."""
        layers = self._network.unpack(state)
        start = optimizer(self._structure.optimizer, 0.0).init(layers)
        slots = ravel_pytree(start)[1](state[self._network.size :]) if _any(start) else start
        return Inner(layers, slots, jnp.full(len(layers), jnp.nan, dtype=state.dtype))

    def pack(self, inner: Inner) -> Any:
        """Return the state vector (S,)."""
        dtype = inner.norms.dtype
        flat = jnp.concatenate([part.reshape(-1) for pair in inner.layers for part in pair])
        if not _any(inner.slots):
            return flat
        return jnp.concatenate([flat, ravel_pytree(inner.slots)[0].astype(dtype)])

    def layers(self, inner: Inner) -> Any:
        """Return [(W, b), …]."""
        return inner.layers

    def norms(self, inner: Inner) -> Any:
        """Return each layer's gradient size at the last update, (L,)."""
        return inner.norms

    def step(self, inner: Inner, data: Data, settings: Settings, when: Any) -> Inner:
        """Return the values after one update; `when` is (order, row, epoch, step)."""
        order, row, epoch, step = when
        structure = self._structure
        x, target, present = pick(data, order, step, structure.batch_size)
        share = present / jnp.sum(present)
        masks = self._masks(settings, epoch, step)
        found = gradients(
            jnp, self._network, structure.loss, inner.layers, (x, target, share), masks
        )
        norms = jnp.stack([jnp.sqrt(jnp.sum(w * w) + jnp.sum(b * b)) for w, b in found])
        decoupled = structure.optimizer == "adamw"
        l2 = 0.0 if decoupled else settings.l2
        pulled = [
            (g + settings.l1 * jnp.sign(w) + l2 * w, gb)
            for (g, gb), (w, _) in zip(found, inner.layers, strict=True)
        ]
        rule = optimizer(structure.optimizer, settings.momentum)
        direction, slots = rule.update(pulled, inner.slots, inner.layers)
        if decoupled:
            direction = [
                (d + settings.l2 * w, db)
                for (d, db), (w, _) in zip(direction, inner.layers, strict=True)
            ]
        rate = settings.rates[row]
        layers = jax.tree.map(lambda p, d: p - rate * d, inner.layers, direction)
        return Inner(layers, slots, norms)

    def _masks(self, settings: Settings, epoch: Any, step: Any) -> list[Any] | None:
        drops = self._structure.drops
        if not any(drops):
            return None
        whole = jnp.uint32
        key = step_key(jnp, settings.seed, epoch.astype(whole), step.astype(whole))
        return [
            keep_factor(
                jnp, key, index, (self._network.sizes[index + 1], self._structure.batch_size),
                settings.dropout[index],
            )
            if on else None
            for index, on in enumerate(drops)
        ]  # fmt: skip


def _any(tree: Any) -> bool:
    return bool(jax.tree.leaves(tree))
