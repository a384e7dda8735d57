"""What reading a link gives: a setup, and what could not be taken over."""

from __future__ import annotations

from dataclasses import dataclass

from neurarium.errors import LinkError
from neurarium.language import tr
from neurarium.playground.config import Setup

MAX_LINK = 20_000
"""Characters of the longest link that is read."""


@dataclass(frozen=True)
class Opened:
    """A setup that was read, with a sentence for each part that was passed over."""

    setup: Setup
    warnings: tuple[str, ...] = ()


def quoted(value: str, limit: int = 60) -> str:
    """Return `value` in quotes, shortened."""
    short = value if len(value) <= limit else value[: limit - 3] + "..."
    return f'"{short}"'


def settings_part(link: str) -> str:
    """Return what follows the # of a link (all of it without one); raises `LinkError`."""
    if len(link) > MAX_LINK:
        raise LinkError(
            tr(
                "The link has {count} characters; at most {limit} are read. "
                "Use a settings file for a playground with this many points.",
                count=len(link),
                limit=MAX_LINK,
            )
        )
    text = link.strip()
    if "#" in text:
        return text.partition("#")[2]
    is_address = text.startswith(("http://", "https://")) or "=" not in text
    return "" if is_address else text
