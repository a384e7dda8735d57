"""Which unit is dropped for which point: a pure function of seed, epoch, step, layer, place.

A counter-based hash instead of a stateful generator: any moment can be recomputed alone, in
NumPy or in JAX, and the mask of a layer does not depend on how wide its arrays are padded.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from neurarium.playground.config import MAX_UNITS

_LAYER_STRIDE = 1 << 20
"""More than the largest batch × MAX_UNITS, so that layers never share a counter."""


def _mix(xp: ModuleType, bits: Any) -> Any:
    """Return well-mixed 32 bits (two multiply-xorshift rounds) of uint32 `bits`."""
    # Numbers wrap around at 2³²; reshaped because NumPy warns of that for scalars.
    shape = bits.shape
    bits = bits.reshape(-1)
    bits = (bits ^ (bits >> xp.uint32(16))) * xp.uint32(0x7FEB352D)
    bits = (bits ^ (bits >> xp.uint32(15))) * xp.uint32(0x846CA68B)
    return (bits ^ (bits >> xp.uint32(16))).reshape(shape)


def step_key(xp: ModuleType, seed: Any, epoch: Any, step: Any) -> Any:
    """Return the uint32 key of one update; arguments are uint32 arrays, () or (variants,)."""
    key = _mix(xp, seed ^ xp.uint32(0x9E3779B9))
    key = _mix(xp, key ^ epoch)
    return _mix(xp, key ^ _mix(xp, step ^ xp.uint32(0x85EBCA6B)))


def keep_factor(xp: ModuleType, key: Any, layer: int, shape: tuple[int, int], rate: Any) -> Any:
    """Return (units, batch, …): 0 where a unit is dropped, else 1 / (1 − rate).

    Inverted dropout, Srivastava et al. 2014. `shape` is (units, batch); `key` and `rate` are ()
    or (variants,), which the result has as its last axis. The result has the dtype of `rate`.
    """
    units, batch = shape
    place = xp.arange(batch, dtype=xp.uint32)[None, :] * xp.uint32(MAX_UNITS)
    place = place + xp.arange(units, dtype=xp.uint32)[:, None]
    place = (place + xp.uint32(layer * _LAYER_STRIDE)).reshape(units, batch, *[1] * key.ndim)
    uniform = (_mix(xp, place ^ key) >> xp.uint32(8)).astype(xp.float32) * xp.float32(2.0**-24)
    return xp.where(uniform >= rate, 1.0 / (1.0 - rate), xp.zeros_like(rate))
