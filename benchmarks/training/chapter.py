"""The results of the textbook's chapters, reproduced: `python benchmarks/training/chapter.py`.

Trains every cell of `chapter_cells.py` on the real data and prints a table for
benchmarks/README.md. Exit status 1 if a number is not as wanted. `--quick` leaves out the
convolutional network; an argument trains only cells whose names have it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from typing import Any

from chapter_cells import CELLS, OPTIMIZERS, Cell


def train(settings: Any) -> Any:
    """Train one run to its end and return its result."""
    from neurarium.training.config import TrainingConfig
    from neurarium.training.execute import execute
    from neurarium.training.planning import plan_run
    from neurarium.training.runs import create

    return execute(create(plan_run(TrainingConfig(**settings))))


def measured(cell: Cell, result: Any) -> float:
    """Return the number that the cell is about."""
    if cell.measure == "test":
        return float(result.test["accuracy"])
    epoch = result.best_epoch if cell.measure == "best" else len(result.epochs)
    name = "val_accuracy" if cell.measure == "best" else cell.measure
    return float(result.epochs[epoch - 1][name])


def main() -> int:
    """Train, print the tables, return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("only", nargs="?", default="")
    asked = parser.parse_args()
    wrong = 0
    print("| model on Fashion-MNIST | measure | found | wanted | epochs | s an epoch | s in all |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for cell in CELLS:
        if asked.only not in cell.name or (asked.quick and "conv" in cell.settings["model"]):
            continue
        began = time.perf_counter()
        result = train(cell.settings)
        found = measured(cell, result)
        wrong += not cell.holds(found)
        seconds = sorted(line["seconds"] for line in result.epochs)[len(result.epochs) // 2]
        print(
            f"| {cell.name} | {cell.measure} | {found:.4f}{'' if cell.holds(found) else ' (!)'} "
            f"| {cell.says()} | {len(result.epochs)} | {seconds:.2f} "
            f"| {time.perf_counter() - began:.1f} |",
            flush=True,
        )
    if not asked.only:
        compare_optimizers()
    return 1 if wrong else 0


def compare_optimizers() -> None:
    """Print what each optimizer reaches from the same first weights in the same order."""
    print("\n| optimizer (its default rate) | loss | accuracy | val_loss | val_accuracy |")
    print("| --- | --- | --- | --- | --- |")
    for name in OPTIMIZERS:
        settings = {"data": "fashion_mnist", "model": "100(relu)-10", "optimizer": name}
        last = train({**settings, "epochs": 5}).epochs[-1]
        numbers = [f"{last[k]:.3f}" for k in ("loss", "accuracy", "val_loss", "val_accuracy")]
        print(f"| {name} | {' | '.join(numbers)} |", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("KERAS_BACKEND", "jax")
    with tempfile.TemporaryDirectory() as home:
        from homes import use_home

        use_home(home)
        sys.exit(main())
