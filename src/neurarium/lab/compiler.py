"""Compiles networks in the background, so that no page and no picture waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

_log = logging.getLogger(__name__)


class Engine(Protocol):
    """What is compiled: see `neurarium.playground.engine.Engine`."""

    @property
    def ready(self) -> bool:
        """Whether it would run at once."""

    def warm_up(self) -> None:
        """Compile now."""


class Compiler:
    """One thread that compiles. Importing JAX is its first job, long before anybody trains."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="neurarium-compiling")
        self._loaded = False

    def is_ready(self, engine: Engine) -> bool:
        """Return whether `engine` would run at once; imports nothing."""
        return self._loaded and engine.ready

    def prepare(self, engine: Engine, then: Callable[[Exception | None], None]) -> None:
        """Compile `engine` in the background and call `then`, with the error if there was one."""
        self._pool.submit(self._prepare, engine, then)

    def warm_up(self) -> None:
        """Import JAX and compile the default network, before the first page asks for it."""
        self._pool.submit(self._warm_up)

    def stop(self) -> None:
        """Drop what waits."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _warm_up(self) -> None:
        from neurarium.playground.trainer import Trainer

        self._prepare(Trainer().engine, lambda error: None)

    def _prepare(self, engine: Engine, then: Callable[[Exception | None], None]) -> None:
        failure: Exception | None = None
        try:
            engine.warm_up()
            self._loaded = True
        except Exception as error:  # noqa: BLE001 - logged, and told where it belongs
            _log.exception("A network could not be compiled")
            failure = error
        then(failure)
