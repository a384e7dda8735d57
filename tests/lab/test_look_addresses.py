"""Looking into a run's model through the lab: activations, logits, mistakes, plans."""

from __future__ import annotations

import base64
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from asking import Answer, Asker

from neurarium import datasets
from neurarium.lab.side_work import MOST_WAITING
from neurarium.training.runs import RunDirectory


def layers_by_hand(weights: Any, image: Any) -> tuple[Any, Any, Any]:
    """Return hidden activations, logits and probabilities of 64-24-10, in NumPy."""
    x = image.reshape(64).astype(np.float64) / 255
    hidden = np.maximum(x @ weights["dense/kernel"] + weights["dense/bias"], 0)
    logits = hidden @ weights["dense_1/kernel"] + weights["dense_1/bias"]
    powers = np.exp(logits - logits.max())
    return hidden, logits, powers / powers.sum()


@pytest.mark.parametrize("at", ["live", "final", 0, 3])
def test_an_example_on_its_way_through_the_network(
    asker: Asker, trained: str, training_home: Path, at: str | int
) -> None:
    run = RunDirectory(training_home / "runs" / trained)
    data = datasets.load("digits")
    epoch = 6 if isinstance(at, str) else at
    hidden, logits, probabilities = layers_by_hand(run.snapshot(epoch), data.x_test[11])
    answer = asker.post(
        f"/api/runs/{trained}/look", {"at": at, "data": {"split": "test", "index": 11}}
    )
    header, arrays = answer.packet
    assert [one["name"] for one in header["layers"]] == ["flatten", "dense", "dense_1"]
    assert [one["activation"] for one in header["layers"]][1:] == ["relu", "softmax"]
    assert header["label"] == data.y_test[11]
    assert header["prediction"] == probabilities.argmax()
    assert header["epoch"] == epoch
    assert header["loss"] == pytest.approx(-np.log(probabilities[data.y_test[11]]), abs=1e-4)
    np.testing.assert_allclose(arrays["input"], data.x_test[11] / 255, atol=1e-6)
    np.testing.assert_allclose(arrays["activation/dense"], hidden, atol=1e-4)
    np.testing.assert_allclose(arrays["logits"], logits, atol=1e-4)
    np.testing.assert_allclose(arrays["probabilities"], probabilities, atol=1e-5)


def picture(pixels: Any, **more: Any) -> dict[str, Any]:
    return {
        "pixels": base64.b64encode(pixels.astype(np.uint8).tobytes()).decode(),
        "shape": list(pixels.shape),
        **more,
    }


def test_a_picture_of_the_datas_shape_is_taken_as_it_is(asker: Asker, trained: str) -> None:
    image = datasets.load("digits").x_test[4]
    header, arrays = asker.post(f"/api/runs/{trained}/look", picture(image, at="final")).packet
    np.testing.assert_allclose(arrays["input"], image / 255, atol=1e-6)
    assert header["label"] is None
    assert header["loss"] is None


def test_a_drawing_is_brought_into_the_datas_shape(asker: Asker, trained: str) -> None:
    drawing = np.zeros((200, 200), np.uint8)
    drawing[20:60, 150:160] = 255
    _, arrays = asker.post(f"/api/runs/{trained}/look", picture(drawing)).packet
    assert arrays["input"].shape == (8, 8)
    assert arrays["input"].max() == 1
    assert arrays["input"].sum(axis=1).min() > 0  # the stroke fills the field from top to bottom


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"at": "yesterday", "data": {"split": "test", "index": 0}},
        {"at": 99, "data": {"split": "test", "index": 0}},
        {"at": -1, "data": {"split": "test", "index": 0}},
        {"at": 1.5, "data": {"split": "test", "index": 0}},
        {"data": {"split": "validation", "index": 0}},
        {"data": {"split": "test", "index": 359}},
        {"data": {"split": "test", "index": -1}},
        {"data": {"split": "test", "index": "0; drop"}},
        {"data": {"split": "test"}},
        {"data": {"split": "test", "index": 2**70}},
        {"pixels": "####", "shape": [8, 8]},
        {"pixels": "AAAA", "shape": [8, 8]},
        {"pixels": "AAAA", "shape": [3, 10**9]},
        {"pixels": "AAAA", "shape": [-1, 3]},
        {"pixels": "AAAA", "shape": [3]},
        {"pixels": "AAAA", "shape": [1, 1, 1, 3]},
        {"pixels": "AAAA", "shape": "3"},
        {"pixels": ["AAAA"], "shape": [1, 3]},
        {"pixels": "", "shape": [0, 0]},
        b'{"data": {"split": "test", "index": Infinity}}',
        b"\x00" * 100,
    ],
)
def test_what_cannot_be_looked_at_is_told(asker: Asker, trained: str, body: object) -> None:
    answer = asker.post(f"/api/runs/{trained}/look", body)
    assert answer.status == 422
    assert len(answer.error) > 10
    assert "Traceback" not in answer.error


def test_many_pages_that_ask_at_once_are_answered_or_asked_to_wait(
    asker: Asker, trained: str
) -> None:
    body = {"at": "final", "data": {"split": "test", "index": 3}}
    answers: list[Answer] = []
    pages = [
        threading.Thread(
            target=lambda: answers.append(asker.post(f"/api/runs/{trained}/look", body))
        )
        for _ in range(2 * MOST_WAITING)
    ]
    for page in pages:
        page.start()
    for page in pages:
        page.join(60)
    assert len(answers) == 2 * MOST_WAITING
    assert {one.status for one in answers} <= {200, 503}
    assert any(one.status == 200 for one in answers)
    assert all("again" in one.error for one in answers if one.status == 503)


def test_confusion_and_the_worst_mistakes(asker: Asker, trained: str, training_home: Path) -> None:
    data = datasets.load("digits")
    kept = np.load(training_home / "runs" / trained / "predictions.npz")["probabilities"]
    predicted = kept.argmax(axis=1)
    answer = asker.get(f"/api/runs/{trained}/confusion").json
    table = np.zeros((10, 10), int)
    np.add.at(table, (data.y_test, predicted), 1)
    assert answer["confusion"] == table.tolist()
    assert answer["n"] == 359
    assert answer["per_class"][0] == pytest.approx(table[0, 0] / table[0].sum())

    header, arrays = asker.get(f"/api/runs/{trained}/mistakes", limit=5).packet
    wrong = np.flatnonzero(predicted != data.y_test)
    truth = kept[wrong, data.y_test[wrong]]
    assert header["total"] == len(wrong)
    assert kept[arrays["indices"][0], arrays["labels"][0]] == truth.min()
    np.testing.assert_array_equal(arrays["images"][..., 0], data.x_test[arrays["indices"]])
    np.testing.assert_array_equal(arrays["labels"], data.y_test[arrays["indices"]])

    header, arrays = asker.get(f"/api/runs/{trained}/mistakes", true=4, predicted=4).packet
    assert header["total"] == table[4, 4]
    assert set(arrays["labels"].tolist()) == set(arrays["predictions"].tolist()) == {4}


@pytest.mark.parametrize(
    "query", ["true=10", "true=-1", "predicted=ten", "limit=0", "limit=9999", "offset=-3"]
)
def test_mistakes_that_there_are_not(asker: Asker, trained: str, query: str) -> None:
    answer = asker.ask("GET", f"/api/runs/{trained}/mistakes?{query}")
    assert answer.status == 422
    assert answer.error


def test_a_plan_is_arithmetic_to_check(asker: Asker) -> None:
    plan = asker.post("/api/plan", {"config": {"data": "digits", "model": "100-10"}}).json
    assert plan["spec"] == "64-100-10"
    dense = [layer for layer in plan["layers"] if layer["kind"] == "dense"]
    assert dense[0]["derivation"] == "64 × 100 + 100 = 6,500"
    assert plan["parameters"] == 6500 + 1010
    assert plan["n_train"] + plan["n_validation"] == 1438
    assert plan["updates_per_epoch"] == -(-plan["n_train"] // 32)
    assert plan["updates"] == 5 * plan["updates_per_epoch"]
    assert plan["error"] is None


def test_a_mistake_in_a_plan_is_an_answer(asker: Asker) -> None:
    plan = asker.post("/api/plan", {"config": {"data": "digits", "model": "100--10"}}).json
    assert plan["error"]["column"] == 5
    stacked = [{"kind": "dense", "settings": {"units": 0}}]
    plan = asker.post("/api/plan", {"config": {"data": "digits"}, "layers": stacked}).json
    assert plan["error"]["layer"] == 0
    plan = asker.post("/api/plan", {"config": {"data": "digits", "model": "os:system"}}).json
    assert plan["error"]["text"]


def test_data_that_are_not_here_can_be_planned_for(
    asker: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    plan = asker.post("/api/plan", {"config": {"data": "mnist", "model": "784-100-10"}}).json
    assert plan["parameters"] == 79_510
    assert plan["updates"] == 7_500


@pytest.mark.parametrize(
    "body",
    [
        {"config": {"data": "/etc/passwd"}},
        {"config": {"data": 5}},
        {"config": {}, "layers": "dense"},
        {"layers": []},
    ],
)
def test_a_question_that_is_no_plan(asker: Asker, body: object) -> None:
    answer = asker.post("/api/plan", body)
    assert answer.status in (404, 422)
    assert answer.error


def test_what_may_be_chosen(asker: Asker) -> None:
    choices = asker.get("/api/choices").json
    assert {"dense", "conv2d", "dropout"} <= {one["kind"] for one in choices["layers"]}
    sgd = next(one for one in choices["optimizers"] if one["name"] == "sgd")
    assert sgd["learning_rate"] == 0.01
    assert "relu" in choices["activations"]
