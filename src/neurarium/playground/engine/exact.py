"""One update of exact mode: TensorFlow Playground's arithmetic, in double precision."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp

from neurarium.playground.engine.arguments import Data, Settings
from neurarium.playground.engine.batch import pick
from neurarium.playground.engine.browser_math import Exactly
from neurarium.playground.engine.exact_backprop import gathered_gradients
from neurarium.playground.engine.layout import dead_part
from neurarium.playground.engine.structure import Structure


class Inner(NamedTuple):
    """What the loop over updates carries; lists have (W, b) of each layer."""

    layers: Any
    gathered: Any  # summed gradients since the last update
    count: Any  # () how many points they hold
    dead: Any  # 1.0 where a link is dead
    norms: Any  # (L,)


class ExactUpdate:
    """The update of one structure.

    Gradients gather over the batch and are applied, averaged, when the batch is full; what is
    left over at the end of an epoch stays and joins the next epoch's first update. A link whose
    weight L1 would push across 0 becomes 0 and dead: it is never updated again, and still
    counts in the forward pass.
    """

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._network = structure.network

    def unpack(self, state: Any) -> Inner:
        """Return the carried values of a state vector (3P + 1,)."""
        size = self._network.size
        unpack = self._network.unpack
        norms = jnp.full(len(self._network.slices), jnp.nan, dtype=state.dtype)
        return Inner(
            layers=unpack(state[:size]),
            gathered=unpack(state[size : 2 * size]),
            count=state[2 * size],
            dead=unpack(state[dead_part(self._structure)]),
            norms=norms,
        )

    def pack(self, inner: Inner) -> Any:
        """Return the state vector (3P + 1,)."""
        parts = [
            *[part.reshape(-1) for pair in inner.layers for part in pair],
            *[part.reshape(-1) for pair in inner.gathered for part in pair],
            inner.count.reshape(1),
            *[part.reshape(-1) for pair in inner.dead for part in pair],
        ]
        return jnp.concatenate(parts)

    def layers(self, inner: Inner) -> Any:
        """Return [(W, b), …]."""
        return inner.layers

    def norms(self, inner: Inner) -> Any:
        """Return each layer's mean gradient size at the last full batch, (L,)."""
        return inner.norms

    def step(self, inner: Inner, data: Data, settings: Settings, when: Any) -> Inner:
        """Return the values after one batch; `when` is (order, row, epoch, step)."""
        order, row, _, step = when
        batch_size = self._structure.batch_size
        x, target, present = pick(data, order, step, batch_size)
        ops = Exactly(jnp, settings.one)
        found = gathered_gradients(
            ops, self._network, inner.layers, (x, target, present), inner.gathered
        )
        gathered = [
            (jnp.where(dead > 0, 0.0, weights), biases)
            for (weights, biases), (dead, _) in zip(found, inner.dead, strict=True)
        ]
        count = inner.count + jnp.sum(present)
        full = (step + 1) * batch_size <= data.n_train
        return self._apply(inner, gathered, count, (full, settings.rates[row], settings))

    def _apply(self, inner: Inner, gathered: Any, count: Any, how: Any) -> Inner:
        full, rate, settings = how
        product = Exactly(jnp, settings.one).product
        layers, dead, norms = [], [], []
        for (w, b), (sw, sb), (dw, db) in zip(inner.layers, gathered, inner.dead, strict=True):
            bias = b - product(rate, sb) / count
            stepped = w - product(rate / count, sw)
            pull = jnp.where(settings.l1 > 0, jnp.sign(w), w)
            pulled = stepped - product(product(rate, settings.l1 + settings.l2), pull)
            crossed = (settings.l1 > 0) & (stepped * pulled < 0)
            weight = jnp.where(crossed, 0.0, pulled)
            frozen = (dw > 0) | ~full
            layers.append((jnp.where(frozen, w, weight), jnp.where(full, bias, b)))
            dead.append((jnp.where(frozen, dw, crossed.astype(dw.dtype)), db))
            norms.append(jnp.sqrt(jnp.sum(sw * sw) + jnp.sum(sb * sb)) / count)
        zeroed = [tuple(jnp.where(full, 0.0, part) for part in pair) for pair in gathered]
        return Inner(
            layers=layers,
            gathered=zeroed,
            count=jnp.where(full, 0.0, count),
            dead=dead,
            norms=jnp.where(full, jnp.stack(norms), inner.norms),
        )
