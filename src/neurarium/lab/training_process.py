"""The process that trains a run: started so that it outlives the lab, and reaped when it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from neurarium.lab.options import SET_BY_SERVE

LOG = "log.txt"
SHOWN_LINES = 12
MOST_SHOWN = 1500
_READ_BYTES = 20_000


def start_process(directory: Path, ended: Callable[[int], None]) -> int:
    """Start the training of a run in a process of its own session and return its id.

    What it prints goes to `log.txt`. `ended` is called from another thread with its exit code.
    """
    with (directory / LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module, an argument list, no shell
            [sys.executable, "-m", "neurarium.training.process", str(directory)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment(),
            **_alone(),
        )
    threading.Thread(
        target=lambda: ended(process.wait()), name=f"training-{process.pid}", daemon=True
    ).start()
    return process.pid


def environment() -> dict[str, str]:
    """Return what a training is told: this process's own, less what only serves the playground."""
    values = dict(os.environ)
    if values.pop(SET_BY_SERVE, ""):
        values.pop("JAX_CPU_ENABLE_ASYNC_DISPATCH", None)
    values["PYTHONUNBUFFERED"] = "1"
    return values


def _alone() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def log_length(directory: Path) -> int:
    """Return how much the trainings of a run have printed so far, in bytes."""
    try:
        return (directory / LOG).stat().st_size
    except FileNotFoundError:
        return 0


def last_words(directory: Path, log_from: int = 0) -> str:
    """Return the last lines of what a training printed from byte `log_from` on, or nothing."""
    try:
        with (directory / LOG).open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(log_from, size - _READ_BYTES))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return "\n".join(lines[-SHOWN_LINES:])[-MOST_SHOWN:]
