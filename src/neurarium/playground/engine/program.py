"""The function that XLA compiles for one structure: epochs of updates in one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from neurarium.playground.engine.arguments import Block, Data, Result, Settings, Span
from neurarium.playground.engine.backprop import losses
from neurarium.playground.engine.exact import ExactUpdate
from neurarium.playground.engine.layout import state_size, state_type
from neurarium.playground.engine.standard import StandardUpdate
from neurarium.playground.engine.structure import EPOCHS_BLOCK, Structure


def program(structure: Structure) -> Callable[[Any, Data, Block, Any], Result]:
    """Return the function (state, data, block, span) → result, ready to be compiled."""
    update = ExactUpdate(structure) if structure.mode == "exact" else StandardUpdate(structure)
    network = structure.network
    kind = state_type(structure)

    def epoch_losses(layers: Any, data: Data) -> Any:
        each = losses(jnp, network, structure.loss, layers, (data.x.T, data.target.T))
        # A filler's loss may be anything; its share is 0, so it must only be finite.
        return jnp.stack([jnp.dot(data.train, each), jnp.dot(data.test, each)])

    def run(state: Any, data: Data, block: Block, numbers: Any) -> Result:
        span = Span(*numbers)
        settings = block.settings

        def one_epoch(row: Any, carry: Any) -> Any:
            inner, result = carry
            order = block.order[row]

            def one_step(step: Any, inner: Any) -> Any:
                return update.step(inner, data, settings, (order, row, span.epoch + row, step))

            inner = lax.fori_loop(span.first_step, span.last_step, one_step, inner)
            layers, norms = update.layers(inner), update.norms(inner)
            both = lax.cond(
                span.losses != 0,
                lambda: epoch_losses(layers, data),
                lambda: jnp.full(2, jnp.nan, dtype=kind),
            )
            result = Result(
                states=result.states.at[row].set(update.pack(inner)),
                losses=result.losses.at[row].set(both),
                norms=result.norms.at[row].set(norms),
            )
            return inner, result

        empty = Result(
            states=jnp.zeros((EPOCHS_BLOCK, state_size(structure)), dtype=kind),
            losses=jnp.zeros((EPOCHS_BLOCK, 2), dtype=kind),
            norms=jnp.zeros((EPOCHS_BLOCK, len(network.slices)), dtype=kind),
        )
        rows = (span.first_row, span.last_row)
        result: Result = lax.fori_loop(*rows, one_epoch, (update.unpack(state), empty))[1]
        return result

    return run


def arguments(structure: Structure) -> tuple[Any, Data, Block, Any]:
    """Return shapes and types of the program's arguments, for compiling ahead."""
    kind = state_type(structure)
    network, points = structure.network, structure.points

    def typed(dtype: Any, *shape: int) -> Any:
        return jax.ShapeDtypeStruct(shape, dtype)  # type: ignore[no-untyped-call]

    def floats(*shape: int) -> Any:
        return typed(kind, *shape)

    def whole(*shape: int) -> Any:
        return typed(jnp.int32, *shape)

    data = Data(
        floats(points, network.sizes[0]), floats(points, network.sizes[-1]),
        floats(points), floats(points), whole(),
    )  # fmt: skip
    settings = Settings(
        floats(EPOCHS_BLOCK), floats(), floats(), floats(), floats(len(structure.drops)),
        typed(jnp.uint32), floats(),
    )  # fmt: skip
    order = whole(EPOCHS_BLOCK, points + structure.batch_size)
    span = whole(len(Span._fields))
    return floats(state_size(structure)), data, Block(settings, order), span
