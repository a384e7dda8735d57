"""Noticing that `model.fit` was left: Keras tells its callbacks nothing of an exception.

A thread looks twice a second whether the frame that called the callbacks still runs. So a run is
told failed or stopped in a notebook as well, where the process lives on after the exception.
"""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from neurarium.language import tr

_LOOK_EVERY_S = 0.5
_LOOKS_FOR_A_REASON = 4
_CALLBACKS = "keras.src.callbacks"


@dataclass(frozen=True)
class Leaving:
    """How a training ended before its end: "failed" with a sentence, or "stopped"."""

    state: str
    sentence: str


def calling_frame() -> FrameType | None:
    """Return the frame that runs the training: the one that called Keras's list of callbacks.

    Between that list and us may lie a person's own subclass. Where no list is used, it is the
    first frame that is not ours.
    """
    fallback, in_list = None, False
    at: FrameType | None = sys._getframe(1)
    while at is not None:
        module = str(at.f_globals.get("__name__", ""))
        if module.startswith(_CALLBACKS):
            in_list = True
        elif in_list:
            return at
        elif fallback is None and not module.startswith("neurarium."):
            fallback = at
        at = at.f_back
    return fallback


class FitFrame:
    """Watches over one call of `fit`; tells `on_left` once if it is left before `close`."""

    def __init__(self, frame: FrameType, on_left: Callable[[Leaving], None]) -> None:
        self._frame: FrameType | None = frame
        self._chain = _with_callers(frame)
        self._shown_before = getattr(sys, "last_value", None)
        self._thread_id = threading.get_ident()
        self._on_left = on_left
        self._closed = threading.Event()
        self._once = threading.Lock()
        atexit.register(self._at_exit)
        threading.Thread(target=self._look, name="neurarium-watch", daemon=True).start()

    def close(self) -> None:
        """End the watch: the training told its end itself."""
        self._closed.set()
        self._frame, self._chain, self._shown_before = None, [], None
        atexit.unregister(self._at_exit)

    def _look(self) -> None:
        while not self._closed.wait(_LOOK_EVERY_S):
            if self._still_runs():
                continue
            for _ in range(_LOOKS_FOR_A_REASON):
                if self._reason() is not None or self._closed.wait(_LOOK_EVERY_S / 2):
                    break
            self._tell()
            return

    def _still_runs(self) -> bool:
        wanted, frame = self._frame, sys._current_frames().get(self._thread_id)
        while frame is not None:
            if frame is wanted:
                return True
            frame = frame.f_back
        return wanted is None

    def _at_exit(self) -> None:
        self._tell()

    def _tell(self) -> None:
        with self._once:
            if self._closed.is_set():
                return
            leaving = self._reason() or Leaving(
                "stopped", tr("the script left fit before its last epoch")
            )
            self.close()
        self._on_left(leaving)

    def _reason(self) -> Leaving | None:
        """Return what Python shows as its last exception, if it came through this fit.

        Keras takes its own frames out of a traceback: so those who called fit are looked for.
        """
        error = getattr(sys, "last_value", None)
        if not isinstance(error, BaseException) or error is self._shown_before:
            return None
        traceback = error.__traceback__
        while traceback is not None:
            if any(traceback.tb_frame is frame for frame in self._chain):
                return leaving_by(error)
            traceback = traceback.tb_next
        return None


def _with_callers(frame: FrameType) -> list[FrameType]:
    chain: list[FrameType] = []
    at: FrameType | None = frame
    while at is not None:
        chain.append(at)
        at = at.f_back
    return chain


def leaving_by(error: BaseException) -> Leaving:
    """Return how an exception ends a training, as a sentence."""
    if isinstance(error, KeyboardInterrupt):
        return Leaving("stopped", tr("interrupted from the keyboard"))
    if isinstance(error, SystemExit):
        return Leaving("stopped", tr("the script ended itself"))
    words = " ".join(str(error).split())[:500]
    return Leaving("failed", f"{type(error).__name__}: {words}" if words else type(error).__name__)
