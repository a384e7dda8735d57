"""Which snapshots are kept: first and newest ones densely, those between ever more sparsely."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 40
MOST_BYTES = 500_000_000
FEWEST = 3  # the first weights, the best, the newest
_NEWEST_ALL = 4


def most_snapshots(bytes_each: int) -> int:
    """Return how many snapshots of that size a run keeps."""
    return max(FEWEST, min(MOST, MOST_BYTES // max(1, bytes_each)))


def to_remove(epochs: Iterable[int], best: int | None, most: int = MOST) -> list[int]:
    """Return the epochs whose snapshots go, so that at most `most` stay.

    Epoch 0, the newest and the best always stay. Of the others goes, one at a time, the one whose
    neighbours are nearest, measured by how far it lies from both ends of the training.
    """
    kept = sorted(set(epochs))
    gone: list[int] = []
    while len(kept) > max(most, 1):
        safe = {0, kept[-1], best}
        if most > 2 * _NEWEST_ALL:
            safe.update(kept[-_NEWEST_ALL:])
        free = [place for place, epoch in enumerate(kept) if epoch not in safe]
        if not free:
            break
        place = min(free, key=lambda k: _crowding(kept, k))
        gone.append(kept.pop(place))
    return gone


def _crowding(kept: list[int], place: int) -> float:
    """Return the gap that a removal leaves, relative to the one that is wanted there."""
    before = kept[place - 1] if place else -1
    after = kept[place + 1] if place + 1 < len(kept) else kept[place] + 1
    from_ends = min(kept[place], kept[-1] - kept[place])
    return float((after - before) / (1.0 + from_ends**0.6))
