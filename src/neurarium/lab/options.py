"""How a lab is opened: where it listens, who may come in, how much it holds."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
SET_BY_SERVE = "NEURARIUM_SYNCHRONOUS"
"""Set in the environment where `serve` chose how JAX hands out work, for the playground alone."""


@dataclass(frozen=True)
class LabOptions:
    """Everything that a lab is told when it opens.

    `token` None means that nobody is asked for one, which only a loopback address may do.
    A session lives `session_minutes` after its last page closed. `max_frames_per_s` bounds
    what one page is sent; a page that acknowledges nothing (hidden, or slow) is trained on in
    slices every `hidden_interval_s` alone. At most `max_waiting_trainings` wait for a place.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    token: str | None = None
    session_minutes: float = 10.0
    max_sessions: int = 200
    max_pages_per_session: int = 8
    max_frames_per_s: float = 60.0
    max_variant_frames_per_s: float = 10.0
    hidden_interval_s: float = 0.25
    max_waiting_trainings: int = 50

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the lab."""
        return self.host in LOOPBACK_NAMES or self.host.startswith("127.")
