"""IDX, gzip and npz files that are damaged or made to do harm."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_layouts import idx, idx_gz, npz

from neurarium.datasets.readers.bounded import gunzip
from neurarium.datasets.readers.cifar import CIFAR10, read_cifar
from neurarium.datasets.readers.idx import read_idx
from neurarium.datasets.readers.npz import Expected, read_npz
from neurarium.errors import DataError

IMAGES = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
RIGHT = idx(IMAGES)
WRONG_IDX = {
    "magic": (b"\x00\x00\x08\x01" + RIGHT[4:], "begins with"),
    "type": (b"\x00\x00\x0d\x03" + RIGHT[4:], "begins with"),
    "count": (RIGHT[:4] + struct.pack(">I", 4) + RIGHT[8:], "expected was 3 × 4 × 5"),
    "huge count": (RIGHT[:4] + b"\xff" * 12 + RIGHT[16:], "expected was 3 × 4 × 5"),
    "cut": (RIGHT[:-1], "cut off"),
    "longer": (RIGHT + b"0", "unpacks to more"),
    "header only": (RIGHT[:9], "nothing"),
    "empty": (b"", "nothing"),
}


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", WRONG_IDX)
def test_a_wrong_idx_file_is_refused(tmp_path: Path, name: str, packed: bool) -> None:
    data, words = WRONG_IDX[name]
    file = tmp_path / "images.gz"
    file.write_bytes(gzip.compress(data) if packed else data)
    with pytest.raises(DataError, match=words):
        read_idx(file, IMAGES.shape)


def test_a_right_idx_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "images.gz"
    for data in (idx_gz(IMAGES), RIGHT):
        file.write_bytes(data)
        np.testing.assert_array_equal(read_idx(file, IMAGES.shape), IMAGES)


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(bytes(100_000_000), compresslevel=1))
    with pytest.raises(DataError, match="unpacks to more"):
        gunzip(file, most=1000)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=120), packed=st.booleans())
def test_any_bytes_as_idx_are_the_array_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool
) -> None:
    file = tmp_path_factory.mktemp("idx") / "a.gz"
    file.write_bytes(gzip.compress(data) if packed else data)
    with suppress(DataError):
        assert read_idx(file, (3, 4, 5)).shape == (3, 4, 5)


# npz


def npy_with_header(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        head = text.encode() + b"\n"
        archive.writestr("x.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head)
    return stream.getvalue()


def wrong_npz() -> dict[str, tuple[bytes, str]]:
    objects = np.array([{"a": 1}, [2]], dtype=object)
    stream = io.BytesIO()
    np.savez(stream, x=objects, allow_pickle=True)  # type: ignore[arg-type]
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w") as archive:
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(
            header, {"descr": "|u1", "fortran_order": False, "shape": (1 << 40,)}
        )
        archive.writestr("x.npy", header.getvalue() + b"abc")
    longer = io.BytesIO()
    with zipfile.ZipFile(longer, "w") as archive:
        body = io.BytesIO()
        np.save(body, np.zeros(4, np.uint8))
        archive.writestr("x.npy", body.getvalue() + b"more")
        archive.writestr("y.npy", b"no array")
    bzip = io.BytesIO()
    with zipfile.ZipFile(bzip, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("x.npy", b"abc")
    return {
        "objects": (stream.getvalue(), "object"),
        "other key": (npz(z=np.zeros(4, np.uint8)), 'no array "x"'),
        "other shape": (npz(x=np.zeros((4, 2), np.uint8)), r"\(4, 2\)"),
        "empty": (npz(x=np.zeros(0, np.uint8)), r"\(0,\)"),
        "other type": (npz(x=np.zeros(4, np.float64)), "float64"),
        "huge": (huge.getvalue(), "too many"),
        "longer": (longer.getvalue(), "length"),
        "bzip2": (bzip.getvalue(), "unusual"),
        "deep header": (npy_with_header("(" * 4000), "not an array"),
        "odd header": (npy_with_header("{'a"), "not an array"),
        "header that is code": (npy_with_header("__import__('os').system('x')"), "not an array"),
        "no zip": (b"PK no zip", "damaged"),
        "nothing": (b"", "damaged"),
        "cut": (npz(x=np.arange(200, dtype=np.uint8))[:-60], "damaged"),
    }


@pytest.mark.parametrize("name", wrong_npz())
def test_a_wrong_npz_is_refused(tmp_path: Path, name: str) -> None:
    data, words = wrong_npz()[name]
    file = tmp_path / "a.npz"
    file.write_bytes(data)
    with pytest.raises(DataError, match=words):
        read_npz(file, {"x": Expected((None,))})


def test_a_member_that_is_no_array_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.npz"
    file.write_bytes(wrong_npz()["longer"][0])
    with pytest.raises(DataError, match=r"not an array|damaged"):
        read_npz(file, {"y": Expected((None,))})


def test_a_right_npz_is_read_in_either_order(tmp_path: Path) -> None:
    array = np.arange(12, dtype=np.uint8).reshape(3, 4)
    file = tmp_path / "a.npz"
    file.write_bytes(npz(x=array, y=np.asfortranarray(array), z=np.zeros(9)))
    read = read_npz(file, {"x": Expected((3, 4)), "y": Expected((None, 4))})
    np.testing.assert_array_equal(read["x"], array)
    np.testing.assert_array_equal(read["y"], array)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, 300), change=st.binary(min_size=1, max_size=4))
def test_a_damaged_npz_is_the_array_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: bytes
) -> None:
    whole = npz(x=np.arange(64, dtype=np.uint8))
    file = tmp_path_factory.mktemp("npz") / "a.npz"
    file.write_bytes(whole[:place] + change + whole[place + len(change) :])
    with suppress(DataError):
        assert read_npz(file, {"x": Expected((None,))})["x"].dtype == np.uint8


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    for read in (
        lambda: read_npz(tmp_path, {"x": Expected((None,))}),
        lambda: gunzip(tmp_path / "absent", 10),
        lambda: read_cifar(tmp_path / "absent", CIFAR10),
    ):
        with pytest.raises(DataError, match="cannot be read"):
            read()
