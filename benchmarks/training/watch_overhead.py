"""What `neurarium.Watch` costs: `model.fit(verbose=0)` with and without it, in turns.

    python benchmarks/training/watch_overhead.py [--rounds 7] [--epochs 5] [--backend jax]

784-100-10, batch 32, SGD, 60,000 images (MNIST where it is there, noise of the same shape else).
Both models are trained for some epochs, in turns, so that a machine that slows down slows both;
the first round, which compiles, is left out. Printed are seconds of the clock and of the
processor (all threads of the process; on a machine that others use, too, the ones to trust), of

    whole fit call   what a script waits for: the run's folder made, epochs, model.keras saved
    epochs           the same without what is done once a fit, before the first and after the last

and the median of the rounds' ratios. Importing neurarium is in neither.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Spent:
    """Seconds of the clock and of the processor."""

    wall: float
    cpu: float

    @staticmethod
    def now() -> Spent:
        return Spent(time.perf_counter(), time.process_time())

    def minus(self, other: Spent) -> Spent:
        return Spent(self.wall - other.wall, self.cpu - other.cpu)


def watch_that_tells() -> Any:
    """Return a Watch that keeps what it spends before the first epoch and after the last."""
    import neurarium

    class Telling(neurarium.Watch):
        once = Spent(0.0, 0.0)

        def on_train_begin(self, logs: Any = None) -> None:
            self.timed(lambda: super(Telling, self).on_train_begin(logs))

        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            self.timed(lambda: super(Telling, self).on_epoch_begin(epoch, logs))

        def on_train_end(self, logs: Any = None) -> None:
            self.timed(lambda: super(Telling, self).on_train_end(logs))

        def timed(self, work: Callable[[], None]) -> None:
            began = Spent.now()
            work()
            self.once = self.once.minus(began.minus(Spent.now()))

    return Telling()


def fit(model: Any, x: Any, y: Any, epochs: int, watch: Any | None) -> dict[str, Spent]:
    callbacks = [watch] if watch is not None else []
    began = Spent.now()
    model.fit(x, y, batch_size=32, epochs=epochs, verbose=0, callbacks=callbacks)
    whole = Spent.now().minus(began)
    return {"whole fit call": whole, "epochs": whole.minus(watch.once) if watch else whole}


def compared(rounds: list[tuple[dict[str, Spent], dict[str, Spent]]], epochs: int) -> None:
    """Print the medians of (bare, watched) an epoch, and of the rounds' ratios."""
    for part in ("epochs", "whole fit call"):
        for unit in ("wall", "cpu"):
            pairs = [(getattr(b[part], unit), getattr(w[part], unit)) for b, w in rounds]
            bare, watched = (
                statistics.median(values) / epochs for values in zip(*pairs, strict=True)
            )
            ratio = statistics.median(w / b for b, w in pairs)
            print(
                f"{part:15} {unit:4}  bare {bare:.3f} s an epoch, watched {watched:.3f} s, "
                f"median of ratios {ratio:.3f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--backend", default="jax")
    chosen = parser.parse_args()
    os.environ["KERAS_BACKEND"] = chosen.backend
    os.environ["NEURARIUM_HOME"] = tempfile.mkdtemp()

    x, y = images()
    bare, watched = network(), network()
    rounds = []
    for turn in range(chosen.rounds + 1):
        found: dict[str, dict[str, Spent]] = {}
        for name in ("bare", "watched") if turn % 2 else ("watched", "bare"):
            watch = watch_that_tells() if name == "watched" else None
            model = bare if watch is None else watched
            found[name] = fit(model, x, y, chosen.epochs, watch)
            spent = found[name]["whole fit call"]
            note = "" if turn else " (compiles)"
            print(f"{turn} {name:8} {spent.wall:.3f} s, processor {spent.cpu:.3f} s{note}")
        if turn:
            rounds.append((found["bare"], found["watched"]))
    compared(rounds, chosen.epochs)


if __name__ == "__main__":
    main()
