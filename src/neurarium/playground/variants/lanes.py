"""The variants that train together: a group in one program, or one on an engine of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.divergence import first_diverged
from neurarium.playground.engine import Engine
from neurarium.playground.variants.group import Variant, structure_of

if TYPE_CHECKING:
    from neurarium.playground.variants.program import Inputs, Plan, Progress


class Lanes(Protocol):
    """Variants that train together; a lane is one of them."""

    def run(self, first: int, epochs: int) -> None:
        """Train `epochs` epochs after `first` of them."""

    def parameters(self, lane: int) -> NDArray[np.float32]:
        """Return the last finite parameters (P,)."""

    def epoch(self, lane: int) -> int:
        """Return the epoch of those parameters."""

    def losses(self, lane: int) -> tuple[float, float] | None:
        """Return training and test loss at that epoch; None before the first."""

    def diverged(self, lane: int) -> bool:
        """Return whether training of this one has stopped."""


class Group:
    """Standard variants, filled up to one shape."""

    def __init__(self, members: Sequence[Variant], starts: Sequence[NDArray[np.float64]]) -> None:
        self._members = members
        self._starts = starts
        self._structure = structure_of(members)
        self._progress: Progress | None = None
        self._inputs: Inputs | None = None
        self._present: NDArray[np.float32] | None = None
        self._host: Progress | None = None

    def run(self, first: int, epochs: int) -> None:
        """See `Lanes`."""
        from neurarium.playground.variants.program import EPOCHS_BLOCK, PROGRAMS

        if self._progress is None:
            self._prepare()
        compiled = PROGRAMS.get(self._structure)
        while epochs > 0:
            count = min(epochs, EPOCHS_BLOCK)
            self._progress = compiled(self._progress, self._inputs, self._plan(first, count))
            first, epochs = first + count, epochs - count
        self._host = None

    def parameters(self, lane: int) -> NDArray[np.float32]:
        """See `Lanes`."""
        from neurarium.playground.variants.padding import parameters_of

        if self._progress is None:
            return self._starts[lane].astype(np.float32)
        return parameters_of(self._members[lane].network, self._read().layers, lane)

    def epoch(self, lane: int) -> int:
        """See `Lanes`."""
        return 0 if self._progress is None else int(self._read().epoch[lane])

    def losses(self, lane: int) -> tuple[float, float] | None:
        """See `Lanes`."""
        if not self.epoch(lane):
            return None
        train, test = self._read().losses[:, lane]
        return float(train), float(test)

    def diverged(self, lane: int) -> bool:
        """See `Lanes`."""
        return self._progress is not None and bool(self._read().diverged[lane])

    def _read(self) -> Progress:
        """Return what was trained as host arrays, copied once after each run."""
        import jax

        if self._host is None:
            self._host = jax.tree.map(np.asarray, self._progress)
        return self._host

    def _prepare(self) -> None:
        import jax
        import jax.numpy as jnp

        from neurarium.playground.variants import padding, settings
        from neurarium.playground.variants.program import Inputs, Progress, first_slots

        structure, members = self._structure, self._members
        layers = padding.padded_layers(structure, members, self._starts)
        lanes = structure.lanes

        def numbers(of: Any) -> NDArray[np.float32]:
            return settings.per_lane(structure, members, of).astype(np.float32)

        self._progress = Progress(
            layers=jax.tree.map(jnp.asarray, layers),
            slots=first_slots(structure, layers),
            losses=jnp.full((2, lanes), jnp.nan, dtype=jnp.float32),
            best=jnp.ones(lanes, dtype=jnp.float32),
            epoch=jnp.zeros(lanes, dtype=jnp.int32),
            diverged=jnp.zeros(lanes, dtype=bool),
        )
        x, target, shares = padding.padded_data(structure, members)
        seeds = settings.per_lane(structure, members, settings.dropout_seed).astype(np.uint32)
        inputs = Inputs(
            x, target, shares, settings.choices_of(structure, members),
            numbers(lambda config: config.momentum),
            numbers(settings.strength("L1")), numbers(settings.strength("L2")),
            settings.dropout_rates(structure, members), seeds,
        )  # fmt: skip
        self._inputs = jax.tree.map(jnp.asarray, inputs)
        self._present = padding.batch_places(structure, members)

    def _plan(self, first: int, epochs: int) -> Plan:
        from neurarium.playground.variants import padding, settings
        from neurarium.playground.variants.program import EPOCHS_BLOCK, Plan

        structure, members = self._structure, self._members
        rows = padding.batch_rows(structure, members, first, EPOCHS_BLOCK)
        rates = settings.rates_of(structure, members, first, EPOCHS_BLOCK)
        return Plan(rows, self._present, rates, np.int32(first), np.int32(epochs))


class Alone:
    """A variant in exact mode: double precision, in the original's order, by itself."""

    def __init__(self, member: Variant, start: NDArray[np.float64]) -> None:
        self._engine = Engine.of(member.config, member.network, member.points)
        self._state = self._engine.initial_state(start)
        self._epoch = 0
        self._losses: tuple[float, float] | None = None
        self._best = 1.0
        self._diverged = False

    def run(self, first: int, epochs: int) -> None:
        """See `Lanes`."""
        if self._diverged:
            return
        trace = self._engine.run(self._state, first, epochs)
        bad = first_diverged(trace, self._best)
        good = epochs if bad is None else bad
        self._diverged = bad is not None
        if good:
            self._state = trace.states[good - 1]
            self._losses = float(trace.loss_train[good - 1]), float(trace.loss_test[good - 1])
            self._epoch = first + good
            self._best = min(self._best, float(np.min(trace.loss_train[:good])))

    def parameters(self, lane: int) -> NDArray[np.float32]:
        """See `Lanes`."""
        return np.asarray(self._engine.parameters(self._state), dtype=np.float32)

    def epoch(self, lane: int) -> int:
        """See `Lanes`."""
        return self._epoch

    def losses(self, lane: int) -> tuple[float, float] | None:
        """See `Lanes`."""
        return self._losses

    def diverged(self, lane: int) -> bool:
        """See `Lanes`."""
        return self._diverged
