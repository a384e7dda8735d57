"""One epoch of 250 points, batch 10, SGD: this engine, plain NumPy, objects in JavaScript.

Every round trains 100 epochs; `extra_info.ms_per_epoch` is what benchmarks/README.md tells.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurarium.datasets.points import Points, draw
from neurarium.datasets.seed_random import SeedRandom
from neurarium.playground.config import Config, validated
from neurarium.playground.engine import Engine
from neurarium.playground.evaluate import grid_activations
from neurarium.playground.features import feature_matrix
from neurarium.playground.network import Network
from neurarium.playground.targets import encode_targets
from neurarium.playground.variants import Variants

sys.path.insert(0, str(Path(__file__).parent))

from numpy_network import NumpyNetwork

EPOCHS = 100
ALL = ["x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY"]
SHAPES = {"2-4-2-1": (["x", "y"], [4, 2]), "7-8x6-1": (ALL, [8] * 6)}


def playground(shape: str, **values: Any) -> tuple[Config, Points, Network]:
    features, units = SHAPES[shape]
    layers = [{"units": count} for count in units]
    config = validated({"features": features, "layers": layers, **values})
    points = draw(config.data, SeedRandom(config.data.seed))
    assert points.n_train == 250
    return config, points, Network.of(config)


def measured(benchmark: Any, run: Callable[[], object], epochs: int = EPOCHS) -> None:
    benchmark.pedantic(run, rounds=40, warmup_rounds=3)
    benchmark.extra_info["ms_per_epoch"] = round(1000 * benchmark.stats.stats.median / epochs, 4)
    benchmark.extra_info["ms_per_epoch_best"] = round(1000 * benchmark.stats.stats.min / epochs, 4)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("losses", [False, True], ids=["no losses", "losses every epoch"])
@pytest.mark.parametrize("mode", ["standard", "exact"])
def test_engine(benchmark: Any, shape: str, mode: str, losses: bool) -> None:
    config, points, network = playground(shape, mode=mode)
    engine = Engine.of(config, network, points)
    start = np.random.default_rng(0).uniform(-0.5, 0.5, network.size)
    state = engine.initial_state(start)
    benchmark.group = f"one epoch, {shape}"
    measured(benchmark, lambda: engine.run(state, 0, EPOCHS, losses=losses))


@pytest.mark.parametrize("shape", SHAPES)
def test_numpy(benchmark: Any, shape: str) -> None:
    config, points, network = playground(shape)
    x = feature_matrix(network.features, points.xy[: points.n_train])
    target = encode_targets(points, "tanh")[: points.n_train]
    plain = NumpyNetwork(network.sizes)

    def run() -> None:
        for _ in range(10):
            plain.epoch(x, target, config.batch_size, config.learning_rate)

    benchmark.group = f"one epoch, {shape}"
    measured(benchmark, run, 10)


@pytest.fixture
def node() -> Iterator[subprocess.Popen[str]]:
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not there")
    script = Path(__file__).with_name("object_network.js")
    pipe = subprocess.PIPE
    with subprocess.Popen([program, str(script)], stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.parametrize("shape", SHAPES)
def test_objects_in_javascript(benchmark: Any, shape: str, node: subprocess.Popen[str]) -> None:
    config, points, network = playground(shape)
    x = feature_matrix(network.features, points.xy[: points.n_train])
    target = encode_targets(points, "tanh")[: points.n_train, 0]

    def ask(message: object) -> str:
        assert node.stdin is not None
        assert node.stdout is not None
        node.stdin.write(json.dumps(message) + "\n")
        node.stdin.flush()
        return node.stdout.readline()

    task = {"sizes": network.sizes, "x": x.tolist(), "targets": target.tolist(),
            "batchSize": config.batch_size, "rate": config.learning_rate}  # fmt: skip
    assert ask(task) == "ready\n"
    benchmark.group = f"one epoch, {shape}"
    measured(benchmark, lambda: ask(EPOCHS))


@pytest.mark.parametrize("kind", ["rates", "everything"])
def test_64_variants(benchmark: Any, kind: str) -> None:
    """64 default-sized networks at once, losses included; `everything` mixes 4 activations,
    7 optimizers, 3 losses, 1 to 5 units, L1 and L2, dropout, noise and train ratios."""
    base = Config()
    if kind == "rates":
        changes: list[dict[str, Any]] = [{"learning_rate": 0.001 * (i + 1)} for i in range(64)]
    else:
        changes = [_mixed(i) for i in range(64)]
    variants = Variants.of([validated({**base.model_dump(), **change}) for change in changes])
    benchmark.group = "one epoch of 64 networks"
    measured(benchmark, lambda: (variants.run(8), variants.losses), 8)


def _mixed(i: int) -> dict[str, Any]:
    names = ["tanh", "relu", "sigmoid", "gelu"]
    rules = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]
    return {
        "layers": [
            {"units": 1 + (i + k) % 5, "activation": names[(i + k) % 4], "dropout": 0.1 * (i % 3)}
            for k in range(2)
        ],
        "optimizer": rules[i % 7],
        "loss": ["half_squared_error", "huber", "hinge"][i % 3],
        "regularization": ["none", "L1", "L2"][i % 3],
        "regularization_rate": 0.001,
        "weights_seed": str(i),
        "data": {"noise": 10.0 * (i % 3), "train_percent": 50 + 10 * (i % 2)},
    }


def test_grid(benchmark: Any) -> None:
    """Every neuron of 7-8x6-1 on a 100x100 grid, in NumPy."""
    _, _, network = playground("7-8x6-1")
    parameters = np.random.default_rng(0).uniform(-0.5, 0.5, network.size)
    benchmark.group = "all neurons on a grid"
    benchmark.pedantic(lambda: grid_activations(network, parameters), rounds=100, warmup_rounds=5)
