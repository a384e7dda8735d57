"""Runs a coroutine in a thread of its own: the test's thread may have an event loop already.

(Playwright's synchronous interface leaves one running in its thread.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def run(
    coroutine: Coroutine[Any, Any, Answer], loop: asyncio.AbstractEventLoop | None = None
) -> Answer:
    """Return what `coroutine` returns, run on `loop` (a fresh one if None)."""
    work = asyncio.run if loop is None else loop.run_until_complete
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, coroutine).result()
