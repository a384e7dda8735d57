"""One way to train an epoch, in a process of its own: `python epoch_workers.py WAY MODEL`.

For every line "go" on its input it trains one epoch and prints the seconds. So that the one who
asks can let several ways take turns: whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from homes import use_home
from numpy.typing import NDArray

RATE, BATCH = 0.1, 32
CONVOLUTIONAL = "conv(32,3,same)-pool(2)-conv(64,3,same)-pool(2)-flatten-100(relu)-10"
SPECS = {"dense": "100(relu)-10", "conv": CONVOLUTIONAL}
IMAGES = {"dense": 60_000, "conv": 6_000}


def wait() -> None:
    """Return when the next epoch is asked for; end the process when none is."""
    if sys.stdin.readline().strip() != "go":
        sys.exit(0)


def tell(seconds: float) -> None:
    """Print how long an epoch took."""
    print(seconds, flush=True)


def every_epoch(train: Callable[[], object]) -> None:
    """Train an epoch whenever one is asked for."""
    print("ready", flush=True)
    while True:
        wait()
        began = time.perf_counter()
        train()
        tell(time.perf_counter() - began)


def images(model: str) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return Fashion-MNIST's training images 0..1, (n, 28, 28), and labels."""
    from neurarium.datasets import load

    data, n = load("fashion_mnist"), IMAGES[model]
    return data.x_train[:n].astype(np.float32) / 255, data.y_train[:n].astype(np.int32)


def ours(model: str) -> None:
    """Train as `neurarium train` does: lines, snapshots, checkpoints and telemetry included."""
    from neurarium.training.config import TrainingConfig
    from neurarium.training.execute import execute
    from neurarium.training.listener import Listener
    from neurarium.training.planning import plan_run
    from neurarium.training.runs import create

    class Turns(Listener):
        """From one turn to the next: what is written after an epoch is in the next one's time."""

        began = 0.0

        def begin(self, facts: Any, first_epoch: int) -> None:
            print("ready", flush=True)
            wait()
            self.began = time.perf_counter()

        def epoch(self, line: Any) -> None:
            tell(time.perf_counter() - self.began)
            wait()
            self.began = time.perf_counter()

    config = TrainingConfig(
        data="fashion_mnist", model=SPECS[model], optimizer="sgd", learning_rate=RATE, batch=BATCH,
        epochs=10_000, validation=0, limit=IMAGES[model], backend="jax",
    )  # fmt: skip
    execute(create(plan_run(config)), Turns())


def kerass(model: str) -> None:
    """Train by plain `keras.Model.fit` with its default settings."""
    import keras

    layers = keras.layers
    x, y = images(model)
    stack: list[Any] = [layers.Dense(100, activation="relu"), layers.Dense(10, "softmax")]
    if model == "conv":
        convolutions = [
            part
            for filters in (32, 64)
            for part in (
                layers.Conv2D(filters, 3, padding="same", activation="relu"),
                layers.MaxPooling2D(2),
            )
        ]
        stack = [*convolutions, layers.Flatten(), *stack]
    x = x.reshape(len(x), 784) if model == "dense" else x[..., None]
    net = keras.Sequential([keras.Input(x.shape[1:]), *stack])
    net.compile(keras.optimizers.SGD(RATE), "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(x[:BATCH], y[:BATCH], verbose=0)
    every_epoch(lambda: net.fit(x, y, batch_size=BATCH, verbose=0))


def pytorchs(model: str) -> None:
    """Train by the loop of PyTorch's tutorials, its batches cut from a shuffled tensor."""
    import torch
    from torch import nn

    x, y = images(model)
    inputs = torch.from_numpy(x.reshape(len(x), -1) if model == "dense" else x[:, None])
    labels = torch.from_numpy(y).long()
    head: list[Any] = [nn.Linear(784 if model == "dense" else 3136, 100), nn.ReLU()]
    if model == "conv":
        pairs = ((1, 32), (32, 64))
        head = [
            *(p for a, b in pairs for p in (nn.Conv2d(a, b, 3, padding=1), nn.ReLU(),
                                            nn.MaxPool2d(2))),
            nn.Flatten(), *head,
        ]  # fmt: skip
    net = nn.Sequential(*head, nn.Linear(100, 10))
    optimizer, loss_of = torch.optim.SGD(net.parameters(), lr=RATE), nn.CrossEntropyLoss()

    def epoch() -> float:
        right, total = 0, 0.0
        for rows in torch.randperm(len(inputs)).split(BATCH):
            optimizer.zero_grad()
            answers = net(inputs[rows])
            loss = loss_of(answers, labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
            right += int((answers.argmax(1) == labels[rows]).sum())
        return total / right

    every_epoch(epoch)


def scikits(model: str) -> None:
    """Train scikit-learn's MLPClassifier, one epoch a call."""
    from sklearn.neural_network import MLPClassifier

    x, y = images(model)
    net = MLPClassifier((100,), solver="sgd", batch_size=BATCH, learning_rate_init=RATE, momentum=0)
    flat = x.reshape(len(x), -1)
    net.partial_fit(flat[:BATCH], y[:BATCH], classes=np.arange(10))
    every_epoch(lambda: net.partial_fit(flat, y))


def numpys(model: str) -> None:
    """Train with the formulas written in NumPy."""
    x, y = images(model)
    flat, random = x.reshape(len(x), -1), np.random.RandomState(0)
    w1 = (random.normal(size=(784, 100)) / 28).astype(np.float32)
    w2 = (random.normal(size=(100, 10)) / 10).astype(np.float32)
    b1, b2 = np.zeros(100, np.float32), np.zeros(10, np.float32)

    def epoch() -> None:
        order = random.permutation(len(flat))
        for first in range(0, len(flat), BATCH):
            rows = order[first : first + BATCH]
            a, t = flat[rows], y[rows]
            h = np.maximum(a @ w1 + b1, 0)
            z = h @ w2 + b2
            p = np.exp(z - z.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            p[np.arange(len(t)), t] -= 1
            p *= RATE / len(t)
            back = (p @ w2.T) * (h > 0)
            w2[:] -= h.T @ p
            b2[:] -= p.sum(axis=0)
            w1[:] -= a.T @ back
            b1[:] -= back.sum(axis=0)

    every_epoch(epoch)


WAYS = {
    "neurarium": ours, "keras-jax": kerass, "keras-torch": kerass, "keras-tensorflow": kerass,
    "pytorch": pytorchs, "scikit-learn": scikits, "numpy": numpys,
}  # fmt: skip


def main(way: str, model: str) -> None:
    """Train epochs in one way until no more are asked for."""
    plain = way.removesuffix(" (GPU)")
    backend = plain.removeprefix("keras-") if plain.startswith("keras-") else "jax"
    os.environ["KERAS_BACKEND"] = backend
    with tempfile.TemporaryDirectory() as home:
        use_home(home)
        WAYS[plain](model)


if __name__ == "__main__":
    main(*sys.argv[1:])
