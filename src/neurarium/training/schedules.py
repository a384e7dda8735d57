"""How the learning rate changes while a run goes on: what the two settings say.

`schedule`: "cosine" (down to 0 over the run), "exponential:0.9" (times 0.9 after each epoch),
"step:0.5:3" (times 0.5 after every 3 epochs). `reduce_lr`: "0.5:2" (times 0.5 after 2 epochs
without a better validation loss).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from neurarium.errors import ConfigError
from neurarium.language import tr

SCHEDULES = ("cosine", "exponential:0.9", "step:0.5:3")
_FACTOR = re.compile(r"0?\.[0-9]{1,9}|1\.?0*")
_WHOLE = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class Schedule:
    """A schedule that was read: `factor` (exponential, step) and `every` so many epochs (step)."""

    kind: Literal["cosine", "exponential", "step"]
    factor: float = 1.0
    every: int = 1

    def rate(self, first: float, epoch: int, epochs: int) -> float:
        """Return the learning rate of an epoch (from 1) of a run of `epochs` epochs.

        cosine: η/2 · (1 + cos(π (e − 1) / E)); exponential: η f^(e − 1); step: η f^⌊(e − 1) / n⌋.
        """
        if self.kind == "cosine":
            return first * 0.5 * (1 + math.cos(math.pi * (epoch - 1) / epochs))
        if self.kind == "exponential":
            return first * float(self.factor ** (epoch - 1))
        return first * float(self.factor ** ((epoch - 1) // self.every))


@dataclass(frozen=True)
class ReduceOnPlateau:
    """Times `factor` after `patience` epochs without a better validation loss."""

    factor: float
    patience: int


def read_schedule(text: str) -> Schedule:
    """Return the schedule that `text` names. Raises `ConfigError`."""
    kind, *numbers = (part.strip() for part in text.lower().split(":"))
    if kind == "cosine" and not numbers:
        return Schedule("cosine")
    if kind == "exponential" and len(numbers) == 1 and _is_factor(numbers[0]):
        return Schedule("exponential", float(numbers[0]))
    fits = kind == "step" and len(numbers) == 2
    if fits and _is_factor(numbers[0]) and _WHOLE.fullmatch(numbers[1]):
        return Schedule("step", float(numbers[0]), int(numbers[1]))
    raise ConfigError(
        tr(
            'schedule: "{came}" is none. Allowed: cosine; exponential:FACTOR as in '
            "exponential:0.9; step:FACTOR:EPOCHS as in step:0.5:3. A factor is above 0 and at "
            "most 1.", came=text[:60],
        )
    )  # fmt: skip


def read_reduce(text: str) -> ReduceOnPlateau:
    """Return what `reduce_lr` says. Raises `ConfigError`."""
    factor, _, patience = (part.strip() for part in text.partition(":"))
    if _is_factor(factor) and float(factor) < 1 and _WHOLE.fullmatch(patience):
        return ReduceOnPlateau(float(factor), int(patience))
    raise ConfigError(
        tr(
            'reduce_lr: "{came}" is not FACTOR:PATIENCE, as in 0.5:2 (halve the learning rate '
            "after 2 epochs without a better validation loss). The factor lies between 0 and 1.",
            came=text[:60],
        )
    )  # fmt: skip


def _is_factor(text: str) -> bool:
    return bool(_FACTOR.fullmatch(text)) and float(text) > 0
