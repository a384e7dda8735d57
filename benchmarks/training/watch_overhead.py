"""What `neurarium.Watch` costs: `model.fit(verbose=0)` with and without it, in turns.

    python benchmarks/training/watch_overhead.py [--rounds 5] [--epochs 3] [--backend jax]

784-100-10, batch 32, SGD, 60,000 images (MNIST where it is there, noise of the same shape else).
Both models are trained for some epochs, in turns, so that a machine that slows down slows both;
the first round, which compiles, is left out. Printed are the medians of the epoch times.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np


def images() -> tuple[Any, Any]:
    beside = Path(__file__).resolve().parents[3] / "shared"
    path = Path(os.environ.get("NEURARIUM_SHARED", beside)) / "datasets" / "mnist.npz"
    if path.is_file():
        with np.load(path) as file:
            return file["x_train"].reshape(60_000, 784).astype("float32") / 255, file["y_train"]
    random = np.random.default_rng(42)
    return random.random((60_000, 784), dtype="float32"), random.integers(0, 10, 60_000)


def network() -> Any:
    import keras

    keras.utils.set_random_seed(42)
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((784,)), layers.Dense(100, activation="relu"), layers.Dense(10, "softmax")]
    )
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def epoch_s(model: Any, x: Any, y: Any, epochs: int, callbacks: list[Any]) -> float:
    began = time.perf_counter()
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0, callbacks=callbacks)
    return (time.perf_counter() - began) / epochs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--backend", default="jax")
    chosen = parser.parse_args()
    os.environ["KERAS_BACKEND"] = chosen.backend
    os.environ["NEURARIUM_HOME"] = tempfile.mkdtemp()

    import neurarium

    x, y = images()
    bare, watched = network(), network()
    times: dict[str, list[float]] = {"bare": [], "watched": []}
    for turn in range(chosen.rounds + 1):
        pairs = [("bare", bare, []), ("watched", watched, [neurarium.Watch()])]
        for name, model, callbacks in pairs if turn % 2 else reversed(pairs):
            seconds = epoch_s(model, x, y, chosen.epochs, callbacks)
            if turn:
                times[name].append(seconds)
            print(f"{turn} {name:8} {seconds:.3f} s an epoch{'' if turn else ' (compiles)'}")
    medians = {name: statistics.median(values) for name, values in times.items()}
    more = statistics.median(w / b for w, b in zip(times["watched"], times["bare"], strict=True))
    print(f"medians: bare {medians['bare']:.3f} s, watched {medians['watched']:.3f} s")
    print(f"median of the rounds' ratios: {more:.3f}")


if __name__ == "__main__":
    main()
