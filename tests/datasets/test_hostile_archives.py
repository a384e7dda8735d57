"""CIFAR archives that are damaged or made to do harm."""

from __future__ import annotations

import gzip
import pickle
import tarfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_layouts import cifar_batch, small_cifar10, tar_gz

from neurarium.datasets.readers.cifar import CIFAR10, read_cifar
from neurarium.datasets.readers.pickles import read_pickle
from neurarium.errors import DataError

BATCH = "cifar-10-batches-py/data_batch_1"
HONEST = cifar_batch(np.arange(6144, dtype=np.int64).astype(np.uint8).reshape(2, 3072), [1, 2])


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    "member",
    ["../../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:/evil", "cifar-10-batches-py/../x"],
)
def test_a_tar_member_that_leads_out_is_refused(tmp_path: Path, member: str) -> None:
    file = tmp_path / "in" / "cifar.tar.gz"
    file.parent.mkdir()
    file.write_bytes(tar_gz({**small_cifar10(), member: b"evil"}))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(DataError, match="leads out"):
        read_cifar(file, CIFAR10)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "info",
    [
        link(f"{BATCH}x", "/etc/passwd"),
        link(f"{BATCH}x", "/etc/passwd", tarfile.LNKTYPE),
        link("pipe", "", tarfile.FIFOTYPE),
        link("device", "", tarfile.CHRTYPE),
    ],
    ids=["symlink", "hardlink", "fifo", "device"],
)
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, info: tarfile.TarInfo) -> None:
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(tar_gz(small_cifar10(), info))
    with pytest.raises(DataError, match="link or device"):
        read_cifar(file, CIFAR10)


def test_a_batch_that_comes_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cifar.tar.gz"
    members = {**small_cifar10(), f"./{BATCH}": HONEST}
    file.write_bytes(tar_gz(members))
    with pytest.raises(DataError, match="twice"):
        read_cifar(file, CIFAR10)


def test_a_tar_that_unpacks_without_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neurarium.datasets.readers.cifar._MOST_BYTES", 1_000_000)
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(tar_gz({**small_cifar10(), "cifar-10-batches-py/zeros": bytes(3_000_000)}))
    assert file.stat().st_size < 200_000
    with pytest.raises(DataError, match="unpacks to more"):
        read_cifar(file, CIFAR10)


def test_a_member_of_a_huge_declared_size_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo(BATCH)
    info.size = 1 << 40
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(gzip.compress(info.tobuf() + bytes(2048)))
    with pytest.raises(DataError, match="too large"):
        read_cifar(file, CIFAR10)


def test_headers_without_end_are_an_error(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 10
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(gzip.compress((info.tobuf() + b"long name" + bytes(503)) * 5000, 1))
    with pytest.raises(DataError):
        read_cifar(file, CIFAR10)


def test_names_from_an_archive_cannot_move_the_cursor(tmp_path: Path) -> None:
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(tar_gz({"../\x1b[2Jevil": b""}))
    with pytest.raises(DataError) as error:
        read_cifar(file, CIFAR10)
    assert "\x1b" not in str(error.value)
    with pytest.raises(DataError) as error:
        read_pickle(b"c\x1b[2J\nx\n.")
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize("keep", [0.05, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_refused(tmp_path: Path, keep: float) -> None:
    whole = tar_gz(small_cifar10(8))
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(DataError, match="damaged or cut off"):
        read_cifar(file, CIFAR10)


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    whole = bytearray(tar_gz(small_cifar10(8)))
    whole[len(whole) // 2] ^= 0x10
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(bytes(whole))
    with pytest.raises(DataError):
        read_cifar(file, CIFAR10)


SMALL = gzip.decompress(tar_gz({BATCH: b"abc", "b": b"def"}))


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, len(SMALL) - 1), change=st.binary(min_size=1, max_size=8))
def test_a_damaged_tar_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: bytes
) -> None:
    file = tmp_path_factory.mktemp("tar") / "cifar.tar.gz"
    file.write_bytes(gzip.compress(SMALL[:place] + change + SMALL[place + len(change) :], 1))
    with pytest.raises(DataError):
        read_cifar(file, CIFAR10)


@settings(max_examples=100, deadline=None)
@given(place=st.integers(0, 400), change=st.binary(min_size=1, max_size=8))
def test_a_damaged_gzip_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: bytes
) -> None:
    whole = gzip.compress(SMALL, 1)
    file = tmp_path_factory.mktemp("tar") / "cifar.tar.gz"
    file.write_bytes(whole[:place] + change + whole[place + len(change) :])
    with pytest.raises(DataError):
        read_cifar(file, CIFAR10)


PIXELS = np.zeros((2, 3072), np.uint8)
WRONG_BATCHES = {
    "too few labels": (cifar_batch(PIXELS, [1]), "1 labels for 2 images"),
    "label too large": (cifar_batch(PIXELS, [1, 10]), "label 10"),
    "negative label": (cifar_batch(PIXELS, [1, -1]), "label -1"),
    "other width": (cifar_batch(PIXELS[:, :100], [1, 2]), "3072"),
    "no images": (cifar_batch(PIXELS[:0], []), "3072"),
    "floats": (cifar_batch(PIXELS.astype(np.float32), [1, 2]), "no table of bytes"),
    "labels of text": (cifar_batch(PIXELS, ["1", "2"]), "whole numbers"),  # type: ignore[list-item]
    "CIFAR-100's labels": (cifar_batch(PIXELS, [1, 2], b"fine_labels"), "labels"),
    "no dict": (pickle.dumps([1, 2], protocol=2), "no table of bytes"),
}


@pytest.mark.parametrize("name", WRONG_BATCHES)
def test_a_batch_with_wrong_contents_is_refused(tmp_path: Path, name: str) -> None:
    batch, words = WRONG_BATCHES[name]
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(tar_gz({**small_cifar10(), BATCH: batch}))
    with pytest.raises(DataError, match=words):
        read_cifar(file, CIFAR10)


def test_a_missing_batch_is_named(tmp_path: Path) -> None:
    members = small_cifar10()
    del members["cifar-10-batches-py/data_batch_3"]
    file = tmp_path / "cifar.tar.gz"
    file.write_bytes(tar_gz(members))
    with pytest.raises(DataError, match="data_batch_3"):
        read_cifar(file, CIFAR10)
