"""Which variants train in one compiled program, and the shape that they are filled up to.

Variants share a program if they have the same output layer, all or none have hidden layers, and
their batch sizes lie within a factor of two. Everything else may differ: it is an argument, or
a choice among the few activations, losses and optimizers that occur in the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neurarium.datasets.points import Points
from neurarium.playground.config import Config, updates_per_epoch
from neurarium.playground.network import Network

LANES = 8
"""Variants in a group are filled up to a multiple of this, which also is a register's width."""


@dataclass(frozen=True, eq=False)
class Variant:
    """One configuration with what follows from it."""

    config: Config
    network: Network
    points: Points

    @property
    def batch_size(self) -> int:
        """Points in an update, at most all."""
        return min(self.config.batch_size, self.points.n_train)


@dataclass(frozen=True)
class GroupStructure:
    """Key of a group's compiled program.

    `sizes` are the widest layers; `activations`, `losses` and `optimizers` those that occur;
    `steps` the most updates an epoch. `deep` says that some have fewer hidden layers than
    others. `lanes` is the number of variants, filled up; `points` that of all points.
    `one_data` and `one_order` say that all variants see the same points, in the same order.
    """

    sizes: tuple[int, ...]
    output: str
    activations: tuple[str, ...]
    losses: tuple[str, ...]
    optimizers: tuple[str, ...]
    batch_size: int
    steps: int
    drops: bool
    deep: bool
    lanes: int
    points: int
    one_data: bool
    one_order: bool


def grouped(variants: Sequence[Variant]) -> list[list[int]]:
    """Return the numbers of the variants of each group; exact ones are in none."""
    groups: dict[object, list[int]] = {}
    for index, variant in enumerate(variants):
        if variant.config.mode == "exact":
            continue
        key = (
            variant.network.output,
            variant.network.sizes[-1],
            len(variant.network.sizes) > 2,
            (variant.batch_size - 1).bit_length(),
        )
        groups.setdefault(key, []).append(index)
    return list(groups.values())


def structure_of(members: Sequence[Variant]) -> GroupStructure:
    """Return the structure that all members fit into."""
    configs = [member.config for member in members]
    lanes = -(-len(members) // LANES) * LANES
    first = members[0]
    return GroupStructure(
        sizes=_widest([member.network.sizes for member in members]),
        output=first.network.output,
        activations=_names([name for member in members for name in member.network.activations]),
        losses=_names([config.loss for config in configs]),
        optimizers=_names([config.optimizer for config in configs]),
        batch_size=max(member.batch_size for member in members),
        steps=max(updates_per_epoch(m.points.n_train, m.batch_size) for m in members),
        drops=any(layer.dropout for config in configs for layer in config.layers),
        deep=len({len(member.network.sizes) for member in members}) > 1,
        lanes=lanes,
        points=max(len(member.points.xy) for member in members),
        one_data=all(
            member.points is first.points and member.network.features == first.network.features
            for member in members
        ),
        one_order=all(
            (m.config.data.seed, m.points.n_train, m.batch_size)
            == (first.config.data.seed, first.points.n_train, first.batch_size)
            for m in members
        ),
    )


def _names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _widest(sizes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the layer sizes that hold all; equal hidden widths where their number differs.

    A network with fewer hidden layers passes its values unchanged through those it lacks, for
    which they must be equally wide.
    """
    depth = max(len(each) for each in sizes)
    inputs, outputs = max(each[0] for each in sizes), sizes[0][-1]
    if all(len(each) == depth for each in sizes):
        hidden = [max(each[layer] for each in sizes) for layer in range(1, depth - 1)]
    else:
        hidden = [max(max(each[1:-1]) for each in sizes)] * (depth - 2)
    return (inputs, *hidden, outputs)
