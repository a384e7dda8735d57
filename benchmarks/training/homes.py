"""A home for a benchmark: its runs are forgotten, its data are those of `../shared`."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("NEURARIUM_SHARED") or Path(__file__).parents[3] / "shared")


def use_home(folder: str) -> None:
    """Let this process keep its runs in `folder`; data sets are linked from where they are."""
    from neurarium.home import datasets_folder

    before = datasets_folder()
    os.environ["NEURARIUM_HOME"] = folder
    datasets_folder().mkdir(parents=True, exist_ok=True)
    for name in ("mnist.npz", "fashion_mnist.npz"):
        for place in (before, SHARED / "datasets"):
            if (place / name).is_file() and not (datasets_folder() / name).exists():
                (datasets_folder() / name).symlink_to(place / name)
