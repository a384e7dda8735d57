"""Frames, byte by byte as docs/protocol.md has them."""

from __future__ import annotations

import struct

import numpy as np

from neurarium.playground.frame import (
    VARIANT_DIVERGED,
    Frame,
    VariantMoment,
    encode,
    encode_variants,
)
from neurarium.playground.recording import Curve

PARAMETERS = np.array([0.5, -1.5, 3.0])


def frame(**changes: object) -> Frame:
    values: dict[str, object] = {
        "revision": 7, "epoch": 120, "step": 3, "parameters": PARAMETERS,
        "gradient_norms": np.array([np.nan, 0.25]), "loss_train": 0.125, "loss_test": 1e300,
        "number": 9,
    }  # fmt: skip
    return Frame(**{**values, **changes})  # type: ignore[arg-type]


def test_a_frame_lies_where_the_protocol_says() -> None:
    curve = Curve(np.array([119, 120]), np.array([0.5, 0.125]), np.array([1.0, 2.0]))
    dead = np.array([False, True, False])
    data = encode(frame(running=True, past=True, dead=dead, curve=curve, curve_replaces=True))
    assert data[:4] == b"NRF1"
    assert struct.unpack_from("<BBH", data, 4) == (1, 1 | 2 | 4 | 8, 2)
    assert struct.unpack_from("<6I", data, 8) == (7, 120, 3, 3, 2, 9)
    assert struct.unpack_from("<2f", data, 32) == (0.125, float("inf"))
    assert struct.unpack_from("<3f", data, 40) == (0.5, -1.5, 3.0)
    norms = struct.unpack_from("<2f", data, 52)
    assert np.isnan(norms[0])
    assert norms[1] == 0.25
    assert struct.unpack_from("<2I4f", data, 60) == (119, 120, 0.5, 0.125, 1.0, 2.0)
    assert data[84:] == bytes([0, 1, 0])


def test_no_dead_link_means_no_mask() -> None:
    data = encode(frame(dead=np.zeros(3, dtype=bool)))
    assert data[5] == 0
    assert len(data) == 40 + 3 * 4 + 2 * 4


def test_variants_follow_one_another() -> None:
    moments = [
        VariantMoment(5, 0.5, 0.75, 1, np.array([1.0, 2.0])),
        VariantMoment(3, float("nan"), 0.0, VARIANT_DIVERGED, np.array([4.0])),
    ]
    data = encode_variants(moments, revision=2, number=11, running=True)
    assert struct.unpack_from("<4sBBH6I", data) == (b"NRF1", 2, 1, 0, 2, 5, 0, 2, 0, 11)
    assert struct.unpack_from("<IffB3xI2f", data, 40) == (5, 0.5, 0.75, 1, 2, 1.0, 2.0)
    epoch, loss, _, status, count, value = struct.unpack_from("<IffB3xIf", data, 68)
    assert (epoch, status, count, value) == (3, 2, 1, 4.0)
    assert np.isnan(loss)
    assert len(data) == 92
