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
    bits = (bits ^ (bits >> xp.uint32(16))) * xp.uint32(0x7FEB352D)
    bits = (bits ^ (bits >> xp.uint32(15))) * xp.uint32(0x846CA68B)
    return bits ^ (bits >> xp.uint32(16))


def step_key(xp: ModuleType, seed: Any, epoch: Any, step: Any) -> Any:
    """Return the key, uint32 (1,), of one update; all arguments are uint32 arrays (1,)."""
    key = _mix(xp, seed + xp.uint32(0x9E3779B9))
    key = _mix(xp, key ^ epoch)
    return _mix(xp, key + step * xp.uint32(0x85EBCA6B))


def keep_factor(xp: ModuleType, key: Any, layer: int, shape: tuple[int, int], rate: Any) -> Any:
    """Return (batch, units): 0 where a unit is dropped, else 1 / (1 − rate) (inverted dropout).

    Srivastava et al. 2014. `rate` is a float scalar whose dtype the result takes.
    """
    batch, units = shape
    place = xp.arange(batch, dtype=xp.uint32)[:, None] * xp.uint32(MAX_UNITS)
    place = place + xp.arange(units, dtype=xp.uint32)[None, :]
    bits = _mix(xp, (place + xp.uint32(layer * _LAYER_STRIDE)) ^ key)
    uniform = (bits >> xp.uint32(8)).astype(xp.float32) * xp.float32(2.0**-24)
    return xp.where(uniform >= rate, 1.0 / (1.0 - rate), xp.zeros_like(rate))
