"""Up to 64 playgrounds that differ in any hyperparameters, trained at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points import Points
from neurarium.datasets.points.settings import DataConfig
from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.playground.config import Config
from neurarium.playground.evaluate import loss
from neurarium.playground.network import Network
from neurarium.playground.start import first_parameters, points_of, segment_of
from neurarium.playground.targets import encode_targets
from neurarium.playground.variants.group import Variant, grouped
from neurarium.playground.variants.lanes import Alone, Group, Lanes

MAX_VARIANTS = 64
Status = Literal["waiting", "running", "diverged"]


class Variants:
    """Networks side by side; one that diverges stops alone, at its last good epoch.

    Each follows the trajectory that an `Engine` of its own would, up to rounding in float32.
    Nothing is compiled before the first `run`.
    """

    def __init__(self, members: Sequence[Variant], starts: Sequence[NDArray[np.float64]]) -> None:
        self._members = tuple(members)
        self._epoch = 0
        groups = grouped(members)
        shared = {index for group in groups for index in group}
        alone = [index for index in range(len(members)) if index not in shared]
        self._lanes: list[Lanes] = [
            *(Group([members[i] for i in group], [starts[i] for i in group]) for group in groups),
            *(Alone(members[i], starts[i]) for i in alone),
        ]
        places = [*groups, *([i] for i in alone)]
        self._where = {
            index: (part, lane)
            for part, indices in enumerate(places)
            for lane, index in enumerate(indices)
        }

    @classmethod
    def of(cls, configs: Sequence[Config]) -> Variants:
        """Draw the points and first weights of every configuration.

        Raises `ConfigError` for none or more than 64 of them, or where one contradicts itself;
        `DataError` or `FormulaError` where points cannot be drawn.
        """
        if not 1 <= len(configs) <= MAX_VARIANTS:
            raise ConfigError(
                tr("{count} variants came, 1 to {most} can be compared at once.",
                   count=len(configs), most=MAX_VARIANTS)
            )  # fmt: skip
        drawn: dict[DataConfig, Points] = {}
        members, starts = [], []
        for config in configs:
            if config.data not in drawn:
                drawn[config.data] = points_of(config)
            segment = segment_of(config, drawn[config.data])
            members.append(Variant(config, segment.network, segment.points))
            starts.append(first_parameters(segment))
        return cls(members, starts)

    def __len__(self) -> int:
        return len(self._members)

    @property
    def epoch(self) -> int:
        """How many epochs were run."""
        return self._epoch

    def config(self, index: int) -> Config:
        """Return the configuration of a variant."""
        return self._members[index].config

    def network(self, index: int) -> Network:
        """Return the network of a variant."""
        return self._members[index].network

    def points(self, index: int) -> Points:
        """Return the points of a variant."""
        return self._members[index].points

    def run(self, epochs: int) -> None:
        """Train all variants `epochs` epochs further; compiles at the first call."""
        for lanes in self._lanes:
            lanes.run(self._epoch, epochs)
        self._epoch += epochs

    def parameters(self, index: int) -> NDArray[np.float32]:
        """Return a variant's parameters (P,), the last finite ones."""
        part, lane = self._where[index]
        return self._lanes[part].parameters(lane)

    def epoch_of(self, index: int) -> int:
        """Return the epoch of a variant's parameters: where a diverged one stopped."""
        part, lane = self._where[index]
        return self._lanes[part].epoch(lane)

    @property
    def losses(self) -> NDArray[np.float64]:
        """Mean training and test loss of each variant, (V, 2), at its `epoch_of`."""
        return np.array([self._losses_of(index) for index in range(len(self))])

    @property
    def status(self) -> list[Status]:
        """What each variant does: waiting (nothing run yet), running, or diverged."""
        if self._epoch == 0:
            return ["waiting"] * len(self)
        found = (self._where[index] for index in range(len(self)))
        return ["diverged" if self._lanes[p].diverged(lane) else "running" for p, lane in found]

    def _losses_of(self, index: int) -> tuple[float, float]:
        part, lane = self._where[index]
        known = self._lanes[part].losses(lane)
        return known or _first_losses(self._members[index], self.parameters(index))


def _first_losses(member: Variant, parameters: NDArray[np.floating]) -> tuple[float, float]:
    points, network = member.points, member.network
    target = encode_targets(points, network.output)
    n = points.n_train
    train, test = (
        loss(network, parameters, points.xy[part], target[part], member.config.loss)
        for part in (slice(0, n), slice(n, None))
    )
    return train, test
