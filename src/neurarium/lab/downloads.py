"""Data sets on their way to this machine, each in a thread of its own.

A lab that ends, or is killed, in the midst of a download breaks nothing: what has arrived is gone
on with the next time, and no half of a file ever stands in its place.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from neurarium.datasets import DownloadCancelledError, Progress, get
from neurarium.errors import NeurariumError
from neurarium.language import tr


@dataclass
class _Download:
    """One download: under way as long as `ended` is not set."""

    progress: Progress
    ended: threading.Event
    error: str | None = None


class Downloads:
    """What is being fetched, and what went wrong the last time. May be asked from any thread."""

    def __init__(self) -> None:
        self._known: dict[str, _Download] = {}
        self._lock = threading.Lock()

    def begin(self, name: str) -> None:
        """Begin to fetch a data set; nothing new happens while it is being fetched."""
        with self._lock:
            before = self._known.get(name)
            if before is not None and not before.ended.is_set():
                return
            download = _Download(Progress(), threading.Event())
            self._known[name] = download
        threading.Thread(
            target=self._fetch, args=(name, download), name=f"fetch-{name}", daemon=True
        ).start()

    def cancel(self, name: str) -> None:
        """End a download soon; what has arrived is kept for the next one."""
        with self._lock:
            download = self._known.get(name)
        if download is not None:
            download.progress.cancel()

    def facts(self, name: str) -> dict[str, Any] | None:
        """Return `state` (fetching, failed), `progress` and `error`; None where neither is."""
        with self._lock:
            download = self._known.get(name)
        if download is None:
            return None
        if download.ended.is_set():
            if download.error is None:
                return None
            return {"state": "failed", "progress": None, "waiting": False, "error": download.error}
        progress = download.progress
        return {
            "state": "fetching",
            "progress": progress.fraction,
            "waiting": progress.waiting,
            "error": None,
        }

    def stop(self) -> None:
        """End all downloads soon."""
        with self._lock:
            for download in self._known.values():
                download.progress.cancel()

    def _fetch(self, name: str, download: _Download) -> None:
        download.error = tr("The download ended without saying why. The lab's window says more.")
        try:
            get(name, progress=download.progress)
            download.error = None
        except DownloadCancelledError:
            download.error = None
        except NeurariumError as error:
            download.error = str(error)
        finally:
            download.ended.set()
