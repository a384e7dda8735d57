"""`Progress`: a download as it stands, for the thread that shows it and may end it."""

from __future__ import annotations

from collections.abc import Callable

from neurarium.errors import DataError
from neurarium.language import tr


class DownloadCancelledError(DataError):
    """A person ended a download."""


class Progress:
    """How far a download is; written by the thread that downloads, read by any other.

    `done_bytes` and `total_bytes` count all files of the data set; `file` is the one in work;
    `waiting` says that another process fetches the same data set at this moment. `on_change`
    is called in the downloading thread, often: about ten times a second and at every step.
    """

    def __init__(self, on_change: Callable[[Progress], None] | None = None) -> None:
        self._on_change = on_change
        self._abort: Callable[[], None] | None = None
        self._before = 0
        self.cancelled = False
        self.waiting = False
        self.file = ""
        self.done_bytes = 0
        self.total_bytes = 0

    @property
    def fraction(self) -> float:
        """The part that has arrived, 0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0

    def cancel(self) -> None:
        """End the download soon: `get` then raises `DownloadCancelledError`."""
        self.cancelled = True
        abort = self._abort
        if abort:
            abort()

    def demand_going_on(self) -> None:
        """Raise `DownloadCancelledError` once `cancel` was called."""
        if self.cancelled:
            raise DownloadCancelledError(
                tr("The download was ended. What has arrived is kept: the next one goes on there.")
            )

    def begin(self, total_bytes: int) -> None:
        """Say how many bytes all files together have."""
        self.total_bytes, self.done_bytes, self._before, self.waiting = total_bytes, 0, 0, False
        self._tell()

    def begin_file(self, name: str, before_bytes: int, abort: Callable[[], None] | None) -> None:
        """Say which file comes, and how many bytes the files before it had."""
        self.file, self._before, self._abort = name, before_bytes, abort

    def arrived(self, file_bytes: int) -> None:
        """Say how many bytes of this file are here."""
        self.demand_going_on()
        self.done_bytes = self._before + file_bytes
        self._tell()

    def wait(self) -> None:
        """Say that another process holds the lock."""
        self.demand_going_on()
        self.waiting = True
        self._tell()

    def _tell(self) -> None:
        if self._on_change:
            self._on_change(self)
