"""The binary message that one moment of a network is: see docs/protocol.md, "Frames"."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from neurarium.playground.recording import Curve

MAGIC = b"NRF1"
NETWORK_KIND = 1
VARIANTS_KIND = 2
RUNNING, PAST, DEAD_FOLLOWS, CURVE_REPLACES = 1, 2, 4, 8
WAITING, VARIANT_RUNNING, VARIANT_DIVERGED = 0, 1, 2
_HEADER = struct.Struct("<4sBBHIIIIIIff")


def _no_curve() -> Curve:
    nothing = np.zeros(0)
    return Curve(nothing.astype(np.int64), nothing, nothing)


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of one network.

    `parameters` (P,) in the packing order; `gradient_norms` (L,) of each layer, NaN before the
    first update; `dead` (P,) true where L1 switched a link off, or None; `curve` holds the
    points since the last frame, or all of them with `curve_replaces`.
    """

    revision: int
    epoch: int
    step: int
    parameters: NDArray[np.floating[Any]]
    gradient_norms: NDArray[np.floating[Any]]
    loss_train: float
    loss_test: float
    number: int = 0
    running: bool = False
    past: bool = False
    dead: NDArray[np.bool_] | None = None
    curve: Curve = field(default_factory=_no_curve)
    curve_replaces: bool = False


def encode(frame: Frame) -> bytes:
    """Return the bytes of a frame of kind 1."""
    dead = frame.dead if frame.dead is not None and frame.dead.any() else None
    flags = (
        RUNNING * frame.running
        | PAST * frame.past
        | DEAD_FOLLOWS * (dead is not None)
        | CURVE_REPLACES * frame.curve_replaces
    )
    header = _HEADER.pack(
        MAGIC, NETWORK_KIND, flags, len(frame.gradient_norms), frame.revision, frame.epoch,
        frame.step, len(frame.parameters), len(frame.curve.epochs), frame.number,
        _single(frame.loss_train), _single(frame.loss_test),
    )  # fmt: skip
    parts = [
        header,
        _singles(frame.parameters),
        _singles(frame.gradient_norms),
        np.asarray(frame.curve.epochs, dtype="<u4").tobytes(),
        _singles(frame.curve.loss_train),
        _singles(frame.curve.loss_test),
    ]
    if dead is not None:
        parts.append(dead.astype(np.uint8).tobytes())
    return b"".join(parts)


@dataclass(frozen=True, eq=False)
class VariantMoment:
    """One variant's part of a frame: `status` is `WAITING`, `VARIANT_RUNNING` or
    `VARIANT_DIVERGED`; `parameters` (p,)."""

    epoch: int
    loss_train: float
    loss_test: float
    status: int
    parameters: NDArray[np.floating[Any]]


def encode_variants(
    variants: list[VariantMoment], *, revision: int, number: int = 0, running: bool = False
) -> bytes:
    """Return the bytes of a frame of kind 2: all variants at once."""
    epoch = max((variant.epoch for variant in variants), default=0)
    header = _HEADER.pack(
        MAGIC, VARIANTS_KIND, RUNNING * running, 0, revision, epoch, 0, len(variants), 0, number,
        float("nan"), float("nan"),
    )  # fmt: skip
    parts = [header]
    for variant in variants:
        parts.append(
            struct.pack(
                "<IffB3xI",
                variant.epoch,
                _single(variant.loss_train),
                _single(variant.loss_test),
                variant.status,
                len(variant.parameters),
            )
        )
        parts.append(_singles(variant.parameters))
    return b"".join(parts)


def _single(value: float) -> float:
    """Return `value` where a float32 holds it, else infinity (struct would raise)."""
    with np.errstate(over="ignore"):
        return float(np.float32(value))


def _singles(values: ArrayLike) -> bytes:
    with np.errstate(over="ignore"):
        return np.asarray(values, dtype="<f4").tobytes()
