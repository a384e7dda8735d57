"""Exact mode against trajectories of the original program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from playgrounds import engine_of, some_config, some_parameters, some_points

from neurarium.datasets.points import draw
from neurarium.datasets.seed_random import SeedRandom
from neurarium.playground.config import Config, validated
from neurarium.playground.engine import Engine
from neurarium.playground.evaluate import outputs
from neurarium.playground.initial import initial_parameters
from neurarium.playground.network import Network

NAMES = [
    "default", "gauss_l1_dead_links", "no_hidden_layer", "regression_gauss_linear_output",
    "spiral_relu_all_inputs", "xor_sigmoid_l2_leftover_batch",
]  # fmt: skip
PROBES = np.array([[-5, -5], [-2.5, 3], [0, 0], [1, -4], [4, 4]], dtype=float)


def config_of(fixture: dict[str, Any]) -> Config:
    link = dict(parse_qsl(fixture["link"].split("#")[1], keep_blank_values=True))
    regression = link["problem"] == "regression"
    units = [int(count) for count in link["networkShape"].split(",") if count]
    return validated(
        {
            "mode": "exact",
            "data": {
                "name": link["regDataset"] if regression else link["dataset"],
                "seed": link["seed"],
                "noise": float(link["noise"]),
                "train_percent": int(link["percTrainData"]),
            },
            "features": fixture["inputs"],
            "layers": [{"units": count, "activation": link["activation"]} for count in units],
            "output": "linear" if regression else "tanh",
            "learning_rate": float(link["learningRate"]),
            "regularization": link.get("regularization", "none"),
            "regularization_rate": float(link.get("regularizationRate", 0)),
            "batch_size": int(link["batchSize"]),
        }
    )


@pytest.mark.parametrize("name", NAMES)
def test_points_first_weights_and_trajectory_are_the_original_s(
    name: str, shared_dir: Path
) -> None:
    text = (shared_dir / "fixtures" / "playground" / f"{name}.json").read_text(encoding="utf-8")
    fixture = json.loads(text)
    config = config_of(fixture)
    random = SeedRandom(config.data.seed)
    points = draw(config.data, random)
    network = Network.of(config)
    engine = Engine.of(config, network, points)
    parameters = initial_parameters(network, config, random)
    state, epoch = engine.initial_state(parameters), 0
    for snapshot in fixture["snapshots"]:
        relative = 1e-9 if snapshot["epoch"] == 0 else 1e-6
        if snapshot["epoch"] > epoch:
            trace = engine.run(state, epoch, snapshot["epoch"] - epoch)
            state, epoch = trace.states[-1], snapshot["epoch"]
            assert trace.loss_train[-1] == pytest.approx(snapshot["loss_train"], rel=relative)
            assert trace.loss_test[-1] == pytest.approx(snapshot["loss_test"], rel=relative)
        found = engine.parameters(state)
        wanted = network.pack(list(zip(snapshot["weights"], snapshot["biases"], strict=True)))
        np.testing.assert_allclose(found, wanted, rtol=relative, atol=1e-15)
        dead = engine.dead(state)
        assert dead is not None
        for part, links in zip(network.slices, snapshot["dead"], strict=True):
            np.testing.assert_array_equal(dead[part.weights].reshape(part.shape), links)
            assert not dead[part.biases].any()
        probe = outputs(network, found, PROBES)[:, 0]
        np.testing.assert_allclose(probe, snapshot["probe"], rtol=relative, atol=1e-15)


def one_by_one(engine: Engine, state: Any, epochs: int) -> Any:
    """The original's epoch, point by point, written from its description."""
    config, network, points = engine.config, engine.network, engine.points
    layers = [(w.copy(), b.copy()) for w, b in network.unpack(engine.parameters(state))]
    sums = [(np.zeros_like(w), np.zeros_like(b)) for w, b in layers]
    count = 0
    for _ in range(epochs):
        for index in range(points.n_train):
            a = [points.xy[index]]
            for w, b in layers:
                a.append(np.tanh(w @ a[-1] + b))
            outer = a[-1] - (2 * points.target[index] - 1)
            for k in range(len(layers) - 1, -1, -1):
                delta = outer * (1 - a[k + 1] ** 2)
                sums[k][0][...] += np.outer(delta, a[k])
                sums[k][1][...] += delta
                outer = layers[k][0].T @ delta
            count += 1
            if (index + 1) % config.batch_size == 0:
                for (w, b), (sw, sb) in zip(layers, sums, strict=True):
                    pull = config.regularization_rate * w
                    b[...] = b - config.learning_rate * sb / count
                    w[...] = w - config.learning_rate * (sw / count + pull)
                    sw[...], sb[...] = 0, 0
                count = 0
    return network.pack(layers), network.pack(sums), count


@pytest.mark.parametrize("batch_size", [10, 23, 24])
def test_points_left_over_join_the_next_epoch(batch_size: int) -> None:
    config = some_config(
        mode="exact", batch_size=batch_size, regularization="L2", regularization_rate=0.01
    )
    engine = engine_of(config)
    state = engine.initial_state(some_parameters(engine.network))
    after = engine.run(state, 0, 3).states[-1]
    parameters, sums, count = one_by_one(engine, state, 3)
    np.testing.assert_allclose(engine.parameters(after), parameters, rtol=1e-10)
    gathered, held = engine.gathered(after)
    assert held == count
    np.testing.assert_allclose(gathered, sums, rtol=1e-9, atol=1e-12)
    if batch_size > 23:
        np.testing.assert_array_equal(engine.parameters(after), engine.parameters(state))
        assert held == 3 * 23


def test_a_batch_larger_than_all_points_never_updates_even_without_test_points() -> None:
    engine = engine_of(some_config(mode="exact", batch_size=1000, units=(2,)), some_points(64, 64))
    state = engine.initial_state(some_parameters(engine.network))
    trace = engine.run(state, 0, 2)
    np.testing.assert_array_equal(engine.parameters(trace.states[-1]), engine.parameters(state))
    assert np.isnan(trace.loss_test).all()


def test_steps_make_the_same_epoch_as_a_run() -> None:
    engine = engine_of(some_config(mode="exact", batch_size=10))
    state = engine.initial_state(some_parameters(engine.network))
    whole = engine.run(state, 0, 2).states[-1]
    for epoch in range(2):
        for step in range(engine.updates_per_epoch):
            state, _ = engine.step(state, epoch, step)
    np.testing.assert_array_equal(state, whole)


def test_the_process_stays_in_single_precision() -> None:
    import jax.numpy as jnp

    engine = engine_of(some_config(mode="exact"))
    assert engine.run(engine.initial_state(some_parameters(engine.network)), 0, 1).states.dtype == (
        np.float64
    )
    assert jnp.zeros(1).dtype == np.float32
