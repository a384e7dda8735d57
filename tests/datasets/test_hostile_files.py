"""Files made to do harm: an error in a sentence, and nothing else happens."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import struct
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_layouts import cifar_batch, idx, idx_gz, npz, small_cifar10, tar_gz

from neurarium.datasets import load
from neurarium.datasets.readers.bounded import gunzip
from neurarium.datasets.readers.cifar import CIFAR10, read_cifar
from neurarium.datasets.readers.idx import read_idx
from neurarium.datasets.readers.npz import Expected, read_npz
from neurarium.datasets.readers.pickles import read_pickle
from neurarium.errors import DataError

BATCH = "cifar-10-batches-py/data_batch_1"


class Command:
    """Pickled, it asks to run a command that leaves a file behind."""

    def __init__(self, file: Path, how: Any = os.system) -> None:
        self.file, self.how = file, how

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return self.how, (f"touch {self.file}",)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("how", [os.system, eval, exec, os.popen])
def test_a_pickle_that_runs_a_command_runs_nothing(
    tmp_path: Path, data_home: Path, protocol: int, how: Any
) -> None:
    harm = tmp_path / "harm"
    bomb = pickle.dumps({b"data": Command(harm, how)}, protocol=protocol)
    (data_home / "cifar-10-python.tar.gz").write_bytes(tar_gz({**small_cifar10(), BATCH: bomb}))
    with pytest.raises(DataError, match=r"asks for .*nothing was run"):
        load("cifar10", offline=True)
    assert not harm.exists()
    if how is os.system:  # the same pickle does harm where it is trusted
        pickle.loads(bomb)  # noqa: S301
        assert harm.exists()


def global_call(name: str, argument: str) -> bytes:
    module, function = name.rsplit(".", 1)
    return b"c" + f"{module}\n{function}\n".encode() + f"(V{argument}\ntR.".encode()


@pytest.mark.parametrize(
    "name",
    [
        "os.system", "posix.system", "builtins.eval", "__builtin__.eval", "subprocess.Popen",
        "numpy.load", "numpy.testing._private.utils.runstring", "numpy.core.multiarray.fromfile",
        "numpy.memmap", "_codecs.decode", "numpy.f2py.os.system",
    ],
)  # fmt: skip
def test_no_other_name_is_admitted(name: str) -> None:
    with pytest.raises(DataError, match="asks for"):
        read_pickle(global_call(name, "1"))


RECONSTRUCT = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR"
ENCODE = b"c_codecs\nencode\n"
HARMFUL_PICKLES = {
    "instance": b"(ios\nsystem\nVls\n.",
    "object": b"(cos\nsystem\nVls\no.",
    "newobj": b"\x80\x02cnumpy\nndarray\n(K\x05t\x81.",
    "persistent": b"Pfile\n.",
    "extension": b"\x80\x02\x82\x01.",
    "huge array": b"cnumpy\nndarray\n(J\xff\xff\xff\x7ftR.",
    "build on a name": b"cnumpy\nndarray\n}(Va\nI1\nsb.",
    "object array": pickle.dumps({b"data": np.array([{}, []], dtype=object)}, protocol=2),
    "another codec": ENCODE + b"(Vabc\nVrot13\ntR.",
    "encode no text": ENCODE + b"((lVlatin1\ntR.",
    "text again and again": ENCODE + b"q\x00(V" + b"a" * 1000 + b"\nq\x01Vlatin1\nq\x02t"
    b"R" + b"0h\x00(h\x01h\x02tR" * 50 + b".",
    "huge number": b"L" + b"9" * 4000 + b"L\n.",
    "memo of another": b"h\x05.",
    "empty stack": b"0.",
    "no mark": b"t.",
    "no end": b"(lp0\n",
    "odd dict": b"(I1\nd.",
    "text as list": b"Va\nI1\na.",
    "list as key": b"((lI1\nd.",
    "deep tuple as key": b"(I1\n" + b"\x85" * 200_000 + b"I1\nd.",
    "deep shape": RECONSTRUCT + b"(I1\nI1\n" + b"\x85" * 200_000 + b"cnumpy\ndtype\n(Vu1\n"
    b"I0\nI1\ntRI00\nC\x01atb.",
    "unfinished array": b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntVb\ntR.",
    "nothing": b"",
    "noise": b"\xff\xfe\x00\x01",
}


@pytest.mark.parametrize("name", HARMFUL_PICKLES)
def test_a_harmful_or_damaged_pickle_is_refused(name: str) -> None:
    with pytest.raises(DataError):
        read_pickle(HARMFUL_PICKLES[name])


@pytest.mark.parametrize(
    ("kind", "shape", "raw", "words"),
    [
        ("u1", (2,), b"abc", "3 bytes"),
        ("u1", (-1,), b"abc", "more than counts"),
        ("u1", (1 << 60,), b"abc", "3 bytes"),
        ("i8", (1,), b"abc", "3 bytes"),
        ("O", (1,), bytes(8), "array of O"),
        ("V8", (1,), bytes(8), "array of V8"),
        ("S5", (1,), b"abcde", "array of S5"),
    ],
)
def test_an_array_that_is_not_what_it_says_is_refused(
    kind: str, shape: tuple[int, ...], raw: bytes, words: str
) -> None:
    numbers = b"".join(b"L%dL\n" % length for length in shape)
    dtype = f"cnumpy\ndtype\n(V{kind}\nI0\nI1\ntR".encode()
    held = b"".join([b"C", bytes([len(raw)]), raw])
    state = b"(I1\n(" + numbers + b"t" + dtype + b"I00\n" + held + b"t"
    with pytest.raises(DataError, match=words):
        read_pickle(RECONSTRUCT + state + b"b.")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_value_or_an_error(data: bytes) -> None:
    with suppress(DataError):
        read_pickle(data)


HONEST = cifar_batch(np.arange(6144, dtype=np.int64).astype(np.uint8).reshape(2, 3072), [1, 2])


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=3))
def test_a_damaged_batch_gives_a_value_or_an_error(place: int, change: bytes) -> None:
    data = HONEST[:place] + change + HONEST[place + len(change) :]
    with suppress(DataError):
        read_pickle(data)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.binary(max_size=20)
    | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.binary(max_size=5), inner,
                                                                 max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(values, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_plain_values_are_read_as_pickle_reads_them(value: Any, protocol: int) -> None:
    data = pickle.dumps(value, protocol=protocol)
    try:
        assert read_pickle(data) == pickle.loads(data)  # noqa: S301
    except DataError:  # protocols 0 and 1 call functions to make bytes and rebuild texts
        assert protocol < 3


@pytest.mark.parametrize("kind", ["u1", "<i2", ">i4", "<f8", ">f4"])
@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_arrays_are_read_as_pickle_reads_them(kind: str, protocol: int) -> None:
    array = np.arange(24).reshape(2, 3, 4).astype(kind)
    held = {b"a": [array, array, np.asfortranarray(array)]}
    found = read_pickle(pickle.dumps(held, protocol=protocol))
    assert [one.dtype for one in found[b"a"]] == [array.dtype] * 3
    np.testing.assert_array_equal(found[b"a"], held[b"a"])


def test_arrays_of_newer_protocols_are_refused() -> None:
    with pytest.raises(DataError, match="asks for"):
        read_pickle(pickle.dumps(np.zeros(3), protocol=5))


# archives


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


# IDX and gzip

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
