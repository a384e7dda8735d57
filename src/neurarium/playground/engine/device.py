"""What a compiled program reads, kept where it can read it: put there once, not at every call."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

from neurarium.playground.engine.arguments import Block, Data
from neurarium.playground.engine.structure import Structure


class DeviceArrays:
    """The points as device arrays, made once when first needed and shared by derived engines."""

    def __init__(self, host: tuple[NDArray[Any], ...]) -> None:
        self._host = host
        self._lock = threading.Lock()
        self._device: Data | None = None

    def device(self, structure: Structure) -> Data:
        """Return the arrays where the compiled program can read them."""
        with self._lock:
            if self._device is None:
                import jax

                from neurarium.playground.engine.compiled import precision

                with precision(structure):
                    self._device = Data(*(jax.device_put(part) for part in self._host))
            return self._device


class DeviceBlocks:
    """The newest block of epochs as device arrays; those before are forgotten."""

    def __init__(self) -> None:
        self._kept: tuple[int, Block] | None = None

    def device(self, structure: Structure, number: int, make: Callable[[int], Block]) -> Block:
        """Return block `number`, made by `make(number)` if it is not the newest one."""
        kept = self._kept
        if kept is None or kept[0] != number:
            import jax

            from neurarium.playground.engine.compiled import precision

            with precision(structure):
                kept = number, jax.device_put(make(number))
            self._kept = kept
        return kept[1]
