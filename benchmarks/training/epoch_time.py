"""Seconds an epoch: neurarium, Keras on each backend, PyTorch, scikit-learn, NumPy.

    python benchmarks/training/epoch_time.py [--model dense|conv] [--rounds 7] [--only WAY …]

784-100-10, SGD, batches of 32, 60,000 images of Fashion-MNIST; or a convolutional network and
6,000 images. Every way is a process of its own (`epoch_workers.py`) and they take turns, so that
whatever else the machine does meets all alike. Medians over the rounds; the first is not counted.
`--only` leaves out all ways but those that are named, neurarium and keras-jax.
neurarium's time has everything in it that `neurarium train` writes.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
from pathlib import Path

WORKERS = Path(__file__).with_name("epoch_workers.py")
LIMIT = {"dense": 0.75, "conv": 1.0}
LIBRARIES = {"keras-torch": "torch", "keras-tensorflow": "tensorflow", "pytorch": "torch"}


def gpu_is_there() -> bool:
    """Return whether JAX sees a GPU."""
    code = "import jax, sys; sys.exit(jax.default_backend() == 'cpu')"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def ways(model: str) -> list[str]:
    """Return the ways that this machine has libraries for."""
    found = ["neurarium", "keras-jax"]
    found += [way for way, name in LIBRARIES.items() if importlib.util.find_spec(name)]
    if model == "dense":
        found += ["scikit-learn", "numpy"]
    return [*found, "neurarium (GPU)", "keras-jax (GPU)"] if gpu_is_there() else found


def start(way: str, model: str) -> subprocess.Popen[str]:
    """Start a worker and wait until it is ready."""
    gpu = way.endswith("(GPU)")
    worker = subprocess.Popen(
        [sys.executable, str(WORKERS), way, model],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ if gpu else {**os.environ, "JAX_PLATFORMS": "cpu"},
    )
    if answer(worker) != "ready":
        sys.exit(f"{way} does not work here: python {WORKERS} {way} {model}")
    return worker


def answer(worker: subprocess.Popen[str]) -> str:
    """Return the next line that a worker prints."""
    assert worker.stdout is not None
    return worker.stdout.readline().strip()


def turn(worker: subprocess.Popen[str]) -> float:
    """Have one epoch trained; return its seconds."""
    assert worker.stdin is not None
    worker.stdin.write("go\n")
    worker.stdin.flush()
    return float(answer(worker))


def main() -> int:
    """Measure, print a table, return 1 if neurarium is slower than wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=tuple(LIMIT), default="dense")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="+", metavar="WAY", help="leave out the other ways")
    asked = parser.parse_args()
    chosen = ["neurarium", "keras-jax", *(asked.only or ways(asked.model))]
    workers = {way: start(way, asked.model) for way in dict.fromkeys(chosen)}
    times: dict[str, list[float]] = {way: [] for way in workers}
    for _ in range(asked.rounds + 1):
        for way, worker in workers.items():
            times[way].append(turn(worker))
        print(" ".join(f"{way} {found[-1]:.2f}" for way, found in times.items()), file=sys.stderr)
    for worker in workers.values():
        assert worker.stdin is not None
        worker.stdin.close()
        worker.wait()
    median = {way: statistics.median(found[1:]) for way, found in times.items()}
    print(f"{asked.model}, {asked.rounds} rounds; load at the end {os.getloadavg()[0]:.1f}")
    print("\n| | s an epoch, median (best) | beside Keras on JAX |\n| --- | --- | --- |")
    for way, value in median.items():
        best, ratio = min(times[way][1:]), value / median["keras-jax"]
        print(f"| {way} | {value:.3f} ({best:.3f}) | {ratio:.2f} |")
    ratios = [a / b for a, b in zip(times["neurarium"][1:], times["keras-jax"][1:], strict=True)]
    print(f"\nneurarium beside Keras on JAX, round by round: {statistics.median(ratios):.2f} ")
    return int(median["neurarium"] / median["keras-jax"] > LIMIT[asked.model])


if __name__ == "__main__":
    sys.exit(main())
