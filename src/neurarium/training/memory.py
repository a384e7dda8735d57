"""Whether a training fits this machine's memory, estimated before it begins."""

from __future__ import annotations

import math
import os

from neurarium.errors import ConfigError
from neurarium.language import tr
from neurarium.training.config import TrainingConfig
from neurarium.training.facts import ModelFacts

_COPIES = 4
"""Weights, gradients, and up to two slots of the optimizer."""
_BYTES = 4


def bytes_needed(model: ModelFacts, batch: int) -> int:
    """Return about how many bytes an update needs.

    4 bytes × (4 × parameters + 2 × batch × all numbers that the layers answer).
    """
    shapes = [layer["output_shape"] or [] for layer in model["layers"]]
    answers = sum(math.prod(n for n in shape if n) for shape in shapes)
    return _BYTES * (_COPIES * model["parameters"] + 2 * batch * answers)


def check_memory(model: ModelFacts, config: TrainingConfig) -> None:
    """Raise `ConfigError` if an update needs more memory than the machine has."""
    there = _memory()
    needed = bytes_needed(model, config.batch)
    if there is None or needed <= there:
        return
    raise ConfigError(
        tr(
            "An update of this model ({parameters:,} parameters, batches of {batch:,}) needs "
            "about {needed:.1f} GiB of memory; this machine has {there:.1f} GiB. Make the batch "
            "smaller, use fewer units or filters, or pool earlier.",
            parameters=model["parameters"], batch=config.batch, needed=needed / 2**30,
            there=there / 2**30,
        )
    )  # fmt: skip


def _memory() -> int | None:
    """Return the bytes of this machine's memory, None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
