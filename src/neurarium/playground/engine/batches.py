"""Which points each update sees: a pure function of the seed and the epoch."""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

BLOCK = 64
"""Permutations are made for this many epochs at once."""

Indices = NDArray[np.int32]


def seed_number(seed: str) -> int:
    """Return a 64-bit number for a seed string, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=256)
def _block(seed: int, block: int, points: int) -> Indices:
    generator = np.random.Generator(np.random.PCG64([seed, block]))
    order = np.tile(np.arange(points, dtype=np.int32), (BLOCK, 1))
    shuffled: Indices = generator.permuted(order, axis=1, out=order)
    shuffled.flags.writeable = False
    return shuffled


def permutation(seed: int, epoch: int, points: int) -> Indices:
    """Return the order in which standard mode walks the training points in `epoch`, (points,)."""
    order: Indices = _block(seed, epoch // BLOCK, points)[epoch % BLOCK]
    return order


def permutations(seed: int, first_epoch: int, epochs: int, points: int) -> Indices:
    """Return the orders of `epochs` epochs from `first_epoch` on, (epochs, points)."""
    first, last = first_epoch // BLOCK, (first_epoch + epochs - 1) // BLOCK
    start = first_epoch - first * BLOCK
    blocks = [_block(seed, block, points) for block in range(first, last + 1)]
    joined = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    return joined[start : start + epochs]
