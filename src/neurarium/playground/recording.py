"""What was: every epoch's state and losses, so that any moment can be looked at again.

A recording is a persistent value: its blocks are never written to, so that undo keeps an old
recording for the price of a reference. Beyond a budget of bytes it is thinned evenly: the
stride doubles and only epochs that are multiples of it stay, with the ends of every segment;
where many changes made many segments, half of them go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.points import Points
from neurarium.playground.config import Config
from neurarium.playground.network import Network

Floats = NDArray[np.floating[Any]]
DEFAULT_BUDGET = 32_000_000
_MERGED_ROWS = 1024
_SEGMENT_BYTES = 4_000
"""About what a segment's settings need."""


@dataclass(frozen=True, eq=False)
class Segment:
    """A stretch of a recording in which structure, points and settings stayed the same.

    Segments are told apart by identity: each change makes a new one. `altered`: settings or
    weights were changed in mid-training before or here, so that a link only starts alike.
    """

    config: Config
    network: Network
    points: Points
    altered: bool = False


@dataclass(frozen=True, eq=False)
class Rows:
    """Recorded epochs of one segment, in rising order.

    `states` (n, S): parameters first, then what else the engine carries. `loss_train`,
    `loss_test` (n,): without regularization. `gradient_norms` (n, L): of each layer at the
    epoch's last update, NaN before the first.
    """

    segment: Segment
    epochs: NDArray[np.int64]
    states: Floats
    loss_train: Floats
    loss_test: Floats
    gradient_norms: Floats

    def __len__(self) -> int:
        return len(self.epochs)

    # Asked at every append for every block: computed once.

    @cached_property
    def nbytes(self) -> int:
        """Bytes that these rows need."""
        arrays = (self.epochs, self.states, self.loss_train, self.loss_test, self.gradient_norms)
        return sum(array.size * array.itemsize for array in arrays)

    @cached_property
    def lowest_loss(self) -> float:
        """Lowest training loss of these rows, NaN if none is a number."""
        return float(np.fmin.reduce(self.loss_train))

    def take(self, chosen: slice | NDArray[np.bool_]) -> Rows:
        """Return the chosen rows; a slice shares memory, a mask copies."""
        return Rows(
            self.segment,
            self.epochs[chosen],
            self.states[chosen],
            self.loss_train[chosen],
            self.loss_test[chosen],
            self.gradient_norms[chosen],
        )

    def joined(self, *others: Rows) -> Rows:
        """Return these rows followed by those of `others`, all of the same segment."""
        parts = (self, *others)
        return Rows(
            self.segment,
            np.concatenate([part.epochs for part in parts]),
            np.concatenate([part.states for part in parts]),
            np.concatenate([part.loss_train for part in parts]),
            np.concatenate([part.loss_test for part in parts]),
            np.concatenate([part.gradient_norms for part in parts]),
        )


@dataclass(frozen=True, eq=False)
class Curve:
    """Both losses over the epochs: three arrays of one length."""

    epochs: NDArray[np.int64]
    loss_train: Floats
    loss_test: Floats


@dataclass(frozen=True, eq=False)
class Recording:
    """Blocks of rows in order of time; methods return a changed recording."""

    blocks: tuple[Rows, ...] = ()
    stride: int = 1
    budget: int = DEFAULT_BUDGET

    def __len__(self) -> int:
        return sum(len(block) for block in self.blocks)

    @property
    def nbytes(self) -> int:
        """Bytes that all rows need, with the points and settings of the segments between."""
        return sum(block.nbytes for block in self.blocks) + _bytes_between(self.blocks)

    @property
    def first(self) -> int:
        """First epoch kept."""
        return int(self.blocks[0].epochs[0]) if self.blocks else 0

    @property
    def last(self) -> int:
        """Last epoch kept."""
        return int(self.blocks[-1].epochs[-1]) if self.blocks else 0

    @property
    def lowest_loss(self) -> float:
        """Lowest training loss of the last segment, NaN if nothing is recorded."""
        lowest = float("nan")
        for block in reversed(self.blocks):
            if block.segment is not self.blocks[-1].segment:
                break
            lowest = float(np.fmin(lowest, block.lowest_loss))
        return lowest

    def append(self, rows: Rows) -> Recording:
        """Return the recording with `rows` at its end.

        A row at the last epoch of the same segment replaces what was there (a weight was
        edited). Raises `ValueError` if epochs fall.
        """
        if not len(rows):
            return self
        blocks = list(self.blocks)
        if blocks:
            blocks = _make_room(blocks, rows, self.stride)
        if blocks and int(rows.epochs[0]) < int(blocks[-1].epochs[-1]):
            raise ValueError(
                f"epoch {rows.epochs[0]} comes after epoch {blocks[-1].epochs[-1]} in a recording"
            )
        keep = rows.epochs % self.stride == 0
        keep[-1] = True
        if not blocks or blocks[-1].segment is not rows.segment:
            keep[0] = True
        blocks.append(rows if keep.all() else rows.take(keep))
        return replace(self, blocks=_merged(blocks))._within_budget()

    def with_budget(self, budget: int) -> Recording:
        """Return the recording thinned until it needs at most `budget` bytes."""
        return replace(self, budget=budget)._within_budget()

    def cut_after(self, epoch: int) -> Recording:
        """Return what was recorded up to `epoch`, inclusive."""
        blocks = []
        for block in self.blocks:
            count = int(np.searchsorted(block.epochs, epoch, side="right"))
            if count:
                blocks.append(block if count == len(block) else block.take(slice(0, count)))
            if count < len(block):
                break
        return replace(self, blocks=tuple(blocks))

    def nearest(self, epoch: int) -> Rows:
        """Return the kept row at or before `epoch` (else the first), as rows of length 1.

        Raises `ValueError` if nothing is recorded.
        """
        if not self.blocks:
            raise ValueError("an empty recording has no epochs")
        found = self.blocks[0].take(slice(0, 1))
        for block in reversed(self.blocks):
            index = int(np.searchsorted(block.epochs, epoch, side="right")) - 1
            if index >= 0:
                return block.take(slice(index, index + 1))
        return found

    def ends_only(self) -> Recording:
        """Return the recording with the first and the last row alone."""
        if len(self) <= 2:
            return self
        first, last = self.blocks[0], self.blocks[-1]
        rows = [first.take(slice(0, 1)), last.take(slice(len(last) - 1, None))]
        return replace(self, blocks=tuple(_copied(row) for row in rows))

    def curve(self, max_points: int | None = None) -> Curve:
        """Return epochs and losses, thinned evenly to at most `max_points` (first and last stay).

        Where one epoch is kept twice (a segment ended there), the later row counts.
        """
        if not self.blocks:
            nothing = np.zeros(0)
            return Curve(nothing.astype(np.int64), nothing, nothing)
        epochs = np.concatenate([block.epochs for block in self.blocks])
        train = np.concatenate([block.loss_train for block in self.blocks])
        test = np.concatenate([block.loss_test for block in self.blocks])
        chosen = np.append(epochs[1:] != epochs[:-1], [True]).nonzero()[0]
        if max_points is not None and len(chosen) > max_points:
            spread = np.linspace(0, len(chosen) - 1, max(2, max_points)).round().astype(np.int64)
            chosen = chosen[np.unique(spread)]
        return Curve(epochs[chosen], train[chosen], test[chosen])

    def segments(self) -> list[Rows]:
        """Return one `Rows` for each segment, in order of time."""
        found: list[list[Rows]] = []
        for block in self.blocks:
            if found and found[-1][0].segment is block.segment:
                found[-1].append(block)
            else:
                found.append([block])
        return [_joined_all(blocks) for blocks in found]

    def thinned(self, max_rows: int) -> Recording:
        """Return the recording thinned until at most about `max_rows` rows are left."""
        recording = self
        while len(recording) > max_rows:
            thinner = recording._doubled()
            if len(thinner) == len(recording) and thinner.stride > recording.last:
                break
            recording = thinner
        return recording

    def _within_budget(self) -> Recording:
        recording = self
        while recording.nbytes > recording.budget:
            count, strides = len(recording.segments()), recording.stride <= max(1, recording.last)
            # Ends are most of it: a larger stride would only take what is left in between.
            if count > 2 and (4 * count > len(recording) or not strides):
                recording = recording.fewer_segments()
            elif strides:
                recording = recording._doubled()
            else:
                break
        return recording

    def fewer_segments(self) -> Recording:
        """Return the recording with half of the segments between, spread evenly over the epochs."""
        first, *between, last = self.segments()
        places = np.linspace(self.first, self.last, len(between) // 2 + 2)[1:-1]
        found = np.searchsorted([int(rows.epochs[0]) for rows in between], places)
        chosen = np.unique(np.minimum(found, len(between) - 1))
        return replace(self, blocks=(first, *(_copied(between[i]) for i in chosen), last))

    def _doubled(self) -> Recording:
        stride = self.stride * 2
        blocks = []
        for rows in self.segments():
            keep = rows.epochs % stride == 0
            keep[0] = keep[-1] = True
            blocks.append(rows.take(keep))
        return replace(self, blocks=tuple(blocks), stride=stride)


def _bytes_between(blocks: tuple[Rows, ...]) -> int:
    """Return what segments but the first and the last hold beside their rows."""
    if not blocks or blocks[0].segment is blocks[-1].segment:
        return 0
    ends = (blocks[0].segment, blocks[-1].segment)
    between = {id(block.segment): block.segment for block in blocks}
    points = {id(held.points): held.points for held in between.values()}
    for end in ends:
        points.pop(id(end.points), None)
    arrays = sum(held.xy.nbytes + held.target.nbytes for held in points.values())
    return arrays + _SEGMENT_BYTES * max(0, len(between) - len(ends))


def _make_room(blocks: list[Rows], rows: Rows, stride: int) -> list[Rows]:
    """Drop the last row where it was kept only for being the last, or is said anew."""
    last = blocks[-1]
    epoch = int(last.epochs[-1])
    alone = len(last) == 1 and (len(blocks) == 1 or blocks[-2].segment is not last.segment)
    again = epoch == int(rows.epochs[0])
    if last.segment is not rows.segment:  # a segment without an epoch of its own is forgotten
        return blocks[:-1] if alone and again else blocks
    if again or (epoch % stride and not alone):
        shorter = last.take(slice(0, len(last) - 1))
        return [*blocks[:-1], shorter] if len(shorter) else blocks[:-1]
    return blocks


def _merged(blocks: list[Rows]) -> tuple[Rows, ...]:
    """Join small neighbours, so that 1 epoch a frame doesn't leave thousands of blocks."""
    while len(blocks) >= 2:
        before, after = blocks[-2], blocks[-1]
        size = len(before) + len(after)
        same = before.segment is after.segment
        if not same or size > _MERGED_ROWS or len(before) > 2 * len(after):
            break
        blocks[-2:] = [before.joined(after)]
    return tuple(blocks)


def _joined_all(blocks: list[Rows]) -> Rows:
    return blocks[0].joined(*blocks[1:]) if len(blocks) > 1 else blocks[0]


def _copied(rows: Rows) -> Rows:
    """Return rows that keep no larger array alive."""
    return rows.take(np.ones(len(rows), dtype=bool))
