"""Files in the layouts in which data sets are published, made in memory for tests."""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import struct
import tarfile
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neurarium.datasets.catalogue import ENTRIES, Entry, RemoteFile

Bytes = NDArray[np.uint8]


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def california() -> bytes:
    """A file of California housing's layout, its numbers made up."""
    random = np.random.default_rng(3)
    x = random.normal(size=(20_640, 8)).astype(np.float32)
    return npz(x=x, y=random.uniform(15_000, 500_000, 20_640).astype(np.float32))


def entry_for(data: bytes, address: str) -> Entry:
    """California housing, published at `address` with these bytes."""
    file = RemoteFile(
        "california_housing.npz", f"{address}/california_housing.npz",
        hashlib.sha256(data).hexdigest(), len(data),
    )  # fmt: skip
    return replace(ENTRIES["california_housing"], files=(file,))


def idx(array: Bytes) -> bytes:
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return head + array.tobytes()


def idx_gz(array: Bytes) -> bytes:
    return gzip.compress(idx(array), compresslevel=1, mtime=0)


def cifar_batch(pixels: Bytes, labels: list[int], key: bytes = b"labels") -> bytes:
    held = {b"data": pixels, key: labels, b"filenames": [b"a.png"] * len(labels)}
    return pickle.dumps(held, protocol=2)


def small_cifar10(n: int = 4, seed: int = 0) -> dict[str, bytes]:
    """The members of a CIFAR-10 archive with `n` images a batch."""
    random = np.random.default_rng(seed)
    return {
        f"cifar-10-batches-py/{name}": cifar_batch(
            random.integers(0, 256, (n, 3072), dtype=np.uint8), random.integers(0, 10, n).tolist()
        )
        for name in (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")
    }


def tar_gz(members: dict[str, bytes], *others: tarfile.TarInfo) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=1) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in others:
            archive.addfile(info)
    return stream.getvalue()
