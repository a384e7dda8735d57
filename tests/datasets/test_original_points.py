"""Points of TensorFlow Playground, held against what the original draws."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import numpy as np
import pytest

from neurarium.datasets.points import DataConfig, class_count, draw, task_of
from neurarium.datasets.seed_random import SeedRandom

FIXTURES = (
    "default", "gauss_l1_dead_links", "no_hidden_layer", "regression_gauss_linear_output",
    "spiral_relu_all_inputs", "xor_sigmoid_l2_leftover_batch",
)  # fmt: skip


def data_of(link: str) -> DataConfig:
    keys = {key: values[0] for key, values in parse_qs(urlparse(link).fragment).items()}
    regression = keys["problem"] == "regression"
    return DataConfig.model_validate(
        {
            "name": keys["regDataset" if regression else "dataset"],
            "seed": keys["seed"],
            "noise": float(keys["noise"]),
            "train_percent": int(keys["percTrainData"]),
        }
    )


@pytest.mark.parametrize("name", FIXTURES)
def test_the_points_are_the_originals(name: str, shared_dir: Path) -> None:
    fixture = json.loads((shared_dir / "fixtures/playground" / f"{name}.json").read_text())
    data = data_of(fixture["link"])
    points = draw(data, SeedRandom(data.seed))
    wanted = np.array(fixture["train"] + fixture["test"])
    target = points.target if points.task == "regression" else 2 * points.target - 1
    assert points.n_train == fixture["n_train"]
    assert points.n_test == fixture["n_test"]
    np.testing.assert_array_equal(points.xy, wanted[:, :2])
    np.testing.assert_allclose(target, wanted[:, 2], rtol=0, atol=1e-15)
    assert task_of(data) == points.task
    assert class_count(data) == len(points.classes)


@pytest.mark.parametrize("name", FIXTURES)
def test_first_weights_come_from_the_same_stream(name: str, shared_dir: Path) -> None:
    fixture = json.loads((shared_dir / "fixtures/playground" / f"{name}.json").read_text())
    data = data_of(fixture["link"])
    random = SeedRandom(data.seed)
    draw(data, random)
    first = fixture["snapshots"][0]
    assert first["epoch"] == 0
    for layer in first["weights"]:
        for unit in layer:
            for weight in unit:
                assert random() - 0.5 == weight


def test_a_plane_without_noise_is_a_tenth_of_the_sum() -> None:
    points = draw(DataConfig(name="reg-plane"), SeedRandom("0.5"))
    assert len(points) == 1200
    np.testing.assert_allclose(points.target, points.xy.sum(axis=1) / 10, atol=1e-15)
