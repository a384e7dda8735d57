"""`load`: what it returns, where it looks, and what it says where nothing is."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest
from published_layouts import cifar_batch, npz, small_cifar10, tar_gz

from neurarium import datasets
from neurarium.datasets import Dataset, get, info, load
from neurarium.datasets.dataset import PARTS
from neurarium.datasets.split import split
from neurarium.datasets.statistics import (
    class_counts,
    columns,
    labels,
    mean_images,
    pixel_histogram,
    ranges,
)
from neurarium.errors import DataError

HASHES = {
    "mnist": ("741c9888", "1feba77c", "6d87418d", "ddeff807"),
    "fashion_mnist": ("2e487a6c", "657fbd22", "c867c93f", "3d0e6c6e"),
}


@pytest.fixture
def real(shared_dir: Path, data_home: Path) -> Path:
    """Put the real files where a person would put them."""
    for file in (shared_dir / "datasets").iterdir():
        (data_home / file.name).symlink_to(file)
    return data_home


@pytest.mark.parametrize("name", HASHES)
def test_the_real_arrays_are_loaded(real: Path, name: str) -> None:
    data = load(name, offline=True)
    assert tuple(data.hashes[part][:8] for part in PARTS) == HASHES[name]
    assert data.x_train.shape == (60_000, 28, 28)
    assert (data.y_test.shape, data.y_test.dtype) == ((10_000,), np.uint8)
    assert (data.input_shape, data.n_classes) == ((28, 28), 10)
    assert data.notes == ()


def test_the_mean_of_fashion_mnist_is_the_published_one(real: Path) -> None:
    data = load("fashion_mnist", offline=True)
    assert ranges(data)["x_train"].mean == pytest.approx(0.286041 * 255, abs=1e-3)
    assert class_counts(data) == (6000,) * 10
    assert sum(pixel_histogram(data.x_train).counts) == 60_000 * 784


def test_a_subset_of_cifar_says_that_it_is_one(real: Path) -> None:
    data = load("cifar10", offline=True)
    assert data.title == "CIFAR-10 (subset: 10,000 of 50,000)"
    assert "a subset" in data.notes[0]
    assert (data.x_train.shape, data.y_train.shape) == ((10_000, 32, 32, 3), (10_000, 1))
    facts = info("cifar10")
    assert (facts.is_subset, facts.n_train, facts.n_test) == (True, 10_000, 2_000)


def test_cifar_is_read_as_pickle_reads_it(real: Path) -> None:
    data = load("cifar10", offline=True)
    with tarfile.open(real / "cifar-10-python-subset.tar.gz") as archive:
        stream = archive.extractfile("cifar-10-batches-py/data_batch_2")
        assert stream is not None
        batch = pickle.loads(stream.read(), encoding="bytes")  # noqa: S301 - our own file
    wanted = batch[b"data"].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    assert np.array_equal(data.x_train[2000:4000], wanted)
    assert data.y_train[2000:4000, 0].tolist() == batch[b"labels"]


@pytest.mark.parametrize(
    ("name", "shape", "n_train", "n_test"),
    [("digits", (8, 8), 1437, 360), ("iris", (4,), 120, 30), ("wine", (13,), 142, 36),
     ("breast_cancer", (30,), 456, 113)],
)  # fmt: skip
def test_what_scikit_learn_brings(
    name: str, shape: tuple[int, ...], n_train: int, n_test: int
) -> None:
    from sklearn import datasets as bundled

    data = load(name, offline=True)
    held = getattr(bundled, f"load_{name}")()
    assert data.input_shape == shape
    assert abs(len(data.y_train) - n_train) <= 1
    assert len(data.y_train) + len(data.y_test) == len(held.target)
    assert (info(name).n_train, info(name).n_test) == (len(data.y_train), len(data.y_test))
    both = np.concatenate([data.x_train, data.x_test]).reshape(len(held.target), -1)
    if name == "digits":
        assert data.x_train.max() == 255
        both = np.rint(both / 255 * 16)
    rows = np.column_stack([both, np.concatenate([data.y_train, data.y_test])])
    wanted = np.column_stack([held.data, held.target])
    assert sorted(map(tuple, rows.tolist())) == sorted(map(tuple, wanted.tolist()))
    share = np.array(class_counts(data, "test")) / np.bincount(held.target)
    assert np.all(np.abs(share - 0.2) < 0.02)


def test_the_split_is_always_the_same() -> None:
    train, test = split(np.array([0, 1] * 10), 20)
    again = split(np.array([0, 1] * 10), 20)
    assert np.array_equal(train, again[0])
    assert np.array_equal(test, again[1])
    assert sorted([*train, *test]) == list(range(20))
    assert test.tolist() == [2, 16, 3, 1]
    assert len(split(None, 10)[1]) == 2


def test_the_first_digits_never_change() -> None:
    """Runs name their data by hash: another split would be another data set."""
    assert load("digits").hashes["x_train"][:12] == "fc700cc3c334"
    assert load("iris").hashes["y_test"][:12] == "4dd09555a161"


def test_arrays_cannot_be_changed_and_facts_neither() -> None:
    data = load("iris")
    with pytest.raises(ValueError, match="read-only"):
        data.x_train[0, 0] = 1
    with pytest.raises(AttributeError):
        data.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        data.hashes["x_train"] = ""  # type: ignore[index]


def test_california_housing_is_divided_as_keras_does(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace
    from types import MappingProxyType

    from published_layouts import california, entry_for

    from neurarium.datasets import catalogue, loading

    made_up = california()
    entries = MappingProxyType(
        {**catalogue.ENTRIES, "california_housing": entry_for(made_up, "http://127.0.0.1:9")}
    )
    monkeypatch.setattr(loading, "ENTRIES", entries)
    (data_home / "california_housing.npz").write_bytes(made_up)
    data = load("california_housing", offline=True)
    with np.load(data_home / "california_housing.npz") as held:
        x, y = held["x"], held["y"]
    random = np.random.RandomState(113)  # as keras/src/datasets/california_housing.py does
    places = np.arange(len(x))
    random.shuffle(places)
    cut = int(len(x) * 0.8)
    assert np.array_equal(data.x_train, x[places][:cut])
    assert np.array_equal(data.y_test, y[places][cut:])
    assert (data.task, data.classes, data.n_classes) == ("regression", (), 0)
    assert len(columns(data)) == 8
    assert class_counts(data) == ()
    assert replace(data).features == data.features


def test_a_file_with_another_hash_is_not_california_housing(data_home: Path) -> None:
    (data_home / "california_housing.npz").write_bytes(npz(x=np.zeros(1), y=np.zeros(1)))
    with pytest.raises(DataError, match="neurarium data get california_housing"):
        load("california_housing", offline=True)


# where it looks


def test_nothing_there_says_what_to_put_where(data_home: Path) -> None:
    with pytest.raises(DataError) as error:
        load("mnist", offline=True)
    for word in ("mnist.npz", "storage.googleapis.com", str(data_home), "digits", "data get mnist"):
        assert word in str(error.value)


def test_keras_cache_is_used(shared_dir: Path, tmp_path: Path) -> None:
    cache = tmp_path / "keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "mnist.npz").symlink_to(shared_dir / "datasets" / "mnist.npz")
    assert info("mnist").path == cache / "mnist.npz"
    assert get("mnist") == cache / "mnist.npz"
    assert len(load("mnist", offline=True).y_train) == 60_000


def test_ones_own_folder_comes_before_keras_cache(
    shared_dir: Path, tmp_path: Path, data_home: Path
) -> None:
    cache = tmp_path / "keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "mnist.npz").write_bytes(b"damaged")
    (data_home / "mnist.npz").symlink_to(shared_dir / "datasets" / "mnist.npz")
    assert info("mnist").path == data_home / "mnist.npz"
    assert len(load("mnist", offline=True).y_train) == 60_000


def test_a_damaged_file_in_keras_cache_is_said_when_offline(tmp_path: Path) -> None:
    cache = tmp_path / "keras" / "datasets"
    cache.mkdir(parents=True)
    (cache / "mnist.npz").write_bytes(b"damaged")
    with pytest.raises(DataError, match="damaged"):
        load("mnist", offline=True)


@pytest.mark.parametrize(
    "folder", ["cifar-10-batches-py", "cifar-10-batches-py-target/cifar-10-batches-py"]
)
def test_cifar_unpacked_by_keras_is_read(tmp_path: Path, folder: str) -> None:
    place = tmp_path / "keras" / "datasets" / folder
    place.mkdir(parents=True)
    for name, data in small_cifar10(3).items():
        (place / name.rpartition("/")[2]).write_bytes(data)
    data = load("cifar10", offline=True)
    assert (data.x_train.shape, data.x_test.shape) == ((15, 32, 32, 3), (3, 32, 32, 3))
    (place / "data_batch_3").unlink()
    with pytest.raises(DataError, match="data_batch_3"):
        load("cifar10", offline=True)


def test_cifar100_is_read(data_home: Path) -> None:
    pixels = np.arange(2 * 3072, dtype=np.int64).astype(np.uint8).reshape(2, 3072)
    batch = cifar_batch(pixels, [99, 0], b"fine_labels")
    archive = tar_gz({"cifar-100-python/train": batch, "cifar-100-python/test": batch,
                      "cifar-100-python/meta": b"not looked at"})  # fmt: skip
    (data_home / "cifar-100-python.tar.gz").write_bytes(archive)
    data = load("cifar100", offline=True)
    assert data.y_train.tolist() == [[99], [0]]
    assert data.x_test[0, 0, 1].tolist() == [pixels[0, 1], pixels[0, 1025], pixels[0, 2049]]
    assert data.classes[99].en == "worm"


def test_another_mnist_is_not_taken_for_mnist(data_home: Path) -> None:
    zeros = {part: np.zeros((60_000 if "train" in part else 10_000, 28, 28)[: 3 if part[0] == "x"
             else 1], np.uint8) for part in PARTS}  # fmt: skip
    (data_home / "mnist.npz").write_bytes(npz(**zeros))
    with pytest.raises(DataError, match="is not MNIST"):
        load("mnist", offline=True)


def test_a_replaced_file_is_read_anew(data_home: Path) -> None:
    file = data_home / "cifar-10-python.tar.gz"
    file.write_bytes(tar_gz(small_cifar10(2)))
    first = load("cifar10", offline=True)
    assert load("cifar10", offline=True) is first
    shutil.copy(file, data_home / "old")
    file.write_bytes(tar_gz(small_cifar10(3)))
    assert len(load("cifar10", offline=True).y_test) == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mnits", 'Did you mean "mnist"'),
        ("there/is/nothing", "is not there"),
        ("nothing.csv", "is not there"),
        ("x" * 5000, "Unknown data set"),
        ("a\0b", "Unknown data set"),
    ],
)
def test_what_is_no_data_set_is_said(name: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        load(name, offline=True)


# figures


def tiny() -> Dataset:
    x = np.zeros((3, 2, 2), np.uint8)
    x[0], x[1], x[2] = 10, 30, 255
    return Dataset(
        name="t", title="T", kind="images", task="classification", x_train=x,
        y_train=np.array([[1], [1], [0]]), x_test=x[:0], y_test=np.zeros((0, 1), np.uint8),
        classes=load("iris").classes, features=(), licence="", citation="", source="",
    )  # fmt: skip


def test_figures_of_a_tiny_data_set() -> None:
    data = tiny()
    assert labels(data).tolist() == [1, 1, 0]
    assert class_counts(data) == (1, 2, 0)
    assert class_counts(data, "test") == (0, 0, 0)
    assert mean_images(data)[:, 0, 0].tolist() == [255, 20, 0]
    histogram = pixel_histogram(data.x_train, bins=4)
    assert histogram.counts == (8, 0, 0, 4)
    assert histogram.edges == (0, 64, 128, 192, 256)
    assert ranges(data)["x_test"].max == 0
    assert columns(data) == ()


def test_figures_of_a_table_are_numpys() -> None:
    data = load("wine")
    first = columns(data)[0]
    assert first.name == "alcohol"
    assert (first.min, first.max, first.mean, first.sd) == pytest.approx(
        (data.x_train[:, 0].min(), data.x_train[:, 0].max(), data.x_train[:, 0].mean(),
         data.x_train[:, 0].std())
    )  # fmt: skip


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = "import sys, neurarium.datasets; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert not loaded & {"numpy", "sklearn", "pooch", "requests", "PIL", "filelock"}


def test_exports_are_there() -> None:
    for name in datasets.__all__:
        assert getattr(datasets, name) is not None
    assert callable(datasets.info)
    with pytest.raises(AttributeError):
        _ = datasets.nothing


def test_a_whole_archive_that_is_not_the_published_one_says_so(
    data_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from neurarium.datasets import loading
    from neurarium.datasets.catalogue import ENTRIES

    small = replace(ENTRIES["cifar10"], n_train=10, n_test=2)
    monkeypatch.setattr(loading, "ENTRIES", {"cifar10": small})
    (data_home / "cifar-10-python.tar.gz").write_bytes(tar_gz(small_cifar10(2, seed=5)))
    assert "SHA-256 differs" in load("cifar10", offline=True).notes[0]
