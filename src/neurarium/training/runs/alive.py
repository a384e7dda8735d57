"""Whether a process is there: the one that made a queued run, the one that was started for it."""

from __future__ import annotations

import os
import subprocess
import sys


def is_alive(pid: int | None) -> bool:
    """Return whether a process of this id runs on this machine."""
    if pid is None or pid <= 0:
        return False
    if sys.platform == "win32":  # (os.kill would end it there)
        answer = subprocess.run(  # noqa: S603
            ["tasklist", "/NH", "/FI", f"PID eq {pid}"],  # noqa: S607
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return str(pid) in answer.stdout.split()
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
