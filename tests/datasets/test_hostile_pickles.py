"""Pickles made to do harm: an error in a sentence, and nothing else happens."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_layouts import cifar_batch, small_cifar10, tar_gz

from neurarium.datasets import load
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
