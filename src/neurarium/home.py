"""Where data sets, runs and recordings live on this machine.

`NEURARIUM_HOME` if it is set, else the platform's folder for a person's data. Read anew at every
call, so that a test or a second lab can live elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of everything that neurarium keeps; it may not exist yet."""
    chosen = os.environ.get("NEURARIUM_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("neurarium", appauthor=False))


def datasets_folder() -> Path:
    """Return the folder of downloaded data sets and of one's own."""
    return home() / "datasets"


def runs_folder() -> Path:
    """Return the folder with one directory a training run."""
    return home() / "runs"
