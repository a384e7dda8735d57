"""Links: a playground in an address bar, ours and those of playground.tensorflow.org."""

from __future__ import annotations

import random
from collections.abc import Callable

from neurarium.playground.links.opened import Opened
from neurarium.playground.links.own_link import is_own_link, read_own_link, to_link
from neurarium.playground.links.playground_link import read_playground_link, to_playground_link

__all__ = ["Opened", "fresh_seed", "read_link", "to_link", "to_playground_link"]


def fresh_seed() -> str:
    """Return a new seed as the original writes them: a number with five decimals."""
    return f"{random.SystemRandom().random():.5f}"


def read_link(link: str, seed: Callable[[], str] = fresh_seed) -> Opened:
    """Return the setup that `link` describes, and warnings; raises `LinkError`.

    A link whose settings begin with `n=` is ours, any other is read as one of
    playground.tensorflow.org. `seed` is asked where a Playground link has none.
    """
    return read_own_link(link) if is_own_link(link) else read_playground_link(link, seed)
