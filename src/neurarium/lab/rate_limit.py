"""How fast a page may speak: a bucket of tokens that fills with time."""

from __future__ import annotations


class Bucket:
    """Up to `burst` messages at once, `per_s` of them a second in the long run.

    A page that is too fast is not refused (its last word may be the one that counts: a slider
    that was let go) but read later.
    """

    def __init__(self, per_s: float, burst: int, now_s: float) -> None:
        self._per_s = per_s
        self._burst = float(burst)
        self._tokens = float(burst)
        self._at_s = now_s

    def take(self, now_s: float) -> float:
        """Take one token; return how many seconds the taker has to wait for it (0: none)."""
        passed = max(0.0, now_s - self._at_s)
        self._tokens = min(self._burst, self._tokens + passed * self._per_s)
        self._at_s = now_s
        self._tokens -= 1
        return max(0.0, -self._tokens / self._per_s)
