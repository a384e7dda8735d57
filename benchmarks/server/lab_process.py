"""A lab in a process of its own, as a person starts it, and what it costs."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

START_TIMEOUT_S = 60


class LabProcess:
    """`serve(port=0)` in another process; `link` is what it printed."""

    def __init__(self) -> None:
        code = "from neurarium.lab.server import serve; serve(port=0, open_browser=False)"
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        if found is None:
            raise RuntimeError(f"The lab printed no link, but {line!r}.")
        self.link = found.group(0)
        self.link_after_s = time.perf_counter() - self.started_at

    def __enter__(self) -> LabProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._process.terminate()
        self._process.wait(15)

    @property
    def resident_mb(self) -> float:
        """Memory that the process occupies (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1000  # type: ignore[union-attr]

    @property
    def cpu_s(self) -> float:
        """Processor time used so far (Linux)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100


def machine() -> str:
    """Return what the figures were measured on."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        text = cpuinfo.read_text(encoding="utf-8")
        model = next((m for m in re.findall(r"model name\s*: (.*)", text)), model)
        model += f", {text.count('processor')} cores"
    return f"{model}, Python {platform.python_version()}, {platform.system()}"
