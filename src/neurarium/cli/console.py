"""Where a command prints what a person reads: stdout, or stderr beside JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console_for(as_json: bool) -> Console:
    """Return the console of a command; with --json stdout belongs to the program that reads it."""
    from rich.console import Console

    return Console(stderr=as_json, highlight=False)
