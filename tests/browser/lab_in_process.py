"""The lab as a process of its own, as a person starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

START_TIMEOUT_S = 60


class Lab:
    """`neurarium --port 0` as a process; `link` is the address that it printed.

    It knows no data sets but those in `home`: a person's own downloads stay out of tests.
    """

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "neurarium", "--no-browser", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                **os.environ,
                "NEURARIUM_HOME": str(home),
                "KERAS_HOME": str(home / "keras"),
                "PYTHONUNBUFFERED": "1",
            },
        )
        self.lines: list[str] = []
        self._queue: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.link = self._wait_for_link()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        for line in stream:
            self.lines.append(line)
            self._queue.put(line)

    def _wait_for_link(self) -> str:
        end = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < end:
            try:
                found = re.search(r"https?://[\w.\-\[\]:]+[^\s]*", self._queue.get(timeout=0.2))
            except Empty:
                if self.process.poll() is not None:
                    break
                continue
            if found:
                return found.group(0).rstrip(".")
        self.close()
        raise AssertionError("The lab printed no link:\n" + "".join(self.lines))

    def close(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        if self.process.stdout is not None:
            self.process.stdout.close()
