"""Data sets through the lab: the list, every figure, every example, hostile questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asking import Asker
from running_lab import RunningLab

from neurarium import datasets


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEURARIUM_HOME", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.fixture
def page_of(lab: RunningLab) -> Asker:
    return Asker(lab)


def test_the_list_tells_of_every_data_set(page_of: Asker) -> None:
    answer = page_of.get("/api/data")
    assert answer.headers["cache-control"] == "no-store"
    sets = {one["name"]: one for one in answer.json["datasets"]}
    assert set(sets) == set(datasets.names())
    digits = sets["digits"]
    assert digits["state"] == "here"
    assert digits["kind"] == "images"
    assert digits["input_shape"] == [8, 8]
    assert digits["n_train"] + digits["n_test"] == 1797
    assert digits["classes"][3] == {"en": "3", "ko": "3"}
    assert not digits["own"]
    mnist = sets["mnist"]
    assert mnist["state"] == "absent"
    assert mnist["bytes"] > 10_000_000
    assert mnist["progress"] is None
    assert sets["iris"]["features"][0] == "sepal length (cm)"


def test_a_data_set_is_told_with_all_its_figures(page_of: Asker) -> None:
    shown = page_of.get("/api/data/digits").json
    data = datasets.load("digits")
    assert shown["dtypes"]["x_train"] == "uint8"
    assert shown["ranges"]["x_train"] == [0, 255]
    assert shown["counts"]["train"] == [int((data.y_train == n).sum()) for n in range(10)]
    assert shown["counts"]["test"] == [int((data.y_test == n).sum()) for n in range(10)]
    edges, counts = shown["histogram"]["edges"], shown["histogram"]["counts"]
    assert counts == np.histogram(data.x_train, edges)[0].tolist()
    assert sum(counts) == data.x_train.size
    assert shown["citation"]
    assert shown["columns"] == []


def test_a_table_has_columns_instead(page_of: Asker) -> None:
    shown = page_of.get("/api/data/iris").json
    x = datasets.load("iris").x_train
    assert shown["histogram"] is None
    column = shown["columns"][2]
    assert column["name"] == "petal length (cm)"
    assert column["min"] == x[:, 2].min()
    assert column["mean"] == pytest.approx(x[:, 2].mean())
    assert column["sd"] == pytest.approx(x[:, 2].std())
    assert sum(column["histogram"]["counts"]) == len(x)


def test_images_of_a_class_come_as_a_packet(page_of: Asker) -> None:
    data = datasets.load("digits")
    threes = np.flatnonzero(data.y_test == 3)
    answer = page_of.get(
        "/api/data/digits/images", **{"split": "test", "class": 3, "offset": 5, "limit": 7}
    )
    header, arrays = answer.packet
    assert header["total"] == len(threes)
    assert arrays["indices"].tolist() == threes[5:12].tolist()
    assert arrays["labels"].tolist() == [3] * 7
    assert arrays["images"].shape == (7, 8, 8, 1)
    np.testing.assert_array_equal(arrays["images"][..., 0], data.x_test[threes[5:12]])


def test_images_of_all_classes_and_beyond_the_end(page_of: Asker) -> None:
    header, arrays = page_of.get("/api/data/digits/images").packet
    assert header["total"] == 1438
    assert arrays["indices"].tolist() == list(range(40))
    _, arrays = page_of.get("/api/data/digits/images", offset=1437, limit=40).packet
    assert arrays["indices"].tolist() == [1437]
    _, arrays = page_of.get("/api/data/digits/images", offset=2_000_000_000).packet
    assert arrays["images"].shape == (0, 8, 8, 1)


def test_a_browser_that_has_the_images_is_not_sent_them_again(page_of: Asker) -> None:
    first = page_of.get("/api/data/digits/images")
    tag = first.headers["etag"]
    again = page_of.ask("GET", "/api/data/digits/images", headers={"If-None-Match": tag})
    assert (again.status, again.content) == (304, b"")
    other = page_of.ask("GET", "/api/data/digits/images", headers={"If-None-Match": '"older"'})
    assert other.content == first.content


def test_mean_images(page_of: Asker) -> None:
    data = datasets.load("digits")
    _, arrays = page_of.get("/api/data/digits/means").packet
    assert arrays["means"].dtype == np.float32
    assert arrays["means"].shape == (10, 8, 8, 1)
    np.testing.assert_allclose(
        arrays["means"][4, :, :, 0], data.x_train[data.y_train == 4].mean(axis=0), rtol=1e-5
    )


def test_rows_of_a_table(page_of: Asker) -> None:
    data = datasets.load("wine")
    answer = page_of.get("/api/data/wine/rows", split="test", offset=1, limit=2).json
    assert answer["rows"] == data.x_test[1:3].tolist()
    assert answer["targets"] == data.y_test[1:3].tolist()
    assert answer["total"] == len(data.x_test)
    of_class = page_of.get("/api/data/wine/rows", **{"class": 2, "limit": 500}).json
    assert of_class["total"] == int((data.y_train == 2).sum())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/data/nothing", 404),
        ("/api/data/..", 404),
        ("/api/data/%2e%2e%2fruns", 404),
        ("/api/data/nothing/images", 404),
        ("/api/data/%2Fetc%2Fpasswd/images", 404),
        ("/api/data/digits%00", 404),
        ("/api/data/mnist/images", 422),
        ("/api/data/iris/images", 422),
        ("/api/data/digits/rows", 422),
        ("/api/data/iris/means", 422),
        ("/api/data/digits/images?split=validation", 422),
        ("/api/data/digits/images?class=-1", 422),
        ("/api/data/digits/images?class=10", 422),
        ("/api/data/digits/images?class=three", 422),
        ("/api/data/digits/images?offset=-1", 422),
        ("/api/data/digits/images?offset=99999999999999999999", 422),
        ("/api/data/digits/images?limit=0", 422),
        ("/api/data/digits/images?limit=401", 422),
        ("/api/data/digits/images?limit=1e3", 422),
        ("/api/data/digits/images?limit=%D9%A3", 422),
        ("/api/data/iris/rows?limit=100000", 422),
    ],
)
def test_a_question_that_has_no_answer_gets_a_sentence(
    page_of: Asker, path: str, status: int
) -> None:
    answer = page_of.ask("GET", path)
    assert answer.status == status
    assert len(answer.error) > 10
    assert "Traceback" not in answer.error


def test_an_absent_data_set_is_told_without_figures(page_of: Asker) -> None:
    shown = page_of.get("/api/data/mnist").json
    assert shown["state"] == "absent"
    assert "counts" not in shown


def test_colour_images_keep_their_channels(
    page_of: Asker, shared_dir: Path, tmp_path: Path
) -> None:
    archive = "cifar-10-python-subset.tar.gz"
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / archive).symlink_to(shared_dir / "datasets" / archive)
    shown: dict[str, Any] = page_of.get("/api/data/cifar10").json
    assert shown["n_train"] == 10_000
    assert shown["counts"]["test"] == [200] * 10
    header, arrays = page_of.get("/api/data/cifar10/images", **{"class": 0, "limit": 3}).packet
    assert header["total"] == 1000
    assert arrays["images"].shape == (3, 32, 32, 3)
