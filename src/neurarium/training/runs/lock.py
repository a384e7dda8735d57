"""Who trains a run: a lock that the operating system takes back when a process dies.

Readers ask with a shared lock that they give back at once, so that two readers never take each
other for the process that trains.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neurarium.training.runs.files import writing

PATIENCE_S = 0.3  # a process that just ended its training lets go soon
READERS_PATIENCE_S = 5.0  # readers hold it for microseconds, but may be put to sleep just then
_BUSY = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)


@contextmanager
def hold(path: Path) -> Iterator[bool]:
    """Hold the lock while inside; False, and nothing is held, if somebody else has it."""
    with writing(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with writing(path):
            got = _try_for(handle)
        yield got
    finally:
        os.close(handle)  # gives the lock back, too


def is_held(path: Path) -> bool:
    """Return whether a process holds the lock now; never waits."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return _is_held_by_reading(path)
    try:
        return not _lock(handle, exclusive=False)
    except OSError:
        return False  # a file system without locks: nobody can hold one
    finally:
        os.close(handle)


def _is_held_by_reading(path: Path) -> bool:
    """Ask without the right to write, as in a folder of somebody else."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _lock(handle, exclusive=False)
    except OSError:
        return False
    finally:
        os.close(handle)


def _try_for(handle: int) -> bool:
    began = time.monotonic()
    while not _lock(handle, exclusive=True):
        waited = time.monotonic() - began
        only_readers = _lock(handle, exclusive=False)
        if waited > (READERS_PATIENCE_S if only_readers else PATIENCE_S):
            return False
        time.sleep(0.01)
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, exclusive: bool) -> bool:
        """Lock the first byte; a reader's lock goes with its handle."""
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
        if not exclusive:
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        return True

else:
    import fcntl

    def _lock(handle: int, exclusive: bool) -> bool:
        """Lock the open file; a fork of this process would hold it, too, an exec not."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
        return True
