"""Packets, decoded from the words of docs/training.md alone."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from neurarium.lab.packet import pack, unpack

SIZES = {"f4": 4, "f8": 8, "i4": 4, "u1": 1}
LETTERS = {"f4": "f", "f8": "d", "i4": "i", "u1": "B"}


def by_hand(packet: bytes) -> tuple[dict[str, Any], dict[str, list[float]]]:
    (length,) = struct.unpack("<I", packet[:4])
    header = json.loads(packet[4 : 4 + length].decode())
    begin = -(-(4 + length) // 8) * 8
    arrays = {}
    for facts in header["arrays"]:
        count = int(np.prod(facts["shape"], dtype=int))
        place = begin + facts["offset"]
        assert place % 8 == 0
        text = f"<{count}{LETTERS[facts['dtype']]}"
        arrays[facts["name"]] = list(struct.unpack_from(text, packet, place))
    return header, arrays


def test_a_packet_is_what_the_contract_says() -> None:
    arrays = {
        "images": np.arange(15, dtype=np.uint8).reshape(3, 5),
        "labels": np.array([-1, 7], np.int32),
        "half": np.array([0.5, 0.25], np.float16),
        "exact": np.array([1 / 3]),
        "none": np.zeros((0, 4), np.float32),
    }
    header, found = by_hand(pack({"total": 9, "name": "é"}, arrays))
    assert header["total"] == 9
    assert header["name"] == "é"
    assert [facts["dtype"] for facts in header["arrays"]] == ["u1", "i4", "f4", "f8", "f4"]
    assert [facts["shape"] for facts in header["arrays"]] == [[3, 5], [2], [2], [1], [0, 4]]
    assert found["images"] == list(range(15))
    assert found["labels"] == [-1, 7]
    assert found["half"] == [0.5, 0.25]
    assert found["exact"] == [1 / 3]
    assert found["none"] == []


@given(st.text(), st.lists(st.lists(st.integers(0, 255), max_size=9), max_size=5))
def test_what_is_packed_is_read_again(text: str, rows: list[list[int]]) -> None:
    arrays: dict[str, NDArray[Any]] = {
        f"row {i}": np.array(row, np.uint8) for i, row in enumerate(rows)
    }
    header, found = unpack(pack({"text": text}, arrays))
    assert header["text"] == text
    assert {name: array.tolist() for name, array in found.items()} == {
        name: array.tolist() for name, array in arrays.items()
    }


def test_a_view_of_every_second_column_is_sent_as_it_reads() -> None:
    wide = np.arange(12, dtype=np.float32).reshape(3, 4)
    _, found = by_hand(pack({}, {"half": wide[:, ::2], "turned": wide.T}))
    assert found["half"] == [0, 2, 4, 6, 8, 10]
    assert found["turned"] == wide.T.ravel().tolist()


@pytest.mark.parametrize(
    ("header", "array"),
    [
        ({"loss": float("nan")}, np.zeros(1)),
        ({}, np.array([2**31])),
        ({}, np.array(["text"])),
        ({}, np.array([None], object)),
    ],
)
def test_what_a_packet_cannot_hold_is_an_error(header: dict[str, Any], array: NDArray[Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own words
        pack(header, {"array": array})
