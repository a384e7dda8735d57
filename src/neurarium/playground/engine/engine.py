"""The engine: trains one network on one set of points, epoch by epoch, from any state.

It holds no progress: a state goes in, states come out, and the same call always gives the same
numbers. JAX is imported when something is first run, not before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neurarium.playground.config import Config, updates_per_epoch
from neurarium.playground.engine.arguments import Block, Settings
from neurarium.playground.engine.batches import permutation, permutations, seed_number
from neurarium.playground.engine.device import DeviceArrays, DeviceBlocks
from neurarium.playground.engine.layout import dead_part, first_state, state_type
from neurarium.playground.engine.structure import EPOCHS_BLOCK, Structure
from neurarium.playground.engine.trace import Trace
from neurarium.playground.features import feature_matrix
from neurarium.playground.network import Network
from neurarium.playground.schedules import learning_rates
from neurarium.playground.targets import encode_targets

if TYPE_CHECKING:
    from neurarium.datasets.points import Points

State = NDArray[np.floating]


@dataclass(frozen=True)
class Engine:
    """One network, its points and hyperparameters; make it with `Engine.of`."""

    config: Config
    network: Network
    points: Points
    structure: Structure
    _arrays: DeviceArrays = field(repr=False)
    _blocks: DeviceBlocks = field(repr=False, default_factory=DeviceBlocks)

    @classmethod
    def of(cls, config: Config, network: Network, points: Points) -> Engine:
        """Return the engine; cheap, compiles nothing.

        Raises `ConfigError` where the network's output cannot say the points' targets.
        """
        structure = Structure.of(config, network, len(points.xy))
        arrays = DeviceArrays(_host_arrays(structure, network, points))
        return cls(config, network, points, structure, arrays)

    def with_config(self, config: Config) -> Engine:
        """Return the engine with other hyperparameters, the same points and number of units.

        Learning rate, schedule, momentum, regularization and dropout's rate need no compiling;
        batch size, optimizer, loss, activations and dropout's on and off do.
        """
        network = Network.of(config, len(self.points.classes))
        structure = Structure.of(config, network, len(self.points.xy))
        same = (network.features, network.output, structure.mode) == (
            self.network.features,
            self.network.output,
            self.structure.mode,
        )
        if not same:
            return Engine.of(config, network, self.points)
        return Engine(config, network, self.points, structure, self._arrays)

    def with_points(self, points: Points) -> Engine:
        """Return the engine on other points (noise changed, say); compiles only if their number
        in all, train and test together, outgrew its block of 64."""
        return Engine.of(self.config, self.network, points)

    @property
    def updates_per_epoch(self) -> int:
        """Batches in an epoch, ⌈n_train / batch size⌉; exact mode only gathers the last one if it
        is smaller."""
        return updates_per_epoch(self.points.n_train, self.structure.batch_size)

    @property
    def ready(self) -> bool:
        """Whether `run` would start at once, without compiling."""
        from neurarium.playground.engine.compiled import PROGRAMS

        return PROGRAMS.ready(self.structure)

    def warm_up(self) -> None:
        """Compile now (or wait for the thread that does)."""
        from neurarium.playground.engine.compiled import PROGRAMS

        PROGRAMS.get(self.structure)

    def initial_state(self, parameters: NDArray[np.floating]) -> State:
        """Return the state (S,) at epoch 0 from parameters (P,)."""
        return first_state(self.structure, parameters)

    def parameters(self, state: State) -> State:
        """Return the parameters, (P,) of a state (S,) or (n, P) of states (n, S): a view."""
        return state[..., : self.network.size]

    def with_parameters(self, state: State, parameters: NDArray[np.floating]) -> State:
        """Return the state with its parameters replaced, everything else as it was."""
        changed = np.array(state)
        changed[: self.network.size] = parameters
        return changed

    def adopt(self, state: State, before: Engine) -> State:
        """Return a state of the engine `before` for this one.

        Parameters stay if their number does; the optimizer's slots stay if the optimizer does,
        what exact mode gathered stays within exact mode.
        """
        if self.network.size != before.network.size:
            raise ValueError(f"{before.network.size} parameters, expected {self.network.size}")
        alike = self.structure.mode == before.structure.mode and (
            self.structure.mode == "exact" or self.structure.optimizer == before.structure.optimizer
        )
        return np.array(state) if alike else self.initial_state(before.parameters(state))

    def dead(self, state: State) -> NDArray[np.bool_] | None:
        """Return which parameters are dead links, (P,); None in standard mode."""
        part = dead_part(self.structure)
        return None if part is None else np.asarray(state[part] > 0)

    def gathered(self, state: State) -> tuple[NDArray[np.floating], int]:
        """Return exact mode's summed gradient (P,) since the last update, and of how many points.

        In standard mode nothing is ever left over: zeros.
        """
        size = self.network.size
        if self.structure.mode != "exact":
            return np.zeros(size), 0
        return state[size : 2 * size], int(state[2 * size])

    @property
    def dropout_seed(self) -> int:
        """The 32-bit number that dropout's masks come from."""
        return seed_number(self.config.weights_seed or self.config.data.seed) & 0xFFFFFFFF

    def batch_indices(self, epoch: int, step: int) -> NDArray[np.int32]:
        """Return the rows of the points that an update sees; `epoch` 0 is the first one."""
        size = self.structure.batch_size
        return self._order(epoch)[step * size : (step + 1) * size]

    def run(self, state: State, epoch: int, epochs: int, *, losses: bool = True) -> Trace:
        """Train `epochs` whole epochs (at least 1) from `state` after `epoch` epochs.

        Returns a `Trace` with a row for each epoch, the first being epoch + 1. Without `losses`
        they are left out (NaN), which saves a forward pass over all points an epoch.
        """
        parts = []
        while epochs > 0:
            count = min(epochs, EPOCHS_BLOCK - epoch % EPOCHS_BLOCK)
            part = self._call(state, (epoch, count), (0, self.updates_per_epoch), losses)
            parts.append(part)
            state, epoch, epochs = part.states[-1], epoch + count, epochs - count
        return Trace.joined(parts)

    def step(self, state: State, epoch: int, step: int) -> tuple[State, Trace]:
        """Make one update: batch `step` (from 0) of the epoch after `epoch` epochs.

        Returns the new state and a `Trace` with one row.
        """
        trace = self._call(state, (epoch, 1), (step, step + 1), True)
        return trace.states[0], trace

    def _call(
        self, state: State, epochs: tuple[int, int], steps: tuple[int, int], losses: bool
    ) -> Trace:
        from neurarium.playground.engine.compiled import PROGRAMS, precision

        structure = self.structure
        compiled = PROGRAMS.get(structure)
        block, row = divmod(epochs[0], EPOCHS_BLOCK)
        rows = slice(row, row + epochs[1])
        span = np.array(
            [epochs[0] - row, rows.start, rows.stop, *steps, losses], dtype=np.int32
        )  # the fields of `Span`
        with precision(structure):
            data = self._arrays.device(structure)
            told = self._blocks.device(structure, block, self._block)
            result = compiled(state, data, told, span)
            states, both, norms = (np.asarray(part)[rows].copy() for part in result)
        return Trace(states, both[:, 0], both[:, 1], norms, losses)

    def _order(self, epoch: int) -> NDArray[np.int32]:
        count = self.points.n_train
        if self.structure.mode == "exact":
            return np.arange(count, dtype=np.int32)
        return permutation(seed_number(self.config.data.seed), epoch, count)

    def _block(self, number: int) -> Block:

        structure, count = self.structure, self.points.n_train
        first = number * EPOCHS_BLOCK
        order = np.zeros((EPOCHS_BLOCK, structure.points + structure.batch_size), dtype=np.int32)
        if structure.mode == "exact":
            order[:, :count] = np.arange(count, dtype=np.int32)
        else:
            seed = seed_number(self.config.data.seed)
            order[:, :count] = permutations(seed, first, EPOCHS_BLOCK, count)
        return Block(self._settings(first), order)

    def _settings(self, epoch: int) -> Settings:

        config, kind = self.config, state_type(self.structure)
        rate = config.regularization_rate
        return Settings(
            learning_rates(config, epoch, EPOCHS_BLOCK).astype(kind),
            kind(config.momentum),
            kind(rate if config.regularization == "L1" else 0.0),
            kind(rate if config.regularization == "L2" else 0.0),
            np.array([layer.dropout for layer in config.layers], dtype=kind),
            np.uint32(self.dropout_seed),
            kind(1.0),
        )


def _host_arrays(
    structure: Structure, network: Network, points: Points
) -> tuple[NDArray[Any], ...]:
    """Return features, targets, shares in the two mean losses, and n_train; see `Data`."""
    kind = state_type(structure)
    total, n_train = len(points.xy), points.n_train
    x = np.zeros((structure.points, network.sizes[0]), dtype=kind)
    exact = structure.mode == "exact"
    x[:total] = feature_matrix(network.features, points.xy, exact=exact)
    target = np.zeros((structure.points, network.sizes[-1]), dtype=kind)
    target[:total] = encode_targets(points, network.output)
    train = np.zeros(structure.points, dtype=kind)
    test = np.zeros(structure.points, dtype=kind)
    train[:n_train] = 1.0 / max(n_train, 1)
    test[n_train:total] = 1.0 / max(total - n_train, 1)
    if total == n_train:
        test[:] = np.nan  # no test points, no test loss
    return x, target, train, test, np.int32(n_train)  # type: ignore[return-value]
