"""What is said about data sets, held against where it was published."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from neurarium import datasets
from neurarium.datasets.catalogue import ENTRIES
from neurarium.errors import DataError

NAMES = (
    "digits", "mnist", "fashion_mnist", "cifar10", "cifar100", "iris", "wine", "breast_cancer",
    "california_housing",
)  # fmt: skip
BUNDLED = ("digits", "iris", "wine", "breast_cancer")


def keras_source(name: str) -> str:
    """The text of Keras's own loader; Keras itself is not imported."""
    found = find_spec("keras")
    assert found is not None
    assert found.submodule_search_locations
    return (Path(found.submodule_search_locations[0]) / "src" / "datasets" / name).read_text()


def test_the_names() -> None:
    assert datasets.names() == NAMES


@pytest.mark.parametrize("name", ["mnist", "cifar10", "cifar100", "california_housing"])
def test_addresses_and_hashes_are_those_of_keras(name: str) -> None:
    source = keras_source(f"{name}.py")
    (file,) = ENTRIES[name].files
    assert file.sha256 in source
    folder, _, last = file.address.rpartition("/")
    assert folder in source
    assert last in source


def test_fashion_mnist_has_the_files_that_keras_reads() -> None:
    source = keras_source("fashion_mnist.py")
    files = ENTRIES["fashion_mnist"].files
    assert len(files) == 4
    assert all(file.address.rpartition("/")[2] in source for file in files)


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_is_described(name: str) -> None:
    facts = datasets.info(name)
    assert facts.licence
    assert facts.citation
    assert facts.source
    assert all(one.en.strip() and one.ko.strip() for one in facts.classes)
    assert len({one.en for one in facts.classes}) == len(facts.classes)
    assert len({one.ko for one in facts.classes}) == len(facts.classes)
    assert bool(facts.classes) == (facts.task == "classification")
    assert len(facts.features) == (facts.input_shape[0] if facts.kind == "table" else 0)
    assert facts.here == (name in BUNDLED)
    assert (facts.bytes == 0) == (name in BUNDLED)


def test_class_names_of_cifar10_and_fashion_mnist_are_those_of_keras() -> None:
    for name in ("cifar10", "fashion_mnist"):
        source = keras_source(f"{name}.py")
        rows = [line.split("|") for line in source.splitlines() if line.count("|") == 3]
        listed = {int(row[1]): row[2].strip() for row in rows if row[1].strip().isdigit()}
        assert listed == {i: one.en for i, one in enumerate(ENTRIES[name].classes)}


def test_cifar100_has_a_hundred_names_in_the_order_of_their_labels() -> None:
    """Krizhevsky numbered the fine labels by the alphabet, with _ for blanks."""
    names = [one.en.replace(" ", "_") for one in ENTRIES["cifar100"].classes]
    assert len(names) == 100
    assert names == sorted(names)
    assert {0: "apple", 8: "bicycle", 52: "oak_tree", 99: "worm"}.items() <= dict(
        enumerate(names)
    ).items()


def test_class_names_of_tables_are_those_of_scikit_learn() -> None:
    from sklearn import datasets as bundled

    for name in ("iris", "breast_cancer"):
        held = getattr(bundled, f"load_{name}")()
        assert [one.en for one in ENTRIES[name].classes] == list(held.target_names)
    for name in ("iris", "wine", "breast_cancer"):
        held = getattr(bundled, f"load_{name}")()
        columns = [column.replace("_", " ") for column in held.feature_names]
        assert list(ENTRIES[name].features) == columns


@pytest.mark.parametrize("name", NAMES)
def test_references_have_sources_and_sense(name: str) -> None:
    known = datasets.references(name)
    for one in known:
        assert one.title
        assert one.name.ko
        assert len(one.source) > 10
        assert one.unit == "%"
        assert 30 < one.value < 100
    by_kind = {one.kind: one.value for one in known}
    for worse, better in (("linear", "dense"), ("dense", "conv"), ("conv", "best")):
        if worse in by_kind and better in by_kind:
            assert by_kind[worse] < by_kind[better]


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist", "cifar10"])
def test_the_images_of_the_chapter_have_a_ladder_of_references(name: str) -> None:
    assert {"linear", "dense", "conv", "best"} <= {one.kind for one in datasets.references(name)}


def test_what_is_not_known_is_said() -> None:
    assert datasets.references("nothing") == ()
    with pytest.raises(DataError, match='Did you mean "mnist"'):
        datasets.info("mnits")
