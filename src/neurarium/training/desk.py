"""One thread that writes what it is given, in order, while training goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any


class Desk:
    """Does one piece of work after the other; after a failure none that was given later.

    A failure is raised where the next piece is given or waited for. So the disk may be slow
    for an epoch without training waiting, and what is written stays in order.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="neurarium-desk")
        self._failed: BaseException | None = None
        self._last: Future[None] | None = None

    def give(self, work: Callable[[], Any]) -> Future[None]:
        """Have `work` done after all that was given before."""
        self._raise()
        self._last = self._thread.submit(self._do, work)
        return self._last

    def settle(self) -> None:
        """Wait until all is done."""
        if self._last is not None:
            self._last.result()
        self._raise()

    def _do(self, work: Callable[[], Any]) -> None:
        if self._failed is not None:
            return
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again by whoever gives or waits
            self._failed = error

    def _raise(self) -> None:
        if self._failed is not None:
            raise self._failed

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for what was given, then end the thread."""
        self._thread.shutdown(wait=True)
