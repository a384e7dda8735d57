"""Bounds on what a page may send. The bounds on settings stand in `playground/config.py`."""

from __future__ import annotations

from neurarium.playground.config import MAX_LAYERS, MAX_UNITS

MAX_MESSAGE_BYTES = 1_000_000
"""A longer message is answered by a sentence."""

MAX_FRAME_BYTES = 4_000_000
"""A longer one ends the connection (code 1009): it is never held in memory whole."""

MAX_VARIANTS = 64
MAX_BUDGET_MEGABYTES = 256
MAX_CLASSES = 10
MAX_FEATURES = 13

MAX_PARAMETERS = (
    (MAX_FEATURES + 1) * MAX_UNITS
    + (MAX_LAYERS - 1) * (MAX_UNITS + 1) * MAX_UNITS
    + (MAX_UNITS + 1) * MAX_CLASSES
)
"""Parameters of the largest network: 8 hidden layers of 16 units."""
