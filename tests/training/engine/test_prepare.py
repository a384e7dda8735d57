"""A data set → arrays to train with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from neurarium.datasets import load
from neurarium.errors import DataError
from neurarium.training.config import TrainingConfig
from neurarium.training.planning import plan_run
from neurarium.training.prepare import fitted, prepare, scaling_of, shares, split, targets


def prepared(**settings: Any) -> tuple[Any, Any, Any]:
    facts = plan_run(TrainingConfig(backend="jax", **settings))
    data = load(facts["config"]["data"])
    return prepare(data, facts, tuple(facts["model"]["input_shape"])), facts, data


def test_the_parts_are_those_that_run_json_tells() -> None:
    found, facts, data = prepared(data="digits", validation=0.25, limit=400)
    assert len(found.x) == facts["data"]["n_train"] == 300
    assert len(found.x_validation) == facts["data"]["n_validation"] == 100
    assert not set(found.train_rows) & set(found.validation_rows)
    assert np.array_equal(found.x.reshape(300, -1), data.x_train[found.train_rows].reshape(300, -1))
    assert found.x.dtype == np.uint8
    assert found.y.dtype == np.int32


def test_every_class_gives_the_same_share() -> None:
    labels = np.repeat(np.arange(10), 6000)
    train, validation = split(labels, 60_000, 48_000, 12_000, seed=42)
    assert np.bincount(labels[train]).tolist() == [4800] * 10
    assert np.bincount(labels[validation]).tolist() == [1200] * 10


def test_the_split_follows_the_seed() -> None:
    labels = np.arange(100) % 3
    first, again, other = (split(labels, 100, 80, 20, seed)[1] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_shares_are_whole_and_make_the_total() -> None:
    assert shares([30, 20, 10], 12) == [6, 4, 2]
    assert shares([1, 1, 1], 2) == [1, 1, 0]
    assert shares([5, 0], 3) == [3, 0]


def test_a_table_has_mean_0_and_deviation_1_where_it_is_trained_on() -> None:
    found, facts, data = prepared(data="wine", model="8-3")
    np.testing.assert_allclose(found.x.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(found.x.std(axis=0), 1, atol=1e-5)
    mean, deviation = scaling_of(facts, data)
    np.testing.assert_allclose(found.x_test, (data.x_test - mean) / deviation, rtol=1e-5, atol=1e-5)


def test_labels_of_any_shape_become_a_row() -> None:
    assert targets(np.array([[3], [1]], np.uint8), "classification").tolist() == [3, 1]
    assert targets(np.array([1.5, 2.5]), "regression").dtype == np.float32


def test_images_are_laid_out_as_the_model_takes_them() -> None:
    images = np.zeros((2, 28, 28), np.uint8)
    assert fitted(images, (784,)).shape == (2, 784)
    assert fitted(images, (28, 28, 1)).shape == (2, 28, 28, 1)
    assert fitted(images, (None, 28)).shape == (2, 28, 28)
    with pytest.raises(DataError, match="28×28"):
        fitted(images, (32, 32))
