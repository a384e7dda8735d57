"""Compiled programs, shared by all engines of this process.

A program is compiled once however many threads ask for it at the same moment; the least
recently used ones are forgotten beyond a bound.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any

import jax

from neurarium.compiled_cache import use_disk_cache
from neurarium.playground.engine.program import arguments, program
from neurarium.playground.engine.structure import Structure

KEPT = 128
"""Most programs that are kept; each is some hundred kB."""


def precision(structure: Structure) -> AbstractContextManager[Any]:
    """Return the context in which a structure's arrays are made and its program runs.

    Exact mode needs 64-bit numbers. They are switched on for this thread and only here: the
    process-wide flag would change what Keras computes.
    """
    context: AbstractContextManager[Any] = jax.enable_x64(structure.mode == "exact")
    return context


class Programs:
    """A bounded, thread-safe cache: key → what `build(key)` made."""

    def __init__(self, build: Callable[[Any], Callable[..., Any]], kept: int = KEPT) -> None:
        self._build = build
        self._kept = kept
        self._lock = threading.Lock()
        self._found: OrderedDict[Any, Future[Callable[..., Any]]] = OrderedDict()
        self._compiles = 0

    @property
    def compiles(self) -> int:
        """How many programs were compiled so far."""
        return self._compiles

    def ready(self, key: Any) -> bool:
        """Return whether `get` would answer at once."""
        with self._lock:
            future = self._found.get(key)
            return future is not None and future.done()

    def get(self, key: Any) -> Callable[..., Any]:
        """Return the compiled program, waiting if another thread is compiling it."""
        with self._lock:
            future = self._found.get(key)
            mine = future is None
            if future is None:
                future = self._found[key] = Future()
                self._compiles += 1
                while len(self._found) > self._kept:
                    self._found.popitem(last=False)
            else:
                self._found.move_to_end(key)
        if mine:
            self._fill(key, future)
        return future.result()

    def _fill(self, key: Any, future: Future[Callable[..., Any]]) -> None:
        try:
            future.set_result(self._build(key))
        except BaseException as error:
            with self._lock:
                if self._found.get(key) is future:
                    del self._found[key]
            future.set_exception(error)
            raise


def _compile(structure: Structure) -> Callable[..., Any]:
    use_disk_cache()
    with precision(structure):
        lowered = jax.jit(program(structure)).lower(*arguments(structure))
        compiled: Callable[..., Any] = lowered.compile()
        return compiled


PROGRAMS = Programs(_compile)
"""The engine's programs, by `Structure`."""
